"""The grid of a candidature: every state, every action, every kind of account, against a table written by hand."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.candidatures.models import OfferState, PlaceOffer, State
from benevolat.candidatures.workflow import WORKFLOW
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.workflow import SYSTEM, TransitionLog
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission

ACTIONS = ("accept", "take_offer", "waitlist", "decline", "withdraw", "expire", "revoke")
ALLOWED = {
    ("sent", "accept"): {"member"}, ("sent", "waitlist"): {"member", "system"}, ("sent", "decline"): {"member", "system"},
    ("sent", "withdraw"): {"volunteer"}, ("sent", "expire"): {"system"},
    ("waitlisted", "accept"): {"member"}, ("waitlisted", "take_offer"): {"volunteer"},
    ("waitlisted", "decline"): {"member", "system"}, ("waitlisted", "withdraw"): {"volunteer"},
    ("waitlisted", "expire"): {"system"},
    ("accepted", "withdraw"): {"volunteer"}, ("accepted", "revoke"): {"member", "system"},
}
TARGETS = {
    "accept": State.ACCEPTED, "take_offer": State.ACCEPTED,
    "waitlist": State.WAITLISTED, "decline": State.DECLINED, "withdraw": State.WITHDRAWN,
    "expire": State.EXPIRED, "revoke": State.REVOKED,
}
ROLES = ("volunteer", "member", "stranger", "other_member", "own_member", "moderateur", "referent", "system")


def scene(state: State, role: str) -> tuple[Any, Any]:
    """A candidature in a state, and the account that tries."""
    member = person(first_name="Luc")
    host = association(member=member)
    volunteer = member if role == "own_member" else person()
    row = candidature(mission(host), volunteer, state=state, decided_at=clock.now(), reason="Une raison.")
    if state is State.WAITLISTED:
        keep(PlaceOffer(candidature_id=row.id, state=OfferState.OPEN, ends_at=clock.now() + timedelta(hours=1)))
    other = person()
    association(member=other)
    actors: dict[str, Any] = {
        "volunteer": volunteer, "member": member, "stranger": person(), "other_member": other, "own_member": member,
        "moderateur": agent(Role.MODERATEUR), "referent": agent(Role.REFERENT), "system": SYSTEM,
    }
    return row, actors[role]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(State), ids=str)
def test_grid(session: Any, state: State, role: str) -> None:
    # A member who applied to their own association may only withdraw, like any volunteer: nobody accepts themself.
    expected = "volunteer" if role == "own_member" else role
    done = 0
    for action in ACTIONS:
        row, actor = scene(state, role)
        if expected in ALLOWED.get((state.value, action), set()):
            WORKFLOW.apply(row, action, by=actor, reason="Une raison.")
            done += 1
            assert row.state is TARGETS[action], action
        else:
            with pytest.raises((NotAllowed, Conflict)):
                WORKFLOW.apply(row, action, by=actor, reason="Une raison.")
            assert row.state is state, action
        assert scalar_count(TransitionLog) == done, action


@pytest.mark.parametrize("role", [each for each in ROLES if each != "system"])
@pytest.mark.parametrize("state", list(State), ids=str)
def test_buttons_shown_are_the_actions_allowed(session: Any, state: State, role: str) -> None:
    row, actor = scene(state, role)
    expected = "volunteer" if role == "own_member" else role
    shown = {each.action for each in WORKFLOW.available(row, actor)}
    assert shown == {action for (source, action), roles in ALLOWED.items() if source == state.value and expected in roles}


@pytest.mark.parametrize(("state", "action"), [(State.SENT, "decline"), (State.WAITLISTED, "decline"), (State.ACCEPTED, "revoke")])
def test_a_refusal_needs_its_reason(session: Any, state: State, action: str) -> None:
    row, member = scene(state, "member")
    with pytest.raises(InvalidInput):
        WORKFLOW.apply(row, action, by=member, reason="  ")
    assert row.state is state


def test_a_stranger_is_not_told_the_state(session: Any) -> None:
    row, stranger = scene(State.DECLINED, "stranger")
    with pytest.raises(NotAllowed):
        WORKFLOW.apply(row, "accept", by=stranger)
