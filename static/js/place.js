// Suggestions of communes while one types; without this script the server resolves what was typed.
modules.place = (input) => {
  const list = document.getElementById(input.getAttribute("list"));
  let pause;
  let asked = "";
  const ask = async () => {
    const words = input.value.trim();
    if (words.length < 2 || words === asked) return;
    asked = words;
    try {
      const answer = await fetch("/lieux?q=" + encodeURIComponent(words), { headers: { Accept: "application/json" } });
      if (!answer.ok || asked !== words) return;
      const found = await answer.json();
      list.replaceChildren(...found.lieux.map(({ label }) => new Option(label, label)));
    } catch {
      asked = "";
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 200);
  });
};
