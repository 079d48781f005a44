"""Tables of associations: identity (RNA, SIREN or SIRET), verification, the accounts that act for them, how they show themselves."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune


class State(Labelled):
    """Where the verification of an association stands."""

    PENDING = "pending", _l("En attente de vérification")
    VERIFIED = "verified", _l("Vérifiée")
    REFUSED = "refused", _l("Refusée")
    SUSPENDED = "suspended", _l("Suspendue")


class MemberRole(Labelled):
    """What a member may do: everything, or the daily work."""

    ADMIN = "admin", _l("Administre l’association")
    MEMBER = "member", _l("Membre")


class Right(Labelled):
    """One part of the daily work that a member may be given; who administers has them all."""

    MISSIONS = "missions", _l("Écrire et suivre les missions")
    CANDIDATES = "candidates", _l("Répondre aux candidats")
    HOURS = "hours", _l("Noter les heures et préparer les bilans")


class WithRights:
    """The role and the rights of a member, or of somebody invited: nothing is given that was not ticked."""

    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole, "role"), default=MemberRole.MEMBER)
    right_missions: Mapped[bool] = mapped_column(default=False)
    right_candidates: Mapped[bool] = mapped_column(default=False)
    right_hours: Mapped[bool] = mapped_column(default=False)
    may_sign: Mapped[bool] = mapped_column(default=False)

    @property
    def signs(self) -> bool:
        """Who administers the association always signs for it; another member, once the right was given."""
        return self.may_sign or self.role is MemberRole.ADMIN

    @property
    def given(self) -> frozenset[Right]:
        """The parts of the work that were ticked, whatever the role."""
        return frozenset(each for each in Right if getattr(self, f"right_{each.value}"))

    @property
    def rights(self) -> frozenset[Right]:
        """The parts of the work that are open: all of them for who administers."""
        return frozenset(Right) if self.role is MemberRole.ADMIN else self.given

    def give(self, rights: Collection[Right]) -> None:
        """Write which parts of the work are open, and close the others."""
        for each in Right:
            setattr(self, f"right_{each.value}", each in rights)


def work_words(who: WithRights) -> str:
    """Return what a member does as it is read: « Répondre aux candidats · Signer les bilans », or « Tout »."""
    if who.role is MemberRole.ADMIN:
        return str(_l("Tout, avec l’équipe et la page"))
    parts = [str(each.label) for each in Right if each in who.rights] + ([str(_l("Signer les bilans"))] if who.signs else [])
    return " · ".join(parts)


class Association(Base):
    """An association that proposes missions."""

    __tablename__ = "association"
    __table_args__ = (
        sa.CheckConstraint("rna IS NOT NULL OR siren IS NOT NULL", name="identified"),
        sa.CheckConstraint("state NOT IN ('refused', 'suspended') OR state_reason IS NOT NULL", name="refusal_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    name: Mapped[str]
    rna: Mapped[str | None] = mapped_column(sa.String(10), unique=True)
    siren: Mapped[str | None] = mapped_column(sa.String(9), unique=True)
    siret: Mapped[str | None] = mapped_column(sa.String(14))
    description: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code"), index=True)
    address: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(sa.String(320))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    website: Mapped[str | None]
    opening_hours: Mapped[str | None]
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.PENDING, index=True)
    state_reason: Mapped[str | None]
    trusted: Mapped[bool] = mapped_column(default=False)
    trust_reason: Mapped[str | None]
    shared_mailbox: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(sa.String(40))
    source_id: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    verified_at: Mapped[datetime | None]

    commune: Mapped[Commune | None] = relationship()


class Membership(WithRights, Base):
    """The link by which an account acts for an association."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("association_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    function: Mapped[str | None] = mapped_column(sa.String(60))
    since: Mapped[datetime] = mapped_column(default=clock.now)

    association: Mapped[Association] = relationship()
    user: Mapped[User] = relationship()

    @property
    def signature(self) -> str:
        """The name that signs, with the function it shows."""
        return ", ".join(each for each in (self.user.full_name, self.function) if each)


class MembershipInvitation(WithRights, Base):
    """An invitation to join an association's team; only the fingerprint of its link is kept."""

    __tablename__ = "membership_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(sa.String(320))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)

    association: Mapped[Association] = relationship()
    invited_by: Mapped[User | None] = relationship()


class Absence(Base):
    """A time when an association answers nobody, announced beforehand: it stops the clock of those who wait."""

    __tablename__ = "association_absence"
    __table_args__ = (
        sa.CheckConstraint("last_day >= first_day", name="days_in_order"),
        sa.Index("ix_association_absence_association_id_last_day", "association_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    announced_at: Mapped[datetime] = mapped_column(default=clock.now)

    association: Mapped[Association] = relationship()


class Lieu(Base):
    """A place where an association receives people, named once and chosen when a mission is written."""

    __tablename__ = "association_lieu"
    __table_args__ = (sa.UniqueConstraint("association_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    address: Mapped[str] = mapped_column(sa.String(200))
    commune_code: Mapped[str] = mapped_column(sa.ForeignKey("commune.code"), index=True)
    directions: Mapped[str | None] = mapped_column(sa.String(300))
    wheelchair: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    association: Mapped[Association] = relationship()
    commune: Mapped[Commune] = relationship()


class Opening(Base):
    """One range of hours on a day of the week (Monday = 0) when an association receives; minutes from midnight."""

    __tablename__ = "association_opening"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("opens >= 0 AND closes > opens AND closes <= 1440", name="hours_in_order"),
        sa.UniqueConstraint("association_id", "weekday", "opens"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class Logo(Base):
    """The logo of an association, drawn anew from what was sent; its digest names it, so that it can be kept for ever by caches."""

    __tablename__ = "association_logo"

    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(sa.String(120))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class Deed(Labelled):
    """What happens to a team and to the trust it is given."""

    JOINED = "joined", _l("A rejoint l’équipe")
    LEFT = "left", _l("A quitté l’équipe")
    REMOVED = "removed", _l("Ne fait plus partie de l’équipe")
    WORK = "work", _l("Ce que fait cette personne a changé")
    TRUSTED = "trusted", _l("Publie sans attendre")
    UNTRUSTED = "untrusted", _l("Ses missions sont de nouveau relues")


class Happening(Base):
    """One line of an association's history: who did it, about whom, and why; accounts by id, never by name."""

    __tablename__ = "association_happening"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(sa.ForeignKey("association.id", ondelete="CASCADE"), index=True)
    deed: Mapped[Deed] = mapped_column(enum_column(Deed, "deed"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    detail: Mapped[str | None]

    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id])
    subject: Mapped[User | None] = relationship(foreign_keys=[subject_id])
