"""The dates of a mission: added, given more places, taken away before anybody could read them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions import services
from benevolat.missions.errors import NotEditable, PlacesTaken, SlotKept, SlotTwice, TooManySlots
from benevolat.missions.models import Calendar, Mission, MissionKind, Publication
from benevolat.missions.services.checks import MOST_SLOTS
from tests.factories.people import person
from tests.factories.world import association, creneau, mission

NOW = clock.paris(2026, 11, 23, 12)


@pytest.fixture
def nadia(session: Any) -> Any:
    return person()


@pytest.fixture
def draft(nadia: Any) -> Mission:
    return mission(association(member=nadia), publication=Publication.DRAFT, published_at=None, kind=MissionKind.DATED)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return clock.paris(2026, 12, day, hour, minute)


def test_dates_are_kept_in_order_and_the_calendar_follows(draft: Mission, nadia: Any) -> None:
    with clock.frozen(NOW):
        services.add_creneau(draft, by=nadia, starts_at=at(9, 14), ends_at=at(9, 16), places=3)
        services.add_creneau(draft, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=3)
        assert [each.starts_at.day for each in draft.creneaux] == [2, 9]
        assert (draft.starts_on, draft.ends_on) == (at(2, 14).date(), at(9, 14).date())
        assert draft.calendar is Calendar.TO_COME
        services.remove_creneau(draft.creneaux[1], by=nadia)
        assert draft.ends_on == at(2, 14).date()
        services.remove_creneau(draft.creneaux[0], by=nadia)
        assert (draft.starts_on, draft.ends_on, draft.creneaux) == (None, None, [])


@pytest.mark.parametrize(("starts_at", "ends_at", "places", "field"), [
    (at(2, 14), at(2, 13), 1, "slot_end"), (at(2, 14), at(2, 14), 1, "slot_end"), (at(2, 14), at(3, 15), 1, "slot_end"),
    (NOW - timedelta(hours=1), NOW + timedelta(hours=1), 1, "slot_day"), (NOW, NOW + timedelta(hours=1), 1, "slot_day"),
    (NOW + timedelta(days=731), NOW + timedelta(days=731, hours=1), 1, "slot_day"), (at(2, 14), at(2, 16), 0, "slot_places"),
    (at(2, 14), at(2, 16), -1, "slot_places"), (at(2, 14), at(2, 16), 501, "slot_places"),
])
def test_impossible_dates(draft: Mission, nadia: Any, starts_at: datetime, ends_at: datetime, places: int, field: str) -> None:
    with clock.frozen(NOW), pytest.raises(InvalidInput) as refused:
        services.add_creneau(draft, by=nadia, starts_at=starts_at, ends_at=ends_at, places=places)
    assert refused.value.field == field
    assert draft.creneaux == []


def test_the_same_date_twice_and_too_many(draft: Mission, nadia: Any) -> None:
    with clock.frozen(NOW):
        services.add_creneau(draft, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=1)
        with pytest.raises(SlotTwice):
            services.add_creneau(draft, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=5)
        for hour in range(1, MOST_SLOTS):
            creneau(draft, days=hour)
        draft_with_all = services.edit_mission(draft, {}, by=nadia) and draft
        with pytest.raises(TooManySlots):
            services.add_creneau(draft_with_all, by=nadia, starts_at=at(3, 14), ends_at=at(3, 16), places=1)


def test_a_first_date_makes_a_draft_dated_never_a_published_rhythm(nadia: Any, session: Any) -> None:
    host = association(member=nadia)
    regular = mission(host, publication=Publication.DRAFT, published_at=None)
    with clock.frozen(NOW):
        services.add_creneau(regular, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=1)
        assert regular.kind is MissionKind.DATED
        with pytest.raises(InvalidInput):
            services.add_creneau(mission(host), by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=1)


def test_a_date_added_after_publication_appears_at_once(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    with clock.frozen(NOW):
        services.add_creneau(row, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=1)
    assert row.publication is Publication.PUBLISHED
    assert row.column_seq == 1


def test_a_published_date_is_not_erased(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    slot = creneau(row)
    with pytest.raises(SlotKept):
        services.remove_creneau(slot, by=nadia)
    with pytest.raises(NotAllowed):
        services.remove_creneau(slot, by=person())


def test_places_of_a_date_stay_above_those_taken(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    slot = creneau(row, places=3)
    services.take_place(row, slot)
    services.take_place(row, slot)
    same = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    with pytest.raises(PlacesTaken) as refused:
        services.change_creneau(slot, by=nadia, **same, places=1)
    assert refused.value.field == "slot_places"
    assert services.change_creneau(slot, by=nadia, **same, places=2).changed == {"places"}
    assert (slot.places_left, row.publication) == (0, Publication.PUBLISHED)
    with pytest.raises(InvalidInput):
        services.change_creneau(slot, by=nadia, **same, places=0)
    with pytest.raises(NotAllowed):
        services.change_creneau(slot, by=person(), **same, places=9)


def test_a_closed_mission_has_no_new_date(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED, publication=Publication.WITHDRAWN)
    slot = creneau(row)
    with clock.frozen(NOW):
        with pytest.raises(NotEditable):
            services.add_creneau(row, by=nadia, starts_at=at(2, 14), ends_at=at(2, 16), places=1)
        with pytest.raises(NotEditable):
            services.change_creneau(slot, by=nadia, starts_at=slot.starts_at, ends_at=slot.ends_at, places=9)
