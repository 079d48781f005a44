"""Tables above the RSA line: the reference of a contract, its annexe, the consentement, amendments, and what the person submitted."""

import json
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.engagements.models import Engagement


class PathKind(Labelled):
    """The kind of path, which decides which guard-rail questions are asked."""

    SOCIAL = "social", _l("Parcours social")
    SOCIO_PRO = "socio-pro", _l("Parcours socio-professionnel")
    EMPLOI = "emploi", _l("Parcours vers l’emploi")


class AnnexeState(Labelled):
    """Where the annexe « engagement citoyen » stands."""

    DRAFT = "draft", _l("En préparation")
    PROPOSED = "proposed", _l("Proposée")
    SIGNED = "signed", _l("Signée")
    AMENDED = "amended", _l("Modifiée par avenant")
    ENDED = "ended", _l("Terminée")
    WITHDRAWN = "withdrawn", _l("Retirée")


class Period(Labelled):
    """The rhythm in which hours are counted."""

    WEEKLY = "weekly", _l("par semaine")
    MONTHLY = "monthly", _l("par mois")


class Channel(Labelled):
    """How a consent was given."""

    ACCOUNT = "account", _l("Depuis le compte de la personne")
    CODE = "code", _l("Avec un code reçu")
    SHEET = "sheet", _l("Sur une feuille signée")


class SubmissionState(Labelled):
    """Where a submitted engagement stands."""

    SUBMITTED = "submitted", _l("Transmis à la personne qui vous accompagne")
    VALIDATED = "validated", _l("Validé dans le contrat")
    COMPLEMENT = "complement", _l("Un complément est demandé")
    CANCELLED = "cancelled", _l("Repris par la personne")


class ContratType(Base):
    """A type of contract; data, since the law changes their names (CER, contrat d'engagement, PPAE…)."""

    __tablename__ = "insertion_contrat_type"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    label: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Contrat(Base):
    """The reference of a contract whose life is in the Département's own software."""

    __tablename__ = "insertion_contrat"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    type_code: Mapped[str] = mapped_column(sa.ForeignKey("insertion_contrat_type.code"))
    reference: Mapped[str] = mapped_column(sa.String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    path_kind: Mapped[PathKind] = mapped_column(enum_column(PathKind, "path_kind"))

    user: Mapped[User] = relationship()
    type: Mapped[ContratType] = relationship()


class Annexe(Base):
    """The annexe « engagement citoyen »: freely proposed, signed by the person then by the référent, never a step of the contract."""

    __tablename__ = "insertion_annexe"
    __table_args__ = (
        sa.CheckConstraint("months BETWEEN 1 AND 6", name="six_months_at_most"),
        sa.CheckConstraint("hours > 0 AND hours <= 35", name="hours_sane"),
        sa.CheckConstraint("state NOT IN ('signed', 'amended') OR (signed_by_person_at IS NOT NULL AND signed_by_referent_at IS NOT NULL)",
                           name="signed_by_both"),
        sa.Index("uq_insertion_annexe_open", "contrat_id", unique=True,
                 sqlite_where=sa.text("state IN ('draft', 'proposed', 'signed', 'amended')"),
                 postgresql_where=sa.text("state IN ('draft', 'proposed', 'signed', 'amended')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    contrat_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_contrat.id", ondelete="CASCADE"), index=True)
    state: Mapped[AnnexeState] = mapped_column(enum_column(AnnexeState, "state"), default=AnnexeState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    already_engaged: Mapped[bool]
    forms: Mapped[list[str]]
    competences: Mapped[list[str]]
    period: Mapped[Period] = mapped_column(enum_column(Period, "period"), default=Period.WEEKLY)
    hours: Mapped[float]
    months: Mapped[int]
    starts_on: Mapped[date]
    referent_commitment: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    proposed_at: Mapped[datetime | None]
    signed_by_person_at: Mapped[datetime | None]
    signed_by_referent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    offer_counted: Mapped[bool] = mapped_column(default=False)
    """The offer was counted when it was made aloud, before anything was written."""
    agreed_content: Mapped[dict[str, Any] | None]
    """What both signed last, kept so that an amendment says what it changes."""

    contrat: Mapped[Contrat] = relationship()

    @property
    def content(self) -> dict[str, Any]:
        """What the annexe says, as plain values that can be kept and compared."""
        return {
            "already_engaged": self.already_engaged, "forms": list(self.forms), "competences": list(self.competences),
            "period": str(self.period), "hours": self.hours, "months": self.months, "starts_on": self.starts_on.isoformat(),
            "referent_commitment": self.referent_commitment,
        }

    @property
    def last_day(self) -> date:
        """The day on which an annexe of so many months ends: the same day of the month, or that month's last."""
        month = self.starts_on.month - 1 + self.months
        year, month = self.starts_on.year + month // 12, month % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        return min(date(year, month, 1) + timedelta(days=self.starts_on.day - 1), following - timedelta(days=1))

    @property
    def mark(self) -> str:
        """What tells this content from any other: who changes an annexe says which one they were reading."""
        return entropy.fingerprint(json.dumps([self.revision, self.content]))[:16]


class Consentement(Base):
    """A consent with the exact text, its version, its date and channel; withdrawn in one gesture."""

    __tablename__ = "insertion_consentement"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    annexe_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_annexe.id", ondelete="CASCADE"), index=True)
    annexe_revision: Mapped[int]
    text: Mapped[str]
    text_version: Mapped[int]
    channel: Mapped[Channel] = mapped_column(enum_column(Channel, "channel"))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    annexe: Mapped[Annexe] = relationship()


class MediaType(StrEnum):
    """What a signed sheet may be kept as."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Sheet(Base):
    """The sheet the person signed by hand for a revision, scanned or photographed, its metadata taken off."""

    __tablename__ = "insertion_sheet"
    __table_args__ = (sa.UniqueConstraint("annexe_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    annexe_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_annexe.id", ondelete="CASCADE"))
    revision: Mapped[int]
    media_type: Mapped[MediaType] = mapped_column(sa.Enum(
        MediaType, name="media_type", native_enum=False, create_constraint=True, validate_strings=True, length=40,
        values_callable=lambda members: [each.value for each in members],
    ))
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))

    annexe: Mapped[Annexe] = relationship()


class AvenantKind(Labelled):
    """What an amendment changes."""

    REVISION = "revision", _l("Le contenu de l’annexe a changé")
    WITHDRAWAL = "withdrawal", _l("La personne a retiré son accord")
    DISOWNED = "disowned", _l("La personne dit que la signature n’est pas la sienne")


class Avenant(Base):
    """An amendment of an annexe: what it said, what it says, and when; a withdrawal leaves nothing to say."""

    __tablename__ = "insertion_avenant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    annexe_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_annexe.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AvenantKind] = mapped_column(enum_column(AvenantKind, "kind"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]

    annexe: Mapped[Annexe] = relationship()


class Submission(Base):
    """An attested engagement that the person chose to show to their référent, and the référent's answer."""

    __tablename__ = "insertion_submission"
    __table_args__ = (
        sa.CheckConstraint("state <> 'complement' OR answer_words IS NOT NULL", name="complement_has_words"),
        sa.CheckConstraint("state NOT IN ('validated', 'complement') OR answered_at IS NOT NULL", name="answer_has_date"),
        sa.UniqueConstraint("annexe_id", "engagement_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    annexe_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_annexe.id", ondelete="CASCADE"), index=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    state: Mapped[SubmissionState] = mapped_column(enum_column(SubmissionState, "state"), default=SubmissionState.SUBMITTED)
    wants_mark: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str | None]
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    answer_words: Mapped[str | None]

    annexe: Mapped[Annexe] = relationship()
    engagement: Mapped[Engagement] = relationship()


class Question(Labelled):
    """A guard rail: what the référent is asked, never answered for them."""

    FORMER_EMPLOYER = "former-employer", _l("Est-ce chez un ancien employeur\u00a0?")
    REPLACES_POST = "replaces-post", _l("L’activité remplace-t-elle un poste salarié\u00a0?")
    HOURS = "hours", _l("Les heures laissent-elles le temps de chercher un emploi\u00a0?")
    DIRECT_USE = "direct-use", _l("Est-ce directement utile au projet professionnel\u00a0?")
    UNDECLARED = "undeclared", _l("Est-ce une aide chez un particulier\u00a0?")
    COUNTS = "counts", _l("Ces heures comptent-elles dans les heures d’activité de la semaine\u00a0?")


class Reason(Labelled):
    """Why the référent decided so: about the activity, never about the person; which question each answers is in guards.py."""

    NOT_FORMER = "not-former", _l("Non, ce n’est pas un ancien employeur")
    OTHER_HOST = "other-host", _l("Oui\u00a0: la personne fera cette activité ailleurs")
    FORMER = "former", _l("Oui\u00a0: à revoir avec la personne")
    ADDS_TO_STAFF = "adds-to-staff", _l("Non, elle s’ajoute au travail des salariés")
    NO_STAFF = "no-staff", _l("Non, personne n’est salarié pour cela")
    REPLACES = "replaces", _l("Oui, elle y ressemble\u00a0: à revoir avec l’association")
    HOURS_FIT = "hours-fit", _l("Oui, il reste assez de temps")
    HOURS_PLACED = "hours-placed", _l("Oui, elles sont placées hors des démarches")
    HOURS_LOWER = "hours-lower", _l("Non, c’est beaucoup\u00a0: à baisser avec la personne")
    USEFUL_SKILL = "useful-skill", _l("Oui, l’activité montre une compétence du projet")
    USEFUL_TRADE = "useful-trade", _l("Oui, elle fait connaître un métier ou une formation")
    NOT_DIRECT = "not-direct", _l("Pas directement\u00a0: elle reste le choix de la personne")
    NO_PRIVATE = "no-private", _l("Non, pas chez un particulier")
    THROUGH_STRUCTURE = "through-structure", _l("Oui, par une association, un CCAS ou une autre structure")
    FIND_STRUCTURE = "find-structure", _l("Oui, directement\u00a0: chercher d’abord une structure")
    COUNTS_YES = "counts-yes", _l("Oui, elles comptent")
    COUNTS_NO = "counts-no", _l("Non, elles ne comptent pas")
    COUNTS_LATER = "counts-later", _l("À voir plus tard")


LONGEST_WORDS = 160


class Decision(Base):
    """What the référent decided of one question, for a revision of the annexe or for what was submitted: why, and the law shown then."""

    __tablename__ = "insertion_decision"
    __table_args__ = (
        sa.CheckConstraint(f"words IS NULL OR length(words) <= {LONGEST_WORDS}", name="one_sentence"),
        sa.Index("uq_insertion_decision_annexe", "annexe_id", "revision", "question", unique=True,
                 sqlite_where=sa.text("submission_id IS NULL"), postgresql_where=sa.text("submission_id IS NULL")),
        sa.Index("uq_insertion_decision_submission", "submission_id", "question", unique=True,
                 sqlite_where=sa.text("submission_id IS NOT NULL"), postgresql_where=sa.text("submission_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    annexe_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_annexe.id", ondelete="CASCADE"))
    submission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("insertion_submission.id", ondelete="CASCADE"))
    revision: Mapped[int]
    question: Mapped[Question] = mapped_column(enum_column(Question, "question"))
    reason: Mapped[Reason] = mapped_column(enum_column(Reason, "reason"))
    words: Mapped[str | None]
    law: Mapped[str]
    law_version: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))


class Figure(Labelled):
    """What is counted without a name."""

    OFFERED = "offered", _l("Annexes proposées")
    REFUSED = "refused", _l("Réponses « non »")


class AnonymousCount(Base):
    """A coarse figure: a territory, a quarter, a number; no person, no finer date, no order of arrival."""

    __tablename__ = "insertion_anonymous_count"

    territoire_code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    quarter: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    figure: Mapped[Figure] = mapped_column(enum_column(Figure, "figure"), primary_key=True)
    value: Mapped[int]
