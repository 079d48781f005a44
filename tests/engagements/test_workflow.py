"""Both machines, whole: every state × every action × every role."""

from types import SimpleNamespace
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.associations.models import Membership
from benevolat.associations.permissions import membership_of
from benevolat.core import clock
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.engagements.models import Bilan, BilanState, Engagement, OutsideHost, State
from benevolat.engagements.workflow import BILAN, WORKFLOW
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association, candidature, engagement, mission

EITHER = {"volunteer", "member", "preparer"}
ALLOWED: dict[str, tuple[set[State], State, set[str]]] = {
    "start": ({State.PLANNED}, State.IN_PROGRESS, {"system"}),
    "finish": ({State.IN_PROGRESS}, State.TO_CLOSE, EITHER | {"system"}),
    "resume": ({State.TO_CLOSE}, State.IN_PROGRESS, EITHER),
    "not_done": ({State.IN_PROGRESS, State.TO_CLOSE}, State.NOT_DONE, EITHER),
    "reopen": ({State.NOT_DONE}, State.TO_CLOSE, EITHER),
    "cancel": ({State.PLANNED, State.IN_PROGRESS}, State.CANCELLED, EITHER | {"system"}),
    "remove": ({State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE}, State.CANCELLED, set()),
    "attest": ({State.TO_CLOSE}, State.ATTESTED, {"system"}),
    "unattest": ({State.ATTESTED}, State.TO_CLOSE, {"system"}),
}
WRITTEN = {BilanState.CONFIRMED, BilanState.AGREED, BilanState.DISPUTED, BilanState.STANDING}
BILAN_ALLOWED: dict[str, tuple[set[BilanState], BilanState | None, set[str]]] = {
    "draft": ({BilanState.EXPECTED, BilanState.DRAFTED, BilanState.PREPARED}, None, {"volunteer"}),
    "prepare": ({BilanState.EXPECTED, BilanState.DRAFTED, BilanState.PREPARED}, BilanState.PREPARED, {"member", "preparer"}),
    "confirm": ({BilanState.EXPECTED, BilanState.DRAFTED, BilanState.PREPARED, BilanState.DECLARED}, BilanState.CONFIRMED, {"member"}),
    "agree": ({BilanState.CONFIRMED, BilanState.DISPUTED, BilanState.STANDING}, BilanState.AGREED, {"volunteer"}),
    "disagree": ({BilanState.CONFIRMED, BilanState.STANDING}, BilanState.DISPUTED, {"volunteer"}),
    "stand": ({BilanState.CONFIRMED}, BilanState.STANDING, {"system"}),
    "keep_declared": ({BilanState.DRAFTED, BilanState.PREPARED}, BilanState.DECLARED, {"volunteer"}),
    "redraft": ({BilanState.DECLARED}, BilanState.DRAFTED, set()),
    "correct": (WRITTEN, BilanState.CONFIRMED, {"member"}),
    "withdraw": (WRITTEN, BilanState.WITHDRAWN, {"member"}),
    "answer": ({BilanState.WITHDRAWN}, BilanState.WITHDRAWN, {"volunteer"}),
}
ROLES = ("volunteer", "member", "preparer", "stranger", "other_member", "moderateur", "referent", "nobody", "system")


@pytest.fixture
def cast(session: Any) -> dict[str, Any]:
    """One engagement and everybody who might want to act on it."""
    member = person()
    host = association(member=member)
    other = person()
    association(member=other)
    preparer = person()
    keep(Membership(**DAILY, association_id=host.id, user_id=preparer.id, may_sign=False))
    sent = candidature(mission(host))
    return {
        "preparer": preparer,
        "engagement": engagement(sent), "volunteer": sent.user, "member": member, "stranger": person(), "other_member": other,
        "moderateur": agent(Role.MODERATEUR), "referent": agent(Role.REFERENT), "nobody": SimpleNamespace(is_authenticated=False, id=None),
        "system": SYSTEM,
    }


def put(row: Engagement | Bilan, state: Any) -> None:
    """Set a state directly, with the columns its CHECK asks for."""
    row.reason = "Une raison."
    if isinstance(row, Bilan):
        row.confirmed_at = row.answered_at = row.created_at
        row.answer_words = "Mes mots."
    row.state = state


def walk(machine: Any, row: Any, allowed: dict[str, Any], states: Any, cast: dict[str, Any]) -> None:
    """Try everything; what happens must be what the hand-written table says."""
    for action, (sources, target, roles) in allowed.items():
        for state in states:
            for role in ROLES:
                put(row, state)
                expected = role in roles and state in sources
                assert machine.allows(row, action, cast[role]) is expected, f"{role} {action} from {state}"
                if expected:
                    machine.apply(row, action, by=cast[role], reason="Une raison.")
                    assert row.state is (target or (state if state is BilanState.PREPARED else BilanState.DRAFTED))
                else:
                    with pytest.raises(NotAllowed if role not in roles else Conflict):
                        machine.apply(row, action, by=cast[role], reason="Une raison.")
                    assert row.state is state


def test_engagement_grid(cast: dict[str, Any]) -> None:
    walk(WORKFLOW, cast["engagement"], ALLOWED, State, cast)
    assert set(WORKFLOW.by_action) == set(ALLOWED)


def test_bilan_grid(cast: dict[str, Any]) -> None:
    bilan = keep(Bilan(engagement=cast["engagement"]))
    walk(BILAN, bilan, BILAN_ALLOWED, BilanState, cast)
    assert set(BILAN.by_action) == set(BILAN_ALLOWED)


def test_an_engagement_elsewhere_has_no_other_side(session: Any) -> None:
    someone = person()
    row = keep(Engagement(user_id=someone.id, host_name="Le voisin", title="Courses", starts_on=person().created_at.date(),
                          state=State.TO_CLOSE))
    assert {each.action for each in WORKFLOW.available(row, someone)} == {"resume", "not_done", "remove"}
    assert WORKFLOW.available(row, person()) == []


def test_the_bilan_of_an_engagement_elsewhere_is_written_by_its_host_alone(session: Any) -> None:
    someone = person()
    row = keep(Engagement(user_id=someone.id, host_name="Le club", title="Arbitrer", starts_on=clock.today(), state=State.TO_CLOSE))
    bilan, other = keep(Bilan(engagement=row)), keep(Engagement(user_id=someone.id, host_name="Ici", title="Lire", starts_on=clock.today()))
    host = OutsideHost(row.id, "Odile Perrin, présidente")
    here = engagement(candidature(mission()), state=State.TO_CLOSE)
    walk_in = [(host, bilan, True), (OutsideHost(other.id, "Odile"), bilan, False), (someone, bilan, False), (person(), bilan, False),
               (agent(Role.MODERATEUR), bilan, False), (OutsideHost(here.id, "Odile"), keep(Bilan(engagement=here)), False)]
    for actor, written, expected in walk_in:
        for state, action in ((BilanState.DECLARED, "confirm"), (BilanState.DISPUTED, "correct"), (BilanState.CONFIRMED, "withdraw")):
            put(written, state)
            assert BILAN.allows(written, action, actor) is expected, f"{actor} {action}"
    put(bilan, BilanState.DECLARED)
    assert BILAN.allows(bilan, "redraft", someone)
    for actor in (host, person(), agent(Role.MODERATEUR)):
        assert not BILAN.allows(bilan, "redraft", actor)
    put(bilan, BilanState.CONFIRMED)
    assert not BILAN.allows(bilan, "agree", host)


def test_a_member_who_volunteers_does_not_attest_themself(session: Any) -> None:
    both = person()
    host = association(member=both)
    row = engagement(candidature(mission(host), by=both), state=State.TO_CLOSE)
    bilan = keep(Bilan(engagement=row))
    assert not BILAN.allows(bilan, "confirm", both)
    assert BILAN.allows(bilan, "draft", both)


@pytest.mark.parametrize("action", ["not_done"])
def test_a_reason_is_asked(cast: dict[str, Any], action: str) -> None:
    assert all(row.needs_reason for row in WORKFLOW.by_action[action])
    assert all(row.needs_reason for name in ("disagree", "correct", "withdraw") for row in BILAN.by_action[name])


def test_a_person_prepares_their_words_while_the_bilan_waits_to_be_signed(cast: dict[str, Any]) -> None:
    bilan = keep(Bilan(engagement=cast["engagement"]))
    put(bilan, BilanState.PREPARED)
    BILAN.apply(bilan, "draft", by=cast["volunteer"])
    assert bilan.state is BilanState.PREPARED
    for role in ("member", "preparer", "stranger", "system"):
        with pytest.raises(NotAllowed):
            BILAN.apply(bilan, "draft", by=cast[role])


def test_the_right_to_sign_can_be_given(cast: dict[str, Any]) -> None:
    bilan = keep(Bilan(engagement=cast["engagement"]))
    assert not BILAN.allows(bilan, "confirm", cast["preparer"])
    membership_of(cast["preparer"], cast["engagement"].association).may_sign = True  # type: ignore[union-attr]
    assert BILAN.allows(bilan, "confirm", cast["preparer"])
