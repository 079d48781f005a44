// An open page keeps its item: taken when it opens, taken again every five minutes while it is seen, left when one goes away. In its own bundle.
modules.claim = (form) => {
  const said = form.querySelector("[role=status]");
  // Without the one-time key: it belongs to the button.
  const body = new URLSearchParams([["csrf_token", form.elements.csrf_token.value]]);
  const take = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 409) location.reload();
      if (answer.ok) { said.textContent = form.dataset.held; form.querySelector("button").hidden = true; }
    } catch {
      // Out of reach: the claim ends by itself.
    }
  };
  let leaving = false;
  document.addEventListener("submit", () => { leaving = true; });
  addEventListener("pagehide", () => {
    if (!leaving) navigator.sendBeacon(form.dataset.leave, body);
  });
  take();
  setInterval(take, 300000);
};
for (const element of document.querySelectorAll("[data-module~=claim]")) modules.claim(element);
