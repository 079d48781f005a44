"""The lines of the journal: who, what, about whom, why. Identifiers and codes only, never the words of anybody."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from benevolat.core import clock
from benevolat.core.db import Base, db

from .keys import mac

CODE = re.compile(r"[a-z][a-z0-9_.-]{0,59}")


class JournalEntry(Base):
    """One reading of, or act on, a person's data; the database refuses to change it, and to erase it before its time.

    `mac` is that of the line by itself. `position` and `seal` come a moment later, once, from `chain.seal`.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        sa.Index("ix_journal_entry_subject_id_at", "subject_id", "at"),
        sa.Index("ix_journal_entry_waiting", "id", sqlite_where=sa.text("position IS NULL"), postgresql_where=sa.text("position IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(sa.String(60))
    reason: Mapped[str | None]
    mac: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int | None] = mapped_column(unique=True)
    seal: Mapped[str | None] = mapped_column(sa.String(80))

    @property
    def content(self) -> list[str | int | None]:
        """What the line says, as it is signed."""
        return [self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.actor_id, self.subject_id, self.action, self.reason]


def record(action: str, *, actor_id: int | None, subject_id: int | None = None, reason: str | None = None) -> None:
    """Add a line to the journal in the present transaction; the act and the reason are codes: ValueError for anything else.

    It waits for nobody: the line bears its own MAC, and takes its place in the chain after the transaction.
    """
    for code in (action, reason):
        if code is not None and not CODE.fullmatch(code):
            raise ValueError(f"the journal keeps codes, no words: {code[:20]!r}")
    entry = JournalEntry(
        action=str(action), actor_id=actor_id, subject_id=subject_id, reason=None if reason is None else str(reason), at=clock.now(),
    )
    entry.mac = mac("entry", entry.content)
    db.session.add(entry)


def about(subject_id: int, *, limit: int = 200) -> list[JournalEntry]:
    """Return what was read or done about a person, newest first."""
    return list(db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.subject_id == subject_id)
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(limit)
    ))
