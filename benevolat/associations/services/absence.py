"""When an association is away: announced beforehand, ended early."""

from datetime import date, timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed

from ..absences import DAY, absences_of
from ..errors import AbsenceOverlaps, AbsenceTooLong, TooManyAbsences
from ..models import Absence, Association
from ..permissions import can_announce_absence

LONGEST_ABSENCE = 63
"""Nine weeks: a whole summer."""
MOST_IN_A_YEAR = 120
YEAR = timedelta(days=365)


def announce_absence(association: Association, *, by: User, first_day: date, last_day: date) -> Absence:
    """Say that nobody answers from a day to another, both included; those who wait are told, and their clock stops meanwhile.

    Never for the past, nine weeks at most and 120 days over a year, so that nobody waits for ever.
    Raises NotAllowed, InvalidInput, AbsenceTooLong, AbsenceOverlaps, TooManyAbsences.
    """
    if not can_announce_absence(by, association):
        raise NotAllowed()
    db.session.execute(sa.select(Association.id).where(Association.id == association.id).with_for_update())
    if first_day < clock.today():
        raise InvalidInput(field="first_day")
    if last_day < first_day:
        raise InvalidInput(field="last_day")
    length = (last_day - first_day).days + 1
    if length > LONGEST_ABSENCE:
        raise AbsenceTooLong(field="last_day")
    known = absences_of([association.id], since=first_day - YEAR).get(association.id, [])
    if any(each.first_day <= last_day and each.last_day >= first_day for each in known):
        raise AbsenceOverlaps(field="first_day")
    if _most_in_a_year([(first_day, last_day), *((each.first_day, each.last_day) for each in known)]) > MOST_IN_A_YEAR:
        raise TooManyAbsences(field="last_day")
    absence = Absence(
        public_id=entropy.public_id(), association_id=association.id, first_day=first_day, last_day=last_day, announced_at=clock.now()
    )
    db.session.add(absence)
    db.session.flush()
    return absence


def _most_in_a_year(periods: list[tuple[date, date]]) -> int:
    """Return the most days away that one year holds, whichever day it ends on."""
    def days(until: date) -> int:
        return sum(max(0, (min(last, until) - max(first, until - YEAR + DAY)).days + 1) for first, last in periods)

    return max(days(last) for _first, last in periods)


def end_absence(absence: Absence, *, by: User) -> None:
    """Take an absence back before it begins, or come back earlier: today counts again. Raises NotAllowed, Conflict when it is over."""
    if not can_announce_absence(by, absence.association):
        raise NotAllowed()
    if absence.last_day < clock.today():
        raise Conflict()
    if absence.first_day >= clock.today():
        db.session.delete(absence)
    else:
        absence.last_day = clock.today() - DAY
    db.session.flush()
