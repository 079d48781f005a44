"""What was lived, year by year: places in the year, years crossed, nights of another hour, what stands behind each, one line of time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benevolat.core import clock
from benevolat.engagements.models import Bilan, BilanState, Engagement, Releve, Side, State
from benevolat.passeport.queries import LivedYear, Span, Standing, frieze_of, lived_by_year, passeport_of
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import candidature, creneau, engagement, mission
from tests.passeport.stage import lived


def years_of(someone: Any) -> list[LivedYear]:
    return lived_by_year(passeport_of(someone))


def test_an_engagement_is_in_each_year_it_touched(session: Any) -> None:
    someone = person()
    lived(someone, minutes=600, codes=(), starts_on=date(2023, 12, 31), ends_on=date(2025, 1, 1))
    years = years_of(someone)
    assert [each.year for each in years] == [2025, 2024, 2023]
    [last], [whole], [first] = [each.spans for each in years]
    assert (first.begins, first.length) == (pytest.approx(100 * 364 / 365), pytest.approx(100 / 365))
    assert (first.before, first.after) == (False, True)
    assert (whole.begins, whole.length) == (0, 100), "a leap year is whole"
    assert (last.begins, last.length, last.before, last.after) == (0, pytest.approx(100 / 365), True, False)
    assert not first.brief, "a part of something long is no mark of one day"


def test_hours_of_a_night_between_two_years_are_in_theirs(session: Any) -> None:
    someone = person()
    row = lived(someone, minutes=180, codes=(), starts_on=date(2025, 12, 31), ends_on=date(2026, 1, 1))
    for day, minutes in ((date(2025, 12, 31), 60), (date(2026, 1, 1), 120)):
        keep(Releve(engagement_id=row.id, day=day, minutes=minutes, entered_by=Side.VOLUNTEER))
    assert [(each.year, each.minutes, each.spans[0].in_year, each.spans[0].minutes) for each in years_of(someone)] == [
        (2026, 120, 120, 180), (2025, 60, 60, 180),
    ]


def test_a_disputed_day_gives_its_hours_to_no_year(session: Any) -> None:
    someone = person()
    row = lived(someone, minutes=180, codes=(), starts_on=date(2025, 12, 31), ends_on=date(2026, 1, 2))
    for day, minutes, disputed in ((date(2025, 12, 31), 60, False), (date(2026, 1, 1), 120, False), (date(2026, 1, 2), 300, True)):
        keep(Releve(engagement_id=row.id, day=day, minutes=minutes, entered_by=Side.VOLUNTEER, disputed=disputed))
    assert [(each.year, each.minutes) for each in years_of(someone)] == [(2026, 120), (2025, 60)]


def test_hours_without_their_days_are_said_of_no_year_but_the_last(session: Any) -> None:
    someone = person()
    lived(someone, minutes=180, codes=(), starts_on=date(2025, 6, 1), ends_on=date(2026, 6, 1))
    assert [(each.year, each.minutes, each.spans[0].in_year) for each in years_of(someone)] == [(2026, 180, 180), (2025, 0, 0)]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
def test_the_night_the_clocks_change_is_a_day_like_others(session: Any, day: date) -> None:
    with clock.frozen(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        someone, of = person(), mission()
        begins = clock.paris(day.year, day.month, day.day) + timedelta(minutes=30)
        slot = creneau(of, starts_at=begins, ends_at=clock.paris(day.year, day.month, day.day, 5))
        row = engagement(candidature(of, by=someone, creneau_id=slot.id), state=State.IN_PROGRESS, starts_on=day, ends_on=day)
        [[span]] = [each.spans for each in years_of(someone)]
        assert (span.first, span.last, span.brief) == (day, day, True)
        assert span.length == pytest.approx(100 / 365)
        assert span.begins == pytest.approx(100 * (day - date(2026, 1, 1)).days / 365)
        assert row.ends_at is not None
        assert int((row.ends_at - row.starts_at).total_seconds()) // 60 == (210 if day.month == 3 else 330), "real time"


def test_what_stands_behind_each(session: Any) -> None:
    someone, now = person(), clock.now()
    lived(someone, minutes=600, codes=())
    silent = lived(someone, minutes=0, codes=())
    expected = {Standing.ATTESTED: [600, 0]}
    for state, standing in ((BilanState.DECLARED, Standing.DECLARED), (BilanState.CONFIRMED, Standing.WAITING),
                            (BilanState.DISPUTED, Standing.WAITING), (BilanState.WITHDRAWN, Standing.WAITING)):
        row = engagement(candidature(mission(), by=someone), state=State.TO_CLOSE, ends_on=clock.today())
        keep(Bilan(engagement=row, state=state, minutes=90, confirmed_at=now, answered_at=now, answer_words="Non.", reason="Erreur."))
        expected.setdefault(standing, []).append(90 if standing is Standing.DECLARED else 0)
    engagement(candidature(mission(), by=someone), state=State.IN_PROGRESS)
    expected[Standing.GOING] = [0]
    for left_out in (State.PLANNED, State.CANCELLED):
        engagement(candidature(mission(), by=someone), state=left_out)
    engagement(candidature(mission(), by=someone), state=State.NOT_DONE, reason="Il a neigé.")
    found: dict[Standing, list[int]] = {}
    for span in {each.engagement.id: each for year in years_of(someone) for each in year.spans}.values():
        found.setdefault(span.standing, []).append(span.minutes)
    assert {key: sorted(values) for key, values in found.items()} == {key: sorted(values) for key, values in expected.items()}
    assert silent.state is State.ATTESTED


def test_what_goes_on_stops_today(session: Any) -> None:
    someone = person()
    with clock.frozen(datetime(2026, 7, 2, 12, tzinfo=UTC)):
        for ends_on in (None, date(2026, 12, 31)):
            engagement(candidature(mission(), by=someone), state=State.IN_PROGRESS, starts_on=date(2026, 7, 1), ends_on=ends_on)
        assert {(each.first, each.last) for year in years_of(someone) for each in year.spans} == {(date(2026, 7, 1), date(2026, 7, 2))}


def test_latest_first(session: Any) -> None:
    someone = person()
    for month in (3, 9, 6):
        lived(someone, minutes=60, codes=(), starts_on=date(2025, month, 1), ends_on=date(2025, month, 2))
    [year] = years_of(someone)
    assert [each.first.month for each in year.spans] == [9, 6, 3]


DAYS = st.dates(date(2005, 1, 1), date(2026, 11, 22))


@given(st.lists(st.tuples(DAYS, st.integers(0, 3000)), min_size=1, max_size=40))
def test_the_line_of_time_holds_every_engagement_once_and_none_covers_another(pairs: list[tuple[date, int]]) -> None:
    by_year: dict[int, list[Span]] = {}
    for number, (first, length) in enumerate(pairs):
        last = min(first + timedelta(days=length), date(2026, 11, 22))
        row = Engagement(id=number, starts_on=first, ends_on=last)
        for year in range(first.year, last.year + 1):
            begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            by_year.setdefault(year, []).append(Span(row, Standing.ATTESTED, begins, ends, year > first.year, year < last.year, 0, 0))
    years = [LivedYear(year, spans, 0) for year, spans in sorted(by_year.items(), reverse=True)]
    frieze = frieze_of(years)
    assert len(frieze.bars) == len(pairs)
    assert all(each.begins >= 0 and each.begins + each.length <= 100.0001 for each in frieze.bars)
    rows: dict[int, list[tuple[float, float]]] = {}
    for each in frieze.bars:
        rows.setdefault(each.row, []).append((each.begins, each.begins + each.length))
    assert sorted(rows) == list(range(frieze.rows))
    for bars in rows.values():
        bars.sort()
        assert all(one[1] < other[0] for one, other in pairwise(bars))
    assert len(frieze.ticks) <= 6
    assert frieze.ticks[0] == (frieze.oldest, 0)
