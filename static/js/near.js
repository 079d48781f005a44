// « Autour de moi »: the position is rounded to a hundredth of a degree (about 1 km) before it leaves the page.
modules.near = (button) => {
  if (!navigator.geolocation) return;
  const input = document.getElementById(button.dataset.place);
  const { lat, lon } = button.form.elements;
  const words = button.textContent.trim();
  const face = [...button.childNodes];
  const forget = () => {
    lat.value = lon.value = "";
  };
  const rest = () => {
    button.replaceChildren(...face);
    button.removeAttribute("aria-disabled");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lat.value = coords.latitude.toFixed(2);
        lon.value = coords.longitude.toFixed(2);
        input.value = words;
        rest();
      },
      () => {
        rest();
        button.textContent = button.dataset.failed;
        input.focus();
      },
      { enableHighAccuracy: false, timeout: 8000, maximumAge: 300000 },
    );
  });
  // Another place typed by hand wins over the position.
  input.addEventListener("input", forget);
};
