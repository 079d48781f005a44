"""Tables of alertes: a kept search by its parts, what it found and told, how far the matching went; and favourites.

An alerte belongs to an account, or to an e-mail or a number that was proven by a code: that contact lives nowhere else and goes with it.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.missions.models import FrenchLevel, Mission, MissionKind, Setting

ASKED_AFTER = timedelta(days=91)
"""Without a click for this long, a letter asks whether the alerte still serves…"""
PAUSED_AFTER = timedelta(days=14)
"""… and without an answer for this long it is paused…"""
ERASED_AFTER = timedelta(days=365)
"""… and erased, its contact with it, when it stays paused for this long."""
MOST = 20
LONGEST_LABEL = 200
FIRST_HOUR, LAST_HOUR = 7, 21


class Rhythm(Labelled):
    """How often the new missions are told."""

    WEEKLY = "weekly", _l("Chaque semaine, le lundi")
    DAILY = "daily", _l("Chaque jour")


class Part(Labelled):
    """What a question may hold several of."""

    DOMAIN = "domain", _l("Domaine")
    FLAG = "flag", _l("Ce que la mission offre")
    COMPETENCE = "competence", _l("Compétence à montrer")
    WITHOUT = "without", _l("Mot à éviter")


class Alerte(Base):
    """A kept search: the parts of its question, the person's words for it, to whom and when its news are told."""

    __tablename__ = "alerte"
    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN user_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN email IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN phone IS NULL THEN 0 ELSE 1 END) = 1", name="one_holder",
        ),
        sa.CheckConstraint("phone IS NULL OR rhythm = 'weekly'", name="sms_is_weekly"),
        sa.CheckConstraint(f"hour >= {FIRST_HOUR} AND hour <= {LAST_HOUR}", name="hour_of_day"),
        sa.CheckConstraint("half_days >= 0 AND half_days < 2097152", name="half_days_mask"),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="whole_point"),
        sa.Index("ix_alerte_paused_at_next_at", "paused_at", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(sa.String(320), index=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL))
    address: Mapped[str]
    """The query of the page of missions that shows the same search."""

    rhythm: Mapped[Rhythm] = mapped_column(enum_column(Rhythm, "rhythm"), default=Rhythm.WEEKLY)
    hour: Mapped[int] = mapped_column(default=9)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    known_at: Mapped[datetime] = mapped_column(default=clock.now)
    """What matched at this moment was on the screen: it is not news."""
    broad: Mapped[bool] = mapped_column(default=False)
    """So much matched at `known_at` that it was not written down: only what is published later is news."""
    next_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    clicked_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]

    words: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius_km: Mapped[float | None]
    territory: Mapped[str | None] = mapped_column(sa.String(40))
    isere: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[MissionKind | None] = mapped_column(enum_column(MissionKind, "kind"))
    half_days: Mapped[int] = mapped_column(default=0)
    remote: Mapped[bool] = mapped_column(default=False)
    association_id: Mapped[int | None] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    french: Mapped[FrenchLevel | None] = mapped_column(enum_column(FrenchLevel, "french"))
    setting: Mapped[Setting | None] = mapped_column(enum_column(Setting, "setting"))
    within_days: Mapped[int | None]

    user: Mapped[User | None] = relationship()
    parts: Mapped[list["AlertePart"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="AlertePart.part, AlertePart.value", lazy="selectin"
    )

    @property
    def is_paused(self) -> bool:
        """Whether nothing is looked for nor told."""
        return self.paused_at is not None

    @property
    def by_sms(self) -> bool:
        """Whether its news go to a telephone number: the account's when it has no e-mail, or the one that was given."""
        return self.phone is not None or (self.user is not None and self.user.email is None)


class AlertePart(Base):
    """One of several values of a question: a domain, a wish, a skill, a word to avoid."""

    __tablename__ = "alerte_part"

    alerte_id: Mapped[int] = mapped_column(sa.ForeignKey("alerte.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[Part] = mapped_column(enum_column(Part, "part"), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(80), primary_key=True)


class AlerteMission(Base):
    """A mission that an alerte knows: on the screen when it was kept or told since (`told_at`), or found and still to tell."""

    __tablename__ = "alerte_mission"

    alerte_id: Mapped[int] = mapped_column(sa.ForeignKey("alerte.id", ondelete="CASCADE"), primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True, index=True)
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
    told_at: Mapped[datetime | None]


class AlerteCursor(Base):
    """Up to which change of the missions the kept searches were compared: one row."""

    __tablename__ = "alerte_cursor"

    id: Mapped[int] = mapped_column(primary_key=True)
    column_seq: Mapped[int] = mapped_column(default=0)


class Favori(Base):
    """A mission that a person keeps aside; nobody else ever sees it."""

    __tablename__ = "favori"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True, index=True)
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)

    mission: Mapped[Mission] = relationship()
