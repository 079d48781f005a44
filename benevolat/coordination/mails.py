"""The letters of the acts that touch several domains."""

from collections.abc import Collection, Sequence

from benevolat.candidatures.models import Candidature
from benevolat.core.mail import Letter, write_letter
from benevolat.missions.models import Creneau, Mission
from benevolat.missions.services import PLACE, TASK, TIME
from benevolat.search.queries import MissionRow


def expired(candidature: Candidature, near: Sequence[MissionRow]) -> Letter:
    """Tell the volunteer that nobody answered, that it is not their doing, and which other missions are near."""
    return write_letter("coordination/expired", candidature=candidature, near=near)


def expired_for_association(candidature: Candidature) -> Letter:
    """Tell the association that a candidature left unanswered was closed."""
    return write_letter("coordination/expired_for_association", candidature=candidature)


def mission_withdrawn(mission: Mission, told: int, reason: str | None) -> Letter:
    """Tell the association that its mission is withdrawn and how many persons were told."""
    return write_letter("coordination/mission_withdrawn", mission=mission, told=told, reason=reason)


def creneau_cancelled(creneau: Creneau, told: int) -> Letter:
    """Tell the association that its créneau is cancelled and how many persons were told."""
    return write_letter("coordination/creneau_cancelled", creneau=creneau, told=told)


def mission_changed(candidature: Candidature, changed: Collection[str]) -> Letter:
    """Tell somebody who applied that what they count on was changed: what one does, when, or where."""
    moved = set(changed)
    return write_letter(
        "coordination/mission_changed", candidature=candidature, mission=candidature.mission, what=bool(TASK & moved),
        when=bool(TIME & moved), where=bool(PLACE & moved),
    )
