"""What is erased must not be read in a file either: the pages are overwritten, the journal of the database emptied, the names of those
who are gone kept apart from it, so that a restored backup forgets them again.

An act asks for it by a job, in its own transaction; the worker does it once that transaction is over, since nothing is written then.
"""

import os
from pathlib import Path

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import enqueue
from benevolat.core.settings import config

FILE = "effacements.txt"
JOB = "privacy.sink"
_asked: set[str] = set()


def tombstones_path() -> Path:
    """Return the file of those who are gone: a public id and a day a line, nothing else. It is kept with the backups, never in them."""
    return Path(config("INSTANCE")) / FILE


def ask_sink() -> None:
    """Ask, in the present transaction, that what it erases be overwritten once it is over."""
    enqueue(JOB, key=f"{JOB}:{int(clock.now().timestamp())}")


def note_asked() -> None:
    """Remember in this worker that something is to be overwritten: a job runs inside a transaction, in which it cannot be."""
    _asked.add(JOB)


def sink_asked() -> int:
    """Overwrite what was erased since the last time, when it was asked; return how many were erased. What is busy is tried again."""
    if not _asked:
        return 0
    count = sink()
    if count is not None:
        _asked.clear()
    return count or 0


def sink() -> int | None:
    """Write down who is gone, then empty the database's own journal; return how many are new, None when a reader held it."""
    count = _write_tombstones()
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return count
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        raw.close()
    return None if busy else count


def read_tombstones(path: Path | None = None) -> dict[str, str]:
    """Return those who are gone: their public id and the day. An unreadable line is refused rather than passed over."""
    found = {}
    source = path or tombstones_path()
    for line in source.read_text(encoding="ascii").splitlines() if source.exists() else []:
        public_id, day = line.split()
        found[public_id] = day
    return found


def _write_tombstones() -> int:
    known = read_tombstones()
    erased = sa.select(User.public_id, User.erased_at).where(User.erased_at.is_not(None)).order_by(User.erased_at, User.id)
    fresh = [f"{row[0]} {clock.local(row[1]).date().isoformat()}\n" for row in db.session.execute(erased) if row[0] not in known and row[1]]
    if fresh:
        descriptor = os.open(tombstones_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as target:
            target.writelines(fresh)
            target.flush()
            os.fsync(target.fileno())
    return len(fresh)
