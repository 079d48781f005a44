"""Tables of the desk: claims, decisions, texts already judged, and what the official directory answered."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.missions.models import Mission

HELD = timedelta(minutes=15)
"""How long an item stays with a modérateur who does nothing more."""
UNDONE_WITHIN = timedelta(minutes=10)
"""How long a decision can be taken back: its letter leaves after."""
KEPT = timedelta(days=730)
"""How long the journal of decisions is kept."""


class Noun(Labelled):
    """What waits at the desk."""

    SIGNALEMENT = "signalement", _l("Signalement")
    MISSION = "mission", _l("Mission")
    ASSOCIATION = "association", _l("Association")
    TEMOIGNAGE = "temoignage", _l("Témoignage")
    VALIDATION = "validation", _l("Validation de compétences")


class Claim(Base):
    """Who is on an item, and until when; past that moment it is as if nobody were."""

    __tablename__ = "desk_claim"

    noun: Mapped[Noun] = mapped_column(enum_column(Noun, "noun"), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]

    user: Mapped[User] = relationship()


class DeskDecision(Base):
    """One decision of a modérateur: what the journal shows, and what it takes to undo it. `before` is how things stood."""

    __tablename__ = "desk_decision"
    __table_args__ = (sa.Index("ix_desk_decision_noun_object_id", "noun", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    noun: Mapped[Noun] = mapped_column(enum_column(Noun, "noun"))
    object_id: Mapped[int]
    shown_id: Mapped[str] = mapped_column(sa.String(32))
    title: Mapped[str]
    action: Mapped[str] = mapped_column(sa.String(40))
    reason: Mapped[str | None]
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    final_at: Mapped[datetime | None]
    log_id: Mapped[int | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship()

    @property
    def can_be_undone(self) -> bool:
        """Whether its ten minutes last and nobody undid it."""
        return self.final_at is not None and self.undone_at is None and clock.now() < self.final_at


class DecidedText(Base):
    """The text of a mission as it was judged, so that the same text sent again is recognised."""

    __tablename__ = "decided_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("desk_decision.id", ondelete="CASCADE"), unique=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), index=True)
    words: Mapped[str]

    decision: Mapped[DeskDecision] = relationship()
    mission: Mapped[Mission] = relationship()


class TextBand(Base):
    """A part of the sketch of a judged text: two near texts share one, so that they are found by an index."""

    __tablename__ = "decided_text_band"

    decided_text_id: Mapped[int] = mapped_column(sa.ForeignKey("decided_text.id", ondelete="CASCADE"), primary_key=True)
    band: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False, index=True)


class Answer(Labelled):
    """What the official directory said of a number."""

    FOUND = "found", _l("Trouvée dans l’annuaire officiel")
    CLOSED = "closed", _l("Trouvée, mais fermée selon l’annuaire officiel")
    UNKNOWN = "unknown", _l("Introuvable dans l’annuaire officiel")
    UNREACHABLE = "unreachable", _l("Annuaire officiel pas joignable")


class OfficialCheck(Base):
    """What the official directory answered about a number, and when: an answer is kept, and shown with its age."""

    __tablename__ = "official_check"

    number: Mapped[str] = mapped_column(sa.String(14), primary_key=True)
    answer: Mapped[Answer] = mapped_column(enum_column(Answer, "answer"))
    name: Mapped[str | None] = mapped_column(sa.String(200))
    place: Mapped[str | None] = mapped_column(sa.String(100))
    checked_at: Mapped[datetime] = mapped_column(default=clock.now)
    failed_at: Mapped[datetime | None]
