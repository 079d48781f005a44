"""What is said above a list: what was understood otherwise than typed, what was left aside, and other readings to choose from."""

from dataclasses import replace
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from benevolat.search.phrases import PartKind
from benevolat.search.queries import search
from benevolat.search.request import SearchResult
from benevolat.search.spoken_streets import Kept
from benevolat.territoire.queries import Place

from .chips import quoted
from .meaning import Meaning

OTHERS = 8


def notes(meaning: Meaning, found: SearchResult) -> list[dict[str, Any]]:
    """Return sentences with the links that follow each: {text, links: [{label, url}]}."""
    said = [*_corrected(meaning, found), *_street(meaning), *_left_aside(meaning, found), *_other_places(meaning)]
    if meaning.place_note:
        said.append(_note(meaning.place_note))
    if meaning.understood.near_me and not meaning.has_field_place and meaning.place is None:
        said.append(_note(_("Nous ne savons pas où vous êtes. Écrivez votre commune dans «\u00a0Où\u00a0?\u00a0».")))
    return said


def count_words(total: int) -> str:
    """Return « 3 missions »."""
    return str(ngettext("%(count)s mission", "%(count)s missions", total, count=format_decimal(total)))


def _note(text: str, *links: dict[str, str]) -> dict[str, Any]:
    return {"text": text, "links": list(links)}


def _corrected(meaning: Meaning, found: SearchResult) -> list[dict[str, Any]]:
    pairs = dict((*meaning.understood.corrected, *found.corrected))
    if not pairs:
        return []
    words, typed = (", ".join(map(quoted, each)) for each in (pairs.values(), pairs))
    return [_note(
        _("Vouliez-vous dire %(words)s\u00a0? C’est ce que nous avons cherché.", words=words),
        {"label": _("Chercher plutôt %(typed)s", typed=typed), "url": replace(meaning.asked, mots="1", page=1).address()},
    )]


def _street(meaning: Meaning) -> list[dict[str, Any]]:
    """Return why a street stayed among the words, when a place of the field does not make it useless."""
    street = meaning.understood.street
    if street is None or street.kept is None or meaning.has_field_place:
        return []
    if street.aside is not None and meaning.place is not None:
        return [_note(_("Nous n’avons pas pu chercher cette rue. Nous cherchons autour de la commune\u00a0: %(place)s.",
                        place=meaning.place.name))]
    return [_note({
        Kept.OFF: _("Nous ne cherchons pas par rue. Nous avons gardé %(street)s comme des mots.", street=quoted(street.typed)),
        Kept.SILENT: _("La recherche par rue ne répond pas pour le moment. Nous avons gardé %(street)s comme des mots.",
                       street=quoted(street.typed)),
        Kept.UNKNOWN: _("Nous n’avons pas trouvé cette rue. Nous avons gardé %(street)s comme des mots.", street=quoted(street.typed)),
    }[street.kept])]


def _left_aside(meaning: Meaning, found: SearchResult) -> list[dict[str, Any]]:
    asked, understood = meaning.asked, meaning.understood
    said = []
    aside = list(dict.fromkeys((*understood.ignored, *found.ignored)))
    as_typed = {"label": _("Chercher ces mots tels quels"), "url": replace(asked, mots="1", page=1).address()}
    if aside:
        said.append(_note(_("Nous n’avons pas tenu compte de %(words)s.", words=", ".join(quoted(each) for each in aside)), as_typed))
    elif any(each.kind is not PartKind.WORDS for each in understood.parts) and not (understood.corrected or found.corrected):
        said.append(_note(_("Ce n’est pas cela\u00a0?"), as_typed))
    if asked.mots:
        as_a_sentence = {"label": _("Comprendre ma phrase"), "url": replace(asked, mots="", page=1).address()}
        said.append(_note(_("Nous cherchons vos mots tels quels."), as_a_sentence))
    if meaning.has_field_place and understood.place is not None:
        said.append(_note(_("Le lieu du champ «\u00a0Où\u00a0?\u00a0» compte\u00a0: nous n’avons pas cherché à %(place)s.",
                            place=understood.place.name)))
    return said


def _other_places(meaning: Meaning) -> list[dict[str, Any]]:
    """Return the places of the same name, and the commune that a common word may be."""
    asked, understood = meaning.asked, meaning.understood
    if meaning.has_field_place:
        return []
    said = []
    if understood.place is not None and understood.other_places:
        rest = next((each.rest for each in understood.parts if each.kind is PartKind.PLACE), asked.q)
        links = [_there(meaning, each, rest) for each in understood.other_places[:OTHERS]]
        said.append(_note(_("Plusieurs lieux répondent à %(typed)s. Nous avons pris %(place)s. Ou bien\u00a0:",
                            typed=quoted(understood.place_typed), place=understood.place.label), *links))
    if understood.maybe_place is not None:
        place = understood.maybe_place
        rest = " ".join(asked.q.replace(understood.maybe_typed, " ", 1).split())
        total = search(replace(Meaning(replace(asked, q=rest, lieu=place.label, page=1)).question, limit=0)).whole
        link = _there(meaning, place, rest)
        said.append(_note(_("Vous parliez de la commune de %(place)s\u00a0?", place=place.name),
                          {**link, "label": _("Chercher à %(place)s (%(count)s)", place=place.name, count=count_words(total))
                           if total else _("Chercher à %(place)s", place=place.name)}))
    return said


def _there(meaning: Meaning, place: Place, rest: str) -> dict[str, str]:
    return {"label": place.label, "url": replace(meaning.asked, q=rest, lieu=place.label, page=1).address()}
