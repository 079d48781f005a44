"""One box understood: in « soutient scolère vizille mercredi », what is a word, what is a place, what is a moment, in any order."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from benevolat.core.labels import Labelled
from benevolat.missions.models import MissionKind
from benevolat.territoire.queries import Place, gazetteer
from benevolat.territoire.queries.names import Reading

LONGEST = 200

Count = Callable[["Understood"], int]
"""How many missions a reading finds: given by the caller, so that nothing here asks the search."""
Knows = Callable[[str], int | None]
"""How many letters a word is from the nearest word of the missions (0: it is one of them; None: none is near)."""


class PartKind(Labelled):
    """What a part of the text was understood to be."""

    WORDS = "words", "Mots"
    WITHOUT = "without", "Sans"
    PLACE = "place", "Lieu"
    RADIUS = "radius", "Distance"
    NEAR_ME = "near_me", "Près de chez moi"
    REMOTE = "remote", "À distance"
    TIME = "time", "Moment"
    KIND = "kind", "Rythme"
    SOON = "soon", "Bientôt"
    IGNORED = "ignored", "Ignoré"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text as typed, what it was taken for, and the text without it (what its chip's cross leads to)."""

    kind: PartKind
    typed: str
    rest: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for. `words` is what is left for the search; everything else became a wish of its own, listed in `parts`."""

    text: str
    words: str = ""
    without: tuple[str, ...] = ()
    place: Place | None = None
    place_typed: str = ""
    other_places: tuple[Place, ...] = ()
    """Places of the same name or postal code, when there are several."""
    maybe_place: Place | None = None
    """A common word that is also a commune (« mens », « corps »), kept as a word; `maybe_typed` is that word."""
    maybe_typed: str = ""
    radius_km: float | None = None
    near_me: bool = False
    """« près de chez moi »: nobody's position is known from words; the page offers the « Où » field."""
    remote: bool = False
    half_days: int = 0
    kind: MissionKind | None = None
    within_days: int | None = None
    ignored: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, understood) of a misspelt place."""
    parts: tuple[Part, ...] = ()


def understand(text: str, *, count: Count | None = None, knows: Knows | None = None) -> Understood:
    """Return what a text asks for. With `count`, a common word that is also a commune is a place when that reading finds more."""
    asked = " ".join(text[:LONGEST].split())
    code = re.search(r"(?<!\d)\d{5}(?!\d)", asked)
    places = gazetteer().named(Reading((), code[0])) if code else []
    if not code or not places:
        return Understood(asked, asked, parts=(Part(PartKind.WORDS, asked, ""),) if asked else ())
    rest = " ".join((asked[:code.start()] + asked[code.end():]).split())
    parts = (*((Part(PartKind.WORDS, rest, code[0]),) if rest else ()), Part(PartKind.PLACE, code[0], rest))
    return Understood(asked, rest, place=places[0], place_typed=code[0], other_places=tuple(places[1:]), parts=parts)
