"""What people ask about their data: a month to answer, a reason always, and what is stopped at once."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.droits import services
from benevolat.droits.errors import TooManyOpen
from benevolat.droits.models import DataRequest, RequestKind, RequestState
from benevolat.droits.queries import requests_of, requests_to_answer
from benevolat.matching.models import Travel
from benevolat.matching.queries import wish_of
from benevolat.matching.services import Said, say_wishes
from tests.factories.alertes import alerte
from tests.factories.people import agent, person
from tests.factories.world import candidature, mission


def _asked(**values: Any) -> DataRequest:
    return services.ask_about_data(RequestKind.RECTIFICATION, "Mon nom est mal écrit.", by=values.pop("by", None) or person())


@pytest.mark.parametrize(("day", "due"), [
    (date(2026, 11, 24), date(2026, 12, 24)), (date(2026, 12, 31), date(2027, 1, 31)), (date(2027, 1, 31), date(2027, 2, 28)),
    (date(2028, 1, 30), date(2028, 2, 29)),
])
def test_a_month_to_answer(day: date, due: date) -> None:
    assert services.a_month_after(day) == due


def test_a_request_waits_with_its_day(session: Any) -> None:
    with clock.frozen(clock.paris(2026, 11, 24, 10)):
        asked = _asked()
        assert (asked.state, asked.due_on, asked.days_left) == (RequestState.OPEN, date(2026, 12, 24), 30)
    with clock.frozen(clock.paris(2026, 12, 26, 10)):
        assert asked.days_left == -2


def test_three_wait_at_most_and_an_answer_frees_a_place(session: Any) -> None:
    holder, boss = person(), agent(Role.ADMINISTRATEUR)
    first, *_others = [_asked(by=holder) for _each in range(3)]
    with pytest.raises(TooManyOpen):
        _asked(by=holder)
    services.answer_request(first, granted=True, words="C’est corrigé.", by=boss)
    assert _asked(by=holder).is_open
    assert [each.id for each in requests_of(holder)][-1] == first.id
    assert requests_of(person()) == []


@pytest.mark.parametrize(("granted", "state"), [(True, RequestState.GRANTED), (False, RequestState.REFUSED)])
def test_an_answer_has_a_reason_a_line_and_a_letter_that_says_nothing(session: Any, granted: bool, state: RequestState) -> None:
    asked, boss = _asked(), agent(Role.ADMINISTRATEUR)
    services.answer_request(asked, granted=granted, words="Le document est refait.", by=boss)
    assert (asked.state, asked.answer, asked.answered_by_id) == (state, "Le document est refait.", boss.id)
    assert [(each.action, each.actor_id) for each in journal.about(asked.user_id)] == [("rights.answer", boss.id)]
    letter = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == asked.user.email)).one()
    assert "refait" not in letter.body
    with pytest.raises(Conflict):
        services.answer_request(asked, granted=True, words="Encore.", by=boss)


@pytest.mark.parametrize("role", [None, Role.MODERATEUR, Role.REFERENT, Role.PILOTE])
def test_nobody_else_answers_nor_reads(session: Any, role: Role | None) -> None:
    asked, other = _asked(), agent(role) if role else person()
    assert requests_to_answer(other) == ([], [])
    with pytest.raises(NotAllowed):
        services.answer_request(asked, granted=True, words="Oui.", by=other)


def test_an_agent_asks_nothing_here(session: Any) -> None:
    with pytest.raises(NotAllowed):
        _asked(by=agent(Role.ADMINISTRATEUR))


def test_the_nearest_day_comes_first(session: Any) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    late = _asked()
    with clock.frozen(clock.now() - timedelta(days=20)):
        early = _asked()
    done = _asked()
    services.answer_request(done, granted=True, words="Oui.", by=boss)
    waiting, answered = requests_to_answer(boss)
    assert [each.id for each in waiting] == [early.id, late.id]
    assert [each.id for each in answered] == [done.id]


def test_what_only_suggests_stops_at_once_and_nothing_else(session: Any) -> None:
    holder, other = person(), person()
    for each in (holder, other):
        say_wishes(Said(travel=Travel.BUS, domains=("sport",)), by=each)
    mine, theirs, sent = alerte(holder), alerte(other), candidature(mission(), holder)
    services.stop_suggestions(by=holder)
    assert wish_of(holder) is None
    assert wish_of(other) is not None
    assert (mine.is_paused, theirs.is_paused) == (True, False)
    assert db.session.get_one(type(sent), sent.id).state.value == "sent"
    services.stop_suggestions(by=holder)
    with pytest.raises(NotAllowed):
        services.stop_suggestions(by=agent(Role.PILOTE))
