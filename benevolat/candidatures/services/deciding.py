"""What every act on a candidature begins with: the row locked and read again, one passage of the workflow, the second told who decided."""

from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict

from .. import queries
from ..errors import AlreadyDecided, EmptyMessage, ReasonNeeded
from ..models import Candidature
from ..workflow import WORKFLOW

LONGEST_MESSAGE = 2000


def lock(row: Any) -> None:
    """Write what waits, lock a row alone (PostgreSQL locks no outer join), then read it again: what was loaded before may be stale.

    The lock leaves its key alone (FOR NO KEY UPDATE): a row that points to it may still be written meanwhile.
    """
    db.session.flush()
    db.session.execute(sa.select(type(row).id).where(type(row).id == row.id).with_for_update(key_share=True))
    db.session.refresh(row)


def lock_place(candidature: Candidature) -> None:
    """Lock what holds the places, the créneau or the mission: whoever moves its offers comes one after the other."""
    lock(candidature.creneau if candidature.creneau is not None else candidature.mission)


def cut(words: str | None) -> str:
    """Return a message without the spaces around it. Raises EmptyMessage when it is too long."""
    text = (words or "").strip()
    if len(text) > LONGEST_MESSAGE:
        raise EmptyMessage(field="message")
    return text


def decide(candidature: Candidature, action: str, *, by: Any, reason: str | None = None, message: str | None = None) -> None:
    """Lock the candidature and turn it; whoever comes second is told who decided and what."""
    lock(candidature)
    found = AlreadyDecided(str(candidature.state.label), queries.decider_name(candidature))
    if WORKFLOW.allows(candidature, action, by):
        if reason is not None and not reason.strip():
            raise ReasonNeeded(field="reason")
        candidature.decided_at, candidature.decided_by_id = clock.now(), by.id
        candidature.reason, candidature.answer = reason, cut(message) or None
    try:
        WORKFLOW.apply(candidature, action, by=by, reason=reason)
    except Conflict as changed:
        raise found from changed
