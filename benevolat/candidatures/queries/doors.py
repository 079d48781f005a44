"""Reads of the doors that an association or a person closed to the other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Mission

from ..models import ACTIVE, DOOR_LASTS, Candidature, ClosedDoor, HiddenHost
from ..permissions import visible_candidatures, visible_contested_doors, visible_kept_doors


def door_of(user: User, association_id: int) -> ClosedDoor | None:
    """Return the door that this association closed to a person, or None."""
    return db.session.scalar(
        sa.select(ClosedDoor).where(ClosedDoor.user_id == user.id, ClosedDoor.association_id == association_id)
    )


def doors_to(user: User) -> Sequence[ClosedDoor]:
    """Return the doors that are closed to a person, the latest first."""
    return db.session.scalars(
        sa.select(ClosedDoor).where(ClosedDoor.user_id == user.id).order_by(ClosedDoor.closed_at.desc(), ClosedDoor.id.desc())
        .options(joinedload(ClosedDoor.association))
    ).all()


def find_own_door(user: User, public_id: str) -> ClosedDoor | None:
    """Return the door of this id when it is closed to this person, or None."""
    return db.session.scalar(sa.select(ClosedDoor).where(ClosedDoor.user_id == user.id, ClosedDoor.public_id == public_id))


def doors_kept_by(user: Any) -> Sequence[ClosedDoor]:
    """Return the doors closed by the associations for which a person answers, the latest first."""
    return db.session.scalars(
        visible_kept_doors(user).order_by(ClosedDoor.closed_at.desc(), ClosedDoor.id.desc())
        .options(joinedload(ClosedDoor.association), joinedload(ClosedDoor.user))
    ).all()


def find_kept_door(user: Any, public_id: str) -> ClosedDoor | None:
    """Return the door of this id that an association closed for which this person answers, or None."""
    return db.session.scalar(visible_kept_doors(user).where(ClosedDoor.public_id == public_id))


def contested_doors(user: Any) -> Sequence[ClosedDoor]:
    """Return the contested doors that wait for a modérateur, the oldest first."""
    return db.session.scalars(
        visible_contested_doors(user).order_by(ClosedDoor.contested_at, ClosedDoor.id)
        .options(joinedload(ClosedDoor.association), joinedload(ClosedDoor.user))
    ).all()


def find_contested_door(user: Any, public_id: str) -> ClosedDoor | None:
    """Return the contested door of this id that a modérateur may look at, or None."""
    return db.session.scalar(visible_contested_doors(user).where(ClosedDoor.public_id == public_id))


def old_doors() -> Sequence[ClosedDoor]:
    """Return the doors that have been closed for too long."""
    return db.session.scalars(sa.select(ClosedDoor).where(ClosedDoor.closed_at <= clock.now() - DOOR_LASTS)).all()


def has_hidden(user: User, association_id: int) -> bool:
    """Tell whether a person chose to see this association no more."""
    return db.session.get(HiddenHost, (user.id, association_id)) is not None


def hidden_hosts_of(user: User) -> Sequence[HiddenHost]:
    """Return the associations that a person chose to see no more, by name."""
    return db.session.scalars(
        sa.select(HiddenHost).join(Association, Association.id == HiddenHost.association_id).where(HiddenHost.user_id == user.id)
        .order_by(Association.name, Association.id).options(joinedload(HiddenHost.association))
    ).all()


def hidden_since(user: User, association_id: int) -> datetime | None:
    """Return since when a person sees this association no more, or None."""
    row = db.session.get(HiddenHost, (user.id, association_id))
    return row.hidden_at if row is not None else None


def between(user: Any, association_id: int) -> tuple[bool, ClosedDoor | None]:
    """Return what stands between a person and an association: whether they chose to see it no more, the door it closed to them."""
    if not user.is_authenticated or user.is_agent:
        return False, None
    return has_hidden(user, association_id), door_of(user, association_id)


def not_proposed(user_id: int) -> sa.CompoundSelect[int]:
    """Select the ids of the associations whose missions are not proposed to a person: a door stands between them.

    Alertes and recommendations leave them out. The search does not: its totals and its pages are the same for everybody.
    """
    return sa.select(HiddenHost.association_id).where(HiddenHost.user_id == user_id).union(
        sa.select(ClosedDoor.association_id).where(ClosedDoor.user_id == user_id)
    )


def living_with(user: User, association: Association) -> Sequence[Candidature]:
    """Return a person's candidatures to an association that are not over."""
    return db.session.scalars(
        visible_candidatures(user).join(Mission, Mission.id == Candidature.mission_id)
        .where(Mission.association_id == association.id, Candidature.state.in_(ACTIVE)).order_by(Candidature.id)
        .options(joinedload(Candidature.mission), joinedload(Candidature.creneau))
    ).all()
