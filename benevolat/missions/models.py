"""Tables of missions: publication (stored), recruitment and calendar (derived), créneaux, skills, imports, the search's `seq` counters."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.associations.models import Association
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune

LONGEST_TITLE, LONGEST_DESCRIPTION, MOST_PLACES, MOST_SKILLS, MOST_SLOTS = 90, 3000, 500, 8, 60
SHORTEST_TITLE, SHORTEST_DESCRIPTION = 8, 40
FURTHEST = timedelta(days=730)
"""The bounds of what a mission holds, whoever writes it."""


class Publication(Labelled):
    """Where a mission stands between its writing and the public."""

    DRAFT = "draft", _l("Brouillon")
    SUBMITTED = "submitted", _l("À valider")
    PUBLISHED = "published", _l("Publiée")
    TO_CORRECT = "to_correct", _l("À corriger")
    REFUSED = "refused", _l("Refusée")
    WITHDRAWN = "withdrawn", _l("Retirée")


class Recruitment(Labelled):
    """Whether places are left; derived, never stored."""

    OPEN = "open", _l("Places disponibles")
    FULL = "full", _l("Complet, liste d’attente")
    CLOSED = "closed", _l("Fermée")


class Calendar(Labelled):
    """Where the mission stands in time; derived, never stored."""

    TO_COME = "to_come", _l("À venir")
    IN_PROGRESS = "in_progress", _l("En cours")
    OVER = "over", _l("Terminée")


class MissionKind(Labelled):
    """Dated créneaux, or a regular rhythm."""

    DATED = "dated", _l("À une date précise")
    REGULAR = "regular", _l("Régulièrement")


class Where(Labelled):
    """On site, from home, or both."""

    ON_SITE = "on_site", _l("Sur place")
    REMOTE = "remote", _l("À distance")
    BOTH = "both", _l("Sur place ou à distance")


class FrenchLevel(Labelled):
    """How much French the task needs."""

    NONE = "none", _l("Pas besoin de parler français")
    SOME = "some", _l("Un peu de français")
    GOOD = "good", _l("Bien parler français")


class Setting(Labelled):
    """Alone, in a team, or as one likes."""

    ALONE = "alone", _l("Seul ou seule")
    TEAM = "team", _l("En équipe")
    EITHER = "either", _l("Seul ou en équipe")


class PauseReason(Labelled):
    """Why a mission takes nobody for a while: a closed list, because everybody reads it and nobody moderates it."""

    ENOUGH = "enough", _l("Nous avons assez de monde")
    BREAK = "break", _l("C’est une pause\u00a0: vacances, saison, travaux")
    LATER = "later", _l("Nous préparons la suite")
    SILENT = "silent", _l("L’association n’a pas dit si la mission est toujours d’actualité")


class Mission(Base):
    """What an association proposes. `half_days` is a mask of 21 bits: bit 3 × day + part (Monday = 0; morning, afternoon, evening).

    `group_key` is shared by the missions that are the same one in several places; `reference` is the association's own name for it, in its
    files; `fresh_at` is when the association last said, by touching it, that it still stands.
    """

    __tablename__ = "mission"
    __table_args__ = (
        sa.CheckConstraint("places IS NULL OR places > 0", name="places_positive"),
        sa.CheckConstraint("places_taken >= 0 AND (places IS NULL OR kind = 'dated' OR places_taken <= places)", name="never_overbooked"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("half_days >= 0 AND half_days < 2097152", name="half_days_mask"),
        sa.CheckConstraint("publication NOT IN ('to_correct', 'refused') OR publication_reason IS NOT NULL", name="refusal_has_reason"),
        sa.CheckConstraint("publication <> 'published' OR published_at IS NOT NULL", name="published_has_date"),
        sa.CheckConstraint("NOT recruiting OR (pause_reason IS NULL AND resumes_on IS NULL)", name="pause_is_explained"),
        sa.CheckConstraint("(reminders = 0) = (reminded_at IS NULL)", name="reminder_has_date"),
        sa.UniqueConstraint("publisher", "client_id"),
        sa.UniqueConstraint("association_id", "reference"),
        sa.Index("ix_mission_column_seq", "column_seq"), sa.Index("ix_mission_text_seq", "text_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    publication: Mapped[Publication] = mapped_column(enum_column(Publication, "publication"), default=Publication.DRAFT, index=True)
    publication_reason: Mapped[str | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    draft_step: Mapped[int] = mapped_column(default=1)

    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    domaine_code: Mapped[str | None] = mapped_column(sa.ForeignKey("domaine.code"), index=True)
    activity: Mapped[str | None] = mapped_column(sa.String(80))

    kind: Mapped[MissionKind] = mapped_column(enum_column(MissionKind, "kind"), default=MissionKind.REGULAR)
    half_days: Mapped[int] = mapped_column(default=0)
    hours_per_week: Mapped[float | None]
    schedule: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    places: Mapped[int | None]
    places_taken: Mapped[int] = mapped_column(default=0)
    recruiting: Mapped[bool] = mapped_column(default=True)
    pause_reason: Mapped[PauseReason | None] = mapped_column(enum_column(PauseReason, "pause_reason"))
    resumes_on: Mapped[date | None]

    where: Mapped[Where] = mapped_column("where_done", enum_column(Where, "where_done"), default=Where.ON_SITE)
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code"), index=True)
    address: Mapped[str | None]
    address_public: Mapped[bool] = mapped_column(default=False)
    meeting_point: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]

    costs_refunded: Mapped[bool] = mapped_column(default=False)
    by_bus: Mapped[bool] = mapped_column(default=False)
    bus_line: Mapped[str | None]
    wheelchair: Mapped[bool] = mapped_column(default=False)
    minors_ok: Mapped[bool] = mapped_column(default=False)
    children_welcome: Mapped[bool] = mapped_column(default=False)
    meal_offered: Mapped[bool] = mapped_column(default=False)
    accompanied_start: Mapped[bool] = mapped_column(default=False)
    french_level: Mapped[FrenchLevel] = mapped_column(enum_column(FrenchLevel, "french_level"), default=FrenchLevel.SOME)
    setting: Mapped[Setting] = mapped_column(enum_column(Setting, "setting"), default=Setting.EITHER)
    contact_name: Mapped[str | None]
    not_a_job: Mapped[bool] = mapped_column(default=False)

    publisher: Mapped[str | None] = mapped_column(sa.String(80))
    client_id: Mapped[str | None] = mapped_column(sa.String(200))
    application_url: Mapped[str | None]

    group_key: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    reference: Mapped[str | None] = mapped_column(sa.String(60))
    fresh_at: Mapped[datetime] = mapped_column(default=clock.now)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]

    column_seq: Mapped[int] = mapped_column(default=0)
    text_seq: Mapped[int] = mapped_column(default=0)

    association: Mapped[Association] = relationship()
    domaine: Mapped[Domaine | None] = relationship()
    commune: Mapped[Commune | None] = relationship()
    creneaux: Mapped[list["Creneau"]] = relationship(
        back_populates="mission", order_by="Creneau.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )
    competences: Mapped[list[Competence]] = relationship(secondary="mission_competence", order_by=Competence.rank)

    @property
    def partner_url(self) -> str | None:
        """Where one applies when a partner proposed the mission, None when one applies here. It becomes a link: http(s) alone."""
        address = self.application_url or ""
        return address if self.publisher is not None and address.startswith(("https://", "http://")) else None

    @property
    def is_full(self) -> bool:
        """No place left: in the mission, or in any créneau to come."""
        if self.kind is MissionKind.DATED:
            coming = [each for each in self.creneaux if each.starts_at > clock.now() and not each.cancelled]
            return bool(coming) and all(each.places_left == 0 for each in coming)
        return self.places is not None and self.places_taken >= self.places

    @property
    def calendar(self) -> Calendar:
        """To come, in progress or over, by the days of Europe/Paris."""
        today = clock.today()
        if self.ends_on is not None and self.ends_on < today:
            return Calendar.OVER
        return Calendar.TO_COME if self.starts_on is not None and self.starts_on > today else Calendar.IN_PROGRESS

    @property
    def recruitment(self) -> Recruitment:
        """Open, full or closed, from publication, calendar and places."""
        if self.publication is not Publication.PUBLISHED or not self.recruiting or self.calendar is Calendar.OVER:
            return Recruitment.CLOSED
        if self.kind is MissionKind.DATED and not any(each.starts_at > clock.now() and not each.cancelled for each in self.creneaux):
            return Recruitment.CLOSED
        return Recruitment.FULL if self.is_full else Recruitment.OPEN


class Creneau(Base):
    """A dated slot of a mission, with its own places."""

    __tablename__ = "creneau"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="times_in_order"),
        sa.CheckConstraint("places > 0", name="places_positive"),
        sa.CheckConstraint("places_taken >= 0 AND places_taken <= places", name="never_overbooked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[bool] = mapped_column(default=False)

    mission: Mapped[Mission] = relationship(back_populates="creneaux")

    @property
    def places_left(self) -> int:
        """How many can still be accepted."""
        return self.places - self.places_taken

    @property
    def duration(self) -> timedelta:
        """How long the slot lasts, by the clock on the wall crossing summer time correctly (both ends are in UTC)."""
        return self.ends_at - self.starts_at


class MissionImport(Base):
    """What was read of an association's file, until it is confirmed, given up or an hour old."""

    __tablename__ = "mission_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    association: Mapped[Association] = relationship()


class MissionCompetence(Base):
    """A skill that a mission lets show."""

    __tablename__ = "mission_competence"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True)
    competence_code: Mapped[str] = mapped_column(sa.ForeignKey("competence.code"), primary_key=True)


class SearchSequence(Base):
    """The counters that the search follows: "columns" and "text" for the missions, "families" for the words it was taught.

    Each change takes the next number of its counter in its own transaction.
    """

    __tablename__ = "search_sequence"

    name: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
