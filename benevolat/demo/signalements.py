"""What the demonstration's visitors report, one report that was treated, and a published mission that was changed and waits."""

from datetime import timedelta
from typing import Any

from benevolat.coordination.services import edit_mission
from benevolat.core import clock
from benevolat.core.errors import NotFound
from benevolat.missions.models import Publication
from benevolat.signalements import services
from benevolat.signalements.models import Kind, Reason, Report
from benevolat.signalements.queries import Target, find_target, page_target

from . import content
from .world import World, put_letters_away


def report_everything(world: World) -> None:
    """Report what visitors saw, answer one of them, and change a mission that was published."""
    texts = content.read("signalements")
    for each in texts["reports"]:
        _report(world, each)
    treated = texts["treated"]
    with clock.frozen(clock.now() - timedelta(hours=treated["hours_ago"])):
        item = _report(world, treated).signalement
        services.uphold_signalement(item, by=world.moderateurs[item.territoire_code] if item.territoire_code in world.moderateurs
                                    else world.moderateurs[None], words=treated["answer"])
    edited = texts["edited"]
    mission = world.missions[edited["mission"]]
    if mission.publication is Publication.PUBLISHED:
        edit_mission(mission, edited["changes"], by=world.members[_host(world, mission.association_id)][0])
    put_letters_away()


def _host(world: World, association_id: int) -> str:
    return next(key for key, each in world.associations.items() if each.id == association_id)


def _report(world: World, text: dict[str, Any]) -> Report:
    hours = text["hours_ago"]
    with clock.frozen(clock.now() - timedelta(hours=hours)):
        return services.report(_target(world, text), reason=Reason(text["reason"]), words=text["words"], email=text["email"])


def _target(world: World, text: dict[str, Any]) -> Target:
    kind, about = Kind(text["kind"]), text["about"]
    if kind is Kind.PAGE:
        return page_target(about)
    known = world.missions if kind is Kind.MISSION else world.associations
    target = find_target(None, kind, known[about].public_id)
    if target is None:
        raise NotFound()
    return target
