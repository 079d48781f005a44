"""Forgetting in time: how to answer after a month, the copy and the words after six, the item itself after two years."""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db

from ..models import EVIDENCE_KEPT, ITEM_KEPT, REPORTER_KEPT, Report, Signalement


def forget() -> None:
    """Erase what has reached its age; an item that waits for a decision keeps everything."""
    now = clock.now()

    def older(age: timedelta) -> sa.Select[int]:
        return sa.select(Signalement.id).where(Signalement.decided_at.is_not(None), Signalement.decided_at <= now - age)

    db.session.execute(sa.update(Report).where(Report.signalement_id.in_(older(REPORTER_KEPT))).values(email=None, user_id=None))
    db.session.execute(sa.update(Report).where(Report.signalement_id.in_(older(EVIDENCE_KEPT))).values(words=None))
    db.session.execute(sa.update(Signalement).where(Signalement.id.in_(older(EVIDENCE_KEPT))).values(evidence=None))
    db.session.execute(sa.delete(Signalement).where(Signalement.id.in_(older(ITEM_KEPT))))
