// A one-time code pasted from a message: « 123 456 » or « code 123456 » becomes 123456.
modules.code = (input) => {
  const clean = (text) => text.replace(/\D/g, "");
  input.addEventListener("paste", (event) => {
    const digits = clean(event.clipboardData.getData("text"));
    if (!digits) return;
    event.preventDefault();
    input.value = digits.slice(0, input.maxLength > 0 ? input.maxLength : undefined);
  });
  input.addEventListener("blur", () => {
    if (/^[\d\s.-]+$/.test(input.value)) input.value = clean(input.value);
  });
};
