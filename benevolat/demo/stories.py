"""How the demonstration's people apply, write and are answered; what they then do is in closings.py."""

from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import Any

from benevolat.accounts.models import AgeBand, User
from benevolat.candidatures import services as candidatures
from benevolat.candidatures.jobs import remind_unanswered
from benevolat.candidatures.models import REMINDED_AFTER, CallBack, Candidature, State
from benevolat.coordination.services import expire_silent
from benevolat.engagements import services as engagements
from benevolat.missions.models import Creneau, Mission

from . import content
from .timeline import Timeline
from .world import World


@dataclass
class Story:
    """One candidature, from its text; each method is one act, done when its moment comes."""

    world: World
    text: dict[str, Any]
    turn: int

    @property
    def mission(self) -> Mission:
        return self.world.missions[self.text["mission"]]

    @property
    def creneau(self) -> Creneau | None:
        number = self.text["creneau"]
        return None if number is None else self.world.creneaux[self.text["mission"], number]

    @cached_property
    def candidature(self) -> Candidature:
        """The one that was sent; made by the first act."""
        return candidatures.send_candidature(
            self.mission, self.creneau, user=self.volunteer, message=self.text["message"], by=self.volunteer
        )

    @property
    def volunteer(self) -> User:
        return self.world.volunteer(self.text["volunteer"])

    @property
    def member(self) -> User:
        text = next(each for each in content.missions() if each["key"] == self.text["mission"])
        return self.world.member(text["association"], self.turn)

    def send(self) -> None:
        """Apply."""
        assert self.candidature.state in {State.SENT, State.WAITLISTED}

    def remind(self) -> None:
        """Let the association be reminded, as the nightly job does."""
        remind_unanswered({"association": self.mission.association_id})

    def accept(self) -> None:
        """Be accepted: an engagement begins."""
        made = engagements.accept_candidature(self.candidature, by=self.member)
        self.world.engagements[self.text["volunteer"], self.text["mission"]] = made

    def decline(self) -> None:
        """Be told no, with a reason."""
        candidatures.decline_candidature(self.candidature, by=self.member, reason=self.text["reason"])

    def withdraw(self) -> None:
        """Take the candidature back, and what it had planned."""
        engagements.withdraw_candidature(self.candidature, by=self.volunteer)

    def revoke(self) -> None:
        """Be told, after an acceptance, that it will not happen."""
        engagements.revoke_candidature(self.candidature, by=self.member, reason=self.text["reason"])

    def expire(self) -> None:
        """Be left without an answer for thirty days."""
        expire_silent(self.candidature)

    def write(self, message: dict[str, Any]) -> None:
        """Write to the other side."""
        by = self.volunteer if message["from"] == "volunteer" else self.member
        candidatures.post_message(self.candidature, by=by, body=message["body"])


def plan_candidature(timeline: Timeline, story: Story) -> None:
    """Plan what a story says of its candidature."""
    text, sent, decided = story.text, story.text["sent_days_ago"], story.text["decided_days_ago"]
    timeline.plan(sent, "10:00", story.send)
    timeline.plan_at(timeline.moment(sent, "10:00").astimezone(UTC) + REMINDED_AFTER, story.remind)
    if text["accepted_days_ago"] is not None:
        timeline.plan(text["accepted_days_ago"], "11:00", story.accept)
    ends = {"declined": story.decline, "withdrawn": story.withdraw, "revoked": story.revoke, "expired": story.expire}
    if text["outcome"] in ends:
        timeline.plan(decided, "18:00", ends[text["outcome"]])
    for number, message in enumerate(text["messages"]):
        timeline.plan(message["days_ago"], f"12:{number:02d}", lambda message=message: story.write(message))


def plan_call_backs(timeline: Timeline, world: World) -> None:
    """Plan the calls that people without an account ask for, and those that were made."""
    for each in content.read("histories")["call_backs"]:
        _plan_call_back(timeline, world, each)


def _plan_call_back(timeline: Timeline, world: World, text: dict[str, Any]) -> None:
    made: list[CallBack] = []

    def ask() -> None:
        made.append(candidatures.ask_call_back(
            world.missions[text["mission"]], first_name=text["first_name"], phone=text["phone"], age_band=AgeBand(text["age_band"]),
            best_time=text["best_time"],
        ))

    def complete() -> None:
        mission = next(each for each in content.missions() if each["key"] == text["mission"])
        candidatures.complete_call_back(made[0], by=world.member(mission["association"]))

    timeline.plan(text["asked_days_ago"], "15:00", ask)
    if text["done_days_ago"] is not None:
        timeline.plan(text["done_days_ago"], "16:00", complete)
