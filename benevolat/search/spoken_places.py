"""Where, in a person's words: communes, former names, postal codes and territories among other words, misspelt ones too."""

from dataclasses import dataclass

from flask import current_app

from benevolat.territoire.queries import Place, gazetteer
from benevolat.territoire.queries.gazetteer import Gazetteer
from benevolat.territoire.queries.names import PARTICLES, Reading, compact_of, key_of, words_of

from .french import EMPTY
from .vocabulary import Vocabulary

LONGEST_NAME = 6
_CUES = "a au aux vers sur pres autour secteur ville village commune depuis region cote quartier entre km environs alentours"
CUES = frozenset(_CUES.split())
"""Words after which a name is that of a place."""
OF = frozenset(("de", "d", "du"))
SAINT = frozenset(("saint", "sainte"))
_DETERMINANTS = "au aux du des un une le la les l mon ma mes ton ta ce cet cette ces notre nos leur quel"
DETERMINANTS = frozenset(_DETERMINANTS.split())
ARTICLES = frozenset(("le", "la", "les", "l"))
_RARE = "mens theys mure vif corps engins claix gua tour cote"
RARE = frozenset(_RARE.split())
"""Names that are words too, but that nobody says after « à » for anything but the place."""
_ORDINARY = (
    "anjou beaufort beaulieu bellegarde besse brion chatte champ colombe combe chapelle chambre champagne fontaine forteresse four garde "
    "jardin marches montagne morte motte mottier passage percy pierre plan pommier prunieres riviere rives roche roches sablons salle "
    "table terrasse valette revel laval echelles deserts trinite grave noyer croix haies longes echalas treves presles presle "
    "savas die pin champ ville courtenay villages lac plateau crets porte pact bron la balme bauche"
)
COMMON = RARE | frozenset(_ORDINARY.split())
"""Names of communes that are ordinary words: taken for a place only when the person says so, or when that finds more."""
NICKNAMES = {
    "tour": "la tour du pin", "cote": "la cote saint andre", "smh": "saint martin d heres", "villard": "villard de lans",
    "alpe huez": "huez", "alpe d huez": "huez", "bourg oisans": "le bourg d oisans", "peage": "le peage de roussillon",
    "isle abeau": "l isle d abeau", "lans en vercors": "lans en vercors", "vercors": "vercors", "pont beauvoisin": "le pont de beauvoisin",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A place found in words: from which word to which, how surely, and how many letters were wrong."""

    first: int
    last: int
    places: tuple[Place, ...]
    common: bool = False
    wrong: int = 0
    beside: tuple[int, int] | None = None
    """Other words, apart from these, that say a part of the same place: the commune of a street."""


def exact(words: list[str], first: int, last: int) -> Named | None:
    """Return the place that these words name exactly, or None."""
    span: tuple[str, ...] = words_of(" ".join(words[first:last]))
    if not span or span[-1] in PARTICLES or (len(span) == 1 and span[0] in EMPTY):
        return None
    names = gazetteer()
    key = key_of(span)
    if len(key) == 5 and key.isdecimal():
        coded = names.named(Reading((), key))
        return Named(first, last, tuple(coded)) if coded else None
    if key == "38" and last < len(words) and words[last] in {"ans", "h", "heures", "euros"}:
        return None
    found = names.named(Reading(span, None)) or (names.named(Reading(words_of(NICKNAMES[key]), None)) if key in NICKNAMES else [])
    if not found and len(span) > 1 and span[0] in SAINT:
        found = [each for each in names.beginning(key) if each.in_isere][:8]
    before = words[first - 1] if first else ""
    article = span[0] in ARTICLES or before in DETERMINANTS
    if not found or (article and key in COMMON and not _begins_with_article(found[0])):
        return None
    return Named(first, last, tuple(found), key in COMMON)


def _begins_with_article(place: Place) -> bool:
    return words_of(place.name)[0] in ARTICLES


def _spellings(names: Gazetteer) -> Vocabulary:
    """Return the names of the communes of the Isère, in one piece, kept as long as the gazetteer itself."""
    kept: tuple[Gazetteer, Vocabulary] | None = current_app.extensions.get("place spellings")
    if kept is None or kept[0] is not names:
        spelt = (each for each, places in names.by_compact.items() if any(place.in_isere for place in places))
        kept = current_app.extensions["place spellings"] = (names, Vocabulary(spelt))
    return kept[1]


def widened(words: list[str], named: Named) -> Named:
    """Return the misspelt commune that these words and their neighbours nearly name (« bourgion-jallieu »), else the place itself."""
    for first in range(max(0, named.first - 2), named.first + 1):
        for last in range(min(len(words), named.last + 3), named.last - 1, -1):
            wider = misspelt(words, first, last) if last - first > named.last - named.first else None
            if wider is not None:
                return wider
    return named


def misspelt(words: list[str], first: int, last: int) -> Named | None:
    """Return the commune of the Isère that these words nearly name, or None; never one that is an ordinary word."""
    span = words_of(" ".join(words[first:last]))
    compact = compact_of(span)
    if len(compact) < 5 or not compact.isalpha() or span[-1] in PARTICLES or (len(span) > 1 and (span[0] in EMPTY or len(span[0]) == 1)):
        return None
    names = gazetteer()
    for cost, spelling in _spellings(names).near(compact):
        found = [each for each in names.by_compact[spelling] if each.in_isere]
        if cost and not cost % 2 and key_of(words_of(found[0].name)) not in COMMON:
            best = sorted(found, key=lambda each: -each.population)
            return Named(first, last, tuple(best), wrong=cost // 2)
    return None
