"""Keeping what the official directory answered, with its age."""

from benevolat.core import clock
from benevolat.core.db import db

from ..annuaire import Found
from ..models import Answer, OfficialCheck


def keep_answer(number: str, found: Found) -> None:
    """Keep an answer; when the directory could not be reached, what it said before stays, with the moment it failed."""
    row = db.session.get(OfficialCheck, number, with_for_update=True)
    if row is None:
        row = OfficialCheck(number=number, answer=found.answer)
        db.session.add(row)
    if found.answer is Answer.UNREACHABLE and row.answer is not Answer.UNREACHABLE:
        row.failed_at = clock.now()
        return
    row.answer, row.name, row.place, row.checked_at, row.failed_at = found.answer, found.name, found.place, clock.now(), None
