"""Who read or decided what about a person: an append-only table without content, shown to the person concerned."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db


class JournalEntry(Base):
    """One reading of, or act on, a person's data: who, what, about whom, why; never the content."""

    __tablename__ = "journal_entry"
    __table_args__ = (sa.Index("ix_journal_entry_subject_id_at", "subject_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(sa.String(60))
    reason: Mapped[str | None]


def record(action: str, *, actor_id: int | None, subject_id: int | None = None, reason: str | None = None) -> None:
    """Add a line to the journal in the present transaction."""
    db.session.add(JournalEntry(action=action, actor_id=actor_id, subject_id=subject_id, reason=reason, at=clock.now()))


def about(subject_id: int, *, limit: int = 200) -> list[JournalEntry]:
    """Return what was read or done about a person, newest first."""
    return list(db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.subject_id == subject_id)
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(limit)
    ))
