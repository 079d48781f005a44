"""What a person reads is typed as French is typed: no-break spaces before high punctuation and inside « », the apostrophe ’."""

import re
from pathlib import Path

import pytest

from benevolat.core.settings import ROOT

CALL = re.compile(r"""\b(?:_|_l|gettext|lazy_gettext|ngettext)\(\s*((?:(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')[\s,]*)+)""")
BREAKING = re.compile(r"[\w»)’] [?!;:](?:\s|$|['\"])|« | »")
SOURCES = [each for pattern in ("benevolat/**/*.py", "templates/**/*.html") for each in sorted(ROOT.glob(pattern))
           if "node_modules" not in each.parts]
MAILS = sorted(ROOT.glob("templates/mails/**/*.txt"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda each: str(each.relative_to(ROOT)))
def test_texts_are_typed_in_french(path: Path) -> None:
    for words in CALL.findall(path.read_text(encoding="utf-8")):
        assert not BREAKING.search(words), words.strip()
        assert not re.search(r"[A-Za-zéè]'[A-Za-zéèêh]", re.sub(r"%\(\w+\)s", "", words)), words.strip()


@pytest.mark.parametrize("path", MAILS, ids=lambda each: str(each.relative_to(ROOT)))
def test_letters_are_typed_in_french(path: Path) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not BREAKING.search(text)
    assert not re.search(r"\w'\w", text)


def test_every_letter_has_a_subject_and_a_body() -> None:
    names = {re.sub(r"\.(subject|body)\.txt$", "", str(each)) for each in MAILS if re.search(r"\.(subject|body)\.txt$", each.name)}
    missing = [f"{name}.{part}.txt" for name in names for part in ("subject", "body") if not Path(f"{name}.{part}.txt").exists()]
    assert not missing


def test_what_stands_between_two_words_is_typed_in_french() -> None:
    wrong = []
    for path in (each for each in SOURCES if each.suffix == ".html"):
        bare = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "x", bare, flags=re.S)
        wrong += [(path.name, each) for each in BREAKING.findall(bare)]
    assert not wrong
