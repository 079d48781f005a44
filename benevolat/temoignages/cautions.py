"""What a text gives away without its author always seeing it: a way to reach somebody, or words from which a situation is guessed.

It warns, and never stops anybody: the words are the person's. The same reading is shown to the person and to the desk.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words
from benevolat.core.labels import Labelled
from benevolat.search.french import fold

EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|arobase)\s?[\w-]+\s?(?:\.|point)\s?\w{2,}", re.IGNORECASE)
PHONE = re.compile(r"(?:\+|00)\d{2}[\s.\-/()\u00a0]*(?:\d[\s.\-/()\u00a0]*){8,}|\b0[1-9](?:[\s.\-/\u00a0]*\d{2}){4}\b")


class Caution(Labelled):
    """What to look at twice, in neutral words."""

    EMAIL = "email", _l("Le texte contient une adresse e-mail.")
    PHONE = "phone", _l("Le texte contient un numéro de téléphone.")
    LAST_NAME = "last_name", _l("Le texte contient un nom de famille.")
    SITUATION = "situation", _l("Le texte contient un mot sur une situation personnelle.")


SAID: Mapping[Caution, Words] = {
    Caution.EMAIL: _l("Vous avez écrit une adresse e-mail. Tout le monde pourra la lire, et écrire à cette adresse."),
    Caution.PHONE: _l("Vous avez écrit un numéro de téléphone. Tout le monde pourra le lire, et appeler."),
    Caution.LAST_NAME: _l("Vous avez écrit votre nom de famille. Tout le monde pourra le lire."),
    Caution.SITUATION: _l(
        "Avec ces mots, on pourrait comprendre que vous recevez une aide, ou que quelqu’un vous suit. C’est vous qui décidez."
    ),
}
"""The same, said to the person who writes."""


@dataclass(frozen=True, slots=True)
class Found:
    """A caution and the words that call for it, as they were written."""

    caution: Caution
    words: tuple[str, ...]


@cache
def _situation() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = json.loads((Path(__file__).parent / "data" / "cautions.json").read_text(encoding="utf-8"))
    acronyms = re.compile(rf"\b(?:{'|'.join(listed['acronyms'])})\b")
    return acronyms, re.compile(rf"\b(?:{'|'.join(listed['words'])})\b")


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each of its letters the place of the one it comes from."""
    flat: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        for each in fold(letter):
            flat.append(each)
            origin.append(place)
    return "".join(flat), origin


def _spoken(text: str, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    flat, origin = _folded(text)
    return [(origin[each.start()], text[origin[each.start()]:origin[each.end() - 1] + 1]) for each in pattern.finditer(flat)]


def cautions(text: str, *, last_name: str = "") -> list[Found]:
    """Return what a text gives away, each with the words that do; `last_name` is the writer's, known to them alone."""
    acronyms, words = _situation()
    said = [(each.start(), each.group()) for each in acronyms.finditer(text)]
    dotted = re.compile(r"\b(?:r\.? ?s\.? ?a)\b", re.IGNORECASE)
    said += [(each.start(), each.group()) for each in dotted.finditer(text) if each.group() not in {word for _at, word in said}]
    said += _spoken(text, words)
    name = fold(last_name.strip())
    named = _spoken(text, re.compile(rf"\b{re.escape(name)}\b")) if len(name) > 1 else []
    found = {
        Caution.EMAIL: [(each.start(), each.group()) for each in EMAIL.finditer(text)],
        Caution.PHONE: [(each.start(), each.group().strip()) for each in PHONE.finditer(text)],
        Caution.LAST_NAME: named, Caution.SITUATION: said,
    }
    return [Found(caution, tuple(dict.fromkeys(word for _at, word in sorted(each)))) for caution, each in found.items() if each]
