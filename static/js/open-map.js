// « Voir sur la carte »: the map's own scripts come only when somebody asks for it; without any, the link leads to the list.
modules.map = (link) => {
  const data = JSON.parse(link.dataset.map);
  const panel = document.getElementById(link.dataset.panel);
  const button = document.createElement("button");
  const words = link.textContent.trim();
  button.type = "button";
  button.className = link.className;
  button.replaceChildren(...link.childNodes);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", panel.id);
  link.replaceWith(button);
  const bring = (tag, values) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), values, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
  const remember = (open) => {
    try {
      if (open) sessionStorage.setItem("map", "open");
      else sessionStorage.removeItem("map");
    } catch { /* a browser that keeps nothing */ }
  };
  let ready;
  const load = async () => {
    await Promise.all(data.styles.map((href) => bring("link", { rel: "stylesheet", href })));
    for (const src of data.scripts) await bring("script", { src });
    return modules.drawMap(panel, data);
  };
  const show = (open) => {
    panel.hidden = !open;
    panel.parentElement.classList.toggle("search--map", open);
    button.setAttribute("aria-expanded", String(open));
    button.lastChild.textContent = ` ${open ? data.words.close : words}`;
    remember(open);
  };
  const open = async () => {
    show(true);
    try {
      ready ??= load();
      (await ready).shown();
    } catch (error) {
      console.error("map", error);
      ready = undefined;
      panel.textContent = data.words.failed;
    }
  };
  button.addEventListener("click", () => {
    if (!panel.hidden) {
      show(false);
      return;
    }
    open();
    panel.scrollIntoView({ block: "nearest" });
  });
  let before;
  try { before = sessionStorage.getItem("map"); } catch { before = null; }
  if (before) open();
};
