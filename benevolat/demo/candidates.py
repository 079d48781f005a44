"""What surrounds the demonstration's candidatures: lists that move by themselves, models, welcomes, parents, friends who come together."""

from functools import partial
from typing import Any

from benevolat.accounts.contacts import Contact
from benevolat.candidatures import queries, services
from benevolat.candidatures.models import AnswerKind, Candidature
from benevolat.missions.models import Mission

from . import content
from .timeline import Timeline
from .world import World, read_link

WRITTEN = 30
"""How long ago the associations wrote their models and their welcomes."""


def plan_candidates(timeline: Timeline, world: World) -> None:
    """Plan each at its moment: a parent is asked in the hour of the acceptance and answers in the evening."""
    texts = content.read("candidates")
    for each in texts["lists"]:
        timeline.plan(each["days_ago"], "19:00", partial(_move_alone, world, each["mission"]))
    for each in texts["models"]:
        timeline.plan(WRITTEN, "18:00", partial(_write_model, world, each))
    for each in texts["welcomes"]:
        timeline.plan(_since(each["mission"]), "18:30", partial(_write_welcome, world, each))
    for each in texts["agreements"]:
        story = next(one for one in content.stories() if (one["volunteer"], one["mission"]) == (each["volunteer"], each["mission"]))
        timeline.plan(story["accepted_days_ago"], "12:30", partial(_ask_parent, world, each))
        if each["given"]:
            timeline.plan(story["accepted_days_ago"], "20:00", partial(_agree, world, each))
    for each in texts["friends"]:
        timeline.plan(each["days_ago"], "20:30", partial(_come_together, world, each))


def _since(mission: str) -> int:
    """Return a day on which a mission was published and nobody was accepted yet."""
    return int(max(each["sent_days_ago"] for each in content.stories() if each["mission"] == mission))


def _host(mission: str) -> str:
    return str(next(each["association"] for each in content.missions() if each["key"] == mission))


def _sent(world: World, volunteer: str, mission: str) -> Candidature:
    """Return the living candidature of a volunteer to a mission."""
    found = queries.active_candidatures(world.volunteers[volunteer], world.missions[mission])
    return found[-1]


def _move_alone(world: World, mission: str) -> None:
    row: Mission = world.missions[mission]
    services.choose_rule(row, automatic=True, by=world.member(_host(mission)))


def _write_model(world: World, text: dict[str, Any]) -> None:
    services.save_model(
        world.associations[text["association"]], kind=AnswerKind(text["kind"]), title=text["title"], body=text["body"],  # type: ignore[call-arg]
        by=world.member(text["association"]),
    )


def _write_welcome(world: World, text: dict[str, Any]) -> None:
    words = {name: text[name] for name in ("host_name", "place", "arrival", "bring")}
    services.write_welcome(world.missions[text["mission"]], by=world.member(_host(text["mission"])), **words)


def _ask_parent(world: World, text: dict[str, Any]) -> None:
    sent = _sent(world, text["volunteer"], text["mission"])
    services.ask_parent(sent, contact=Contact(email=text["parent"]) if text["parent"] else None, by=world.volunteer(text["volunteer"]))


def _agree(world: World, text: dict[str, Any]) -> None:
    """Agree by the link that was sent, or bring the signed sheet."""
    if text["parent"] is None:
        services.receive_sheet(_sent(world, text["volunteer"], text["mission"]), by=world.member(_host(text["mission"])))
        return
    agreement = queries.find_agreement(read_link(text["parent"], "accord"))
    assert agreement is not None
    services.give_agreement(agreement, name=text["name"])


def _come_together(world: World, text: dict[str, Any]) -> None:
    link = services.ask_friend(_sent(world, text["gives"], text["mission"]), by=world.volunteer(text["gives"]))
    if text["comes"] is not None:
        services.join_friend(link, _sent(world, text["comes"], text["mission"]), by=world.volunteer(text["comes"]))
