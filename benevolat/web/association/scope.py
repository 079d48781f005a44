"""Loading what a member acts on: always through the associations they belong to, so that another's is a 404."""

from flask_login import current_user

from benevolat.associations.models import Association
from benevolat.associations.queries import find_own_association
from benevolat.missions.models import Mission
from benevolat.missions.queries import find_own_mission
from benevolat.web.guard import found


def own_association(public_id: str) -> Association:
    """Return the member's association of this id, or stop with 404."""
    association: Association = found(find_own_association(current_user, public_id))
    return association


def own_mission(public_id: str) -> Mission:
    """Return the mission of one of the member's associations, or stop with 404."""
    mission: Mission = found(find_own_mission(current_user, public_id))
    return mission
