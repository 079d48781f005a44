"""Who may do what with a mission, and which ones a person sees."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Association, Membership, Right, State
from benevolat.associations.permissions import associations_where, has_right, moderated_communes, moderates
from benevolat.core import clock
from benevolat.core.settings import config

from .models import Mission, MissionImport, Publication

IMPORT_LIFE = timedelta(hours=1)
"""How long what was read of a file waits for its confirmation."""
KEY_LENGTH = 32

EDITABLE = (Publication.DRAFT, Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED)
"""The states in which the association may still change the text."""


def can_create_mission(user: Any, association: Association) -> bool:
    """A member in charge of the missions writes drafts, also while the association waits to be verified."""
    return has_right(user, association, Right.MISSIONS)


def can_edit_mission(user: Any, mission: Mission) -> bool:
    """A member of its association in charge of the missions."""
    return has_right(user, mission.association, Right.MISSIONS)


@dataclass(frozen=True, slots=True)
class Link:
    """Whoever holds the link of a reminder: it was sent to those in charge of the missions, says « still true », and opens nothing else."""

    key: str


def key_of(mission: Mission) -> str:
    """Return the signature that makes the link of a mission's reminder; it changes as soon as the mission is touched."""
    text = f"renew:{mission.public_id}:{mission.fresh_at.timestamp():.6f}"
    return hmac.new(str(config("SECRET_KEY")).encode(), text.encode(), "sha256").hexdigest()[:KEY_LENGTH]


def can_confirm_mission(by: Any, mission: Mission) -> bool:
    """A member in charge of the missions, or whoever holds the link of its last reminder."""
    if isinstance(by, Link):
        return mission.reminders > 0 and hmac.compare_digest(key_of(mission).encode(), by.key.encode())
    return can_edit_mission(by, mission)


def can_submit_mission(user: Any, mission: Mission) -> bool:
    """A member of its association in charge of the missions, once that one is verified."""
    return mission.association.state is State.VERIFIED and can_edit_mission(user, mission)


def can_withdraw_mission(user: Any, mission: Mission) -> bool:
    """A member of its association in charge of the missions."""
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


def visible_imports(user: Any) -> sa.Select[MissionImport]:
    """What was read of one's own files, less than an hour ago, for the associations whose missions one is in charge of."""
    return sa.select(MissionImport).where(
        MissionImport.user_id == (user.id if getattr(user, "is_authenticated", False) else None),
        MissionImport.association_id.in_(associations_where(user, Right.MISSIONS)), MissionImport.created_at > clock.now() - IMPORT_LIFE,
    )


def is_a_partners_matter(_user: Any, _mission: Mission) -> bool:
    """Nobody here: what a partner proposes no more, or again, follows its file by itself."""
    return False
