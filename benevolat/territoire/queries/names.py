"""How a place name is read: accents, hyphens, articles and « St » do not matter, nor does a postal code beside the name."""

import re
import unicodedata
from dataclasses import dataclass

PARTICLES = {"le", "la", "les", "l", "de", "du", "des", "d"}
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
BESIDE = {"isere", "france", "cedex", "38"}
"""Words that people write after a commune and that say nothing more."""
STREETS = {
    "rue", "r", "avenue", "av", "ave", "place", "pl", "chemin", "ch", "boulevard", "bd", "bld", "allee", "allees", "impasse", "imp",
    "route", "rte", "cours", "quai", "square", "passage", "montee", "lotissement", "lieudit", "hameau", "residence", "esplanade",
}
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed: its words folded, and the postal code found beside them."""

    words: tuple[str, ...]
    postal_code: str | None

    @property
    def key(self) -> str:
        """The words that tell one place from another."""
        return key_of(self.words)

    @property
    def compact(self) -> str:
        """The words as somebody types them without spaces."""
        return compact_of(self.words)

    @property
    def is_address(self) -> bool:
        """Whether a street or a house number is named."""
        return any(each in STREETS or re.fullmatch(r"\d{1,4}(bis|ter)?", each) for each in self.words)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name in lower case without accents, « St » written « saint »."""
    flat = unicodedata.normalize("NFKD", text.translate(LIGATURES)).lower()
    kept = "".join(each for each in flat if not unicodedata.combining(each))
    return tuple(SAINTS.get(each, each) for each in re.findall(r"[a-z0-9]+", kept))


def key_of(words: tuple[str, ...]) -> str:
    """Return the words without articles and particles; all of them when nothing else is left."""
    return " ".join(each for each in words if each not in PARTICLES) or " ".join(words)


def compact_of(words: tuple[str, ...]) -> str:
    """Return the words in one piece, « saint » shortened as people do."""
    return re.sub(r"^(saint|sainte)(?=.)", lambda found: "ste" if found[1] == "sainte" else "st", "".join(words))


def read(text: str) -> Reading:
    """Return what a person typed: « Grenoble (38000) », « 38000 Grenoble », « Voiron, Isère », « Autrans (Vercors) »."""
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", text)
    outside = re.sub(r"(?<!\d)\d{5}(?!\d)", " ", text)
    bare = re.sub(r"\([^)]*\)", " ", outside)
    words = words_of(bare) or words_of(outside)
    while len(words) > 1 and words[-1] in BESIDE and not (set(words[:-1]) <= PARTICLES):
        words = words[:-1]
    return Reading(words, codes[-1] if codes else None)


def of_place(name: str) -> str:
    """Return « de Voiron », « d’Échirolles », « du Touvet », « des Abrets »: a place after a word that asks for « de »."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    first = unicodedata.normalize("NFD", name[:1]).lower()[:1]
    return f"d’{name}" if first in "aeiouyh" and first else f"de {name}"
