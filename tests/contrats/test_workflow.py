"""Every state × action × role of the annexe and of a submission, against a table written by hand."""

from itertools import product
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.contrats.models import AnnexeState, Submission, SubmissionState
from benevolat.contrats.services import submit_engagement, withdraw_annexe
from benevolat.contrats.workflow import ANNEXE, SUBMISSION
from benevolat.core.errors import InvalidInput
from benevolat.core.workflow import SYSTEM
from tests.factories import keep
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.world import candidature, engagement, mission

ALLOWED = {
    ("draft", "propose", "referent"), ("proposed", "rework", "referent"), ("proposed", "sign", "person"),
    ("proposed", "sign_on_sheet", "referent"), ("proposed", "countersign", "referent"),
    ("proposed", "countersign_amendment", "referent"), ("signed", "amend", "referent"),
    ("amended", "amend", "referent"), ("signed", "withdraw", "person"), ("amended", "withdraw", "person"), ("signed", "end", "system"),
    ("amended", "end", "system"), ("proposed", "end", "system"),
}
SUBMISSION_ALLOWED = {
    ("submitted", "validate", "referent"), ("submitted", "ask_complement", "referent"), ("complement", "submit_again", "person"),
    ("cancelled", "submit_again", "person"), ("submitted", "cancel", "person"), ("complement", "cancel", "person"),
}
ROLES = ("person", "referent", "other_referent", "stranger", "moderateur", "pilote", "system")


def _actor(role: str, holder: Any, helper: Any) -> Any:
    return {
        "person": lambda: holder, "referent": lambda: helper, "other_referent": referent, "stranger": person,
        "moderateur": lambda: agent(Role.MODERATEUR), "pilote": lambda: agent(Role.PILOTE), "system": lambda: SYSTEM,
    }[role]()


@pytest.mark.parametrize("state", list(AnnexeState))
def test_annexe_grid(session: Any, state: AnnexeState) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    assert made.state is state
    for action, role in product(ANNEXE.by_action, ROLES):
        expected = (state.value, action, role) in ALLOWED
        assert ANNEXE.allows(made, action, _actor(role, holder, helper)) is expected, (state, action, role)


@pytest.mark.parametrize("state", list(SubmissionState))
def test_submission_grid(session: Any, state: SubmissionState) -> None:
    holder = person()
    helper = linked(holder)
    done = engagement(candidature(mission(), holder))
    from_now = done.created_at
    made = keep(Submission(annexe_id=annexe(holder, helper, AnnexeState.SIGNED).id, engagement_id=done.id, state=state,
                           answered_at=from_now, answer_words="Il manque les dates."))
    for action, role in product(SUBMISSION.by_action, ROLES):
        expected = (state.value, action, role) in SUBMISSION_ALLOWED
        assert SUBMISSION.allows(made, action, _actor(role, holder, helper)) is expected, (state, action, role)


def test_only_a_complement_needs_words(session: Any) -> None:
    assert [row.action for row in (*ANNEXE.rows, *SUBMISSION.rows) if row.needs_reason] == ["ask_complement"]
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    sent = submit_engagement(attested(holder), wants_mark=False, by=holder)
    with pytest.raises(InvalidInput):
        SUBMISSION.apply(sent, "ask_complement", by=helper, reason=" ")
    withdraw_annexe(made, by=holder)
    assert made.state is AnnexeState.WITHDRAWN, "whoever withdraws gives no reason"
