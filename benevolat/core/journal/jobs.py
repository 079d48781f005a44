"""What passes by itself: lines older than twelve months are erased, from the beginning of the chain, behind a signed checkpoint."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .chain import JournalCheckpoint
from .entries import JournalEntry
from .keys import mac

KEPT = timedelta(days=365)


def purge(_payload: dict[str, Any]) -> None:
    """Erase the sealed lines older than twelve months that no younger line comes before.

    The checkpoint is written first: without it the database refuses to erase.
    """
    limit = clock.now() - KEPT
    sealed = sa.select(JournalEntry.position, JournalEntry.seal).where(JournalEntry.position.is_not(None))
    first_kept = db.session.scalar(sa.select(sa.func.min(JournalEntry.position)).where(JournalEntry.at >= limit))
    if first_kept is not None:
        sealed = sealed.where(JournalEntry.position < first_kept)
    last = db.session.execute(sealed.where(JournalEntry.at < limit).order_by(JournalEntry.position.desc()).limit(1)).first()
    if last is None:
        return
    checkpoint = JournalCheckpoint(position=last[0], seal=last[1], before=limit, made_at=clock.now())
    checkpoint.mac = mac("checkpoint", checkpoint.content)
    db.session.add(checkpoint)
    db.session.flush()
    db.session.execute(sa.delete(JournalEntry).where(JournalEntry.position <= last[0]))


HANDLERS: dict[str, Handler] = {"journal.purge": purge}
PERIODIC = (Periodic("journal.purge", timedelta(days=1)),)
