"""How the demonstration's missions are kept up: a series, a second place, a pause, and who said lately that theirs still stand."""

from datetime import timedelta
from functools import partial

from benevolat.core import clock
from benevolat.missions import services
from benevolat.missions.models import Mission, MissionKind, PauseReason, Publication
from benevolat.missions.queries import BEFORE_FIRST
from benevolat.missions.words import needs_renewal

from . import content
from .missions import written_days_ago
from .timeline import Timeline
from .world import World

CONFIRMED_WITHIN = 60
"""Days over which the missions that go on were said to still stand, so that they are not all asked about on the same day."""


def plan_upkeep(timeline: Timeline, world: World) -> None:
    """Plan it on the last days, once every mission is published."""
    text = content.read("upkeep")
    timeline.plan(5, "10:00", partial(_add_series, world, **text["series"]))
    timeline.plan(4, "10:00", partial(_add_place, world, **text["place"]))
    timeline.plan(3, "10:00", partial(_pause, world, **text["pause"]))
    going_on = (MissionKind.REGULAR.value, Publication.PUBLISHED.value)
    for turn, each in enumerate(content.missions()):
        day = turn * 7 % CONFIRMED_WITHIN + 1
        if (each["kind"], each["publication"]) == going_on and each["key"] not in text["asked"] and written_days_ago(each) > day + 1:
            timeline.plan(day, "17:30", partial(_confirm, world, each["key"], each["association"]))


def _mission(world: World, key: str) -> tuple[Mission, str]:
    association = next(each["association"] for each in content.missions() if each["key"] == key)
    return world.missions[key], association


def _add_series(world: World, *, mission: str, every: int, times: int) -> None:
    row, association = _mission(world, mission)
    last = row.creneaux[-1]
    start, length = clock.local(last.starts_at), last.duration
    days = [start.date() + timedelta(days=every * n) for n in range(1, times + 1)]
    begins = [clock.paris(each.year, each.month, each.day, start.hour, start.minute) for each in days]
    slots = [(each, each + length) for each in begins]
    services.add_series(row, slots, by=world.member(association), places=last.places)


def _add_place(world: World, *, mission: str, commune: str, address: str, places: int) -> None:
    row, association = _mission(world, mission)
    other = services.add_place(row, by=world.member(association), commune_code=commune, address=address, address_public=True,
                               meeting_point=None, places=places)
    services.submit_mission(other, by=world.member(association), not_a_job=True, contact_name=other.contact_name)
    if other.publication is Publication.SUBMITTED:  # a trusted association's goes out by itself
        services.publish_mission(other, by=world.moderateur(commune), not_a_job=True)


def _pause(world: World, *, mission: str, reason: str, days: int) -> None:
    row, association = _mission(world, mission)
    services.pause_mission(row, by=world.member(association), reason=PauseReason(reason),  # type: ignore[call-arg]
                           resumes_on=clock.today() + timedelta(days=days))


def _confirm(world: World, key: str, association: str) -> None:
    mission = world.missions[key]
    if needs_renewal(mission) and mission.fresh_at < clock.now() - BEFORE_FIRST / 2:
        services.confirm_mission(mission, by=world.member(association))
