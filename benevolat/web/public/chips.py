"""The chips of a search: every part of what was understood, by its name, each with the address of the same search without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from benevolat.missions.words import half_days_words
from benevolat.search.phrases import PartKind
from benevolat.search.understanding import Part

from .asked import FRENCH, RADIUS, SOON, Asked
from .meaning import Meaning
from .search_form import FRENCH_LABELS, KIND_LABELS, SETTING_LABELS, WISH_LABELS

LEVELS = {level: name for name, level in FRENCH.items()}


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of what was asked: its name, and the question without it."""

    label: str
    left: Asked


def chips(meaning: Meaning, domaines: Mapping[str, str], competences: Mapping[str, str]) -> list[Chip]:
    """Return what was understood, words first: a chip that came from the words rewrites them when it goes."""
    return [*_from_words(meaning), *_from_filters(meaning, domaines, competences)]


def quoted(words: str) -> str:
    """Return words between French marks, each mark kept with the word beside it."""
    return f"«\u00a0{words}\u00a0»"


def soon_words(days: int) -> str:
    """Return « dans les 7 jours »."""
    return str(ngettext("dans la journée", "dans les %(num)d jours", days))


def _from_words(meaning: Meaning) -> Iterator[Chip]:
    places: set[str] = set()
    for part in meaning.understood.parts:
        label = _part_words(meaning, part)
        if label and label not in places:
            places.update([label] if part.kind is PartKind.PLACE else [])
            yield Chip(label, replace(meaning.asked, q=part.rest, mots="", page=1))


def _part_words(meaning: Meaning, part: Part) -> str:
    """Return what a part of the words was taken for; nothing for one that is said elsewhere or that a field overrules."""
    understood, several = meaning.understood, sum(each.kind is PartKind.TIME for each in meaning.understood.parts) > 1
    if part.kind is PartKind.PLACE:
        return "" if meaning.has_field_place else meaning.place_words
    if part.kind is PartKind.RADIUS:
        return _("à moins de %(km)s\u00a0km", km=f"{meaning.radius_km:g}") if meaning.asked.rayon == RADIUS else ""
    if part.kind is PartKind.WORDS:
        return quoted(part.typed)
    if part.kind is PartKind.WITHOUT:
        return part.typed
    if part.kind is PartKind.REMOTE:
        return str(WISH_LABELS["distance"])
    if part.kind is PartKind.TIME:
        return part.typed if several else half_days_words(understood.half_days) or part.typed
    if part.kind is PartKind.SOON and understood.within_days:
        return soon_words(understood.within_days)
    if part.kind is PartKind.FRENCH and understood.french in LEVELS:
        return str(FRENCH_LABELS[LEVELS[understood.french]])
    return "" if part.kind in {PartKind.IGNORED, PartKind.NEAR_ME} else part.typed


def _from_filters(meaning: Meaning, domaines: Mapping[str, str], competences: Mapping[str, str]) -> Iterator[Chip]:
    asked = meaning.asked
    if meaning.has_field_place and meaning.place_words:
        yield Chip(meaning.place_words, asked.without("lieu"))
    yield from (Chip(domaines[each], asked.without("domaine", each)) for each in asked.domaine)
    if asked.type:
        yield Chip(str(KIND_LABELS[asked.type]), asked.without("type"))
    if asked.debut:
        yield Chip(soon_words(SOON[asked.debut]), asked.without("debut"))
    if asked.quand:
        yield Chip(half_days_words(sum(1 << bit for bit in asked.quand)), asked.without("quand"))
    yield from (Chip(str(WISH_LABELS[each]), asked.without("avec", each)) for each in asked.avec)
    if asked.francais:
        yield Chip(str(FRENCH_LABELS[asked.francais]), asked.without("francais"))
    if asked.cadre:
        yield Chip(str(SETTING_LABELS[asked.cadre]), asked.without("cadre"))
    yield from (Chip(competences[each], asked.without("competence", each)) for each in asked.competence)
    if meaning.association is not None:
        yield Chip(meaning.association.name, asked.without("association"))
