"""Loading of the demonstration below the line: every act is planned at its moment, then done through the services, like a person would."""

from benevolat.accounts.services import prepare_password
from benevolat.core import clock, settings

from . import content
from .candidates import plan_candidates
from .closings import plan_elsewhere, plan_engagement
from .missions import first_days, plan_missions
from .people import plan_agents, plan_associations, plan_volunteers
from .stories import Story, plan_call_backs, plan_candidature
from .timeline import Timeline
from .upkeep import plan_upkeep
from .world import World, put_letters_away

PASSWORD = "demonstration-isere-2026"  # noqa: S105 (invented accounts, said on the sign-in page of the demonstration)
LOADED = "demo.loaded"


def is_loaded() -> bool:
    """Tell whether the demonstration is in this database."""
    return settings.read(LOADED, "")[0] != ""


def begin() -> World:
    """Make an empty world; hashing its one password is slow and is done before the transaction."""
    return World(password=prepare_password(PASSWORD))


def plan(timeline: Timeline, world: World) -> None:
    """Plan everything that happened below the line."""
    plan_agents(timeline, world)
    plan_volunteers(timeline, world)
    plan_associations(timeline, world, first_days())
    plan_missions(timeline, world)
    plan_upkeep(timeline, world)
    for turn, text in enumerate(content.stories()):
        story = Story(world, text, turn)
        plan_candidature(timeline, story)
        if text["engagement"] is not None:
            plan_engagement(timeline, story)
    plan_elsewhere(timeline, world)
    plan_call_backs(timeline, world)
    plan_candidates(timeline, world)


def finish() -> None:
    """Note that it is loaded, and that its letters left long ago."""
    put_letters_away()
    settings.write(LOADED, clock.today().isoformat(), by=None)
