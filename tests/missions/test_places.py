"""The counters: a place is given once, and every change takes the next number of the search's sequences."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.core.db import transaction
from benevolat.missions.models import MissionKind, SearchSequence
from benevolat.missions.services import free_place, take_place, touch
from tests.factories.world import creneau, mission


def sequences(session: Any) -> dict[str, int]:
    return dict(session.execute(sa.select(SearchSequence.name, SearchSequence.value)).all())


def test_touch_takes_the_next_numbers(session: Any) -> None:
    first, second = mission(), mission()
    touch(first, text=True)
    touch(second, text=False)
    assert (first.column_seq, second.column_seq) == (1, 2)
    assert (first.text_seq, second.text_seq) == (1, 0)
    assert sequences(session) == {"columns": 2, "text": 1}


def test_the_numbers_of_a_change_undone_are_given_again(session: Any) -> None:
    row = mission()
    session.commit()
    with pytest.raises(ZeroDivisionError), transaction():
        touch(row, text=True)
        raise ZeroDivisionError
    assert sequences(session) == {}


def test_places_are_taken_down_to_the_last_and_no_further(session: Any) -> None:
    row = mission(places=2)
    assert [take_place(row) for _ in range(3)] == [True, True, False]
    assert row.places_taken == 2
    assert row.is_full
    free_place(row)
    assert row.places_taken == 1
    assert take_place(row)


def test_a_mission_without_a_limit_never_fills(session: Any) -> None:
    row = mission(places=None)
    assert all(take_place(row) for _ in range(5))


def test_a_creneau_has_its_own_places(session: Any) -> None:
    row = mission(kind=MissionKind.DATED, places=None)
    slot, other = creneau(row, places=1), creneau(row, days=8, places=1)
    assert take_place(row, slot)
    assert not take_place(row, slot)
    assert (slot.places_left, other.places_left, row.places_taken) == (0, 1, 0)
    free_place(row, slot)
    free_place(row, slot)
    assert slot.places_taken == 0


def test_a_cancelled_creneau_gives_no_place(session: Any) -> None:
    row = mission(kind=MissionKind.DATED, places=None)
    assert not take_place(row, creneau(row, cancelled=True))


def test_only_a_move_that_happened_is_told_to_the_search(session: Any) -> None:
    row = mission(places=1)
    free_place(row)
    assert row.column_seq == 0
    take_place(row)
    assert row.column_seq == 1
    take_place(row)
    assert row.column_seq == 1


def test_a_place_written_by_somebody_else_is_seen(session: Any) -> None:
    row = mission(places=1)
    session.flush()
    session.execute(sa.text("UPDATE mission SET places_taken = 1 WHERE id = :id"), {"id": row.id})
    assert row.places_taken == 0, "this session still believes that a place is free"
    assert not take_place(row)
    assert row.places_taken == 1
