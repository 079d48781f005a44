"""Reads of who comes with whom: the link made for a friend, what it opens, what an association sees of it."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Recruitment

from ..models import ACTIVE, Candidature, Companion


def find_companion(token: str) -> Companion | None:
    """Return what a friend's link opens, or None."""
    return db.session.scalar(sa.select(Companion).where(Companion.token == token))


def companion_of(candidature: Candidature) -> Companion | None:
    """Return the link made by who sent this candidature, or None."""
    return db.session.scalar(sa.select(Companion).where(Companion.candidature_id == candidature.id))


def joined_by(candidature: Candidature) -> Companion | None:
    """Return the link by which this candidature came, or None."""
    return db.session.scalar(sa.select(Companion).where(Companion.friend_id == candidature.id))


def is_taken(companion: Companion) -> bool:
    """Tell whether a friend came by this link, and still does."""
    return companion.friend is not None and companion.friend.is_active


def still_serves(candidature: Candidature) -> bool:
    """Tell whether a friend may still come along: who asks them comes, the mission takes people, its date is to come."""
    mission, creneau, now = candidature.mission, candidature.creneau, clock.now()
    if not candidature.is_active or mission.recruitment is Recruitment.CLOSED:
        return False
    return creneau is None or (not creneau.cancelled and creneau.starts_at > now)


def comes_with(candidatures: Iterable[Candidature]) -> dict[int, list[str]]:
    """Return, by candidature, the first names of those who come along: only where both said so and both candidatures live."""
    ids = [each.id for each in candidatures]
    one, other = aliased(Candidature), aliased(Candidature)
    first, second = aliased(User), aliased(User)
    rows = db.session.execute(
        sa.select(one.id, first.first_name, other.id, second.first_name).select_from(Companion)
        .join(one, one.id == Companion.candidature_id).join(other, other.id == Companion.friend_id)
        .join(first, first.id == one.user_id).join(second, second.id == other.user_id)
        .where(sa.or_(one.id.in_(ids), other.id.in_(ids)), one.state.in_(ACTIVE), other.state.in_(ACTIVE)).order_by(Companion.id)
    ).all() if ids else []
    found: dict[int, list[str]] = {}
    for its_id, its_name, other_id, other_name in rows:
        found.setdefault(its_id, []).append(other_name)
        found.setdefault(other_id, []).append(its_name)
    return found
