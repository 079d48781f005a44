"""The one indexer: it brings the index on disk in line with SQL, off the path of every request."""

from pathlib import Path

import sqlalchemy as sa
from whoosh.index import LockError

from benevolat.core.db import db
from benevolat.core.settings import config
from benevolat.missions.models import Mission

from . import index, texts
from .reading import PUBLIC, position

BATCH = 200
"""Changed texts that are folded at once; fewer wait for up to `PATIENCE` looks of the worker, so that readers reopen seldom."""
PATIENCE = 30


class Indexer:
    """What the worker remembers between two looks: up to where it folded, and for how long a few changes have waited."""

    def __init__(self) -> None:
        self.done: int | None = None
        self.waited = 0

    def look(self) -> int:
        """Fold the texts that changed when there are many, or when some have waited; return how many were written."""
        folder = Path(config("INDEX_DIR"))
        with db.engine.connect() as connection:
            at = position(connection).texts
        waiting = at - self.done if self.done is not None else BATCH
        missing = index.stamp(folder) == 0
        if waiting <= 0 and not missing:
            return 0
        self.waited += 1
        if waiting < BATCH and self.waited < PATIENCE and not missing:
            return 0
        self.waited = 0
        try:
            written = fold(folder)
        except LockError:
            return 0
        self.done = at
        return written


def fold(folder: Path) -> int:
    """Write the public texts that the index does not hold as they are, take away those no longer public; make it anew when it is damaged.

    Raises LockError when another indexer holds the lock for more than ten seconds.
    """
    try:
        return _write_changes(folder, _held(folder))
    except LockError:
        raise
    except Exception:  # missing, of another version, or damaged in any way: everything again
        return rebuild(folder)


def _held(folder: Path) -> dict[int, int]:
    """Return the missions of the index and the `seq` of their text; raises IndexUnavailable."""
    snapshot = index.open_snapshot(folder)
    snapshot.close()
    return {int(mission): int(seq) for mission, seq in zip(snapshot.missions, snapshot.seqs, strict=True) if mission >= 0}


def _write_changes(folder: Path, held: dict[int, int]) -> int:
    with db.engine.connect() as connection:
        public = {row.id: row.text_seq for row in connection.execute(sa.select(Mission.id, Mission.text_seq).where(PUBLIC))}
        changed = [mission for mission, seq in public.items() if held.get(mission) != seq]
        gone = [mission for mission in held if mission not in public]
        if not changed and not gone:
            return 0
        return index.write(folder, texts.read(connection, changed), gone)


def rebuild(folder: Path) -> int:
    """Write the whole index again from SQL; searches go on over the old one until it is done. Return how many texts it holds."""
    with db.engine.connect() as connection:
        public = list(connection.scalars(sa.select(Mission.id).where(PUBLIC).order_by(Mission.id)))
        return index.write(folder, texts.read(connection, public), anew=True)


def is_current(folder: Path) -> bool:
    """Tell whether the index holds exactly the public texts as they are."""
    try:
        held = _held(folder)
    except index.IndexUnavailable:
        return False
    with db.engine.connect() as connection:
        return held == {row.id: row.text_seq for row in connection.execute(sa.select(Mission.id, Mission.text_seq).where(PUBLIC))}
