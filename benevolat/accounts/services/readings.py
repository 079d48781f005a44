"""Writing in the journal that an account read what is another person's: one line a reader, a person, an action and a day."""

from collections.abc import Collection

import sqlalchemy as sa

from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry

from ..models import User


def unwritten_readings(action: str, people: Collection[int], *, by: User) -> list[int]:
    """Return those of these people whose journal does not say yet that `by` read this today; one's own reading is never written."""
    others = [each for each in dict.fromkeys(people) if each != by.id]
    today = clock.today()
    written = set(db.session.scalars(
        sa.select(JournalEntry.subject_id).where(
            JournalEntry.subject_id.in_(others), JournalEntry.actor_id == by.id, JournalEntry.action == action,
            JournalEntry.at >= clock.paris(today.year, today.month, today.day),
        )
    )) if others else set()
    return [each for each in others if each not in written]


def write_readings(action: str, people: Collection[int], *, by: User, reason: str | None = None) -> None:
    """Write in the journal of each of these people that `by` read what is theirs, unless it says so already today."""
    for each in unwritten_readings(action, people, by=by):
        journal.record(action, actor_id=by.id, subject_id=each, reason=reason)
