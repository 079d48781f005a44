"""Tables of exchange: the addresses of the site before this one and where they lead, and which of its alertes were asked again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from benevolat.core import clock
from benevolat.core.db import Base

LONGEST_ADDRESS = 500


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
