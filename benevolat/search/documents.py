"""The weekly poster of a commune or a territory: what its page holds, chosen so that no association takes all the room."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from benevolat.core import clock
from benevolat.core.pdf import qr
from benevolat.missions.documents import printed_day, printed_slot
from benevolat.missions.models import MissionKind
from benevolat.missions.words import regular_words
from benevolat.territoire.queries import Place, PlaceKind, of_place

from .queries import MissionRow, rows, search
from .request import MOST, SearchRequest, Sort

RADIUS_KM = 15.0
SHOWN = 8
OF_ONE_HOST = 2
LONGEST = {"title": 70, "when": 80, "host": 45}
"""Letters of each part of a mission, so that eight of the longest still hold on the page."""


def poster(place: Place | None, address: str, *, phone: str) -> dict[str, Any]:
    """Return the data of the poster of a place (None: the whole Département): its nearest missions to come, and where to find the rest."""
    found = search(_question(place))
    shown = _spread(rows(found.hits))
    return {
        "title": _("Donner un coup de main"), "where": _where(place), "week": _("Semaine du %(day)s", day=printed_day(_monday())),
        "missions": [_mission(each) for each in shown], "phone": phone, "address": address.partition("://")[2],
        "qr": qr(address), "issuer": "Isère bénévolat", "words": {
            "lead": _("Des associations cherchent de l’aide. Une heure ou une année, vous choisissez."),
            "none": _("Pas de mission cette semaine. De nouvelles arrivent souvent\u00a0: regardez sur le site."),
            "more": _more(found.total - len(shown)), "call": _("Une personne vous répond\u00a0:"),
            "qr": _("Le code carré qui mène aux missions"),
            "footer": _("Isère bénévolat, un service du Département de l’Isère. C’est gratuit et ouvert à tout le monde."),
        },
    }


def _monday() -> date:
    """Return the day from which the poster hangs: this week's Monday, the next one when the week is nearly over."""
    today = clock.today()
    return today + timedelta(days=7 - today.weekday()) if today.weekday() >= 5 else today - timedelta(days=today.weekday())


def _question(place: Place | None) -> SearchRequest:
    if place is None or place.kind is PlaceKind.DEPARTMENT:
        return SearchRequest(isere=True, sort=Sort.DATE, limit=MOST)
    if place.is_area:
        return SearchRequest(territory=place.territoire_code, point=place.point, sort=Sort.DATE, limit=MOST)
    return SearchRequest(point=place.point, radius_km=RADIUS_KM, sort=Sort.DATE, limit=MOST)


def _spread(found: list[MissionRow]) -> list[MissionRow]:
    """Return the first missions that still have places, two of an association at most."""
    hosts: Counter[str] = Counter()
    chosen: list[MissionRow] = []
    for each in found:
        if not each.full and hosts[each.association_name] < OF_ONE_HOST and len(chosen) < SHOWN:
            hosts[each.association_name] += 1
            chosen.append(each)
    return chosen


def _where(place: Place | None) -> str:
    if place is None or place.kind is PlaceKind.DEPARTMENT:
        return str(_("en Isère"))
    return str(_("près %(of_place)s", of_place=of_place(place.name))) if not place.is_area else place.name


def _mission(row: MissionRow) -> dict[str, Any]:
    parts = {"title": row.title, "when": _when(row), "host": row.association_name}
    facts = [text for shown, text in ((row.by_bus, _("en\u00a0bus")), (row.costs_refunded, _("frais\u00a0remboursés"))) if shown]
    return {
        **{name: _cut(words, LONGEST[name]) for name, words in parts.items()},
        "where": row.commune_name or _("chez vous"), "facts": facts,
    }


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"


def _when(row: MissionRow) -> str:
    if row.kind is MissionKind.REGULAR:
        return regular_words(row.half_days, row.hours_per_week, row.schedule)
    words = printed_slot(*row.next_slot) if row.next_slot else ""
    return words + (ngettext(" et %(num)d autre date", " et %(num)d autres dates", row.other_slots) if row.other_slots else "")


def _more(left: int) -> str:
    if left <= 0:
        return str(_("Toutes les missions sont sur le site\u00a0:"))
    return str(ngettext("Et %(num)d autre mission sur le site\u00a0:", "Et %(num)d autres missions sur le site\u00a0:", left))
