"""Who may do what with a mission, and which ones a person sees."""

from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Association, Membership, State
from benevolat.associations.permissions import is_member, moderated_communes, moderates

from .models import Mission, Publication

EDITABLE = (Publication.DRAFT, Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED)
"""The states in which the association may still change the text."""


def can_create_mission(user: Any, association: Association) -> bool:
    """Any member writes drafts, also while the association waits to be verified."""
    return is_member(user, association)


def can_edit_mission(user: Any, mission: Mission) -> bool:
    """Any member of its association."""
    return is_member(user, mission.association)


def can_submit_mission(user: Any, mission: Mission) -> bool:
    """Any member of its association, once that one is verified."""
    return mission.association.state is State.VERIFIED and is_member(user, mission.association)


def can_withdraw_mission(user: Any, mission: Mission) -> bool:
    """Any member of its association."""
    return can_edit_mission(user, mission)


def can_moderate_mission(user: Any, mission: Mission) -> bool:
    """A modérateur of the territory where it takes place (the association's, when it is done from home)."""
    return moderates(user, mission.commune or mission.association.commune)


def visible_missions(user: Any) -> sa.Select[Mission]:
    """Everybody sees the published ones of verified associations; members see theirs; modérateurs, all but drafts on their territories."""
    seen = [sa.and_(Mission.publication == Publication.PUBLISHED, Association.state == State.VERIFIED)]
    if getattr(user, "is_authenticated", False):
        if user.is_agent:
            communes = moderated_communes(user)
            where = sa.func.coalesce(Mission.commune_code, Association.commune_code)
            seen.append(sa.and_(Mission.publication != Publication.DRAFT, sa.true() if communes is None else where.in_(communes)))
        else:
            seen.append(Mission.association_id.in_(sa.select(Membership.association_id).where(Membership.user_id == user.id)))
    return sa.select(Mission).join(Association, Mission.association_id == Association.id).where(sa.or_(*seen))


def own_missions(user: Any) -> sa.Select[Mission]:
    """Those of the associations a person acts for, drafts included."""
    person = getattr(user, "is_authenticated", False) and not user.is_agent
    return sa.select(Mission).where(
        Mission.association_id.in_(sa.select(Membership.association_id).where(Membership.user_id == (user.id if person else None)))
    )
