"""Tables of candidatures: an application to a mission (or one of its créneaux), messages, waiting list, links, call-backs, doors."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import AgeBand, User
from benevolat.associations.models import Association
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.missions.models import Creneau, Mission


class State(Labelled):
    """Where an application stands."""

    SENT = "sent", _l("Envoyée")
    ACCEPTED = "accepted", _l("Acceptée")
    DECLINED = "declined", _l("Non retenue")
    WAITLISTED = "waitlisted", _l("Sur liste d’attente")
    WITHDRAWN = "withdrawn", _l("Retirée")
    EXPIRED = "expired", _l("Sans réponse")
    REVOKED = "revoked", _l("Annulée par l’association")


ACTIVE = (State.SENT, State.ACCEPTED, State.WAITLISTED)
"""The states in which a person is, or may become, one of the mission's volunteers."""
REMINDED_AFTER = timedelta(days=7)
"""A silence of the association is recalled to it after this time…"""
EXPIRED_AFTER = timedelta(days=30)
"""… and closes the candidature in the volunteer's favour after this one."""
DOOR_LASTS = timedelta(days=365)
"""An association's door that nobody opened again opens by itself after this time."""

class DeclineReason(Labelled):
    """Why an association says no: the words the volunteer reads. « Another » is replaced by a sentence of the association's own."""

    PLACES = "places", _l("Les places sont déjà prises.")
    TIMES = "times", _l("Les jours ou les horaires ne correspondent pas.")
    CONDITIONS = "conditions", _l("La mission demande autre chose : un âge, un permis ou une formation.")
    UNREACHED = "unreached", _l("Nous n’avons pas réussi à nous parler.")
    CHANGED = "changed", _l("La mission change ou n’aura pas lieu.")
    OTHER = "other", _l("Une autre raison, que j’écris.")


_ACTIVE_SQL = sa.text("state IN ('sent', 'accepted', 'waitlisted')")


class Candidature(Base):
    """A person's application; at most one active for the same mission and créneau."""

    __tablename__ = "candidature"
    __table_args__ = (
        sa.CheckConstraint("state NOT IN ('declined', 'revoked') OR reason IS NOT NULL", name="refusal_has_reason"),
        sa.CheckConstraint("state = 'sent' OR state = 'withdrawn' OR decided_at IS NOT NULL", name="decision_has_date"),
        sa.Index("uq_candidature_active_mission", "mission_id", "user_id", unique=True,
                 sqlite_where=sa.and_(_ACTIVE_SQL, sa.text("creneau_id IS NULL")),
                 postgresql_where=sa.and_(_ACTIVE_SQL, sa.text("creneau_id IS NULL"))),
        sa.Index("uq_candidature_active_creneau", "creneau_id", "user_id", unique=True,
                 sqlite_where=sa.and_(_ACTIVE_SQL, sa.text("creneau_id IS NOT NULL")),
                 postgresql_where=sa.and_(_ACTIVE_SQL, sa.text("creneau_id IS NOT NULL"))),
        sa.Index("ix_candidature_mission_id_state", "mission_id", "state"),
        sa.Index("ix_candidature_user_id_sent_at", "user_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"))
    creneau_id: Mapped[int | None] = mapped_column(sa.ForeignKey("creneau.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.SENT)
    message: Mapped[str] = mapped_column(default="")
    message_hidden_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    answer: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    reminded_at: Mapped[datetime | None]

    mission: Mapped[Mission] = relationship()
    creneau: Mapped[Creneau | None] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def first_word(self) -> str:
        """What the person wrote when they applied, as the association reads it: nothing once the desk hid it."""
        return self.message if self.message_hidden_at is None else ""

    @property
    def is_active(self) -> bool:
        """Whether the person is, or may become, one of the mission's volunteers."""
        return self.state in ACTIVE

    @property
    def is_accepted(self) -> bool:
        """Whether the association said yes, and nobody changed it since."""
        return self.state is State.ACCEPTED


class Message(Base):
    """One message between the volunteer and the association, on a candidature."""

    __tablename__ = "candidature_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    from_volunteer: Mapped[bool]
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]

    candidature: Mapped[Candidature] = relationship()
    author: Mapped[User | None] = relationship()


class CallBack(Base):
    """« Rappelez-moi »: somebody without an account who wishes to be called about a mission."""

    __tablename__ = "call_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), index=True)
    first_name: Mapped[str]
    phone: Mapped[str] = mapped_column(sa.String(20))
    age_band: Mapped[AgeBand | None] = mapped_column(enum_column(AgeBand, "age_band"))
    best_time: Mapped[str | None]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]

    mission: Mapped[Mission] = relationship()


class OfferState(Labelled):
    """What became of a free place that was spoken of to who waits for one."""

    SUGGESTED = "suggested", _l("Signalée à l’association")
    OPEN = "open", _l("Proposée")
    ACCEPTED = "accepted", _l("Acceptée")
    LAPSED = "lapsed", _l("Sans réponse à temps")
    CLOSED = "closed", _l("Terminée autrement")


class WaitingRule(Base):
    """What an association chose for the waiting list of a mission: that it moves by itself, or not. No row: it was not asked yet."""

    __tablename__ = "waiting_rule"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True)
    automatic: Mapped[bool]
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)
    chosen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))


class PlaceOffer(Base):
    """A free place and who is first in line: kept for the person until `ends_at` (open), or only told to the association (suggested)."""

    __tablename__ = "place_offer"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'suggested') OR ended_at IS NOT NULL", name="end_has_date"),
        sa.Index("uq_place_offer_open", "candidature_id", unique=True, sqlite_where=sa.text("state = 'open'"),
                 postgresql_where=sa.text("state = 'open'")),
        sa.Index("ix_place_offer_state_ends_at", "state", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    candidature_id: Mapped[int] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), index=True)
    state: Mapped[OfferState] = mapped_column(enum_column(OfferState, "state"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    candidature: Mapped[Candidature] = relationship()


class AnswerLink(Base):
    """A link that opens one answer to one account, while the candidature stands as it did; only its fingerprint is kept."""

    __tablename__ = "answer_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    candidature_id: Mapped[int] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(enum_column(State, "state"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    candidature: Mapped[Candidature] = relationship()
    user: Mapped[User] = relationship()


class AnswerKind(Labelled):
    """The answer a model of message goes with."""

    ACCEPT = "accept", _l("Pour accepter")
    WAITLIST = "waitlist", _l("Pour mettre sur la liste d’attente")
    DECLINE = "decline", _l("Pour ne pas retenir")


class AnswerModel(Base):
    """A message an association writes often: its own words, in which the first name and the mission are filled in."""

    __tablename__ = "answer_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AnswerKind] = mapped_column(enum_column(AnswerKind, "kind"))
    title: Mapped[str] = mapped_column(sa.String(80))
    body: Mapped[str]

    association: Mapped[Association] = relationship()


class AgreementWay(Labelled):
    """How the parent of somebody of 16 or 17 says yes."""

    LINK = "link", _l("Par un message à mon parent")
    SHEET = "sheet", _l("Sur une feuille signée, que j’apporte le premier jour")


class AgreementState(Labelled):
    """Where a parent's agreement stands."""

    ASKED = "asked", _l("Accord d’un parent attendu")
    GIVEN = "given", _l("Accord d’un parent donné")
    REFUSED = "refused", _l("Accord d’un parent refusé")
    WITHDRAWN = "withdrawn", _l("Accord d’un parent retiré")


class ParentAgreement(Base):
    """The agreement a parent gives to one candidature of somebody of 16 or 17: the exact text and its version, and nothing more of them.

    The parent's address or number is not kept: the link sent there is, as a fingerprint, so that they can take their agreement back.
    """

    __tablename__ = "parent_agreement"
    __table_args__ = (
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answer_has_date"),
        sa.CheckConstraint("(way = 'link') = (token_hash IS NOT NULL)", name="link_has_token"),
        sa.CheckConstraint("state <> 'given' OR text IS NOT NULL", name="agreement_has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), unique=True)
    way: Mapped[AgreementWay] = mapped_column(enum_column(AgreementWay, "way"))
    state: Mapped[AgreementState] = mapped_column(enum_column(AgreementState, "state"), default=AgreementState.ASKED)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    parent_name: Mapped[str | None] = mapped_column(sa.String(120))
    text: Mapped[str | None]
    text_version: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))

    candidature: Mapped[Candidature] = relationship()


class Welcome(Base):
    """How somebody accepted is welcomed at a mission: by whom, where, when, with what; read by who is accepted, and nobody before."""

    __tablename__ = "mission_welcome"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True)
    host_name: Mapped[str] = mapped_column(sa.String(80))
    place: Mapped[str | None] = mapped_column(sa.String(200))
    arrival: Mapped[str | None] = mapped_column(sa.String(120))
    bring: Mapped[str | None] = mapped_column(sa.String(300))


class CalendarFeed(Base):
    """The secret address of a calendar: a person's own dates, or those of an association that they answer for, while they do."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    association_id: Mapped[int | None] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship()
    association: Mapped[Association | None] = relationship()


class Companion(Base):
    """The link by which somebody who applied asks a friend to come with them, and the candidature that the friend sent, once they did.

    Nothing of the friend is typed by anybody else. The address opens a page that is public anyway and says no name, so that it is kept
    in clear and can be shown again to who gave it. Erased with either candidature, and when one of the two takes it back: nothing stays.
    """

    __tablename__ = "companion"
    __table_args__ = (sa.CheckConstraint("friend_id IS NULL OR friend_id <> candidature_id", name="two_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    candidature_id: Mapped[int] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), unique=True)
    friend_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidature.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    candidature: Mapped[Candidature] = relationship(foreign_keys=[candidature_id])
    friend: Mapped[Candidature | None] = relationship(foreign_keys=[friend_id])


class DoorReason(Labelled):
    """Why an association receives somebody no more: the words the person reads. « Another » is replaced by its own sentence."""

    AGREED = "agreed", _l("Nous n’avons pas réussi à nous entendre.")
    WAITED = "waited", _l("Nous vous avons attendu plusieurs fois, sans nouvelles de vous.")
    RULES = "rules", _l("Une règle de l’association n’a pas été suivie.")
    SAFETY = "safety", _l("Quelqu’un ne se sentait pas en sécurité.")
    OTHER = "other", _l("Une autre raison, que j’écris.")


class ClosedDoor(Base):
    """An association that receives somebody's candidatures no more: its reason, and what a modérateur said of it when the person asked.

    Of this association alone, read by its team, by the person, and at the desk once contested. It ends nothing that runs. Deleted when it
    opens again, after a year, and with the person's account or the association: nothing stays, and nothing is counted.
    """

    __tablename__ = "closed_door"
    __table_args__ = (
        sa.UniqueConstraint("association_id", "user_id"),
        sa.CheckConstraint("reason <> 'other' OR sentence IS NOT NULL", name="own_reason_has_words"),
        sa.CheckConstraint("(kept_at IS NULL) = (answer IS NULL)", name="kept_has_words"),
        sa.CheckConstraint("kept_at IS NULL OR contested_at IS NOT NULL", name="kept_was_contested"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    reason: Mapped[DoorReason] = mapped_column(enum_column(DoorReason, "reason"))
    sentence: Mapped[str | None]
    closed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    contested_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    answer: Mapped[str | None]

    association: Mapped[Association] = relationship()
    user: Mapped[User] = relationship()

    @property
    def words(self) -> list[str]:
        """The reason, as the person reads it."""
        said = [] if self.reason is DoorReason.OTHER else [str(self.reason.label)]
        return said + ([self.sentence] if self.sentence else [])

    @property
    def ends_on(self) -> date:
        """The day on which it opens by itself."""
        return clock.local(self.closed_at + DOOR_LASTS).date()

    @property
    def is_looked_at(self) -> bool:
        """Whether the person asked the desk to look at it, and waits for its answer."""
        return self.contested_at is not None and self.kept_at is None


class HiddenHost(Base):
    """An association that a person wishes to see no more. Theirs alone: nobody else reads it, and it is in no figure.

    Deleted when the person changes their mind, and with their account or the association: nothing stays.
    """

    __tablename__ = "hidden_host"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), primary_key=True, index=True)
    hidden_at: Mapped[datetime] = mapped_column(default=clock.now)

    association: Mapped[Association] = relationship()
