"""Reads of associations, each named for the question it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Words
from benevolat.core.workflow import TransitionLog

from .errors import AlreadyDecided
from .models import Absence, Association, Happening, Lieu, Logo, MemberRole, Membership, MembershipInvitation, Opening, State
from .permissions import own_associations, visible_associations

SHOWN_AFTER = timedelta(days=30)
"""How long a link that is over is still shown, to be sent again."""
FORMER, FORMER_PAGE, MOST_LETTERS = "reprise", 50, 2
"""Where an association of the former site comes from; how many are listed on a page; how often one is written to."""


def find_visible_association(user: Any, public_id: str) -> Association | None:
    """Return the association this person may see under this id, or None."""
    return db.session.scalar(visible_associations(user).where(Association.public_id == public_id))


def find_own_association(user: Any, public_id: str) -> Association | None:
    """Return the association this person acts for under this id, or None."""
    return db.session.scalar(own_associations(user).where(Association.public_id == public_id))


def names_of(ids: Iterable[int]) -> list[Any]:
    """Return (id, public_id, name) of associations by their row numbers, in the order of names."""
    wanted = list(ids)
    chosen = sa.select(Association.id, Association.public_id, Association.name).where(Association.id.in_(wanted))
    return list(db.session.execute(chosen.order_by(Association.name, Association.id))) if wanted else []


def memberships_of(user: Any) -> list[Membership]:
    """Return the links by which a person acts for associations, by name of the association."""
    return list(db.session.scalars(
        sa.select(Membership).join(Association, Membership.association_id == Association.id)
        .where(Membership.user_id == user.id).order_by(Association.name, Association.id)
        .options(joinedload(Membership.association).joinedload(Association.commune))
    ))


def team_of(association: Association) -> list[Membership]:
    """Return the team with its accounts: administrators first, then by seniority."""
    return list(db.session.scalars(
        sa.select(Membership).where(Membership.association_id == association.id)
        .order_by(Membership.role != MemberRole.ADMIN, Membership.since, Membership.id).options(joinedload(Membership.user))
    ))


def find_membership(association: Association, user_public_id: str) -> Membership | None:
    """Return a member of an association by the public id of their account, or None."""
    return db.session.scalar(
        sa.select(Membership).join(User, Membership.user_id == User.id)
        .where(Membership.association_id == association.id, User.public_id == user_public_id)
    )


def waiting_invitations(association: Association) -> list[MembershipInvitation]:
    """Return the invitations that nobody accepted, with who sent them: those of the last month, the first to end first."""
    return list(db.session.scalars(
        sa.select(MembershipInvitation)
        .where(MembershipInvitation.association_id == association.id, MembershipInvitation.accepted_at.is_(None),
               MembershipInvitation.expires_at > clock.now() - SHOWN_AFTER)
        .order_by(MembershipInvitation.expires_at, MembershipInvitation.id).options(joinedload(MembershipInvitation.invited_by))
    ))


def find_invitation(token: str) -> MembershipInvitation | None:
    """Return the invitation of a link, used or not, or None."""
    return db.session.scalar(
        sa.select(MembershipInvitation).where(MembershipInvitation.token_hash == entropy.fingerprint(token))
        .options(joinedload(MembershipInvitation.association))
    )


def is_signed_up(association: Association) -> bool:
    """Tell whether the sign-up is complete: the contact address was confirmed, or the association came from a partner."""
    return association.email is not None or association.source is not None


def decided_before(noun: str, obj: Any, state: Words) -> AlreadyDecided:
    """Return the sentence that says who last moved an object, for the modérateur who comes second."""
    last = db.session.execute(
        sa.select(TransitionLog.at, User).outerjoin(User, User.id == TransitionLog.actor_id)
        .where(TransitionLog.noun == noun, TransitionLog.object_id == obj.id).order_by(TransitionLog.id.desc()).limit(1)
    ).first()
    at, actor = (last[0], last[1]) if last else (clock.now(), None)
    return AlreadyDecided.told(actor.full_name if actor else "", at, state)


def history_of(noun: str, obj: Any) -> list[tuple[TransitionLog, User | None]]:
    """Return the passages of an association or a mission with who turned each, oldest first; one query whatever their number."""
    rows = db.session.execute(
        sa.select(TransitionLog, User).outerjoin(User, User.id == TransitionLog.actor_id)
        .where(TransitionLog.noun == noun, TransitionLog.object_id == obj.id).order_by(TransitionLog.id)
    )
    return [(row[0], row[1]) for row in rows]


def happenings_of(association: Association, limit: int = 50) -> list[Happening]:
    """Return the last lines of the history of a team and of its trust, the latest first, with the accounts they name."""
    return list(db.session.scalars(
        sa.select(Happening).where(Happening.association_id == association.id).order_by(Happening.id.desc()).limit(limit)
        .options(joinedload(Happening.actor), joinedload(Happening.subject))
    ))


def lieux_of(association: Association) -> list[Lieu]:
    """Return the places of an association with their communes, by name."""
    return list(db.session.scalars(
        sa.select(Lieu).where(Lieu.association_id == association.id).order_by(Lieu.name, Lieu.id).options(joinedload(Lieu.commune))
    ))


def find_lieu(association: Association, public_id: str) -> Lieu | None:
    """Return a place of an association, or None."""
    return db.session.scalar(sa.select(Lieu).where(Lieu.association_id == association.id, Lieu.public_id == public_id))


def openings_of(association: Association) -> list[Opening]:
    """Return the opening hours of an association, through the week."""
    return list(db.session.scalars(
        sa.select(Opening).where(Opening.association_id == association.id).order_by(Opening.weekday, Opening.opens)
    ))


def logo_of(association: Association) -> Logo | None:
    """Return the logo of an association without its content, or None."""
    return db.session.get(Logo, association.id)


def find_logo(public_id: str, digest: str) -> bytes | None:
    """Return the content of a logo under the name its pages give it, or None when it was replaced or its association is not shown."""
    return db.session.scalar(
        sa.select(Logo.content).join(Association, Association.id == Logo.association_id)
        .where(Association.public_id == public_id, Logo.digest == digest, Association.state.in_((State.VERIFIED, State.PENDING)))
    )


def find_absence(association: Association, public_id: str) -> Absence | None:
    """Return an announced absence of an association, or None."""
    return db.session.scalar(sa.select(Absence).where(Absence.association_id == association.id, Absence.public_id == public_id))


def find_open_invitation(association: Association, public_id: str) -> MembershipInvitation | None:
    """Return an invitation of an association that nobody accepted yet, even when its link is over, or None."""
    return db.session.scalar(sa.select(MembershipInvitation).where(
        MembershipInvitation.association_id == association.id, MembershipInvitation.public_id == public_id,
        MembershipInvitation.accepted_at.is_(None),
    ))


@dataclass(frozen=True, slots=True)
class Former:
    """An association of the former site: whether somebody acts for it here, until when its last link is good, how many were sent."""

    association: Association
    taken: bool
    until: datetime | None
    sent: int

    @property
    def is_invited(self) -> bool:
        """Whether a link is still good."""
        return self.until is not None and self.until > clock.now()

    @property
    def is_over(self) -> bool:
        """Whether it was written to as often as it will be."""
        return self.sent >= MOST_LETTERS


def _former() -> tuple[Any, Any, Any]:
    """Return, for an association, whether it has a team, the end of its last open invitation, and how many it had."""
    team = sa.exists().where(Membership.association_id == Association.id)
    unused = sa.and_(MembershipInvitation.association_id == Association.id, MembershipInvitation.accepted_at.is_(None))
    until = sa.select(sa.func.max(MembershipInvitation.expires_at)).where(unused).scalar_subquery()
    sent = sa.select(sa.func.count(MembershipInvitation.id)).where(unused).scalar_subquery()
    return team, sa.type_coerce(until, MembershipInvitation.expires_at.type), sent


def formers_to_invite() -> sa.Select[Association]:
    """Select the associations of the former site that are to be written to: an address, no team, no link that is still good."""
    team, until, sent = _former()
    return sa.select(Association).where(
        Association.source == FORMER, Association.email.is_not(None), Association.state.in_((State.PENDING, State.VERIFIED)),
        sa.not_(team), sa.or_(until.is_(None), until <= clock.now()), sent < MOST_LETTERS,
    )


def former_associations(*, page: int = 1) -> tuple[list[Former], int, int]:
    """Return a page of the associations of the former site, those without a team first; how many there are, and how many to write to."""
    team, until, sent = _former()
    rows = db.session.execute(
        sa.select(Association, team, until, sent).where(Association.source == FORMER).options(joinedload(Association.commune))
        .order_by(team, Association.name, Association.id).limit(FORMER_PAGE).offset(FORMER_PAGE * (page - 1))
    ).all()
    total = db.session.scalar(sa.select(sa.func.count(Association.id)).where(Association.source == FORMER)) or 0
    waiting = db.session.scalar(formers_to_invite().with_only_columns(sa.func.count(Association.id))) or 0
    return [Former(row[0], bool(row[1]), row[2], row[3]) for row in rows], total, waiting


HOST_CODE = "association."


def host_code(association: Association) -> str:
    """Return the code under which the journal keeps an association: codes begin with a letter, and a public id may not."""
    return f"{HOST_CODE}{association.public_id}"
