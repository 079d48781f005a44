// How many characters remain, read aloud only when the writer pauses.
modules.counter = (area) => {
  const limit = Number(area.getAttribute("maxlength"));
  if (!limit) return;
  const seen = document.createElement("p");
  seen.className = "field__counter";
  seen.setAttribute("aria-hidden", "true");
  const heard = document.createElement("p");
  heard.className = "visually-hidden";
  heard.setAttribute("role", "status");
  area.after(seen, heard);
  let pause;
  const say = () => {
    seen.textContent = area.dataset.words.replace("{n}", String(limit - area.value.length));
    clearTimeout(pause);
    pause = setTimeout(() => {
      heard.textContent = limit - area.value.length < 100 ? seen.textContent : "";
    }, 1000);
  };
  area.addEventListener("input", say);
  say();
};
