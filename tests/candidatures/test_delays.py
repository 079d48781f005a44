"""« Répond en 2 jours en général »: from the association's own answers, its absences left out, and only above five."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from benevolat.associations.models import Absence, Association
from benevolat.candidatures.delays import answer_words, response_days
from benevolat.candidatures.models import State
from benevolat.core import clock
from benevolat.core.workflow import TransitionLog
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, mission
from tests.support.queries import counted_queries


@pytest.fixture
def host(session: Any) -> Association:
    return association(member=person())


def answered(host: Association, days: float, *, action: str = "accept", ago: int = 60) -> None:
    """A candidature sent that many days ago and answered after so many days."""
    sent = clock.now() - timedelta(days=ago)
    row = candidature(mission(host), state=State.ACCEPTED, sent_at=sent)
    keep(TransitionLog(noun="candidature", object_id=row.id, action=action, source="sent", target="accepted", actor_id=1,
                       at=sent + timedelta(days=days)))


def test_nothing_is_said_up_to_five_answers(host: Association) -> None:
    for _ in range(5):
        answered(host, 1)
    candidature(mission(host))
    answered(association(), 1)
    assert (response_days(host), answer_words(host)) == (None, None)
    answered(host, 1)
    assert response_days(host) == pytest.approx(1)


@pytest.mark.parametrize(("days", "words"), [
    (0.1, "répond en 1 jour en général"), (1.2, "répond en 2 jours en général"), (6, "répond en 6 jours en général"),
    (6.1, "répond en une à deux semaines en général"), (14, "répond en une à deux semaines en général"),
    (14.1, "met plus de deux semaines à répondre en général"),
])
def test_the_words_promise_no_more_than_was_kept(app: Any, host: Association, days: float, words: str) -> None:
    for _ in range(6):
        answered(host, days)
    assert answer_words(host) == words


def test_the_median_of_the_first_answers_of_a_year(host: Association) -> None:
    for days in (1, 2, 3, 4, 5, 6, 7):
        answered(host, days)
    assert response_days(host) == pytest.approx(4)
    for _ in range(20):
        answered(host, 25, ago=400)
    assert response_days(host) == pytest.approx(4), "what is older than a year no longer counts"


def test_who_waits_first_was_answered(session: Any, host: Association) -> None:
    for _ in range(6):
        answered(host, 2, action="waitlist")
    for row in session.query(TransitionLog).all():
        keep(TransitionLog(noun="candidature", object_id=row.object_id, action="accept", source="waitlisted", target="accepted", actor_id=1,
                           at=row.at + timedelta(days=20)))
    assert response_days(host) == pytest.approx(2)


def test_silence_counts_as_the_thirty_days_it_lasted(host: Association) -> None:
    for _ in range(4):
        answered(host, 1)
    for _ in range(5):
        answered(host, 2, action="expire")  # the date of the créneau came first: it was no answer
    assert response_days(host) == pytest.approx(30)


@pytest.fixture
def noon() -> Iterator[None]:
    """A day far from a change of hour, and an hour far from midnight: days of Paris are counted from now."""
    with clock.frozen(clock.paris(2026, 6, 15, 12)):
        yield


@pytest.mark.usefixtures("noon")
def test_an_absence_is_left_out_and_costs_no_statement(host: Association) -> None:
    for _ in range(6):
        answered(host, 10, ago=40)
    away = clock.today() - timedelta(days=39)
    keep(Absence(association_id=host.id, first_day=away, last_day=away + timedelta(days=6)))
    keep(Absence(association_id=host.id, first_day=away + timedelta(days=60), last_day=away + timedelta(days=61)))
    keep(Absence(association_id=association().id, first_day=away, last_day=away + timedelta(days=9)))
    host_id = host.id
    assert host_id
    with counted_queries() as seen:
        assert response_days(host) == pytest.approx(3)
    assert len(seen) == 1
