"""When an association is away: on a day, until when, and for how long between two moments; what stops the clock of those who wait."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db

from .models import Absence, Association

DAY = timedelta(days=1)


def absences_of(ids: Iterable[int], *, since: date) -> dict[int, list[Absence]]:
    """Return, by association, the absences that are not over before a day, the nearest first: one statement, however many there are."""
    found: dict[int, list[Absence]] = {}
    for each in db.session.scalars(
        sa.select(Absence).where(Absence.association_id.in_(list(ids)), Absence.last_day >= since)
        .order_by(Absence.association_id, Absence.first_day)
    ):
        found.setdefault(each.association_id, []).append(each)
    return found


def is_away(association: Association, day: date) -> bool:
    """Tell whether an association said that it answers nobody on a day (of Europe/Paris)."""
    return last_day_away(absences_of([association.id], since=day).get(association.id, []), day) is not None


def away_until(association: Association, day: date | None = None) -> date | None:
    """Return the last day of the absence that holds a day (today unless said), through the one that follows at once; None when present."""
    day = day or clock.today()
    return last_day_away(absences_of([association.id], since=day).get(association.id, []), day)


def last_day_away(absences: Iterable[Absence], day: date) -> date | None:
    """Return away_until of absences that were read already."""
    last = None
    for each in sorted(absences, key=lambda one: one.first_day):
        if each.first_day <= (day if last is None else last + DAY) and each.last_day >= day:
            last = each.last_day
    return last


def time_away(association: Association, since: datetime, until: datetime) -> timedelta:
    """Return how long an association was away between two moments: whole days of Europe/Paris, as it announced them."""
    first = clock.local(since).date()
    return time_within(absences_of([association.id], since=first).get(association.id, []), since, until)


def time_within(absences: Iterable[Absence], since: datetime, until: datetime) -> timedelta:
    """Return time_away of absences that were read already; no two of an association overlap."""
    away = timedelta()
    for each in absences:
        begins = datetime.combine(each.first_day, time(), clock.PARIS)
        ends = datetime.combine(each.last_day + DAY, time(), clock.PARIS)
        away += max(timedelta(), min(until, ends.astimezone(until.tzinfo)) - max(since, begins.astimezone(since.tzinfo)))
    return away
