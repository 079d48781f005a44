"""Loading of the demonstration above the RSA line: who is accompanied, the contracts' references, the annexes, what was submitted."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from benevolat.accompagnement import services as accompagnement
from benevolat.accompagnement.models import Accompagnement, ServiceKind
from benevolat.accompagnement.queries import current_link
from benevolat.accounts.models import User
from benevolat.contrats import services as contrats
from benevolat.contrats.models import Annexe, Contrat, PathKind, Period, Submission
from benevolat.contrats.services import AnnexeContent

from . import content, dossiers
from .actions import plan_actions
from .annexes import decisions_in, sign_by_hand
from .paroles import plan_paroles
from .people import OPENED
from .propositions import plan_propositions
from .timeline import Timeline
from .world import World

Contracts = dict[str, Contrat]


def plan(timeline: Timeline, world: World) -> None:
    """Plan everything that happened above the line."""
    written: Contracts = {}
    agents = content.read("agents")
    for referent in agents["referents"]:
        timeline.plan(OPENED, "10:30", partial(_attach, world, agents["pilotes"][0]["email"], referent))
    for link in content.read("insertion")["accompagnements"]:
        timeline.plan(link["from_days_ago"], "10:00", partial(_begin, world, link))
        if link["to_days_ago"] is not None:
            timeline.plan(link["to_days_ago"], "09:00", partial(_end, world, link))
    for text in content.read("insertion")["contracts"]:
        timeline.plan(text["starts_days_ago"], "11:00", partial(_write_contrat, timeline.today, world, written, text))
    for text in content.read("insertion")["annexes"]:
        _plan_annexe(timeline, world, written, text)
    for text in content.read("insertion")["submissions"]:
        _plan_submission(timeline, world, text)
    dossiers.plan(timeline, world)
    plan_propositions(timeline, world)
    plan_actions(timeline, world)
    plan_paroles(timeline, world)


def _attach(world: World, pilote: str, text: dict[str, Any]) -> None:
    service = accompagnement.open_service(text["service"], ServiceKind(text["kind"]), territoire_code=text["territoire"])
    accompagnement.attach_referent(world.agents[text["email"]], service, by=world.agents[pilote])


def _begin(world: World, text: dict[str, Any]) -> None:
    code = accompagnement.give_link_code(world.volunteer(text["volunteer"]))
    accompagnement.begin_accompagnement(code, by=world.agents[text["referent"]])


def _link(person: User) -> Accompagnement:
    link = current_link(person)
    assert link is not None
    return link


def _end(world: World, text: dict[str, Any]) -> None:
    accompagnement.end_accompagnement(_link(world.volunteers[text["volunteer"]]), by=world.agents[text["referent"]])


def _write_contrat(today: date, world: World, written: Contracts, text: dict[str, Any]) -> None:
    person = world.volunteers[text["volunteer"]]
    written[text["reference"]] = contrats.write_contrat(
        person, type_code=text["type"], reference=text["reference"], starts_on=today - timedelta(days=text["starts_days_ago"]),
        ends_on=today + timedelta(days=text["ends_in"]), path_kind=PathKind(text["path_kind"]), by=_link(person).referent.user,
    )


def _plan_annexe(timeline: Timeline, world: World, written: Contracts, text: dict[str, Any]) -> None:
    person = partial(world.volunteer, text["volunteer"])
    made: list[Annexe] = []

    def referent() -> User:
        return _link(person()).referent.user

    def said(**changes: Any) -> AnnexeContent:
        starts = text["signed_days_ago"] or text["made_days_ago"]
        return AnnexeContent(
            already_engaged=text["already_engaged"], forms=tuple(changes.get("forms", text["forms"])),
            competences=tuple(text["competences"]), period=Period(text["period"]), hours=changes.get("hours", text["hours"]),
            months=text["months"], starts_on=timeline.today - timedelta(days=starts), referent_commitment=text["referent_commitment"],
        )

    def sign() -> None:
        if text.get("on_sheet"):
            sign_by_hand(made[0], by=referent())
        else:
            contrats.sign_annexe(made[0], by=person(), revision=made[0].revision)

    steps: list[tuple[int | None, str, Callable[[], object]]] = [
        (text["made_days_ago"], "14:00", lambda: made.append(contrats.draft_annexe(written[text["contrat"]], said(), by=referent(),
                                                                                decided=decisions_in(text)))),
        (text["proposed_days_ago"], "14:30", lambda: contrats.propose_annexe(made[0], by=referent())),
        (text["signed_days_ago"], "15:00", sign),
        (None if text["state"] == "proposed" else text["signed_days_ago"], "16:00",
         lambda: contrats.countersign_annexe(made[0], by=referent())),
        (text["amended_days_ago"], "14:00", lambda: contrats.edit_annexe(made[0], said(**text["amendment"]), by=referent())),
        (text["amended_days_ago"], "15:00", sign),
        (text["amended_days_ago"], "16:00", lambda: contrats.countersign_annexe(made[0], by=referent())),
    ]
    if text["state"] == "withdrawn":
        steps.append((text["closed_days_ago"], "17:00", lambda: contrats.withdraw_annexe(made[0], by=person())))
    elif text["state"] == "ended":
        steps.append((text["closed_days_ago"], "06:00", lambda: contrats.end_annexe(made[0])))
    for days_ago, hour, act in steps:
        if days_ago is not None:
            timeline.plan(days_ago, hour, act)


def _plan_submission(timeline: Timeline, world: World, text: dict[str, Any]) -> None:
    made: list[Submission] = []

    def submit() -> None:
        engagement = world.engagements[text["volunteer"], text["mission"]]
        made.append(contrats.submit_engagement(engagement, wants_mark=text["wants_mark"], by=world.volunteer(text["volunteer"])))

    def answer() -> None:
        person = world.volunteers[text["volunteer"]]
        if text["state"] == "cancelled":
            contrats.cancel_submission(made[0], by=person)
            return
        referent = _link(person).referent.user
        if text["state"] == "validated":
            contrats.validate_submission(made[0], by=referent, words=text["referent_words"])
        else:
            contrats.answer_with_complement(made[0], by=referent, words=text["referent_words"])

    timeline.plan(text["submitted_days_ago"], "20:00", submit)
    if text["answered_days_ago"] is not None:
        timeline.plan(text["answered_days_ago"], "11:30", answer)
