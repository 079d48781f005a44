// « Écouter »: reads a page aloud, sentence by sentence, the one being read in sight. In its own bundle, after the others.
// A pause stops at the beginning of the sentence: browsers on telephones do not come back from the voice's own pause.
modules.speak = (bar) => {
  const voice = window.speechSynthesis;
  if (!voice || !window.SpeechSynthesisUtterance) return;
  const sentences = [...document.getElementById(bar.dataset.of).querySelectorAll("[data-say]")];
  const [play, stop, print] = bar.querySelectorAll("button");
  const said = bar.querySelector("[role=status]");
  let at = 0;
  let turn = 0;
  let reading = false;
  const mark = (sentence) => {
    for (const each of sentences) each.classList.toggle("is-read", each === sentence);
    if (sentence) sentence.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    play.textContent = reading ? bar.dataset.pause : at > 0 ? bar.dataset.again : bar.dataset.read;
    stop.hidden = !reading && at === 0;
  };
  const quiet = () => {
    reading = false;
    turn += 1;
    voice.cancel();
    show();
  };
  const say = () => {
    if (at >= sentences.length) {
      at = 0;
      mark(null);
      quiet();
      return;
    }
    const mine = ++turn;
    const words = new SpeechSynthesisUtterance(sentences[at].textContent.trim());
    words.lang = "fr-FR";
    words.rate = 0.9;
    words.onend = () => {
      if (mine !== turn || !reading) return;
      at += 1;
      say();
    };
    words.onerror = () => {
      if (mine !== turn || !reading) return;
      quiet();
      said.textContent = bar.dataset.failed;
    };
    mark(sentences[at]);
    voice.speak(words);
  };
  play.addEventListener("click", () => {
    said.textContent = "";
    if (reading) {
      quiet();
      return;
    }
    reading = true;
    show();
    say();
  });
  stop.addEventListener("click", () => {
    at = 0;
    mark(null);
    quiet();
    play.focus();
  });
  print.addEventListener("click", () => window.print());
  window.addEventListener("pagehide", quiet);
  bar.hidden = false;
  show();
};
for (const element of document.querySelectorAll("[data-module~=speak]")) modules.speak(element);
