"""The calendars behind a secret address: a person's own dates, or an association's with the first names of who comes."""

from collections.abc import Iterable
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext
from icalendar import Calendar, Event

from benevolat.accounts.models import AgeBand
from benevolat.core import clock
from benevolat.missions.words import where_words

from .models import Candidature


def calendar_of(accepted: Iterable[Candidature], *, for_association: bool) -> bytes:
    """Return accepted candidatures, in the order of their créneaux, as an iCalendar file: an event a créneau."""
    calendar = Calendar()
    calendar.add("prodid", "-//Isere benevolat//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for _creneau, rows in groupby(accepted, key=lambda each: each.creneau_id):
        calendar.add_component(_event(list(rows), for_association))
    return bytes(calendar.to_ical())


def _event(rows: list[Candidature], for_association: bool) -> Event:
    first, event = rows[0], Event()
    assert first.creneau is not None  # what is read has a créneau
    event.add("uid", f"{first.creneau.public_id}@isere-benevolat")
    event.add("dtstart", first.creneau.starts_at)
    event.add("dtend", first.creneau.ends_at)
    event.add("dtstamp", clock.now())
    event.add("summary", first.mission.title)
    event.add("location", where_words(first.mission, exact=not for_association))
    event.add("description", who_comes(rows) if for_association else first.mission.association.name)
    return event


def who_comes(rows: Iterable[Candidature]) -> str:
    """Return the first names of who comes; of somebody of 16 or 17 nothing leaves the site, they are only counted."""
    rows = list(rows)
    names = [each.user.first_name for each in rows if each.user.age_band is not AgeBand.MINOR]
    young = len(rows) - len(names)
    if young:
        names.append(ngettext("%(num)d personne de 16 ou 17 ans", "%(num)d personnes de 16 ou 17 ans", young))
    return str(_("Viennent\u00a0: %(names)s", names=", ".join(names)))
