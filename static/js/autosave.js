// A draft is kept while one writes; the last word is said under the form's buttons.
modules.autosave = (form) => {
  const said = document.createElement("p");
  said.className = "quiet";
  said.setAttribute("role", "status");
  form.append(said);
  let pause;
  // Without the one-time key: it belongs to the real sending. Without files.
  const written = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => name !== "form_key" && typeof value === "string"));
  let sent = written().toString();
  const save = async () => {
    const body = written();
    if (form.dataset.leaving || body.toString() === sent) return;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, headers: { Accept: "application/json" } });
      // A page instead of nothing: the session is over, and the draft was not kept.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      sent = body.toString();
      if (form.dataset.advice) show(document.getElementById(form.dataset.advice), (await answer.json()).advice);
      const at = new Date().toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" });
      said.textContent = form.dataset.saved.replace("{t}", at.replace(":", "\u00a0h\u00a0"));
    } catch {
      said.textContent = form.dataset.failed;
      pause = setTimeout(save, 10000);
    }
  };
  // The advice on what was just typed takes the place of the one before.
  const show = (place, texts) => {
    place.hidden = texts.length === 0;
    place.querySelector("ul").replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  };
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(save, 1500);
  });
};
