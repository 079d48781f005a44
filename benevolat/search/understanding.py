"""One box understood: in « soutient scolère vizille mercredi », what is a word, what is a place, what is a moment, in any order."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from benevolat.missions.models import FrenchLevel, MissionKind
from benevolat.territoire.queries import Place

from . import moments, sayings, spoken_places, spoken_streets
from .families import families
from .french import EMPTY, SAID_OF_EVERYTHING, stem
from .phrases import PartKind, Reader
from .question import question
from .spoken_places import ARTICLES, CUES, LONGEST_NAME, OF, RARE, Named
from .spoken_streets import Find, Street

LONGEST = 200
BESIDE = ARTICLES | {"dans", "en"}

Count = Callable[["Understood"], int]
"""How many missions a reading finds: given by the caller, so that nothing here asks the search."""
Knows = Callable[[str], int | None]
"""How many letters a word is from the nearest word of the missions (0: it is one of them; None: none is near)."""


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
    street: Street | None = None
    """A street among the words; when `kept` says why, it stayed one of them, or was left aside."""
    near_me: bool = False
    """« près de chez moi »: nobody's position is known from words; the page offers the « Où » field."""
    remote: bool = False
    half_days: int = 0
    kind: MissionKind | None = None
    within_days: int | None = None
    french: FrenchLevel | None = None
    ignored: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, understood) of a misspelt place."""
    parts: tuple[Part, ...] = ()


def understand(text: str, *, count: Count | None = None, knows: Knows | None = None, streets: Find | None = None) -> Understood:
    """Return what a text asks for. With `count`, a common word that is also a commune is a place when that reading finds more.

    With `streets`, a street is a place too.
    """
    asked = " ".join(text.split())
    reader = Reader(asked[:LONGEST])
    told = _moments(reader)
    told |= _negations(reader)
    named = _place(reader, knows if knows is not None else _usual)
    street = streets(reader, named) if streets is not None else None
    if street is not None:
        told["street"] = street
        if street.named is not None:
            return _finish(reader, told, street.named, spoken_streets.others(named, street.named))
        if street.aside is not None:
            reader.take(PartKind.IGNORED, *street.aside)
    sure = next((each for each in named if not each.common or _is_said(reader, each)), None)
    found = _finish(reader, told, sure, named)
    doubtful = None if sure else next((each for each in named if each.common), None)
    if doubtful is None:
        return found
    other = _finish(reader, told, doubtful, named)
    if count is not None and count(other) > count(found):
        return other
    return replace(found, maybe_place=doubtful.places[0], maybe_typed=reader.typed(doubtful.first, doubtful.last))


def _moments(reader: Reader) -> dict[str, object]:
    """Take what says where one is, from how far and when."""
    told: dict[str, object] = {}
    for pattern, kind, name in (
        (sayings.LITTLE_FRENCH, PartKind.FRENCH, "french"), (sayings.NEAR_ME, PartKind.NEAR_ME, "near_me"),
        (sayings.REMOTE, PartKind.REMOTE, "remote"),
    ):
        for match, first, last in reader.find(pattern):
            reader.take(kind, first, last)
            level = FrenchLevel.SOME if sayings.SOME_FRENCH.search(match[0]) else FrenchLevel.NONE
            told[name] = level if kind is PartKind.FRENCH else True
    for match, first, last in reader.find(sayings.RADIUS):
        reader.take(PartKind.RADIUS, first, last)
        told["radius_km"] = min(300.0, max(1.0, float(match["km"])))
    for pattern, days in moments.SOON:
        for match, first, last in reader.find(pattern):
            week_end = "week" in match[0] or match[0].endswith(" we")
            part = next((mask for word, mask in moments.ENDS.items() if match[0].endswith(word)), 0)
            if week_end or part:
                told["half_days"] = moments.WEEK_END if week_end else part
            reader.take(PartKind.SOON, first, last)
            told["within_days"] = days
    for pattern, rhythm in moments.KINDS:
        for _match, first, last in reader.find(pattern):
            reader.take(PartKind.KIND, first, last)
            told.setdefault("kind", rhythm)
    _half_days(reader, told)
    return told


def _half_days(reader: Reader, told: dict[str, object]) -> None:
    """Take days and parts of days; « sauf le soir » takes them away from the rest."""
    wanted, refused, found = 0, 0, False
    for pattern in (moments.HALF_DAYS, moments.LATE, moments.PART_ALONE, moments.AFTER_NOON):
        for match, first, last in reader.find(pattern):
            mask = moments.EVENING if pattern is moments.LATE else moments.half_days(match)
            if moments.EVERY.match(match[0]):
                told.setdefault("kind", MissionKind.REGULAR)
            but = moments.BUT.search(reader.line[:reader.starts[first]])
            if but is not None:
                first -= len(but[0].split())
                refused |= mask
            else:
                wanted |= mask
            reader.take(PartKind.TIME, first, last)
            found = True
    if found:
        told["half_days"] = (wanted or moments.EVERYTHING) & ~refused


def _negations(reader: Reader) -> dict[str, object]:
    """Take what the person does not want; « ni » goes on with the same."""
    unwanted = []
    for match, first, last in reader.find(sayings.WITHOUT):
        if match["word"] not in EMPTY:
            reader.take(PartKind.WITHOUT, first, last)
            unwanted.append(match["word"])
    return {"without": tuple(dict.fromkeys(unwanted))}


def _usual(word: str) -> int | None:
    """Return 0 for a word that our own families hold or that is no name; None otherwise: nothing more is known without the index."""
    return 0 if word in EMPTY or word in SAID_OF_EVERYTHING or stem(word) in families().spoken else None


def _place(reader: Reader, knows: Knows) -> list[Named]:
    """Return the places named by the words that are left, from the left, the longest name first; misspelt ones when none is exact."""
    found: list[Named] = []
    for begin, end in reader.free_runs():
        place = begin
        while place < end:
            last = min(end, place + LONGEST_NAME)
            named = next((each for size in range(last, place, -1) if (each := spoken_places.exact(reader.words, place, size))), None)
            if named is not None:
                named = spoken_places.widened(reader.words[:end], named)
                found.append(named)
            place = named.last if named is not None else place + 1
    if not found:
        found = _misspelt(reader, knows)
    return _joined(found)


def _joined(found: list[Named]) -> list[Named]:
    """Return the same with « 38000 Grenoble » as one place."""
    joined: list[Named] = []
    for each in found:
        last = joined[-1] if joined else None
        shared = [place for place in each.places if last is not None and place in last.places]
        if last is not None and last.last == each.first and shared:
            joined[-1] = Named(last.first, each.last, tuple(shared), wrong=max(last.wrong, each.wrong))
        else:
            joined.append(each)
    return joined


def _misspelt(reader: Reader, knows: Knows) -> list[Named]:
    for begin, end in reader.free_runs():
        for place in range(begin, end):
            for last in range(min(end, place + LONGEST_NAME), place, -1):
                named = spoken_places.misspelt(reader.words, place, last)
                nearest = knows(reader.words[place]) if last == place + 1 else None
                if named is not None and (nearest is None or 0 < named.wrong <= nearest):
                    return [named]
    return []


def _is_said(reader: Reader, named: Named) -> bool:
    """Tell whether the person says that a common word is a place: « à Mens », « 10 km autour de Rives », « jardinage, Corps »."""
    before = next((each for each in range(named.first - 1, -1, -1) if reader.words[each] not in OF), -1)
    radius = any(kind is PartKind.RADIUS and end == before + 1 for kind, _start, end in reader.taken)
    cue = before >= 0 and reader.words[before] in CUES and reader.words[before] not in {"au", "aux"}
    bare = reader.words[named.first] not in ARTICLES or reader.words[named.last - 1] in RARE
    return bare and (radius or cue)


def _finish(reader: Reader, told: dict[str, object], chosen: Named | None, named: list[Named]) -> Understood:
    """Put together what was understood, the place being settled: what is left is the words."""
    marks = Reader(reader.text)
    marks.taken = list(reader.taken)
    facts = dict(told)
    if chosen is not None:
        first = chosen.first
        while first > 0 and marks.is_free(first - 1, first) and reader.words[first - 1] in CUES | OF | BESIDE:
            first -= 1
        marks.take(PartKind.PLACE, first, chosen.last)
        if chosen.beside is not None:
            marks.take(PartKind.PLACE, *chosen.beside)
        bare = chosen.first + (reader.words[chosen.first] in OF and chosen.last - chosen.first > 1)
        typed = reader.typed(bare, chosen.last)
        others = [each for each in named if each is not chosen and not each.common]
        for each in others:
            marks.take(PartKind.IGNORED, each.first, each.last)
        facts |= {
            "place": chosen.places[0], "place_typed": typed,
            "other_places": (*chosen.places[1:], *(each.places[0] for each in others)),
            "corrected": ((typed, chosen.places[0].name),) if chosen.wrong else (),
        }
    for _match, first, last in marks.find(sayings.SAID_OF_ONESELF):
        marks.take(PartKind.IGNORED, first, last)
    words = []
    runs = marks.free_runs()
    tells = bool(question(" ".join(marks.typed(*each) for each in runs)).words)
    for first, last in runs:
        said = [each for each in marks.words[first:last] if each not in EMPTY and len(each) > 1]
        if said:
            kind = PartKind.WORDS if tells and any(each not in SAID_OF_EVERYTHING for each in said) else PartKind.IGNORED
            marks.take(kind, first, last)
            words += [marks.typed(first, last)] if kind is PartKind.WORDS else []
    parts = tuple(
        Part(kind, marks.typed(first, last), marks.without(first, last))
        for kind, first, last in sorted(marks.taken, key=lambda each: each[1])
    )
    ignored = tuple(each.typed for each in parts if each.kind is PartKind.IGNORED)
    return Understood(reader.text, " ".join(words), ignored=ignored, parts=parts, **facts)  # type: ignore[arg-type]
