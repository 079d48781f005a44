"""Loading of the demonstration's collective actions: written, opened, who was invited, who comes, who was there."""

from functools import partial
from typing import Any

from benevolat.accounts.models import User
from benevolat.actions import services
from benevolat.actions.models import Action, Kind
from benevolat.actions.services import ActionContent

from . import content
from .people import OPENED
from .timeline import Timeline
from .world import World

TRAINED = {"agglomeration-grenobloise": 7, "porte-des-alpes": 3, "voironnais-chartreuse": 2}
"""How many times an agent of each territory said that they followed the training."""


def plan_actions(timeline: Timeline, world: World) -> None:
    """Plan every action, and the count of trainings."""
    for text in content.read("actions"):
        _plan_action(timeline, world, text)
    trained = dict(TRAINED)
    for referent in content.read("agents")["referents"]:
        for _time in range(trained.pop(referent["territoire"], 0)):
            timeline.plan(OPENED - 1, "17:00", partial(_train, world, referent["email"]))


def _train(world: World, email: str) -> None:
    services.count_training(by=world.agents[email])


def _plan_action(timeline: Timeline, world: World, text: dict[str, Any]) -> None:
    made: list[Action] = []

    def person(key: str) -> User:
        return world.volunteer(key)

    def author() -> User:
        return world.agents[text["author"]]

    said = ActionContent(
        kind=Kind(text["kind"]), title=text["title"], neutral_title=text["neutral_title"], host=text["host"], words=text["words"],
        commune_code=text["commune"], address=text["address"], places=text["places"], territoire_code=text["territoire"],
        seances=tuple((timeline.moment(-each["in_days"], each["start"]), timeline.moment(-each["in_days"], each["end"]))
                      for each in text["seances"]),
    )
    timeline.plan(text["written_days_ago"], "15:00", lambda: made.append(services.draft_action(said, by=author())))
    timeline.plan(text["opened_days_ago"], "15:30", lambda: services.open_action(made[0], by=author()))
    for turn in text["invited"]:
        timeline.plan(turn["days_ago"], "09:30", lambda turn=turn: services.invite_people(
            made[0], [person(each) for each in turn["people"]], by=world.agents[turn["by"]]))
    for answer in text["answers"]:
        act = {"come": services.come, "wait": services.wait}[answer["answer"]]
        timeline.plan(answer["days_ago"], "19:00", lambda answer=answer, act=act: act(
            made[0], by=person(answer["volunteer"]), shown=answer["shown"]))
    for each in text["attended"]:
        timeline.plan(each["days_ago"], "19:30", lambda each=each: services.keep_attendance(made[0], True, by=person(each["volunteer"])))
    if text["cancelled_days_ago"] is not None:
        timeline.plan(text["cancelled_days_ago"], "16:00", lambda: services.cancel_action(made[0], by=author(), reason=text["reason"]))
