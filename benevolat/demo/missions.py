"""How the demonstration's missions are written, sent, judged and, for some, withdrawn."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from benevolat.coordination.services import withdraw_mission
from benevolat.missions import services
from benevolat.missions.models import FrenchLevel, Mission, MissionKind, Setting, Where
from benevolat.missions.words import mask_of
from benevolat.moderation import services as moderation

from . import content
from .timeline import Timeline
from .world import World

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
SAME = ("title", "description", "address", "address_public", "meeting_point", "costs_refunded", "by_bus", "wheelchair", "minors_ok",
        "children_welcome", "meal_offered", "accompanied_start", "bus_line", "competences")


def written_days_ago(mission: dict[str, Any]) -> int:
    """Return how long ago a mission was written: before its first day and before anybody applied, not all on the same day."""
    if mission["written_days_ago"] is not None:
        return int(mission["written_days_ago"])
    starts = -min(each["day"] for each in mission["creneaux"]) if mission["kind"] == "dated" else -mission["starts_in"]
    applied = [each["sent_days_ago"] for each in content.stories() if each["mission"] == mission["key"]]
    spread = content.missions().index(mission) * 7 % 25
    return int(max(starts, 6, *applied)) + 4 + spread


def first_days() -> dict[str, int]:
    """Return, for each association that has missions, how long ago the first one was written."""
    found: dict[str, int] = {}
    for each in content.missions():
        found[each["association"]] = max(found.get(each["association"], 0), written_days_ago(each))
    return found


def plan_missions(timeline: Timeline, world: World) -> None:
    """Plan the writing of every mission, then what becomes of it."""
    for each in content.missions():
        written, publication = written_days_ago(each), each["publication"]
        timeline.plan(written, "14:00", partial(_write, world, timeline, each))
        if publication == "draft":
            continue
        timeline.plan(written, "14:30", partial(_submit, world, each))
        if publication in {"published", "withdrawn"}:
            timeline.plan(written - 1, "09:00", partial(_publish, world, each))
        elif publication != "submitted":
            timeline.plan(written - 1, "09:00", partial(_send_back, world, each))
        if publication == "withdrawn":
            timeline.plan(each["withdrawn_days_ago"], "17:00", partial(_withdraw, world, each))


def _write(world: World, timeline: Timeline, text: dict[str, Any]) -> None:
    by = world.member(text["association"])
    mission = services.begin_mission(world.associations[text["association"]], by=by)
    services.edit_mission(mission, _answers(text, timeline.today), by=by, step=5)
    for number, each in enumerate(text.get("creneaux", ())):
        world.creneaux[text["key"], number] = services.add_creneau(
            mission, by=by, starts_at=timeline.moment(-each["day"], each["start"]), ends_at=timeline.moment(-each["day"], each["end"]),
            places=each["places"],
        )
    world.missions[text["key"]] = mission


def _answers(text: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what the five screens ask, as the association answered; days are counted from the loading day."""
    answers = {name: text[name] for name in SAME} | {
        "domaine_code": text["domaine"], "where": Where(text["where"]), "french_level": FrenchLevel(text["french_level"]),
        "setting": Setting(text["setting"]), "kind": MissionKind(text["kind"]),
    }
    if text["commune"] is not None:
        answers["commune_code"] = text["commune"]
    if text["kind"] == "regular":
        bits = [3 * DAYS.index(day) + PARTS.index(part) for day, part in (each.split("-") for each in text["half_days"])]
        answers |= {"half_days": mask_of(bits), "hours_per_week": text["hours_per_week"], "places": text["places"]}
        answers["starts_on"] = today + timedelta(days=text["starts_in"])
        answers["ends_on"] = today + timedelta(days=text["ends_in"]) if text["ends_in"] is not None else None
    return answers


def _submit(world: World, text: dict[str, Any]) -> None:
    services.submit_mission(
        world.missions[text["key"]], by=world.member(text["association"]), not_a_job=True, contact_name=text["contact_name"]
    )


def _commune(mission: Mission) -> str:
    return mission.commune_code or str(mission.association.commune_code)


def _publish(world: World, text: dict[str, Any]) -> None:
    mission = world.missions[text["key"]]
    services.publish_mission(mission, by=world.moderateur(_commune(mission)), not_a_job=True)


def _send_back(world: World, text: dict[str, Any]) -> None:
    mission = world.missions[text["key"]]
    judge = moderation.ask_correction if text["publication"] == "to_correct" else moderation.refuse_mission
    judge(mission, by=world.moderateur(_commune(mission)), reason=text["publication_reason"])


def _withdraw(world: World, text: dict[str, Any]) -> None:
    mission = world.missions[text["key"]]
    suspended = next(each["state"] for each in content.read("associations") if each["key"] == text["association"]) == "suspended"
    by = world.moderateur(_commune(mission)) if suspended else world.member(text["association"])
    withdraw_mission(mission, by=by, reason=text["publication_reason"])
