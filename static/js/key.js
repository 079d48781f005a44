// A passkey: the button asks the device, its answer leaves with the form. Without this script the form says that another way is needed. In its own bundle.
modules.key = (form) => {
  const button = form.querySelector("button[type=submit]");
  const said = form.querySelector("[role=status]");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = () => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const each of options.excludeCredentials || []) each.id = bytes(each.id);
    return options;
  };
  const written = ({ id, rawId, type, response }) => {
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[name]) parts[name] = text(response[name]);
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  };
  let asked = false;
  button.addEventListener("click", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    if (asked) return;
    asked = true;
    said.textContent = "";
    try {
      const publicKey = read();
      const made = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      form.elements.answer.value = written(made);
      form.requestSubmit();
    } catch {
      said.textContent = form.dataset.failed;
    }
    asked = false;
  });
};
for (const element of document.querySelectorAll("[data-module~=key]")) modules.key(element);
