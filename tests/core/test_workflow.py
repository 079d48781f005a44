"""The workflow table: the person is checked first, then the state, then the reason; each passage is logged."""

from types import SimpleNamespace
from typing import Any

import pytest

from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.labels import Labelled
from benevolat.core.workflow import SYSTEM, Row, TransitionLog, Workflow
from tests.conftest import scalar_count


class Light(Labelled):
    """A small machine."""

    RED = "red", "Rouge"
    GREEN = "green", "Vert"


MACHINE = Workflow("light", (
    Row("go", (Light.RED,), Light.GREEN, lambda user, _obj: user.id == 1, "Passer", by_system=True),
    Row("stop", (Light.GREEN,), Light.RED, lambda user, _obj: user.id == 1, "Arrêter", needs_reason=True),
))
OWNER, STRANGER = SimpleNamespace(id=1), SimpleNamespace(id=2)


def light(state: Light = Light.RED) -> Any:
    return SimpleNamespace(id=7, state=state)


def test_apply_moves_and_logs(session: Any) -> None:
    obj = light()
    MACHINE.apply(obj, "go", by=OWNER)
    assert obj.state is Light.GREEN
    [line] = MACHINE.history(obj)
    assert (line.source, line.target, line.actor_id) == ("red", "green", 1)


def test_a_stranger_is_refused_before_learning_the_state(session: Any) -> None:
    for state in Light:
        with pytest.raises(NotAllowed):
            MACHINE.apply(light(state), "go", by=STRANGER)
    assert scalar_count(TransitionLog) == 0


def test_wrong_state_is_a_conflict_and_a_reason_is_needed(session: Any) -> None:
    with pytest.raises(Conflict):
        MACHINE.apply(light(Light.GREEN), "go", by=OWNER)
    with pytest.raises(InvalidInput):
        MACHINE.apply(light(Light.GREEN), "stop", by=OWNER, reason="  ")


def test_the_system_turns_only_its_rows(session: Any) -> None:
    obj = light()
    MACHINE.apply(obj, "go", by=SYSTEM)
    assert obj.state is Light.GREEN
    with pytest.raises(NotAllowed):
        MACHINE.apply(obj, "stop", by=SYSTEM, reason="x")


def test_available_feeds_the_buttons() -> None:
    assert [row.action for row in MACHINE.available(light(), OWNER)] == ["go"]
    assert MACHINE.available(light(), STRANGER) == []
