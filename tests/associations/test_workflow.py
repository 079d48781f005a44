"""Every state × action × role of an association's verification: what is not in the table is refused, and nothing moves."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from benevolat.accounts.models import Role, User
from benevolat.associations.models import Association, MemberRole, Membership, State
from benevolat.associations.workflow import PASSED, WORKFLOW
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.workflow import SYSTEM, TransitionLog
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association

ACTIONS = sorted(WORKFLOW.by_action)
ALLOWED = {
    ("pending", "verify", "moderateur"): "verified", ("pending", "verify", "local"): "verified",
    ("pending", "refuse", "moderateur"): "refused", ("pending", "refuse", "local"): "refused",
    **{(state, "undo", role): "pending" for state in ("verified", "refused") for role in ("moderateur", "local")},
    ("refused", "ask_again", "admin"): "pending",
    ("verified", "suspend", "moderateur"): "suspended", ("verified", "suspend", "local"): "suspended",
    ("suspended", "reinstate", "moderateur"): "verified", ("suspended", "reinstate", "local"): "verified",
}
"""Written by hand, apart from the table it judges."""


def member(row: Association, role: MemberRole) -> User:
    user = person()
    keep(Membership(**DAILY, association_id=row.id, user_id=user.id, role=role))
    return user


ROLES: dict[str, Callable[[Association], Any]] = {
    "stranger": lambda _row: person(), "admin": lambda row: member(row, MemberRole.ADMIN),
    "member": lambda row: member(row, MemberRole.MEMBER),
    "moderateur": lambda _row: agent(Role.MODERATEUR), "local": lambda _row: agent(Role.MODERATEUR, territoire="agglomeration-grenobloise"),
    "elsewhere": lambda _row: agent(Role.MODERATEUR, territoire="trieves"), "referent": lambda _row: agent(Role.REFERENT),
    "pilote": lambda _row: agent(Role.PILOTE), "administrateur": lambda _row: agent(Role.ADMINISTRATEUR), "system": lambda _row: SYSTEM,
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_whole_table(session: Any, action: str, role: str) -> None:
    for state in State:
        row = association(state=state, state_reason="Le numéro ne correspond pas.")
        user = ROLES[role](row)
        target = ALLOWED.get((state.value, action, role))
        shown = role != "system" and action in {each.action for each in WORKFLOW.available(row, user)}
        assert shown == (target is not None), (state, action, role)
        if target is None:
            with pytest.raises((NotAllowed, Conflict)):
                WORKFLOW.apply(row, action, by=user, reason="Parce que.")
            assert row.state is state
        else:
            WORKFLOW.apply(row, action, by=user, reason="Parce que.")
            assert row.state.value == target
            log = session.scalars(select(TransitionLog).where(TransitionLog.object_id == row.id)).one()
            assert (log.source, log.target, log.actor_id) == (state.value, target, user.id)


@pytest.mark.parametrize("action", ["refuse", "suspend"])
def test_a_no_has_a_reason(session: Any, action: str) -> None:
    row = association(state=State.PENDING if action == "refuse" else State.VERIFIED)
    with pytest.raises(InvalidInput) as refused:
        WORKFLOW.apply(row, action, by=agent(Role.MODERATEUR), reason="   ")
    assert refused.value.field == "reason"


def test_every_passage_has_its_words() -> None:
    assert set(PASSED) == {*WORKFLOW.by_action, "create"}
