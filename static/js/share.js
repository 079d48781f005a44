// « Copier l’adresse »: without this script the address stands in its field, to be copied by hand.
modules.share = (button) => {
  const field = document.getElementById(button.dataset.field);
  const said = document.getElementById(button.dataset.said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
};
