"""How what is done in the demonstration is written and closed: hours, bilan, skills, the Département's mark."""

from datetime import timedelta
from typing import Any

from benevolat.accounts.models import User
from benevolat.coordination import services as coordination
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.passeport import services as passeport
from benevolat.passeport.queries import open_request

from . import content
from .stories import Story
from .timeline import Timeline
from .world import World

CLOSING_REMINDED, SILENCE, DECLARED = (7, 21), 30, 31
"""Days after the end: the association is reminded, twice; the volunteer is told what can be done; and keeps the bilan as declared."""
VOLUNTEER_SILENT = 21
LOOKED_AT = 40
"""Hours younger than this were confirmed one by one; the older ones by the bilan alone."""


class Closing:
    """What follows an acceptance, from its text; each method is one act."""

    def __init__(self, story: Story) -> None:
        self.story, self.text = story, story.text["engagement"]
        self.bilan: dict[str, Any] = self.text["bilan"] or {}

    @property
    def engagement(self) -> Engagement:
        return self.story.world.engagements[self.story.text["volunteer"], self.story.text["mission"]]

    @property
    def by(self) -> User:
        return self.story.volunteer

    def advance(self) -> None:
        """Let the date bring what it brings."""
        engagements.advance(self.engagement)

    def enter(self, presence: dict[str, int], timeline: Timeline) -> None:
        """Write the hours of a day, as the volunteer."""
        day = timeline.today - timedelta(days=presence["days_ago"])
        engagements.enter_hours(self.engagement, day=day, minutes=presence["minutes"], by=self.by)

    def look(self, presence: dict[str, int], timeline: Timeline) -> None:
        """Confirm the hours of a day as the association, or give another figure."""
        day = timeline.today - timedelta(days=presence["days_ago"])
        minutes = presence.get("association_minutes", presence["minutes"])
        engagements.enter_hours(self.engagement, day=day, minutes=minutes, by=self.story.member)

    def finish(self) -> None:
        """Say that it is over."""
        engagements.finish_engagement(self.engagement, by=self.by)

    def not_done(self) -> None:
        """Say, as the association, that it did not take place."""
        engagements.mark_not_done(self.engagement, by=self.story.member, reason=self.text["reason"])

    def claim(self) -> None:
        """Say one's skills in one's own words."""
        for each in self.text["claimed"]:
            passeport.claim_skill(self.engagement, competence_code=each["competence"], own_words=each["own_words"], by=self.by)

    def draft(self) -> None:
        """Write the bilan first."""
        passeport.draft_bilan(
            self.engagement, by=self.by, minutes=self.bilan["minutes"], words=self.bilan["person_draft"],
            competences=[*self.bilan["competences"], *(each["competence"] for each in self.text["claimed"])],
        )

    def confirm(self) -> None:
        """Attest, as the association."""
        engagements.confirm_bilan(
            self.engagement, by=self.story.member, minutes=self.bilan["minutes"], sentence=self.bilan["sentence"],
            competences=dict.fromkeys(self.bilan["competences"]),
        )

    def answer(self) -> None:
        """Agree or not."""
        if self.bilan["answer"] == "agreed":
            passeport.agree_bilan(self.engagement, by=self.by, words=self.bilan["answer_words"])
        else:
            passeport.disagree_bilan(self.engagement, by=self.by, words=self.bilan["answer_words"])

    def stand(self) -> None:
        """Say nothing for twenty-one days."""
        passeport.stand_bilan(self.engagement)

    def keep_declared(self) -> None:
        """Keep the bilan although the association never wrote its own."""
        engagements.keep_declared(self.engagement, by=self.by)

    def take_back(self) -> None:
        """Withdraw the attestation, as the association."""
        passeport.withdraw_attestation(self.engagement, by=self.story.member, reason=self.bilan["withdrawal_reason"])

    def ask_desk(self) -> None:
        """Ask for the Département's mark."""
        passeport.ask_validation(self.engagement, by=self.by)

    def answer_desk(self) -> None:
        """Be answered by a desk, or take the request back."""
        request = open_request(self.engagement)
        assert request is not None
        desk, commune = self.text["desk"], self.story.world.volunteers[self.story.text["volunteer"]].commune_code
        moderateur = self.story.world.moderateur(str(commune))
        if desk["answer"] == "granted":
            coordination.grant_validation(request, by=moderateur)
        elif desk["answer"] == "declined":
            passeport.decline_validation(request, by=moderateur, reason=desk["reason"])
        else:
            passeport.cancel_validation(request, by=self.by)


def plan_engagement(timeline: Timeline, story: Story) -> None:
    """Plan what a story says of its engagement."""
    closing = Closing(story)
    creneau = _creneau_text(story)
    if creneau is not None:
        timeline.plan_at(timeline.moment(-creneau["day"], creneau["end"]), closing.advance)
    for presence in closing.text["presences"]:
        days = presence["days_ago"]
        timeline.plan(days, "23:30", lambda presence=presence: closing.enter(presence, timeline))
        if "association_minutes" in presence or LOOKED_AT >= days > 2:
            timeline.plan(days - 1, "09:00", lambda presence=presence: closing.look(presence, timeline))
    if closing.text["state"] == "not_done" and creneau is not None:
        timeline.plan(-creneau["day"] - 1, "12:00", closing.not_done)
    elif closing.text["state"] in {"to_close", "attested"}:
        _plan_closing(timeline, closing, regular=creneau is None)


def _creneau_text(story: Story) -> dict[str, Any] | None:
    number = story.text["creneau"]
    mission = next(each for each in content.missions() if each["key"] == story.text["mission"])
    found: dict[str, Any] | None = None if number is None else mission["creneaux"][number]
    return found


def _plan_closing(timeline: Timeline, closing: Closing, *, regular: bool) -> None:
    bilan, over = closing.bilan, closing.text["presences"][-1]["days_ago"]
    if regular:
        timeline.plan(over, "23:45", closing.finish)
    confirmed = bilan.get("confirmed_days_ago")
    unwritten_until = -1 if confirmed is None else confirmed
    for delay in CLOSING_REMINDED:
        if over - delay > unwritten_until:
            timeline.plan(over - delay, "06:10", lambda: engagements.remind_closing(closing.engagement))
    if over - SILENCE > unwritten_until:
        timeline.plan(over - SILENCE, "06:20", lambda: engagements.tell_silence(closing.engagement))
    if not bilan:
        return
    _plan_bilan(timeline, closing, over)
    if closing.text["desk"] is not None:
        timeline.plan(closing.text["desk"]["asked_days_ago"], "10:30", closing.ask_desk)
        if closing.text["desk"]["answer"] is not None:
            timeline.plan(closing.text["desk"]["answered_days_ago"], "15:30", closing.answer_desk)


def _plan_bilan(timeline: Timeline, closing: Closing, over: int) -> None:
    bilan = closing.bilan
    drafted, confirmed = bilan["drafted_days_ago"], bilan["confirmed_days_ago"]
    if drafted is not None:
        timeline.plan(drafted, "12:00", closing.draft)
    if closing.text["claimed"]:
        timeline.plan(confirmed if drafted is None else drafted, "12:30", closing.claim)
    if confirmed is not None:
        timeline.plan(confirmed, "14:00", closing.confirm)
    if bilan["answered_days_ago"] is not None:
        timeline.plan(bilan["answered_days_ago"], "18:00", closing.answer)
    if bilan["state"] == "standing":
        timeline.plan(confirmed - VOLUNTEER_SILENT, "14:30", closing.stand)
    elif bilan["state"] == "declared":
        timeline.plan(min(drafted, over - DECLARED), "15:00", closing.keep_declared)
    elif bilan["state"] == "withdrawn":
        timeline.plan(bilan["withdrawn_days_ago"], "14:30", closing.take_back)


def plan_elsewhere(timeline: Timeline, world: World) -> None:
    """Plan what volunteers declare of engagements that took place elsewhere."""
    for each in content.read("histories")["elsewhere"]:
        timeline.plan(each["ends_days_ago"] - 1, "19:00", lambda each=each: _declare(timeline, world, each))


def _declare(timeline: Timeline, world: World, text: dict[str, Any]) -> None:
    engagements.declare_engagement(world.volunteer(text["volunteer"]), engagements.Said(
        host=text["host_name"], title=text["title"], minutes=text["minutes"],
        starts_on=timeline.today - timedelta(days=text["starts_days_ago"]), ends_on=timeline.today - timedelta(days=text["ends_days_ago"]),
    ))
    db.session.flush()
