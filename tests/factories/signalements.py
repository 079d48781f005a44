"""Reports, as people send them."""

from typing import Any

from benevolat.accounts.models import User
from benevolat.missions.models import Mission
from benevolat.signalements import services
from benevolat.signalements.models import Kind, Reason, Signalement
from benevolat.signalements.queries import find_target

from .world import mission


def signalement(of: Mission | None = None, *, times: int = 1, by: User | None = None, **values: Any) -> Signalement:
    """A mission that so many people reported."""
    row = of or mission()
    target = find_target(by, Kind.MISSION, row.public_id)
    assert target is not None
    said = {"reason": Reason.MONEY, "words": "On m’a demandé 20 euros.", **values}
    made = [services.report(target, **said) for _turn in range(times)]
    item: Signalement = made[0].signalement
    return item
