"""Loading what a member acts on: always through the associations they belong to, so that another's is a 404."""

from flask_login import current_user

from benevolat.associations.models import Association, Right
from benevolat.associations.permissions import can_manage_association, has_right
from benevolat.associations.queries import find_own_association
from benevolat.missions.models import Mission
from benevolat.missions.permissions import can_edit_mission
from benevolat.missions.queries import find_own_mission
from benevolat.web.guard import found, require


def own_association(public_id: str) -> Association:
    """Return the member's association of this id, or stop with 404."""
    association: Association = found(find_own_association(current_user, public_id))
    return association


def own_mission(public_id: str) -> Mission:
    """Return the mission of one of the member's associations, or stop with 404."""
    mission: Mission = found(find_own_mission(current_user, public_id))
    return mission


def edited_mission(public_id: str) -> Mission:
    """Return a mission that the member may write, or stop with 404, or with 403 when missions are not their part of the work."""
    mission = own_mission(public_id)
    require(can_edit_mission(current_user, mission))
    return mission


def working_on(public_id: str, right: Right) -> Association:
    """Return the member's association of this id, or stop with 404, or with 403 when this part of the work is not theirs."""
    association = own_association(public_id)
    require(has_right(current_user, association, right))
    return association


def hosted_mission(public_id: str) -> Mission:
    """Return a mission whose hours the member keeps, or stop with 404, or with 403 when hours are not their part of the work."""
    mission = own_mission(public_id)
    require(has_right(current_user, mission.association, Right.HOURS))
    return mission


def managed_association(public_id: str) -> Association:
    """Return an association that the member administers, or stop with 404, or with 403 when they do not."""
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    return association
