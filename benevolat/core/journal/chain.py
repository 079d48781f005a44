"""The chain: a seal for each line, which holds the seal of the line before, so that none is taken out, put in or moved unseen.

Lines are written by every request, inside its own transaction. A chain written there would make each of them wait for the one before
to end: one lock for the whole site. So a line is written alone, with its own MAC, and the worker puts the lines that wait in order
about once a second; `flask journal verify` does it first too. The window that is left: for that second a line may be *taken out*
unseen. It can be neither changed nor made up, since its own MAC is there from the first moment.

The last seal is kept in three places: the last line, `journal_head` (signed), and a file beside the database on the host that sealed.
A tail that is cut, with the head put back as it was before, is still seen by the file.
"""

import json
import logging
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from benevolat.core import clock
from benevolat.core.db import Base, db, transaction
from benevolat.core.settings import config

from .entries import JournalEntry
from .keys import mac

BATCH = 1000
FILE = "journal-head.json"
ONLY = 1
logger = logging.getLogger(__name__)


class JournalHead(Base):
    """How far the chain goes: one row, locked by whoever seals; the database lets it go forward only."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    seal: Mapped[str] = mapped_column(sa.String(80))
    mac: Mapped[str] = mapped_column(sa.String(80))

    @property
    def content(self) -> list[str | int | None]:
        """What is signed."""
        return [self.position, self.seal]


class JournalCheckpoint(Base):
    """Where the chain begins since its first lines were erased: the position and the seal of the last of them."""

    __tablename__ = "journal_checkpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    seal: Mapped[str] = mapped_column(sa.String(80))
    before: Mapped[datetime]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    mac: Mapped[str] = mapped_column(sa.String(80))

    @property
    def content(self) -> list[str | int | None]:
        """What is signed."""
        return [self.position, self.seal]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file beside the database remembers of the chain."""

    position: int
    seal: str


def sealed_content(entry: JournalEntry, position: int, before: str) -> list[str | int | None]:
    """Return what the seal of a line signs: the seal before, its place, its number, what it says and its own MAC."""
    return [before, position, entry.id, *entry.content, entry.mac]


def last_checkpoint() -> JournalCheckpoint | None:
    """Return the newest checkpoint."""
    return db.session.scalar(sa.select(JournalCheckpoint).order_by(JournalCheckpoint.position.desc(), JournalCheckpoint.id.desc()).limit(1))


def seal() -> tuple[int, Kept]:
    """Give a place and a seal to at most `BATCH` lines that wait, in the present transaction; return how many, and the new head.

    Lines written before there was a chain get their own MAC the first time, and never after: they are sealed as they were found.
    """
    head = db.session.get_one(JournalHead, ONLY, with_for_update=True, populate_existing=True)
    waiting = db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.position.is_(None)).order_by(JournalEntry.id).limit(BATCH)
    ).all()
    if not waiting:
        return 0, Kept(head.position, head.seal)
    first_time = head.seal == ""
    position, before = head.position, head.seal
    sealed: list[dict[str, Any]] = []
    for entry in waiting:
        if first_time and entry.mac is None:
            entry.mac = mac("entry", entry.content)
        position += 1
        before = mac("seal", sealed_content(entry, position, before))
        sealed.append({"id": entry.id, "position": position, "seal": before, "mac": entry.mac})
        db.session.expunge(entry)
    db.session.execute(sa.update(JournalEntry), sealed)
    head.position, head.seal = position, before
    head.mac = mac("head", head.content)
    db.session.flush()
    return len(sealed), Kept(position, before)


def seal_waiting() -> int:
    """Seal every line that waits, then note outside the database how far the chain goes; return how many lines were sealed."""
    count = 0
    while db.session.scalar(sa.select(JournalEntry.id).where(JournalEntry.position.is_(None)).limit(1)) is not None:
        with transaction():
            sealed, reached = seal()
        count += sealed
        if sealed:
            _remember(reached)
    db.session.rollback()
    return count


def _path() -> Path:
    return Path(config("INSTANCE")) / FILE


def remembered() -> Kept | None:
    """Return what this host's file says of the chain, or None when it sealed nothing yet; a file nobody can read says position 0."""
    try:
        read = json.loads(_path().read_text(encoding="utf-8"))
        return Kept(int(read["position"]), str(read["seal"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Kept(0, "")


def follows(kept: Kept) -> bool:
    """Tell whether what a file remembers is in the chain as it stands, or was erased in its time."""
    checkpoint = last_checkpoint()
    if checkpoint is not None and kept.position < checkpoint.position:
        return True
    if checkpoint is not None and kept.position == checkpoint.position:
        return kept.seal == checkpoint.seal
    return kept.seal == db.session.scalar(sa.select(JournalEntry.seal).where(JournalEntry.position == kept.position))


def _remember(reached: Kept) -> None:
    """Write the file, unless what it says contradicts the chain: then it is the witness, and stays."""
    known = remembered()
    if known is not None and not follows(known):
        logger.error("journal: the chain is not the one this host sealed; `flask journal verify` says where")
        return
    written = json.dumps({"position": reached.position, "seal": reached.seal})
    try:
        descriptor, fresh = tempfile.mkstemp(dir=_path().parent, prefix=FILE)
        with os.fdopen(descriptor, "w") as target:
            target.write(written)
        Path(fresh).replace(_path())
    except OSError:
        logger.exception("journal: this host cannot note how far the chain goes")
