"""Streets, in a person's words: « soutien scolaire rue Ampère Grenoble », asked of the geocoder when there is one, else left as words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from benevolat.core.labels import Labelled
from benevolat.territoire.queries import Place, find_streets, knows_streets

from .french import fold
from .phrases import TOKEN, Reader
from .spoken_places import ARTICLES, CUES, OF, Named
from .vocabulary import distance, edits_allowed

_STREETS = (
    "rue avenue av boulevard bd bld allee allees impasse imp chemin quai place square montee route rte esplanade"
)
STREETS = frozenset(_STREETS.split())
"""Words that begin the name of a street."""
NUMBERED = STREETS | frozenset(("cours", "passage", "residence", "lotissement", "hameau", "pl", "ave"))
"""The same, and those that say something else too (« cours de français »): a street only after a house number."""
NOT_A_STREET = frozenset(("sur", "en", "mise", "de", "artiste", "artistes", "spectacle", "jeux", "theatre"))
"""Words before « rue » or « place » that make it something else: « sur place », « arts de rue »."""
BETWEEN = OF | ARTICLES | {"des", "aux", "au", "a"}
LONGEST = 7
"""Words of a street's name at most."""
UNNAMED = 3
"""The same, when no commune tells where the name ends: what a person asks for besides is not told to the geocoder."""


class Kept(Labelled):
    """Why a street stayed among the words."""

    OFF = "off", "Pas de géocodeur"
    SILENT = "silent", "Le géocodeur ne répond pas"
    UNKNOWN = "unknown", "Rue introuvable"


@dataclass(frozen=True, slots=True)
class Street:
    """A street named in words: as typed, and the places it may be; or why it stayed among the words."""

    typed: str
    named: Named | None = None
    kept: Kept | None = None
    aside: tuple[int, int] | None = None
    """The words of a whole address (a number, a street, a commune) that was not found: they can only be a place, and are left aside."""


@dataclass(frozen=True, slots=True)
class _Spotted:
    """Where a street may be: the house number or the street's word, its name from `name` to `end`, and its commune."""

    first: int
    name: int
    end: int
    commune: Named | None


Find = Callable[[Reader, list[Named]], Street | None]


def find(reader: Reader, named: list[Named]) -> Street | None:
    """Return the street named among the words that are left, or None when there is none; the geocoder is asked once at most."""
    spotted = next((each for run in reader.free_runs() if (each := _spot(reader.words, run, named)) is not None), None)
    if spotted is None:
        return None
    typed = reader.typed(spotted.first, spotted.end)
    numbered = spotted.first < spotted.name - 1
    sure = numbered or spotted.commune is not None
    aside = (spotted.first, spotted.end) if numbered and spotted.commune is not None else None
    if not knows_streets():
        return Street(typed, kept=Kept.OFF, aside=aside) if sure else None
    places = spotted.commune.places if spotted.commune is not None else ()
    where = places[0].name if len({each.commune_code for each in places}) == 1 else ""
    found = find_streets(re.sub(r"[^\w’' -]", " ", f"{typed} {where}").strip())
    if found is None:
        return Street(typed, kept=Kept.SILENT, aside=aside)
    wished = {each.commune_code for each in places if each.commune_code}
    read = [(size, place) for name, place in found if (size := _size(reader.words, spotted, name, place.commune_code in wished))]
    if not read:
        return Street(typed, kept=Kept.UNKNOWN, aside=aside) if sure else None
    longest = max(size for size, _place in read)
    same = tuple({place.commune_code: place for size, place in reversed(read) if size == longest}.values())[::-1]
    return _whole(reader, spotted, spotted.name + longest, same)


def _spot(words: list[str], run: tuple[int, int], named: list[Named]) -> _Spotted | None:
    """Return the first street of some words; its name stops where a commune begins that is not a part of it (« rue de Voiron »)."""
    begin, end = run
    for place in range(begin, end):
        first = _number(words, begin, place)
        if words[place] not in (NUMBERED if first < place else STREETS) or (first == place > 0 and words[place - 1] in NOT_A_STREET):
            continue
        direct = any(each.first == place + 1 for each in named)
        after = [each for each in named if each.first > place and not set(words[place + 1:each.first]) <= BETWEEN]
        before = [each for each in named if each.last <= first]
        if direct and not (after or before):
            continue
        commune = next(iter(sorted(after, key=lambda each: each.common)), None) or (before[-1] if before else None)
        last = min([end, *(each.first for each in after)])
        while last > place + 1 and words[last - 1] in CUES | BETWEEN:
            last -= 1
        alone = commune is None or commune.first != last
        last = min(last, place + 1 + (UNNAMED + _particles(words[place + 1:last]) if alone else LONGEST))
        if any(each not in BETWEEN for each in words[place + 1:last]):
            return _Spotted(first, place + 1, last, commune)
    return None


def _number(words: list[str], begin: int, place: int) -> int:
    """Return where the house number before a street's word begins, or the word itself without one."""
    first = place
    if first > begin + 1 and words[first - 1] in {"bis", "ter", "b"}:
        first -= 1
    return first - 1 if first > begin and re.fullmatch(r"\d{1,4}", words[first - 1]) else place


def _particles(words: list[str]) -> int:
    return sum(each in BETWEEN for each in words[:UNNAMED])


def _read(typed: list[str], street: str) -> int:
    """Return how many of the words typed after « rue » say the name of a street; 0 when they do not say its end.

    « rue Jaurès » is the avenue Jean-Jaurès, « rue Jean » is not.
    """
    wanted = [each for each in TOKEN.findall(fold(street)) if each not in BETWEEN]
    wanted = wanted[1:] if wanted and wanted[0] in NUMBERED else wanted
    place, size = 0, 0
    for at, word in enumerate(typed, start=1):
        if word in BETWEEN and word not in wanted[place:place + 1]:
            continue
        step = next((step for step, each in enumerate(wanted[place:]) if _same(word, each)), None)
        if step is None:
            break
        place, size = place + step + 1, at
    return size if wanted and place == len(wanted) else 0


def _size(words: list[str], spotted: _Spotted, name: str, there: bool) -> int:
    """Return how many words say a street; one that is elsewhere counts when what was taken for a commune is a part of its name."""
    commune = spotted.commune
    if commune is not None and commune.first == spotted.end:
        whole = _read(words[spotted.name:commune.last], name)
        if whole > spotted.end - spotted.name:
            return whole
    return _read(words[spotted.name:spotted.end], name) if there or not commune or all(each.is_area for each in commune.places) else 0


def _same(typed: str, word: str) -> bool:
    most = edits_allowed(word)
    return distance(typed, word, most) <= most


def _whole(reader: Reader, spotted: _Spotted, last: int, places: tuple[Place, ...]) -> Street:
    """Return the street with the commune beside it, as one place; a commune said elsewhere goes with it."""
    first, commune, beside = spotted.first, spotted.commune, None
    if commune is not None and last <= commune.last and last > commune.first:
        commune = None
    if commune is not None:
        if last <= commune.first and set(reader.words[last:commune.first]) <= CUES | BETWEEN:
            last = commune.last
        elif commune.last <= first and set(reader.words[commune.last:first]) <= CUES | BETWEEN:
            first = commune.first
        else:
            beside = (commune.first, commune.last)
    return Street(reader.typed(first, last), Named(first, last, places, beside=beside))


def others(named: list[Named], street: Named) -> list[Named]:
    """Return the places named that the street does not hold."""
    spans = [(street.first, street.last), *([street.beside] if street.beside else [])]
    return [each for each in named if all(each.last <= first or last <= each.first for first, last in spans)]
