"""The A5 sheet: up to five missions for somebody who has no telephone at hand. It names nobody and says nothing of who gave it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from benevolat.core import clock
from benevolat.missions.documents import printed_day, printed_slot
from benevolat.missions.models import Mission, MissionKind, Where
from benevolat.missions.words import coming, regular_words, where_words

DATES = 2


def missions_sheet(missions: Sequence[Mission], ways: Sequence[str], *, phone: str, hours: str, site: str) -> dict[str, Any]:
    """Return the data of the sheet: each mission with what, when, where and how to get there; `ways` as somebody wrote them.

    An address, a telephone number or an e-mail that the association gives only to those it accepts is not printed: the sheet says when
    it comes, and the number of a person who helps meanwhile.
    """
    one = len(missions) == 1
    return {
        "title": _("Une mission près de chez vous") if one else _("Des missions près de chez vous"), "issuer": "Isère bénévolat",
        "missions": [_of(mission, way) for mission, way in zip(missions, ways, strict=True)],
        "phone": phone, "hours": hours, "site": site.partition("://")[2],
        "words": {
            "call": _("Une question\u00a0? Envie de dire oui\u00a0? Une personne vous répond\u00a0:"),
            "site": _("Ou sur Internet\u00a0: %(site)s", site=site.partition("://")[2]),
            "free": _("Vous êtes libre de dire non, de changer d’avis et d’arrêter. Le bénévolat est gratuit."),
            "footer": _("Isère bénévolat, un service du Département de l’Isère. Feuille faite le %(day)s.", day=printed_day(clock.today())),
            "later": _("Le téléphone de l’association, et l’adresse exacte, vous sont donnés quand elle vous accepte."),
        },
    }


def _of(mission: Mission, way: str) -> dict[str, Any]:
    rows = [(_("Quand"), when_printed(mission)), (_("Où"), _where(mission)), (_("Y aller"), way.strip() or bus_words(mission)),
            (_("Contact"), (mission.association.website or "").partition("://")[2])]
    return {
        "title": mission.title, "host": mission.association.name,
        "rows": [{"label": str(label), "value": str(value), "blank": not value} for label, value in rows
                 if value or (label == _("Y aller") and mission.where is not Where.REMOTE)],
    }


def when_printed(mission: Mission) -> str:
    """Return when it takes place, in words that stay true on paper."""
    if mission.kind is MissionKind.REGULAR:
        return regular_words(mission.half_days, mission.hours_per_week, mission.schedule)
    dates = [printed_slot(each.starts_at, each.ends_at) for each in coming(mission)]
    return " · ".join(dates[:DATES]) + (_(" · d’autres dates sur le site") if len(dates) > DATES else "")


def _where(mission: Mission) -> str:
    if mission.where is Where.REMOTE:
        return where_words(mission).capitalize()
    meeting = mission.meeting_point if mission.address_public else None
    hidden = _("(la rue vous est donnée quand l’association vous accepte)") if mission.address and not mission.address_public else ""
    return ", ".join(each for each in (where_words(mission), meeting) if each) + (f" {hidden}" if hidden else "")


def bus_words(mission: Mission) -> str:
    """Return the bus line that the association gives, or nothing: no timetable is known here."""
    if mission.where is Where.REMOTE or not mission.by_bus:
        return ""
    return mission.bus_line or str(_("En bus (ligne à demander)"))
