"""Tables of collective actions: what, when and where, who is invited, who comes; and how many agents followed the training."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accompagnement.models import Referent
from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune, Territoire


class Kind(Labelled):
    """What is done together."""

    FORUM = "forum", _l("Forum RSA")
    WORKSHOP = "workshop", _l("Atelier")
    PROJECT = "project", _l("Projet citoyen")


class State(Labelled):
    """What is stored of its life; full and over are derived."""

    DRAFT = "draft", _l("Brouillon")
    OPEN = "open", _l("Ouverte")
    CANCELLED = "cancelled", _l("Annulée")


class Standing(Labelled):
    """What is shown of its life; derived, never stored."""

    DRAFT = "draft", _l("Brouillon")
    OPEN = "open", _l("Places disponibles")
    FULL = "full", _l("Complet, liste d’attente")
    OVER = "over", _l("Terminée")
    CANCELLED = "cancelled", _l("Annulée")


class Answer(Labelled):
    """What a person asked for; a « no » is no answer at all."""

    COMING = "coming", _l("Vous venez")
    WAITING = "waiting", _l("Sur liste d’attente")


class Action(Base):
    """A collective action. One place is a place at all its dates; `neutral_title` and `host` are the only words that may leave it."""

    __tablename__ = "insertion_action"
    __table_args__ = (
        sa.CheckConstraint("places > 0", name="places_positive"),
        sa.CheckConstraint("places_taken >= 0 AND places_taken <= places", name="never_overbooked"),
        sa.CheckConstraint("state <> 'cancelled' OR cancel_reason IS NOT NULL", name="cancelled_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code", ondelete="SET NULL"), index=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"))
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.DRAFT)
    title: Mapped[str]
    neutral_title: Mapped[str]
    host: Mapped[str]
    words: Mapped[str]
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code", ondelete="SET NULL"))
    address: Mapped[str]
    places: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime | None]
    change_words: Mapped[str | None]
    cancel_reason: Mapped[str | None]

    author: Mapped[User | None] = relationship()
    territoire: Mapped[Territoire | None] = relationship()
    commune: Mapped[Commune | None] = relationship()
    seances: Mapped[list["Seance"]] = relationship(
        back_populates="action", order_by="Seance.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_full(self) -> bool:
        """No place left."""
        return self.places_taken >= self.places

    @property
    def is_over(self) -> bool:
        """Every date took place."""
        return all(each.ends_at <= clock.now() for each in self.seances)

    @property
    def can_be_joined(self) -> bool:
        """Open, with a date that has not begun."""
        return self.state is State.OPEN and any(each.starts_at > clock.now() for each in self.seances)

    @property
    def standing(self) -> Standing:
        """Draft, open, full, over or cancelled."""
        if self.state is not State.OPEN:
            return Standing.DRAFT if self.state is State.DRAFT else Standing.CANCELLED
        if self.is_over:
            return Standing.OVER
        return Standing.FULL if self.is_full else Standing.OPEN

    @property
    def minutes(self) -> int:
        """How long all its dates last together."""
        return sum(int((each.ends_at - each.starts_at).total_seconds()) // 60 for each in self.seances)


class Seance(Base):
    """One date of an action, from a moment to a moment."""

    __tablename__ = "insertion_seance"
    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="times_in_order"), sa.UniqueConstraint("action_id", "starts_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_action.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    action: Mapped[Action] = relationship(back_populates="seances")


class ActionInvitation(Base):
    """A référent's invitation of a person; whatever the person does, or not, this row stays as it is until it is erased."""

    __tablename__ = "insertion_action_invitation"
    __table_args__ = (sa.UniqueConstraint("action_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_action.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    referent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    action: Mapped[Action] = relationship()
    referent: Mapped[Referent | None] = relationship()


class Inscription(Base):
    """A person who comes, or waits for a place; `shown` and `attended_at` are theirs alone to write, and nobody ticks the latter."""

    __tablename__ = "insertion_inscription"
    __table_args__ = (
        sa.CheckConstraint("attended_at IS NULL OR answer = 'coming'", name="attended_had_a_place"),
        sa.UniqueConstraint("action_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_action.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    answer: Mapped[Answer] = mapped_column(enum_column(Answer, "answer"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    shown: Mapped[bool] = mapped_column(default=False)
    attended_at: Mapped[datetime | None]
    engagement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("engagement.id", ondelete="SET NULL"), index=True)

    action: Mapped[Action] = relationship()
    user: Mapped[User] = relationship()


class TrainingCount(Base):
    """How many times « j’ai suivi la formation » was said on a territory: a number, no name, no date."""

    __tablename__ = "insertion_training_count"

    territoire_code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[int]
