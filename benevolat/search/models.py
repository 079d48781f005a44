"""Tables of the search: the word families that modérateurs add to those that come with the code, and searches that found nothing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base

LONGEST = 200
"""Letters of one way of saying, all its words together."""


class WordFamily(Base):
    """Words that mean the same here; each way of saying holds one or several, between commas. Who wrote it is kept, for the desk alone."""

    __tablename__ = "word_family"
    __table_args__ = (
        sa.CheckConstraint("length(spoken) > 0", name="spoken_filled"), sa.CheckConstraint("length(written) > 0", name="written_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    spoken: Mapped[str] = mapped_column(sa.String(LONGEST))
    """As people say it."""
    written: Mapped[str] = mapped_column(sa.String(LONGEST))
    """As associations write it."""
    official: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    """As the administration names it; may be empty."""
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None]

    added_by: Mapped[User | None] = relationship(foreign_keys=added_by_id)
    changed_by: Mapped[User | None] = relationship(foreign_keys=changed_by_id)

    @property
    def entries(self) -> tuple[str, ...]:
        """Every word or group of words of the family, in the order of the three ways of saying."""
        return entries(self.spoken, self.written, self.official)


def entries(*ways: str) -> tuple[str, ...]:
    """Return the words, or groups of words, that commas separate."""
    return tuple(clean for way in ways for each in way.split(",") if (clean := " ".join(each.split())))


class UnmetCount(Base):
    """How many searches found nothing: a quarter, a territory, a domain, a number; no words, no person, no finer date."""

    __tablename__ = "search_unmet"

    quarter: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    territoire_code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    domaine_code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[int]
