"""Tables of reports: one item for each thing that is reported, and what each person said of it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.candidatures.models import Candidature, Message
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.missions.models import Mission
from benevolat.temoignages.models import Temoignage

LONGEST = 500
REPORTER_KEPT = timedelta(days=30)
"""After a decision, how long one still knows how to answer who reported."""
EVIDENCE_KEPT = timedelta(days=180)
"""After a decision, how long the copy of what was reported and what was said of it are kept."""
ITEM_KEPT = timedelta(days=730)
"""After a decision, how long it is known that something was reported."""


class Kind(Labelled):
    """What can be reported."""

    MISSION = "mission", _l("Mission")
    ASSOCIATION = "association", _l("Association")
    TEMOIGNAGE = "temoignage", _l("Témoignage")
    MESSAGE = "message", _l("Message")
    VERIFICATION = "verification", _l("Document d’un passeport")
    PAGE = "page", _l("Page du site")


class State(Labelled):
    """Where a report stands."""

    RECEIVED = "received", _l("Reçu")
    IN_HAND = "in_hand", _l("En cours")
    UPHELD = "upheld", _l("Retenu")
    DISMISSED = "dismissed", _l("Classé sans suite")


OPEN = (State.RECEIVED, State.IN_HAND)


class Reason(Labelled):
    """What is wrong, as a person says it."""

    DANGER = "danger", _l("Quelqu’un est en danger")
    HURTFUL = "hurtful", _l("Des mots blessent, menacent ou rejettent des personnes")
    MONEY = "money", _l("On demande de l’argent, ou c’est un emploi caché")
    PERSONAL = "personal", _l("On y voit des informations sur une personne")
    UNSAFE = "unsafe", _l("L’activité est dangereuse ou interdite")
    FALSE = "false", _l("C’est faux, ou ce n’est plus vrai")
    BROKEN = "broken", _l("La page ne marche pas, ou je n’arrive pas à la lire")
    OTHER = "other", _l("Autre chose")


OF_A_MESSAGE = (Reason.DANGER, Reason.HURTFUL, Reason.MONEY, Reason.PERSONAL, Reason.OTHER)
OF_A_PAGE = (Reason.DANGER, Reason.BROKEN, Reason.FALSE, Reason.PERSONAL, Reason.OTHER)
OF_THE_REST = (
    Reason.DANGER, Reason.HURTFUL, Reason.MONEY, Reason.PERSONAL, Reason.UNSAFE, Reason.FALSE, Reason.BROKEN, Reason.OTHER,
)
_OPEN_SQL = sa.text("state IN ('received', 'in_hand')")


class Signalement(Base):
    """What was reported, once however many people reported it; reported again after a decision it is a new item.

    `target` names it among its kind, `evidence` is the copy of a message; both belong to the desk alone.
    """

    __tablename__ = "signalement"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('received', 'in_hand') OR (answer IS NOT NULL AND decided_at IS NOT NULL)", name="decided_has_answer"
        ),
        sa.Index("uq_signalement_open", "kind", "target", unique=True, sqlite_where=_OPEN_SQL, postgresql_where=_OPEN_SQL),
        sa.Index("ix_signalement_state_received_at", "state", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"))
    target: Mapped[str] = mapped_column(sa.String(200))
    title: Mapped[str]
    evidence: Mapped[str | None]
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"), index=True)
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id", ondelete="SET NULL"), index=True)
    association_id: Mapped[int | None] = mapped_column(sa.ForeignKey("association.id", ondelete="SET NULL"), index=True)
    temoignage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("temoignage.id", ondelete="SET NULL"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidature_message.id", ondelete="SET NULL"), index=True)
    candidature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidature.id", ondelete="SET NULL"), index=True)
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.RECEIVED)
    danger: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str | None]
    decided_at: Mapped[datetime | None]

    mission: Mapped[Mission | None] = relationship()
    association: Mapped[Association | None] = relationship()
    temoignage: Mapped[Temoignage | None] = relationship()
    message: Mapped[Message | None] = relationship()
    candidature: Mapped[Candidature | None] = relationship()

    @property
    def is_first_word(self) -> bool:
        """Whether it is about the word a candidature was sent with, rather than a message after it."""
        return self.kind is Kind.MESSAGE and self.candidature_id is not None and self.target.endswith("-0")

    @property
    def can_be_hidden(self) -> bool:
        """Whether it is about a message that both sides still read."""
        if self.is_first_word:
            return self.candidature is not None and self.candidature.message_hidden_at is None
        return self.message is not None and self.message.hidden_at is None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in OPEN


class Report(Base):
    """What one person said. Who they are is known only when they wish an answer, and only until they have it."""

    __tablename__ = "signalement_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    signalement_id: Mapped[int] = mapped_column(sa.ForeignKey("signalement.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Reason] = mapped_column(enum_column(Reason, "reason"))
    words: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(sa.String(320))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    signalement: Mapped[Signalement] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def wants_answer(self) -> bool:
        """Whether there is a way to answer."""
        return self.email is not None or self.user_id is not None
