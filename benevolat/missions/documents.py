"""What leaves the site about one mission: the sheet to print, in short sentences, the file for a calendar, the line of a file."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from icalendar import Calendar, Event, vRecur

from benevolat.core import clock
from benevolat.core.pdf import qr

from .models import Mission, MissionKind, Where
from .sheet import Column
from .words import DAYS, PARTS, bits_of, coming, when_words, where_words, who_words

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DATES_SHOWN = 6
DESCRIPTION_LONGEST = 1_200


def mission_sheet(mission: Mission, address: str, *, phone: str, hours: str) -> dict[str, Any]:
    """Return the data of the sheet of a mission: one question a line, its answer in a short sentence."""
    return {
        "title": mission.title, "host": mission.association.name, "paragraphs": _paragraphs(mission.description),
        "rows": [{"label": str(label), "lines": lines} for label, lines in _questions(mission) if lines],
        "phone": phone, "hours": hours, "address": address.partition("://")[2], "qr": qr(address), "issuer": "Isère bénévolat",
        "words": {
            "host": _("Avec"), "what": _("Ce que vous faites"), "next": _("Vous voulez aider\u00a0?"),
            "call": _("Appelez ce numéro. Une personne vous répond."), "or": _("Ou répondez sur Internet, à cette adresse\u00a0:"),
            "qr": _("Le code carré qui mène à la mission"), "free": _("Le bénévolat est gratuit. Vous pouvez arrêter quand vous voulez."),
            "footer": _("Isère bénévolat, un service du Département de l’Isère. Feuille faite le %(day)s.", day=printed_day(clock.today())),
        },
    }


def printed_day(day: date) -> str:
    """Return « 3 décembre 2026 »: on paper « demain » would soon be wrong."""
    return str(format_date(day, "d MMMM yyyy", rebase=False))


def printed_slot(starts_at: datetime, ends_at: datetime) -> str:
    """Return « mardi 3 décembre, 14 h à 16 h », whatever day it is read."""
    day = format_date(clock.local(starts_at).date(), "EEEE d MMMM", rebase=False)
    return str(_("%(day)s, %(start)s à %(end)s", day=day, start=clock.hour_words(starts_at), end=clock.hour_words(ends_at)))


def _paragraphs(text: str) -> list[str]:
    shown = text if len(text) <= DESCRIPTION_LONGEST else text[:DESCRIPTION_LONGEST].rsplit(" ", 1)[0] + "…"
    return [each.strip() for each in shown.split("\n") if each.strip()]


def _questions(mission: Mission) -> list[tuple[Any, list[str]]]:
    on_site = mission.where is not Where.REMOTE
    dated = [printed_slot(each.starts_at, each.ends_at) for each in coming(mission)]
    when = dated[:DATES_SHOWN] if mission.kind is MissionKind.DATED else [when_words(mission)]
    if len(dated) > DATES_SHOWN:
        when.append(_("D’autres dates sont sur le site."))
    where = [where_words(mission).capitalize() if not on_site else where_words(mission)]
    if mission.meeting_point and mission.address_public:
        where.append(_("Rendez-vous\u00a0: %(place)s", place=mission.meeting_point))
    way = []
    if on_site and mission.by_bus:
        way.append(_("Vous pouvez venir en bus\u00a0: %(line)s.", line=mission.bus_line.rstrip(". ")) if mission.bus_line
                   else _("Vous pouvez venir en bus."))
    if on_site and mission.wheelchair:
        way.append(_("On peut entrer avec un fauteuil roulant."))
    offered = [text for shown, text in (
        (mission.costs_refunded, _("Vos frais sont remboursés.")), (mission.meal_offered, _("Le repas est offert.")),
    ) if shown]
    return [
        (_("Quand\u00a0?"), when), (_("Où\u00a0?"), where), (_("Comment venir\u00a0?"), way), (_("Pour qui\u00a0?"), who_words(mission)),
        (_("En plus"), offered),
    ]


def has_calendar(mission: Mission) -> bool:
    """Tell whether a mission has something to put in a calendar: dates to come, or days of the week."""
    return bool(coming(mission)) if mission.kind is MissionKind.DATED else bool(mission.half_days)


def calendar_file(mission: Mission, address: str) -> bytes:
    """Return a mission as an iCalendar file: an event a date, or one that comes back every week on its days, without an hour we invent."""
    calendar = Calendar()
    calendar.add("prodid", "-//Isere benevolat//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    events = _dated(mission) if mission.kind is MissionKind.DATED else _weekly(mission)
    for event in events:
        event.add("summary", mission.title)
        event.add("location", where_words(mission))
        event.add("url", address)
        event.add("dtstamp", clock.now())
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _dated(mission: Mission) -> list[Event]:
    events = []
    for slot in coming(mission):
        event = _event(f"{slot.public_id}@isere-benevolat", slot.starts_at, slot.ends_at)
        event.add("description", mission.association.name)
        events.append(event)
    return events


def _weekly(mission: Mission) -> list[Event]:
    """Return one event of whole days: the hours are words of the association (« le mardi, 11 h à 14 h »), which go in the description."""
    days = sorted({bit // 3 for bit in bits_of(mission.half_days)})
    begins = max(clock.today(), mission.starts_on or clock.today())
    first = next((begins + timedelta(days=n) for n in range(7) if (begins + timedelta(days=n)).weekday() in days), None)
    if first is None or (mission.ends_on is not None and first > mission.ends_on):
        return []
    event = _event(f"{mission.public_id}@isere-benevolat", first, first + timedelta(days=1))
    rule: dict[str, Any] = {"FREQ": "WEEKLY", "BYDAY": [WEEKDAYS[day] for day in days]}
    if mission.ends_on is not None:
        rule["UNTIL"] = mission.ends_on
    event.add("rrule", vRecur(rule))
    event.add("transp", "TRANSPARENT")
    event.add("description", f"{mission.association.name}\n{when_words(mission)}")
    return [event]


def _event(uid: str, start: date | datetime, end: date | datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", start)
    event.add("dtend", end)
    return event


def row_of(mission: Mission, commune: str) -> list[str]:
    """Return a mission as a line of the file, its own address here standing for the reference it may lack."""
    slots = [(clock.local(each.starts_at), clock.local(each.ends_at)) for each in mission.creneaux if not each.cancelled]
    places = mission.creneaux[-1].places if mission.creneaux else mission.places
    values: dict[Column, str] = {
        Column.REFERENCE: mission.reference or mission.public_id, Column.TITLE: mission.title, Column.DESCRIPTION: mission.description,
        Column.DOMAINE: str(mission.domaine.label) if mission.domaine else "",
        Column.HALF_DAYS: ", ".join(f"{DAYS[bit // 3]} {PARTS[bit % 3]}" for bit in bits_of(mission.half_days)),
        Column.HOURS: f"{mission.hours_per_week:g}".replace(".", ",") if mission.hours_per_week else "",
        Column.SCHEDULE: mission.schedule or "", Column.PLACES: str(places or ""), Column.WHERE: str(mission.where.label),
        Column.DATES: " | ".join(f"{start:%d/%m/%Y %H:%M}-{end:%H:%M}" for start, end in slots), Column.COMMUNE: commune,
        Column.ADDRESS: mission.address or "", Column.MEETING: mission.meeting_point or "",
        Column.FRENCH: str(mission.french_level.label), Column.HOST: mission.contact_name or "",
    }
    if mission.kind is MissionKind.REGULAR:
        values |= {Column.STARTS: f"{mission.starts_on:%d/%m/%Y}" if mission.starts_on else "",
                   Column.ENDS: f"{mission.ends_on:%d/%m/%Y}" if mission.ends_on else ""}
    for column in (Column.START, Column.COSTS, Column.MEAL, Column.MINORS):
        values[column] = "oui" if getattr(mission, column.value) else "non"
    return [values.get(each, "") for each in Column]
