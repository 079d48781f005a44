// « Afficher » beside a password: reading what one typed beats typing it twice.
modules.password = (row) => {
  const input = row.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary";
  button.setAttribute("aria-controls", input.id);
  const say = () => {
    button.textContent = input.type === "password" ? row.dataset.show : row.dataset.hide;
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  // Sent as a password: browsers must not remember it as a text.
  input.form?.addEventListener("submit", () => {
    input.type = "password";
    say();
  });
  say();
  row.append(button);
};
