"""Every state × action × role of a mission's publication: what is not in the table is refused, and nothing moves."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from benevolat.accounts.models import Role
from benevolat.associations.models import Membership
from benevolat.associations.models import State as AssociationState
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.workflow import SYSTEM, TransitionLog
from benevolat.missions.models import Mission, Publication
from benevolat.missions.workflow import PASSED, WORKFLOW
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association, mission

ACTIONS = sorted(WORKFLOW.by_action)
MODERATEURS, MEMBERS = ("moderateur", "local"), ("admin", "member")
ALLOWED = {
    **{(state, "submit", role): "submitted" for state in ("draft", "to_correct") for role in MEMBERS},
    **{("submitted", "publish", role): "published" for role in (*MODERATEURS, "system")},
    **{(state, "ask_correction", role): "to_correct" for state in ("submitted", "published") for role in MODERATEURS},
    **{(state, "undo", role): "submitted" for state in ("published", "to_correct", "refused") for role in MODERATEURS},
    **{("to_correct", "put_back", role): "published" for role in MODERATEURS},
    **{("submitted", "refuse", role): "refused" for role in MODERATEURS},
    **{("published", "review", role): "submitted" for role in MEMBERS},
    **{(state, "withdraw", role): "withdrawn" for state in ("submitted", "to_correct", "published") for role in MEMBERS},
    **{(state, "gone", "system"): "withdrawn" for state in ("submitted", "to_correct", "published")},
    ("withdrawn", "come_back", "system"): "submitted",
    **{("published", "take_down", role): "withdrawn" for role in MODERATEURS},
}
"""Written by hand, apart from the table it judges."""


def member(row: Mission, **values: Any) -> Any:
    user = person()
    keep(Membership(**DAILY, association_id=row.association_id, user_id=user.id, **values))
    return user


ROLES: dict[str, Callable[[Mission], Any]] = {
    "stranger": lambda _row: person(), "admin": lambda row: member(row, role="admin"), "member": member,
    "other_member": lambda _row: association(member=(who := person())) and who,
    "moderateur": lambda _row: agent(Role.MODERATEUR), "local": lambda _row: agent(Role.MODERATEUR, territoire="voironnais-chartreuse"),
    "elsewhere": lambda _row: agent(Role.MODERATEUR, territoire="agglomeration-grenobloise"), "referent": lambda _row: agent(Role.REFERENT),
    "pilote": lambda _row: agent(Role.PILOTE), "administrateur": lambda _row: agent(Role.ADMINISTRATEUR), "system": lambda _row: SYSTEM,
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_whole_table(session: Any, action: str, role: str) -> None:
    host = association()
    for state in Publication:
        row = mission(host, publication=state, publication_reason="Précisez les horaires.")
        user = ROLES[role](row)
        target = ALLOWED.get((state.value, action, role))
        shown = role != "system" and action in {each.action for each in WORKFLOW.available(row, user)}
        assert shown == (target is not None and role != "system"), (state, action, role)
        if target is None:
            with pytest.raises((NotAllowed, Conflict)):
                WORKFLOW.apply(row, action, by=user, reason="Parce que.")
            assert row.publication is state
        else:
            WORKFLOW.apply(row, action, by=user, reason="Parce que.")
            assert row.publication.value == target
            log = session.scalars(select(TransitionLog).where(TransitionLog.object_id == row.id)).one()
            assert (log.source, log.target, log.actor_id) == (state.value, target, user.id)


@pytest.mark.parametrize("state", [each for each in AssociationState if each is not AssociationState.VERIFIED])
def test_only_a_verified_association_sends(session: Any, state: AssociationState) -> None:
    row = mission(association(member=(nadia := person()), state=state, state_reason="Non."), publication=Publication.DRAFT)
    with pytest.raises(NotAllowed):
        WORKFLOW.apply(row, "submit", by=nadia)


@pytest.mark.parametrize(("state", "action"), [
    (Publication.SUBMITTED, "ask_correction"), (Publication.SUBMITTED, "refuse"), (Publication.PUBLISHED, "take_down"),
])
def test_a_no_has_a_reason(session: Any, state: Publication, action: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        WORKFLOW.apply(mission(publication=state), action, by=agent(Role.MODERATEUR), reason=" ")
    assert refused.value.field == "reason"


def test_a_mission_from_home_is_judged_where_its_association_is(session: Any) -> None:
    row = mission(association(commune_code="38226"), publication=Publication.SUBMITTED)
    row.commune_code = row.commune = None
    session.flush()
    assert WORKFLOW.allows(row, "publish", agent(Role.MODERATEUR, territoire="trieves"))
    assert not WORKFLOW.allows(row, "publish", agent(Role.MODERATEUR, territoire="oisans"))


def test_every_passage_has_its_words() -> None:
    assert set(PASSED) == {*WORKFLOW.by_action, "create"}
