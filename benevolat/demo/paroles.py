"""Loading of the words of référents: what they say of volunteering where they work, about nobody, and which of it a pilote lets be read."""

from typing import Any

from benevolat.paroles import services
from benevolat.paroles.models import Parole

from . import content
from .timeline import Timeline
from .world import World


def plan_paroles(timeline: Timeline, world: World) -> None:
    """Plan every sentence, and its publication when the text gives it a day."""
    for text in content.read("paroles"):
        _plan(timeline, world, text)


def _plan(timeline: Timeline, world: World, text: dict[str, Any]) -> None:
    made: list[Parole] = []
    timeline.plan(text["sent_days_ago"], "16:40", lambda: made.append(
        services.send_parole(by=world.agents[text["author"]], words=text["words"], nobody=True)))
    if text["published_days_ago"] is not None:
        timeline.plan(text["published_days_ago"], "10:20", lambda: services.publish_parole(made[0], by=world.agents[text["reader"]]))
