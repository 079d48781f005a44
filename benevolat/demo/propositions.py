"""Loading of the demonstration's propositions: what référents put before people, and the one that was told. Above the RSA line."""

from functools import partial
from typing import Any

from benevolat.accompagnement.queries import referent_of
from benevolat.propositions import services
from benevolat.propositions.models import Way
from benevolat.propositions.queries import propositions_to

from . import content
from .timeline import Timeline
from .world import World


def plan_propositions(timeline: Timeline, world: World) -> None:
    """Plan what was proposed, each at its day; what the person told comes after their own candidature."""
    for text in content.read("propositions"):
        timeline.plan(text["sent_days_ago"], "15:30", partial(_propose, world, text))
        if text["told"] is not None:
            timeline.plan(text["told"]["days_ago"], "19:30", partial(_tell, world, text))


def _propose(world: World, text: dict[str, Any]) -> None:
    person = world.volunteers[text["volunteer"]]
    missions = [world.missions[each] for each in text["missions"]]
    services.send_propositions(person, missions, way=Way(text["way"]), by=world.agents[text["referent"]])


def _tell(world: World, text: dict[str, Any]) -> None:
    person, mission = world.volunteer(text["volunteer"]), world.missions[text["told"]["mission"]]
    told = next(each for each in propositions_to(person) if each.mission_id == mission.id)
    referent = referent_of(person)
    assert referent is not None
    services.tell_acceptance(told, tell=referent.public_id, by=person)
