"""The life of a témoignage, whole: every state × every action × every role."""

from types import SimpleNamespace
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.temoignages.models import Naming, Reason, State, Temoignage
from benevolat.temoignages.workflow import TEMOIGNAGE
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import host_of, temoignage
from tests.factories.world import association

DESK = {"moderateur", "moderateur_of_all"}
ALLOWED: dict[str, tuple[set[State], State, set[str]]] = {
    "resubmit": ({State.SUBMITTED, State.TO_CORRECT}, State.SUBMITTED, {"author"}),
    "publish": ({State.SUBMITTED}, State.PUBLISHED, DESK),
    "ask_correction": ({State.SUBMITTED}, State.TO_CORRECT, DESK),
    "refuse": ({State.SUBMITTED}, State.REFUSED, DESK),
    "take_down": ({State.PUBLISHED}, State.TAKEN_DOWN, DESK),
    "undo": ({State.PUBLISHED, State.TO_CORRECT, State.REFUSED}, State.SUBMITTED, DESK),
    "put_back": ({State.TAKEN_DOWN}, State.PUBLISHED, DESK),
    "withdraw": (set(State) - {State.WITHDRAWN}, State.WITHDRAWN, {"author"}),
}
ROLES = ("author", "member", "stranger", "other_member", "moderateur", "moderateur_of_all", "moderateur_elsewhere", "referent", "pilote",
         "administrateur", "nobody", "system")


@pytest.fixture
def cast(session: Any) -> dict[str, Any]:
    """One témoignage and everybody who might want to act on it."""
    author, other = person(), person()
    association(member=other)
    row = temoignage(attested(author))
    return {
        "temoignage": row, "author": author, "member": host_of(row.engagement), "stranger": person(), "other_member": other,
        "moderateur": agent(Role.MODERATEUR, territoire="agglomeration-grenobloise"), "moderateur_of_all": agent(Role.MODERATEUR),
        "moderateur_elsewhere": agent(Role.MODERATEUR, territoire="trieves"), "referent": agent(Role.REFERENT),
        "pilote": agent(Role.PILOTE), "administrateur": agent(Role.ADMINISTRATEUR),
        "nobody": SimpleNamespace(is_authenticated=False, id=None), "system": SYSTEM,
    }


def put(row: Temoignage, state: State) -> None:
    """Set a state directly, with the columns its CHECK asks for."""
    gone = state is State.WITHDRAWN
    with db.session.no_autoflush:
        row.words, row.shown_name, row.naming = (None, None, None) if gone else ("Mes mots.", "Nadia", Naming.FIRST_NAME)
        row.reason, row.reason_words, row.published_at = Reason.OTHER, "Une phrase.", clock.now()
        row.state = state
        db.session.flush()


def test_grid(cast: dict[str, Any]) -> None:
    row = cast["temoignage"]
    for action, (sources, target, roles) in ALLOWED.items():
        for state in State:
            for role in ROLES:
                put(row, state)
                expected = role in roles and state in sources
                assert TEMOIGNAGE.allows(row, action, cast[role]) is expected, f"{role} {action} from {state}"
                with db.session.no_autoflush:
                    if not expected:
                        with pytest.raises(NotAllowed if role not in roles else Conflict):
                            TEMOIGNAGE.apply(row, action, by=cast[role], reason="other")
                        assert row.state is state
                        continue
                    if target is State.WITHDRAWN:
                        row.words = row.shown_name = None
                    TEMOIGNAGE.apply(row, action, by=cast[role], reason="other")
                    assert row.state is target
    assert set(TEMOIGNAGE.by_action) == set(ALLOWED)


def test_every_no_has_a_reason() -> None:
    explained = {name for name, rows in TEMOIGNAGE.by_action.items() if all(row.needs_reason for row in rows)}
    assert explained == {"ask_correction", "refuse", "take_down"}
