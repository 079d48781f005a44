// A form leaves once: a second press while it is on its way does nothing, and the button says what is going on.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.leaving) {
    event.preventDefault();
    return;
  }
  form.dataset.leaving = "yes";
  const pressed = event.submitter || form.querySelector("button[type=submit]");
  if (!pressed) return;
  // After this turn, so that the pressed button's own value is sent.
  setTimeout(() => {
    pressed.dataset.words = pressed.textContent;
    pressed.setAttribute("aria-disabled", "true");
    pressed.textContent = pressed.dataset.busy || document.body.dataset.busy;
  });
});

// Coming back with the browser's arrow: the form can leave again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-leaving]")) delete form.dataset.leaving;
  for (const button of document.querySelectorAll("button[data-words]")) {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
    delete button.dataset.words;
  }
});
