"""The machine of a request, whole: every state × every action × every role."""

from types import SimpleNamespace
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.ailleurs.models import ProofRequest, RequestState
from benevolat.ailleurs.permissions import can_transcribe, visible_requests
from benevolat.ailleurs.services import ask_on_paper
from benevolat.ailleurs.workflow import REQUEST
from benevolat.core import clock
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.engagements.models import OutsideHost
from tests.ailleurs.stage import asked, declared
from tests.factories.people import agent, person
from tests.factories.world import association

OPEN = {RequestState.SENT, RequestState.EXPIRED}
ALLOWED: dict[str, tuple[set[RequestState], RequestState, set[str]]] = {
    "answer": ({RequestState.SENT}, RequestState.ANSWERED, {"host"}),
    "decline": ({RequestState.SENT}, RequestState.DECLINED, {"host"}),
    "resend": (OPEN, RequestState.SENT, {"volunteer"}),
    "cancel": (OPEN, RequestState.CANCELLED, {"volunteer"}),
    "ask_again": ({RequestState.ANSWERED}, RequestState.SENT, {"volunteer"}),
    "settle": (OPEN, RequestState.ANSWERED, {"volunteer"}),
    "expire": ({RequestState.SENT}, RequestState.EXPIRED, {"system"}),
}


@pytest.fixture
def cast(session: Any) -> dict[str, Any]:
    """A request and everybody who might want to act on it."""
    volunteer, row, request = asked()
    member = person()
    association(member=member)
    _someone, other = declared(person())
    return {
        "request": request, "volunteer": volunteer, "host": OutsideHost(row.id, "Odile Perrin"),
        "host of another": OutsideHost(other.id, "Odile Perrin"), "stranger": person(), "member": member,
        "moderateur": agent(Role.MODERATEUR), "referent": agent(Role.REFERENT), "pilote": agent(Role.PILOTE),
        "administrateur": agent(Role.ADMINISTRATEUR), "nobody": SimpleNamespace(is_authenticated=False, id=None), "system": SYSTEM,
    }


def test_request_grid(cast: dict[str, Any]) -> None:
    request: ProofRequest = cast.pop("request")
    for action, (sources, target, roles) in ALLOWED.items():
        for state in RequestState:
            for role, actor in cast.items():
                request.closed_at, request.state = clock.now(), state
                expected = role in roles and state in sources
                assert REQUEST.allows(request, action, actor) is expected, f"{role} {action} from {state}"
                if expected:
                    REQUEST.apply(request, action, by=actor)
                    assert request.state is target
                else:
                    with pytest.raises(NotAllowed if role not in roles else Conflict):
                        REQUEST.apply(request, action, by=actor)
                    assert request.state is state
    assert set(REQUEST.by_action) == set(ALLOWED)


def test_a_desk_sees_and_copies_sheets_alone(cast: dict[str, Any], session: Any) -> None:
    request = cast["request"]
    someone, row = declared(person())
    sheet = ask_on_paper(row, by=someone)
    seen = {role: set(session.scalars(visible_requests(cast[role]))) for role in cast if role != "request" and "host" not in role}
    assert {role: rows for role, rows in seen.items() if rows} == {"volunteer": {request}, "moderateur": {sheet}}
    assert [role for role in seen if can_transcribe(cast[role], sheet)] == ["moderateur"]
    assert not any(can_transcribe(cast[role], request) for role in seen)
