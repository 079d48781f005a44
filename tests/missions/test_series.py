"""The dates of a series: which days, at the same hour summer and winter, all of them or none, and never too many."""

from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions import services
from benevolat.missions.errors import NoDates, NotEditable, SlotOver, SlotTwice, TooManySlots
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.series import Rhythm, is_holiday, series_days
from benevolat.missions.services.checks import MOST_SLOTS
from tests.factories.people import person
from tests.factories.world import association, creneau, mission

NOW = clock.paris(2026, 11, 23, 12)
TUESDAY = 1


@pytest.fixture
def nadia(session: Any) -> Any:
    return person()


@pytest.fixture
def draft(nadia: Any) -> Mission:
    return mission(association(member=nadia), publication=Publication.DRAFT, published_at=None, kind=MissionKind.DATED)


def tuesdays(count: int, hour: int = 14) -> list[Any]:
    days = series_days([TUESDAY], date(2026, 12, 1), date(2026, 12, 1) + timedelta(weeks=count - 1), Rhythm.WEEK)
    return [(clock.paris(day.year, day.month, day.day, hour), clock.paris(day.year, day.month, day.day, hour + 2)) for day in days]


def test_every_tuesday_until_june() -> None:
    days = series_days([TUESDAY], date(2026, 11, 24), date(2027, 6, 29), Rhythm.WEEK)
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 24), date(2027, 6, 29), 32)
    assert {each.weekday() for each in days} == {TUESDAY}


@pytest.mark.parametrize(("weekdays", "first", "last", "rhythm", "expected"), [
    ([1, 4], date(2026, 12, 1), date(2026, 12, 11), Rhythm.WEEK, ["01-12", "04-12", "08-12", "11-12"]),
    ([1], date(2026, 12, 1), date(2026, 12, 1), Rhythm.WEEK, ["01-12"]),
    ([1], date(2026, 12, 2), date(2026, 12, 7), Rhythm.WEEK, []),
    # asked from a Thursday: the first Tuesday is that of the week after, and every other week counts from it
    ([1], date(2026, 12, 3), date(2027, 1, 6), Rhythm.FORTNIGHT, ["08-12", "22-12", "05-01"]),
    # Tuesday and Friday of the same weeks
    ([1, 4], date(2026, 12, 1), date(2026, 12, 31), Rhythm.FORTNIGHT, ["01-12", "04-12", "15-12", "18-12", "29-12"]),
    ([1], date(2026, 12, 2), date(2027, 3, 31), Rhythm.MONTH, ["08-12", "12-01", "09-02", "09-03"]),
    # a fifth Tuesday is the last one of its month
    ([1], date(2026, 12, 29), date(2027, 3, 31), Rhythm.MONTH, ["29-12", "26-01", "23-02", "30-03"]),
])
def test_each_rhythm(weekdays: list[int], first: date, last: date, rhythm: Rhythm, expected: list[str]) -> None:
    assert [each.strftime("%d-%m") for each in series_days(weekdays, first, last, rhythm)] == expected


def test_the_public_holidays_of_a_year() -> None:
    found = [each for n in range(365) if is_holiday(each := date(2027, 1, 1) + timedelta(days=n))]
    assert [each.strftime("%d-%m") for each in found] == [
        "01-01", "29-03", "01-05", "06-05", "08-05", "17-05", "14-07", "15-08", "01-11", "11-11", "25-12",
    ]


def test_a_series_keeps_its_hour_when_the_clocks_change(draft: Mission, nadia: Any) -> None:
    days = series_days([6], date(2027, 3, 21), date(2027, 4, 4), Rhythm.WEEK)
    slots = [(clock.paris(each.year, each.month, each.day, 14), clock.paris(each.year, each.month, each.day, 16)) for each in days]
    with clock.frozen(NOW):
        made = services.add_series(draft, slots, by=nadia, places=3)
    assert [clock.local(each.starts_at).strftime("%d-%m %H:%M") for each in made] == ["21-03 14:00", "28-03 14:00", "04-04 14:00"]
    assert [each.starts_at.hour for each in made] == [13, 12, 12]
    assert {each.duration for each in made} == {timedelta(hours=2)}
    assert (draft.starts_on, draft.ends_on) == (days[0], days[-1])


def test_a_series_is_written_whole_or_not_at_all(draft: Mission, nadia: Any) -> None:
    with clock.frozen(NOW):
        services.add_series(draft, tuesdays(2), by=nadia, places=1)
        with pytest.raises(SlotTwice):
            services.add_series(draft, tuesdays(3), by=nadia, places=1)
        with pytest.raises(SlotTwice):
            services.add_series(draft, [tuesdays(1, 9)[0]] * 2, by=nadia, places=1)
        with pytest.raises(InvalidInput):
            services.add_series(draft, [*tuesdays(1, 9), (NOW, NOW + timedelta(hours=1))], by=nadia, places=1)
        with pytest.raises(NoDates):
            services.add_series(draft, [], by=nadia, places=1)
        with pytest.raises(InvalidInput) as refused:
            services.add_series(draft, tuesdays(1, 9), by=nadia, places=0)
        assert refused.value.field == "slot_places"
        with pytest.raises(NotAllowed):
            services.add_series(draft, tuesdays(1, 9), by=person(), places=1)
    assert len(draft.creneaux) == 2


def test_a_mission_has_sixty_dates_at_most(draft: Mission, nadia: Any) -> None:
    with clock.frozen(NOW):
        with pytest.raises(TooManySlots):
            services.add_series(draft, tuesdays(MOST_SLOTS + 1), by=nadia, places=1)
        assert draft.creneaux == []
        services.add_series(draft, tuesdays(MOST_SLOTS), by=nadia, places=1)
        with pytest.raises(TooManySlots):
            services.add_series(draft, tuesdays(1, 9), by=nadia, places=1)


def test_a_series_on_a_published_mission_appears_at_once(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    with clock.frozen(NOW):
        services.add_series(row, tuesdays(3), by=nadia, places=2)
        assert (row.publication, row.column_seq, len(row.creneaux)) == (Publication.PUBLISHED, 1, 3)
        with pytest.raises(InvalidInput):
            services.add_series(mission(association(member=nadia)), tuesdays(1), by=nadia, places=1)
        with pytest.raises(NotEditable):
            services.add_series(mission(association(member=nadia), publication=Publication.WITHDRAWN), tuesdays(1), by=nadia, places=1)


@pytest.mark.parametrize(("trusted", "publication"), [(False, Publication.SUBMITTED), (True, Publication.PUBLISHED)])
def test_moving_a_published_date_is_read_again_unless_trusted(nadia: Any, session: Any, trusted: bool, publication: Publication) -> None:
    row = mission(association(member=nadia, trusted=trusted), kind=MissionKind.DATED)
    slot, other = creneau(row, days=7), creneau(row, days=8)
    later = slot.starts_at + timedelta(days=3)
    edit = services.change_creneau(slot, by=nadia, starts_at=later, ends_at=later + timedelta(hours=1), places=2)
    assert (edit.goes_back, bool(edit.relied_upon), row.publication) == (not trusted, True, publication)
    assert row.creneaux == [other, slot], "in their order"
    assert row.ends_on == clock.local(later).date()


def test_a_date_begun_cancelled_or_taken_is_not_moved(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    begun, cancelled, slot, other = creneau(row, days=-1), creneau(row, days=3, cancelled=True), creneau(row, days=4), creneau(row, days=5)
    later = {"starts_at": slot.starts_at + timedelta(days=9), "ends_at": slot.ends_at + timedelta(days=9), "places": 2}
    for each in (begun, cancelled):
        with pytest.raises(SlotOver):
            services.change_creneau(each, by=nadia, **later)
    with pytest.raises(SlotTwice):
        services.change_creneau(slot, by=nadia, starts_at=other.starts_at, ends_at=other.ends_at, places=2)
    with pytest.raises(InvalidInput):
        services.change_creneau(slot, by=nadia, starts_at=slot.ends_at, ends_at=slot.starts_at, places=2)
    assert row.publication is Publication.PUBLISHED
