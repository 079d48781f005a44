"""Tables above the RSA line: services, référents, and who accompanies whom from when to when, who was invited, who stands in."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Territoire


class ServiceKind(Labelled):
    """Who employs a référent."""

    DEPARTEMENT = "departement", _l("Département")
    CCAS = "ccas", _l("CCAS")
    ASSOCIATION = "association", _l("Association")
    FRANCE_TRAVAIL = "france-travail", _l("France Travail")


class FileReason(Labelled):
    """Why a pilote opens the file of a person."""

    ASKED = "asked", _l("La personne le demande")
    DISAGREEMENT = "disagreement", _l("Un désaccord entre la personne et son référent")
    HANDOVER = "handover", _l("Préparer un passage de relais")
    MISTAKE = "mistake", _l("Corriger une erreur de saisie")


class Service(Base):
    """A service that accompanies people."""

    __tablename__ = "insertion_service"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ServiceKind] = mapped_column(enum_column(ServiceKind, "kind"))
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code", ondelete="SET NULL"))

    territoire: Mapped[Territoire | None] = relationship()


class Referent(Base):
    """An agent who accompanies people, in a service."""

    __tablename__ = "insertion_referent"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_service.id"), index=True)

    user: Mapped[User] = relationship()
    service: Mapped[Service] = relationship()


class Accompagnement(Base):
    """A référent's link to a person, from a day until a day (the first without access); at most one open for a person."""

    __tablename__ = "insertion_accompagnement"
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        sa.Index("uq_insertion_accompagnement_open", "user_id", unique=True,
                 sqlite_where=sa.text("ends_on IS NULL"), postgresql_where=sa.text("ends_on IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    referent_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    referent: Mapped[Referent] = relationship()
    user: Mapped[User] = relationship()


class LinkCode(Base):
    """The code a person asks for and gives to their référent so that the link begins; hashed, short-lived, used once."""

    __tablename__ = "insertion_link_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class LinkInvitation(Base):
    """A référent's invitation to an address or a number, and nothing else about whoever holds it; erased after thirty days."""

    __tablename__ = "insertion_invitation"
    __table_args__ = (
        sa.CheckConstraint("(email IS NULL) <> (phone IS NULL)", name="one_contact"),
        sa.UniqueConstraint("referent_id", "email"),
        sa.UniqueConstraint("referent_id", "phone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    referent_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(sa.String(320), index=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    referent: Mapped[Referent] = relationship()


class Deputy(Base):
    """Who stands in for a référent during an absence, from a day until a day (the first without)."""

    __tablename__ = "insertion_deputy"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("referent_id <> deputy_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    referent_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="CASCADE"), index=True)
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    referent: Mapped[Referent] = relationship(foreign_keys=[referent_id])
    deputy: Mapped[Referent] = relationship(foreign_keys=[deputy_id])

    @property
    def last_day(self) -> date:
        """The last day on which the deputy reads and answers."""
        return self.ends_on - timedelta(days=1)
