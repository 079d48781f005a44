"""Table of what people ask about their data, with the day by which they are answered."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column


class RequestKind(Labelled):
    """What is asked: articles 16, 21 and 18 of the RGPD, and any question."""

    RECTIFICATION = "rectification", _l("Corriger ce que je ne peux pas corriger moi-même")
    OBJECTION = "objection", _l("M’opposer à un usage de mes données")
    LIMITATION = "limitation", _l("Mettre un usage en pause")
    OTHER = "other", _l("Autre question sur mes données")


class RequestState(Labelled):
    """Where a request stands."""

    OPEN = "open", _l("En attente de réponse")
    GRANTED = "granted", _l("Acceptée")
    REFUSED = "refused", _l("Refusée")


class DataRequest(Base):
    """What a person asks about their data, in their words, and the answer with its reason. Erased with the account."""

    __tablename__ = "data_request"
    __table_args__ = (
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL) AND (state = 'open') = (answer IS NULL)", name="answered"),
        sa.Index("ix_data_request_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind, "kind"))
    words: Mapped[str]
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState, "state"), default=RequestState.OPEN)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is RequestState.OPEN

    @property
    def days_left(self) -> int:
        """How many days remain to answer; below zero, it is late."""
        return (self.due_on - clock.today()).days
