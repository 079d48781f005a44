"""What a mission says of itself in plain words: when, where, for whom. The same sentences on cards, pages, mails and previews."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from benevolat.core import clock
from benevolat.core.clock import duration_words, from_day, on_day, slot_words, until_day

from .models import Calendar, Creneau, FrenchLevel, Mission, MissionKind, Publication, Setting, Where

DAYS = (_l("lundi"), _l("mardi"), _l("mercredi"), _l("jeudi"), _l("vendredi"), _l("samedi"), _l("dimanche"))
PARTS = (_l("matin"), _l("après-midi"), _l("soir"))
THE_PARTS = (_l("le matin"), _l("l’après-midi"), _l("le soir"))
WEEK = ((0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6))
"""Runs of days that have a name of their own: working days, week-end, the whole week."""


def half_day_choices() -> list[tuple[int, str]]:
    """Return the 21 half-days of a week, Monday morning first, as (bit, « lundi matin »)."""
    return [(3 * day + part, f"{DAYS[day]} {PARTS[part]}") for day in range(7) for part in range(3)]


def mask_of(bits: Sequence[int]) -> int:
    """Return the stored mask of chosen half-days."""
    return sum(1 << bit for bit in set(bits))


def bits_of(mask: int) -> list[int]:
    """Return the half-days of a stored mask."""
    return [bit for bit in range(21) if mask >> bit & 1]


def _join(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else str(_("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def _part_words(parts: tuple[int, ...], names: Sequence[Any] = PARTS) -> str:
    if parts == (0, 1, 2):
        return ""
    return _join([str(names[part]) for part in parts])


def half_days_words(mask: int) -> str:
    """Return « le mardi après-midi », « lundi et jeudi matin », « du lundi au vendredi, le matin », « quand vous voulez »."""
    if mask == 0:
        return ""
    groups: dict[tuple[int, ...], list[int]] = {}
    for day in range(7):
        parts = tuple(part for part in range(3) if mask >> (3 * day + part) & 1)
        if parts:
            groups.setdefault(parts, []).append(day)
    if groups == {(0, 1, 2): list(range(7))}:
        return str(_("quand vous voulez"))
    if len(groups) == 1:
        [(parts, days)] = groups.items()
        return _same_parts(tuple(days), parts)
    runs = [f"{_join([str(DAYS[day]) for day in days])} {_part_words(parts)}".strip() for parts, days in groups.items()]
    # A group that holds its own « et » would be misread inside another: commas alone keep them apart.
    return ", ".join(runs) if any(len(parts) == 2 for parts in groups) else _join(runs)


def _same_parts(days: tuple[int, ...], parts: tuple[int, ...]) -> str:
    if len(days) == 1:
        return str(_("le %(day)s %(parts)s", day=DAYS[days[0]], parts=_part_words(parts))).strip()
    if days in WEEK:
        run = (_("du lundi au vendredi"), _("le week-end"), _("tous les jours"))[WEEK.index(days)]
        return f"{run}, {_part_words(parts, THE_PARTS)}".removesuffix(", ")
    return f"{_join([str(DAYS[day]) for day in days])} {_part_words(parts)}".strip()


def hours_words(hours_per_week: float | None) -> str:
    """Return « 3 h par semaine », « 2 h 30 par semaine », or nothing."""
    return _("%(hours)s par semaine", hours=duration_words(round(hours_per_week * 60))) if hours_per_week else ""


def regular_words(half_days: int, hours_per_week: float | None, schedule: str | None) -> str:
    """Return the rhythm of a regular mission: « le mardi, 11 h à 14 h », « lundi et jeudi matin, 3 h par semaine »."""
    days = half_days_words(half_days)
    if schedule and days:
        # Hours written by hand say more than « matin »: the parts of the day are left out when there is one day alone.
        days = _days_alone(half_days) or days
    words = [each for each in (days, schedule or hours_words(hours_per_week)) if each]
    return ", ".join(words) or str(_("à convenir ensemble"))


def _days_alone(mask: int) -> str:
    days = {bit // 3 for bit in bits_of(mask)}
    return _same_parts(tuple(sorted(days)), (0, 1, 2)) if len(bits_of(mask)) == len(days) else ""


def dated_words(starts_at: datetime | None, ends_at: datetime | None, others: int) -> str:
    """Return « mercredi 3 décembre, 14 h à 16 h et 2 autres dates » from the next slot and how many follow."""
    if starts_at is None or ends_at is None:
        return str(_("pas de date à venir"))
    words = slot_words(starts_at, ends_at)
    return words + (ngettext(" et %(num)d autre date", " et %(num)d autres dates", others) if others else "")


def coming(mission: Mission) -> list[Creneau]:
    """Return the créneaux that are still to come, the next first."""
    return [each for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled]


def when_words(mission: Mission) -> str:
    """Return when a mission takes place, on one line."""
    if mission.kind is MissionKind.REGULAR:
        return regular_words(mission.half_days, mission.hours_per_week, mission.schedule)
    slots = coming(mission)
    return dated_words(slots[0].starts_at, slots[0].ends_at, len(slots) - 1) if slots else dated_words(None, None, 0)


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    """Return from when to when a regular mission lasts, or nothing when it is already going on without an end."""
    if ends_on is not None and ends_on < clock.today():
        return str(_("terminée"))
    last = "" if ends_on is None else until_day(ends_on)
    if starts_on is None or starts_on <= clock.today():
        return last
    return f"{from_day(starts_on)} {last}".strip()


def where_words(mission: Mission, *, exact: bool = False) -> str:
    """Return where it takes place; the street only when it is public, or to somebody who was accepted (`exact`)."""
    if mission.where is Where.REMOTE:
        return str(_("chez vous, à distance"))
    town = mission.commune.name if mission.commune else ""
    street = mission.address if mission.address and (exact or mission.address_public) else ""
    place = ", ".join(each for each in (street, town) if each)
    return str(_("%(place)s, ou à distance", place=place)) if mission.where is Where.BOTH else place


def who_words(mission: Mission) -> list[str]:
    """Return the sentences that tell a person whether it is for them."""
    words = {
        FrenchLevel.NONE: _("Pas besoin de parler français."), FrenchLevel.SOME: _("Il faut parler un peu français."),
        FrenchLevel.GOOD: _("Il faut bien parler français."),
    }[mission.french_level]
    setting = {
        Setting.ALONE: _("Vous serez seul ou seule."), Setting.TEAM: _("Vous serez en équipe."),
        Setting.EITHER: _("Seul, seule ou en équipe\u00a0: c’est vous qui choisissez."),
    }[mission.setting]
    flags = (
        (mission.accompanied_start, _("Quelqu’un vous accompagne au début.")),
        (mission.minors_ok, _("Dès 16 ans.")),
        (mission.children_welcome, _("Vous pouvez venir avec vos enfants.")),
    )
    return [setting, words, *(text for shown, text in flags if shown)]


def places_words(mission: Mission) -> str:
    """Return how many places are left, or that there is a waiting list."""
    if mission.kind is MissionKind.DATED or mission.places is None:
        return ""
    left = mission.places - mission.places_taken
    if left <= 0:
        return str(_("complet\u00a0: vous pouvez vous mettre sur liste d’attente"))
    return str(ngettext("%(num)d place", "%(num)d places", left))


def facts(mission: Mission, *, exact: bool = False) -> list[dict[str, Any]]:
    """Return the practical facts of a mission as {label, value}, those without value left out.

    `exact` gives the address and the meeting point to somebody who was accepted; the public reads them only when the association wished so.
    """
    on_site = mission.where is not Where.REMOTE
    hidden = on_site and mission.address and not (mission.address_public or exact)
    rows = [
        (_("Quand"), when_words(mission) if mission.kind is MissionKind.REGULAR else ""),
        (_("Temps demandé"), hours_words(mission.hours_per_week) if mission.schedule else ""),
        (_("Durée"), period_words(mission.starts_on, mission.ends_on) if mission.kind is MissionKind.REGULAR else ""),
        (_("Où"), where_words(mission, exact=exact)),
        (_("Adresse"), _("donnée quand votre candidature est acceptée") if hidden else ""),
        (_("Rendez-vous"), (mission.meeting_point or "") if mission.address_public or exact else ""),
        (_("En bus"), (mission.bus_line or _("accessible en bus")) if on_site and mission.by_bus else ""),
        (_("Fauteuil roulant"), _("le lieu est accessible") if on_site and mission.wheelchair else ""),
        (_("Frais"), _("remboursés") if mission.costs_refunded else ""),
        (_("Repas"), _("offert") if mission.meal_offered else ""),
        (_("Places"), places_words(mission)),
        (_("Sur place, demander"), (mission.contact_name or "") if exact else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def slots(mission: Mission) -> list[dict[str, Any]]:
    """Return the dates to come of a dated mission as {creneau, when, left}: left says the places in words."""
    return [
        {"creneau": each, "when": slot_words(each.starts_at, each.ends_at), "left": slot_places_words(each)} for each in coming(mission)
    ]


def slot_places_words(creneau: Creneau) -> str:
    """Return how many places a créneau has left."""
    if creneau.places_left == 0:
        return str(_("complet\u00a0: liste d’attente"))
    return str(ngettext("%(num)d place", "%(num)d places", creneau.places_left))


def pause_words(mission: Mission) -> str:
    """Return why a published mission takes nobody for now, and until when if it is known; nothing when it takes people."""
    if mission.recruiting or mission.pause_reason is None:
        return ""
    said = f"{mission.pause_reason.label}."
    return said if mission.resumes_on is None else f"{said} {_('Les candidatures rouvrent %(day)s.', day=on_day(mission.resumes_on))}"


def needs_renewal(mission: Mission) -> bool:
    """Tell whether somebody is asked, after a time, if a mission still stands: published, regular, open, without an end already told."""
    return (mission.kind is MissionKind.REGULAR and mission.publication is Publication.PUBLISHED and mission.recruiting
            and mission.calendar is not Calendar.OVER)


def is_over(mission: Mission) -> bool:
    """Tell whether nothing of the mission is still to come."""
    return mission.calendar is Calendar.OVER or (mission.kind is MissionKind.DATED and bool(mission.creneaux) and not coming(mission))
