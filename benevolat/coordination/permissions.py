"""Who may do what touches several domains: the members of an association for its own missions, the modérateurs of the territory."""

from typing import Any

from benevolat.missions.models import Mission
from benevolat.missions.permissions import can_edit_mission, can_moderate_mission


def can_withdraw_mission(user: Any, mission: Mission) -> bool:
    """The members of its association, and a modérateur of its territory."""
    return can_edit_mission(user, mission) or can_moderate_mission(user, mission)


def can_cancel_creneau(user: Any, mission: Mission) -> bool:
    """The members of the mission's association."""
    return can_edit_mission(user, mission)
