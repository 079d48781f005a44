"""Who may do what touches several domains: the members of an association for its own missions, the modérateurs of the territory."""

from typing import Any

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role
from benevolat.missions.models import Mission
from benevolat.missions.permissions import can_edit_mission, can_moderate_mission


def can_withdraw_mission(user: Any, mission: Mission) -> bool:
    """The members of its association, and a modérateur of its territory."""
    return can_edit_mission(user, mission) or can_moderate_mission(user, mission)


def can_cancel_creneau(user: Any, mission: Mission) -> bool:
    """The members of the mission's association."""
    return can_edit_mission(user, mission)


def can_help_at_desk(user: Any) -> bool:
    """A modérateur types for somebody who came to the desk; nothing takes effect before the person confirms it."""
    return has_role(user, Role.MODERATEUR)
