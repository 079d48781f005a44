"""The demonstration's stories hold together: dates in order, places never exceeded, every state of every life cycle."""

import re
from collections import Counter
from typing import Any

import pytest

from benevolat.accompagnement.models import ServiceKind
from benevolat.candidatures.models import State as CandidatureState
from benevolat.contrats.models import AnnexeState, PathKind, SubmissionState
from benevolat.demo import content
from benevolat.engagements.models import BilanState
from benevolat.engagements.models import State as EngagementState

from .test_data import COMPETENCES, MISSIONS, STORIES, VOLUNTEERS

INSERTION = content.read("insertion")


def _story_id(story: dict[str, Any]) -> str:
    return f"{story['volunteer']}-{story['mission']}-{story['sent_days_ago']}"


def _starts_days_ago(story: dict[str, Any]) -> int:
    mission = MISSIONS[story["mission"]]
    if mission["kind"] == "dated":
        return -int(mission["creneaux"][story["creneau"]]["day"])
    return -int(mission["starts_in"])


@pytest.mark.parametrize("story", STORIES, ids=_story_id)
def test_a_candidature_is_consistent(story: dict[str, Any]) -> None:
    mission, sent, decided = MISSIONS[story["mission"]], story["sent_days_ago"], story["decided_days_ago"]
    assert story["volunteer"] in VOLUNTEERS
    assert mission["publication"] == "published"
    assert (story["creneau"] is None) == (mission["kind"] == "regular")
    assert story["creneau"] is None or sent > _starts_days_ago(story), "sent after the créneau"
    assert bool(story["reason"]) == (story["outcome"] in {"declined", "revoked"})
    if story["outcome"] == "sent":
        assert decided is None
        assert sent < 30, "would have expired"
    elif story["outcome"] == "expired":
        assert sent - decided == 30
    else:
        assert decided <= sent
    assert all(each["days_ago"] <= sent for each in story["messages"])
    assert mission["minors_ok"] or VOLUNTEERS[story["volunteer"]]["age_band"] == "adult"
    assert (story["engagement"] is not None) == (story["accepted_days_ago"] is not None)
    if story["outcome"] == "accepted":
        assert story["accepted_days_ago"] == decided
    else:
        assert story["engagement"] is None or (story["engagement"]["state"] == "cancelled" and story["outcome"] in {"revoked", "withdrawn"})


@pytest.mark.parametrize("story", [each for each in STORIES if each["engagement"]], ids=_story_id)
def test_an_engagement_is_consistent(story: dict[str, Any]) -> None:
    engagement, starts = story["engagement"], _starts_days_ago(story)
    begins = min(starts, story["accepted_days_ago"])
    assert all(0 < each["days_ago"] <= begins for each in engagement["presences"])
    if story["creneau"] is not None and engagement["state"] == "planned":
        assert starts < 0
    elif engagement["state"] not in {"planned", "cancelled"}:
        assert starts > 0
    assert bool(engagement["reason"]) == (engagement["state"] == "not_done")
    bilan = engagement["bilan"]
    assert (engagement["state"] == "attested") == (bilan is not None and bilan["state"] in {"agreed", "standing"})
    if bilan is None:
        return
    assert set(bilan["competences"]) <= COMPETENCES
    assert len(bilan["competences"]) <= 3
    steps = [bilan[f"{each}_days_ago"] for each in ("drafted", "confirmed", "answered") if bilan[f"{each}_days_ago"] is not None]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] <= min(each["days_ago"] for each in engagement["presences"])
    if bilan["state"] != "disputed":
        assert bilan["minutes"] == sum(each["minutes"] for each in engagement["presences"])
    assert {each["competence"] for each in engagement["claimed"]} <= COMPETENCES
    assert engagement["desk"] is None or engagement["state"] == "attested"


def test_places_are_never_exceeded() -> None:
    taken = Counter((each["mission"], each["creneau"]) for each in STORIES if each["accepted_days_ago"] is not None)
    room = {key: (MISSIONS[key[0]] if key[1] is None else MISSIONS[key[0]]["creneaux"][key[1]])["places"] for key in taken}
    assert not [key for key, count in taken.items() if count > room[key]]
    full = {key for key, count in taken.items() if count == room[key]}
    assert len(full) >= 5
    assert {(each["mission"], each["creneau"]) for each in STORIES if each["outcome"] == "waitlisted"} <= full


def test_nobody_applies_twice_while_the_first_is_alive() -> None:
    alive = Counter((each["volunteer"], each["mission"], each["creneau"]) for each in STORIES
                    if each["outcome"] in {"sent", "accepted", "waitlisted"})
    assert max(alive.values()) == 1


def test_every_state_of_every_life_cycle_is_told() -> None:
    outcomes = Counter(each["outcome"] for each in STORIES)
    assert set(outcomes) == {str(each) for each in CandidatureState}
    assert min(outcomes.values()) >= 3
    engagements = [each["engagement"] for each in STORIES if each["engagement"]]
    states = Counter(each["state"] for each in engagements)
    assert set(states) == {str(each) for each in EngagementState}
    assert min(states.values()) >= 3
    expected = [each for each in engagements if each["state"] == "to_close" and each["bilan"] is None]
    bilans = Counter([each["bilan"]["state"] for each in engagements if each["bilan"]] + ["expected"] * len(expected))
    bilans["prepared"] = len(content.read("shown")["prepared"])
    assert set(bilans) == {str(each) for each in BilanState}
    assert min(bilans.values()) >= 2
    assert {each["desk"]["answer"] for each in engagements if each["desk"]} == {None, "granted", "declined", "cancelled"}
    told = Counter(each["volunteer"] for each in STORIES if each["engagement"])
    assert max(told.values()) >= 5
    assert len(VOLUNTEERS) - len({each["volunteer"] for each in STORIES}) >= 3


def test_declared_elsewhere() -> None:
    elsewhere = content.read("histories")["elsewhere"]
    assert len(elsewhere) == 6
    assert all(each["volunteer"] in VOLUNTEERS and each["starts_days_ago"] >= each["ends_days_ago"] > 0 for each in elsewhere)


def test_everybody_joined_before_their_first_act() -> None:
    first = Counter({each: VOLUNTEERS[each]["joined_days_ago"] for each in VOLUNTEERS})
    acts = [(each["volunteer"], each["sent_days_ago"]) for each in STORIES]
    acts += [(each["volunteer"], each["from_days_ago"]) for each in INSERTION["accompagnements"]]
    assert all(days < first[volunteer] for volunteer, days in acts)


def test_call_backs_can_be_made() -> None:
    calls = content.read("histories")["call_backs"]
    assert {each["done_days_ago"] is None for each in calls} == {True, False}
    assert all(re.fullmatch(r"06 39 98 \d\d \d\d", each["phone"]) for each in calls)
    assert all(MISSIONS[each["mission"]]["publication"] == "published" for each in calls)


def test_what_is_above_the_line_holds_together() -> None:
    referents = {each["email"] for each in content.read("agents")["referents"]}
    assert {each["kind"] for each in content.read("agents")["referents"]} == {str(each) for each in ServiceKind}
    links = INSERTION["accompagnements"]
    assert {each["referent"] for each in links} == referents
    assert len({each["volunteer"] for each in links}) >= 30
    assert all(VOLUNTEERS[each["volunteer"]]["age_band"] == "adult" for each in links)
    contracts = {each["reference"]: each for each in INSERTION["contracts"]}
    assert len(contracts) == len(INSERTION["contracts"])
    assert {each["path_kind"] for each in contracts.values()} == {str(each) for each in PathKind}
    for annexe in INSERTION["annexes"]:
        contract = contracts[annexe["contrat"]]
        assert contract["volunteer"] == annexe["volunteer"]
        assert contract["starts_days_ago"] >= annexe["made_days_ago"]
        assert set(annexe["competences"]) <= COMPETENCES
        assert annexe["months"] <= 6
    assert {each["state"] for each in INSERTION["annexes"]} == {str(each) for each in AnnexeState}


def test_what_is_submitted_was_attested_and_agreed() -> None:
    bilans = {(each["volunteer"], each["mission"]): each["engagement"]["bilan"] for each in STORIES if each["engagement"]}
    signed = {each["volunteer"] for each in INSERTION["annexes"] if each["signed_days_ago"]}
    for each in INSERTION["submissions"]:
        bilan = bilans[each["volunteer"], each["mission"]]
        assert bilan["state"] in {"agreed", "standing"}
        assert (bilan["answered_days_ago"] or bilan["confirmed_days_ago"] - 21) >= each["submitted_days_ago"]
        assert each["volunteer"] in signed
        assert bool(each["referent_words"]) == (each["state"] in {"validated", "complement"})
    assert {each["state"] for each in INSERTION["submissions"]} == {str(each) for each in SubmissionState}
    ready = {each["volunteer"] for each in STORIES if (each["engagement"] or {}).get("state") == "attested"} & signed
    allocataire = next(each["email"] for each in content.read("accounts") if each["role"] == "allocataire")
    assert allocataire in {VOLUNTEERS[each]["email"] for each in ready}
