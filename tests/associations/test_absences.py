"""When an association is away: what is announced, what is refused, and how long the clock stops."""

from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.associations import queries, services
from benevolat.associations.absences import absences_of, away_until, is_away, time_away
from benevolat.associations.errors import AbsenceOverlaps, AbsenceTooLong, TooManyAbsences
from benevolat.associations.models import Absence, Association
from benevolat.associations.services.absence import LONGEST_ABSENCE
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association
from tests.support.queries import counted_queries


@pytest.fixture
def host(session: Any) -> Association:
    return association(member=person(email="nadia@courriel.example"))


def admin(host: Association) -> Any:
    return queries.team_of(host)[0].user


def away(host: Association, first: date, last: date) -> Absence:
    row: Absence = keep(Absence(association_id=host.id, first_day=first, last_day=last))
    return row


def test_an_announced_absence_holds_both_its_days(host: Association) -> None:
    today = clock.today()
    services.announce_absence(host, by=admin(host), first_day=today + timedelta(days=2), last_day=today + timedelta(days=4))
    assert [is_away(host, today + timedelta(days=each)) for each in range(1, 6)] == [False, True, True, True, False]
    assert away_until(host) is None
    assert away_until(host, today + timedelta(days=3)) == today + timedelta(days=4)
    assert not is_away(association(), today + timedelta(days=3))


def test_two_that_follow_are_one(host: Association) -> None:
    today = clock.today()
    away(host, today - timedelta(days=1), today + timedelta(days=1))
    away(host, today + timedelta(days=2), today + timedelta(days=5))
    away(host, today + timedelta(days=7), today + timedelta(days=8))
    assert away_until(host) == today + timedelta(days=5)


@pytest.mark.parametrize(("since", "until", "hours"), [
    ((2026, 3, 1, 0), (2026, 4, 30, 0), 3 * 24 - 1),  # the night of 29 March has no hour between 2 and 3
    ((2026, 3, 29, 12), (2026, 4, 30, 0), 24 + 12), ((2026, 3, 1, 0), (2026, 3, 28, 6), 6),
    ((2026, 3, 31, 0), (2026, 4, 30, 0), 0), ((2026, 3, 1, 0), (2026, 3, 28, 0), 0), ((2026, 3, 29, 8), (2026, 3, 29, 20), 12),
])
def test_the_clock_stops_from_midnight_to_midnight(host: Association, since: Any, until: Any, hours: int) -> None:
    away(host, date(2026, 3, 28), date(2026, 3, 30))
    assert time_away(host, clock.paris(*since), clock.paris(*until)) == timedelta(hours=hours)


def test_several_absences_add_up_and_cost_one_statement(host: Association) -> None:
    away(host, date(2026, 5, 1), date(2026, 5, 2))
    away(host, date(2026, 5, 10), date(2026, 5, 10))
    assert time_away(host, clock.paris(2026, 4, 1), clock.paris(2026, 6, 1)) == timedelta(days=3)
    others = [association() for _ in range(5)]
    for each in others:
        away(each, date(2026, 5, 1), date(2026, 5, 2))
    with counted_queries() as seen:
        found = absences_of([host.id, *(each.id for each in others)], since=date(2026, 4, 1))
    assert (len(seen), len(found), len(found[host.id])) == (1, 6, 2)


def test_what_cannot_be_announced(host: Association) -> None:
    today, by = clock.today(), admin(host)

    def ask(first: int, last: int) -> Absence:
        return services.announce_absence(host, by=by, first_day=today + timedelta(days=first), last_day=today + timedelta(days=last))

    for first, last, error, field in (
        (-1, 3, InvalidInput, "first_day"), (3, 2, InvalidInput, "last_day"), (0, LONGEST_ABSENCE, AbsenceTooLong, "last_day"),
    ):
        with pytest.raises(error) as refused:
            ask(first, last)
        assert refused.value.field == field
    ask(0, LONGEST_ABSENCE - 1)
    for first, last in ((0, 0), (62, 70)):
        with pytest.raises(AbsenceOverlaps):
            ask(first, last)
    ask(63, 63 + 56)
    with pytest.raises(TooManyAbsences):
        ask(130, 130)
    ask(119 + 365, 131 + 365)
    ask(400, 450)


def test_one_comes_back_when_one_likes(session: Any, host: Association) -> None:
    today, by = clock.today(), admin(host)
    running = away(host, today - timedelta(days=3), today + timedelta(days=3))
    services.end_absence(running, by=by)
    assert running.last_day == today - timedelta(days=1), "the days that passed still count for those who waited"
    assert not is_away(host, today)
    for first in (0, 5):
        services.end_absence(away(host, today + timedelta(days=first), today + timedelta(days=first + 1)), by=by)
    assert absences_of([host.id], since=today) == {}
    with pytest.raises(Conflict):
        services.end_absence(running, by=by)


def test_who_announces(host: Association) -> None:
    today = clock.today()
    row = away(host, today, today)
    for stranger in (person(), admin(association(member=person()))):
        with pytest.raises(NotAllowed):
            services.announce_absence(host, by=stranger, first_day=today, last_day=today)
        with pytest.raises(NotAllowed):
            services.end_absence(row, by=stranger)
