"""Tables of exchange: the former site's addresses and where they lead, its files being taken over, which alertes were asked again."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column

LONGEST_ADDRESS = 500
WAITS = timedelta(days=1)
"""How long a file that was tried waits for somebody's decision; then it is erased."""
REPORT_KEPT = timedelta(days=30)
"""How long what became of a file's lines can be read."""


class OldAddress(Base):
    """An address of the former site: the path of ours that replaced it, or none when what it showed is gone for good."""

    __tablename__ = "old_address"
    __table_args__ = (
        sa.CheckConstraint("path LIKE '/%'", name="path_is_one"),
        sa.CheckConstraint("target IS NULL OR (target LIKE '/%' AND target NOT LIKE '//%')", name="leads_inside"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(LONGEST_ADDRESS), unique=True)
    target: Mapped[str | None] = mapped_column(sa.String(LONGEST_ADDRESS))


class RepriseInvitation(Base):
    """An alerte of the former site whose owner was asked once whether to keep it: a fingerprint, nothing of the person or the search."""

    __tablename__ = "reprise_invitation"

    fingerprint: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)


class FileKind(Labelled):
    """What a file of the former site holds, in the order in which they are taken."""

    ASSOCIATIONS = "associations", _l("Des associations")
    MISSIONS = "missions", _l("Des missions")
    ALERTES = "alertes", _l("Des alertes")
    ADDRESSES = "adresses", _l("Des adresses de pages")


class FileState(Labelled):
    """How far a file went: tried for the report alone, waiting for somebody to decide, being written, written."""

    TRYING = "trying", _l("Essai en cours")
    TRIED = "tried", _l("À confirmer")
    WRITING = "writing", _l("Écriture en cours")
    WRITTEN = "written", _l("Écrit")


_WRITING = sa.text("state = 'writing'")


class RepriseFile(Base):
    """A file of the former site that an administrateur brings: tried, then written by small parts, one file at a time.

    Its lines may hold e-mail addresses of persons: they are erased with the last line written, and after a day without a decision.
    What stays for a month is the report: the line's number, its title, what became of it and why, never an address.
    """

    __tablename__ = "reprise_file"
    __table_args__ = (
        sa.CheckConstraint("done >= 0 AND done <= total", name="done_within_total"),
        sa.CheckConstraint("state <> 'written' OR lines IS NULL", name="written_keeps_no_line"),
        sa.Index("uq_reprise_file_writing", "state", unique=True, sqlite_where=_WRITING, postgresql_where=_WRITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind, "kind"))
    name: Mapped[str] = mapped_column(sa.String(120))
    judged_before: Mapped[bool] = mapped_column(default=False)
    state: Mapped[FileState] = mapped_column(enum_column(FileState, "state"), default=FileState.TRYING)
    lines: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True), deferred=True)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    written_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship()
