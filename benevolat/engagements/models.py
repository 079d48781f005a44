"""Tables of engagements: what is really done, the relevé d'heures and its sheets, the bilan written and answered by both sides."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.candidatures.models import Candidature
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column


class State(Labelled):
    """Where an engagement stands."""

    PLANNED = "planned", _l("Prévu")
    IN_PROGRESS = "in_progress", _l("En cours")
    TO_CLOSE = "to_close", _l("À clore")
    ATTESTED = "attested", _l("Attesté")
    NOT_DONE = "not_done", _l("Non réalisé")
    CANCELLED = "cancelled", _l("Annulé")


class Side(Labelled):
    """Who wrote a line: the volunteer or the association."""

    VOLUNTEER = "volunteer", _l("Bénévole")
    ASSOCIATION = "association", _l("Association")


class Outcome(Labelled):
    """Why a day brought no hours, without any reproach."""

    REPLACED = "replaced", _l("Remplacé par quelqu’un")
    CANCELLED = "cancelled", _l("Annulé, météo ou autre")


class BilanState(Labelled):
    """Where the closing by both sides stands."""

    EXPECTED = "expected", _l("À écrire")
    DRAFTED = "drafted", _l("Préparé par le bénévole")
    PREPARED = "prepared", _l("Préparé, à signer")
    CONFIRMED = "confirmed", _l("Confirmé par l’association")
    AGREED = "agreed", _l("D’accord des deux côtés")
    DISPUTED = "disputed", _l("Pas d’accord")
    STANDING = "standing", _l("Attesté, sans réponse du bénévole")
    DECLARED = "declared", _l("Déclaré par le bénévole")
    WITHDRAWN = "withdrawn", _l("Attestation retirée")


STANDS = (BilanState.AGREED, BilanState.STANDING)
"""The states of a bilan whose content is attested."""

MOST_MINUTES = 600_000
FARTHEST = 1000
"""The most kilometres a day's journey counts."""


def most_minutes(starts_on: date, ends_on: date | None) -> int:
    """Return the most minutes that fit between two days, both counted, a night of a change of hour as long as it is."""
    after = (ends_on or clock.today()) + timedelta(days=1)
    length = clock.paris(after.year, after.month, after.day) - clock.paris(starts_on.year, starts_on.month, starts_on.day)
    return min(int(length.total_seconds()) // 60, MOST_MINUTES)


class Engagement(Base):
    """What a person does for an association: from an accepted candidature, or declared by the person when it happens elsewhere."""

    __tablename__ = "engagement"
    __table_args__ = (
        sa.CheckConstraint("candidature_id IS NOT NULL OR host_name IS NOT NULL", name="has_origin"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("state <> 'not_done' OR reason IS NOT NULL", name="not_done_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    candidature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidature.id", ondelete="SET NULL"), unique=True)
    association_id: Mapped[int | None] = mapped_column(sa.ForeignKey("association.id", ondelete="SET NULL"), index=True)
    host_name: Mapped[str | None]
    title: Mapped[str]
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.PLANNED, index=True)
    reason: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    to_close_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    silence_told_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    candidature: Mapped[Candidature | None] = relationship()
    association: Mapped[Association | None] = relationship()
    releves: Mapped[list["Releve"]] = relationship(
        back_populates="engagement", order_by="Releve.day", cascade="all, delete-orphan", passive_deletes=True
    )
    contretemps: Mapped[list["Contretemps"]] = relationship(
        back_populates="engagement", order_by="Contretemps.day", cascade="all, delete-orphan", passive_deletes=True
    )
    bilan: Mapped["Bilan | None"] = relationship(back_populates="engagement", cascade="all, delete-orphan", passive_deletes=True)
    declaration: Mapped["Declaration | None"] = relationship(
        back_populates="engagement", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def elsewhere(self) -> bool:
        """Declared by the person, with a host that is not on the platform."""
        return self.association_id is None and self.candidature_id is None

    @property
    def host(self) -> str:
        """The name of who received the volunteer."""
        return self.association.name if self.association is not None else self.host_name or ""

    @property
    def domaine(self) -> Domaine | None:
        """The domain of the mission, or the one the person gave to an engagement elsewhere."""
        if self.candidature is not None:
            return self.candidature.mission.domaine
        return self.declaration.domaine if self.declaration is not None else None

    @property
    def told_dates(self) -> tuple[date, date | None]:
        """The first and last day, as a host elsewhere gave them when it did."""
        told = self.declaration
        return (told.starts_on, told.ends_on) if told is not None and told.starts_on is not None else (self.starts_on, self.ends_on)

    @property
    def minutes(self) -> int:
        """The minutes of presence that nobody disputes."""
        return sum(each.minutes for each in self.releves if not each.disputed)

    @property
    def km(self) -> int:
        """The kilometres of the journeys, for the volunteer's own record."""
        return sum(each.km or 0 for each in self.releves)

    @property
    def starts_at(self) -> datetime:
        """The moment it begins: the créneau's, or the first minute of the day in Europe/Paris."""
        if self.candidature is not None and self.candidature.creneau is not None:
            return self.candidature.creneau.starts_at
        return clock.paris(self.starts_on.year, self.starts_on.month, self.starts_on.day)

    @property
    def ends_at(self) -> datetime | None:
        """The moment it is over: the créneau's end, or the end of the last day; None while no end is known."""
        if self.candidature is not None and self.candidature.creneau is not None:
            return self.candidature.creneau.ends_at
        if self.ends_on is None:
            return None
        after = self.ends_on + timedelta(days=1)
        return clock.paris(after.year, after.month, after.day)


class Releve(Base):
    """One line of hours: a day and its minutes, entered by one side, which the other may confirm or dispute."""

    __tablename__ = "releve"
    __table_args__ = (
        sa.CheckConstraint("minutes > 0 AND minutes <= 1500", name="minutes_of_a_day"),
        sa.CheckConstraint("disputed_minutes IS NULL OR disputed_minutes BETWEEN 0 AND 1500", name="disputed_minutes_of_a_day"),
        sa.CheckConstraint("km IS NULL OR km BETWEEN 1 AND 1000", name="km_of_a_day"),
        sa.CheckConstraint("(km IS NULL) = (km_by IS NULL)", name="km_has_author"),
        sa.CheckConstraint("NOT (disputed AND confirmed_at IS NOT NULL)", name="confirmed_or_disputed"),
        sa.UniqueConstraint("engagement_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"))
    day: Mapped[date]
    minutes: Mapped[int]
    entered_by: Mapped[Side] = mapped_column(enum_column(Side, "entered_by"))
    confirmed_at: Mapped[datetime | None]
    disputed: Mapped[bool] = mapped_column(default=False)
    disputed_minutes: Mapped[int | None]
    km: Mapped[int | None]
    km_by: Mapped[Side | None] = mapped_column(enum_column(Side, "km_by"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    engagement: Mapped[Engagement] = relationship(back_populates="releves")


class Contretemps(Base):
    """A day that brought no hours, and why: somebody else came, or it was cancelled. It reproaches nobody."""

    __tablename__ = "contretemps"
    __table_args__ = (sa.UniqueConstraint("engagement_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"))
    day: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome, "outcome"))
    said_by: Mapped[Side] = mapped_column(enum_column(Side, "said_by"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    engagement: Mapped[Engagement] = relationship(back_populates="contretemps")


class Feuille(Base):
    """What is known of a sheet of presence, of a créneau or of a week of a regular mission: reminded once, filled in."""

    __tablename__ = "feuille"
    __table_args__ = (
        sa.CheckConstraint("(creneau_id IS NULL) <> (week IS NULL)", name="creneau_or_week"),
        sa.UniqueConstraint("mission_id", "week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"))
    creneau_id: Mapped[int | None] = mapped_column(sa.ForeignKey("creneau.id", ondelete="CASCADE"), unique=True)
    week: Mapped[date | None]
    filled_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class Bilan(Base):
    """The closing of an engagement: hours and one sentence, drafted, confirmed, then answered by the person.

    What the person drafted is kept beside what the association wrote; `confirmed_at` is the first confirmation, from which the
    association has thirty days to correct or withdraw.
    """

    __tablename__ = "bilan"
    __table_args__ = (
        sa.CheckConstraint("minutes >= 0 AND minutes <= 600000", name="minutes_sane"),
        sa.CheckConstraint(
            "state IN ('expected', 'drafted', 'prepared', 'declared') OR confirmed_at IS NOT NULL", name="confirmed_has_date"
        ),
        sa.CheckConstraint("state NOT IN ('agreed', 'disputed') OR answered_at IS NOT NULL", name="answer_has_date"),
        sa.CheckConstraint("state <> 'disputed' OR answer_words IS NOT NULL", name="dispute_has_words"),
        sa.CheckConstraint("state <> 'withdrawn' OR reason IS NOT NULL", name="withdrawal_has_reason"),
        sa.CheckConstraint("thanks IS NULL OR thanked_at IS NOT NULL", name="thanks_has_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), unique=True)
    state: Mapped[BilanState] = mapped_column(enum_column(BilanState, "state"), default=BilanState.EXPECTED)
    minutes: Mapped[int] = mapped_column(default=0)
    sentence: Mapped[str] = mapped_column(default="")
    draft_words: Mapped[str | None]
    draft_minutes: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    signatory: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answer_words: Mapped[str | None]
    reason: Mapped[str | None]
    thanks: Mapped[str | None]
    thanks_by: Mapped[str | None]
    thanked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    engagement: Mapped[Engagement] = relationship(back_populates="bilan")
    competences: Mapped[list["BilanCompetence"]] = relationship(
        back_populates="bilan", cascade="all, delete-orphan", passive_deletes=True, order_by="BilanCompetence.competence_code"
    )

    @property
    def asked_at(self) -> datetime | None:
        """Since when the person's answer is awaited: the confirmation, or the last correction."""
        return self.corrected_at or self.confirmed_at


class BilanCompetence(Base):
    """A skill the association saw at work, with an example when it gave one."""

    __tablename__ = "bilan_competence"

    bilan_id: Mapped[int] = mapped_column(sa.ForeignKey("bilan.id", ondelete="CASCADE"), primary_key=True)
    competence_code: Mapped[str] = mapped_column(sa.ForeignKey("competence.code"), primary_key=True)
    example: Mapped[str | None]

    bilan: Mapped[Bilan] = relationship(back_populates="competences")
    competence: Mapped[Competence] = relationship()


class Declaration(Base):
    """What an engagement elsewhere has besides: its domain, and what its host corrected, taken over once the bilan stands."""

    __tablename__ = "declaration"
    __table_args__ = (
        sa.CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_dates"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), primary_key=True)
    domaine_code: Mapped[str | None] = mapped_column(sa.ForeignKey("domaine.code"))
    host_name: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    engagement: Mapped[Engagement] = relationship(back_populates="declaration")
    domaine: Mapped[Domaine | None] = relationship()


@dataclass(frozen=True, slots=True)
class OutsideHost:
    """Who answers for a host that is not on the platform: no account, a name and a function, for one engagement only."""

    engagement_id: int
    full_name: str
    id: ClassVar[None] = None
