"""Anonymous answers: counters and nothing else, and figures from which no subtraction tells what fewer than five persons said."""

import logging
from datetime import date
from itertools import chain
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import BilanState
from benevolat.temoignages import queries, services
from benevolat.temoignages.errors import UnknownAnswer
from benevolat.temoignages.models import AnswerCount, Suite
from benevolat.temoignages.questions import SMALLEST, Group, cells_of, grouped, quarter_of, questions
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.temoignages import host_of

ANSWERS = ("beaucoup", "un-peu", "pareil", "moins", "tu")
CONFIANCE = questions()[0].key
TODAY = clock.paris(2026, 11, 22, 12)


def counted() -> dict[tuple[str, str, str, str], int]:
    """Every counter above zero."""
    rows = db.session.scalars(sa.select(AnswerCount).where(AnswerCount.value > 0))
    return {(each.quarter, each.territoire_code, each.question, each.answer): each.value for each in rows}


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the counters."""
    return {name: [tuple(row) for row in db.session.execute(sa.select(table))]
            for name, table in Base.metadata.tables.items() if name not in {"anonymous_answer", "commune", "commune_postal_code"}}


def test_an_answer_raises_one_counter_of_the_place_and_the_quarter(session: Any) -> None:
    done = attested(person(commune_code="38185"))
    with clock.frozen(TODAY):
        services.close_suite(done, {CONFIANCE: "un-peu"}, by=done.user)
    assert counted() == {("2026-T4", "voironnais-chartreuse", CONFIANCE, "un-peu"): 1}, "the mission's commune, not the person's"
    with clock.frozen(TODAY):
        services.close_suite(done, {CONFIANCE: "moins"}, by=done.user)
    assert sum(counted().values()) == 1, "sent again, it counts nothing"


@pytest.mark.parametrize("answers", [{}, {CONFIANCE: "tu"}, {each.key: next(iter(each.answers)) for each in questions()}],
                         ids=["skipped", "one not told", "all"])
def test_nothing_but_the_same_mark_is_left(session: Any, answers: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    done = attested(person())
    before = snapshot()
    with caplog.at_level(logging.DEBUG), clock.frozen(TODAY):
        services.close_suite(done, answers, by=done.user)
        db.session.flush()
    after = snapshot()
    assert after.pop("engagement_suite") == [(done.id,)]
    before.pop("engagement_suite")
    assert after == before
    assert not [each for each in caplog.messages if any(word in each for word in (CONFIANCE, "beaucoup", "un-peu"))]
    written = db.session.execute(sa.select(AnswerCount.question, AnswerCount.answer)).all()
    assert len(written) == sum(len(each.answers) for each in questions()), "every counter is written, so that no row's age tells"
    assert queries.is_suite_open(done) is False


def test_columns_hold_nothing_finer() -> None:
    assert set(Base.metadata.tables["anonymous_answer"].c.keys()) == {"quarter", "territoire_code", "question", "answer", "value"}
    assert set(Base.metadata.tables["engagement_suite"].c.keys()) == {"engagement_id"}


def test_order_in_the_table_is_that_of_the_key(session: Any) -> None:
    with clock.frozen(TODAY):
        for answer in ("tu", "beaucoup"):
            done = attested(person())
            services.close_suite(done, {CONFIANCE: answer}, by=done.user)
    stored = [row[0] for row in db.session.execute(sa.text("SELECT answer FROM anonymous_answer WHERE question = :q"), {"q": CONFIANCE})]
    assert sorted(stored) == sorted(ANSWERS)


def test_who_and_when_it_may_be_closed(session: Any) -> None:
    done = attested(person())
    for other in (person(), host_of(done)):
        with pytest.raises(NotAllowed):
            services.close_suite(done, {}, by=other)
    with pytest.raises(UnknownAnswer):
        services.close_suite(done, {CONFIANCE: "autre"}, by=done.user)
    with pytest.raises(UnknownAnswer):
        services.close_suite(done, {"autre-1": "tu"}, by=done.user)
    assert done.bilan is not None
    done.bilan.state = BilanState.STANDING
    with pytest.raises(Conflict):
        services.close_suite(done, {}, by=done.user)
    assert queries.is_suite_open(done) is False
    assert scalar_count(Suite) == scalar_count(AnswerCount) == 0


def test_questions_are_data_with_a_version() -> None:
    assert [each.key for each in questions()] == ["confiance-1", "isolement-1", "suite-1"]
    for each in questions():
        assert each.text.endswith("\u00a0?")
        assert each.answers["tu"] == "Je préfère ne pas dire"
        assert len(each.answers) <= 6


def shown_of(cells: dict[tuple[str, str], dict[str, int]], today: date = date(2027, 1, 5)) -> list[Group]:
    """The figures of one question."""
    return grouped(cells, ANSWERS, today=today)


def test_a_large_cell_is_shown_alone_and_small_ones_together() -> None:
    assert cells_of({"beaucoup": 9, "un-peu": 6, "pareil": 3, "moins": 2}, ANSWERS) == (
        (("beaucoup",), 9), (("un-peu",), 6), (("pareil", "moins", "tu"), 5),
    )
    assert cells_of({"beaucoup": 9, "un-peu": 6, "pareil": 1}, ANSWERS) == ((("beaucoup",), 9), (("un-peu", "pareil", "moins", "tu"), 7))
    assert cells_of({"beaucoup": 9, "pareil": 4}, ANSWERS) is None, "9 against « less than five » would tell 4"
    assert cells_of(dict.fromkeys(ANSWERS, 5), ANSWERS) == tuple(((each,), 5) for each in ANSWERS)


def test_small_territories_are_grouped_then_quarters() -> None:
    cells = {
        ("a", "2026-T1"): {"beaucoup": 10, "un-peu": 10}, ("b", "2026-T1"): {"beaucoup": 4, "un-peu": 3},
        ("c", "2026-T1"): {"beaucoup": 3, "un-peu": 4}, ("a", "2026-T2"): {"beaucoup": 4, "moins": 1},
        ("b", "2026-T3"): {"beaucoup": 4, "moins": 4},
    }
    assert [(each.territoire, each.period, dict(each.cells)) for each in shown_of(cells)] == [
        (None, "2026-T1", {("beaucoup",): 7, ("un-peu", "pareil", "moins", "tu"): 7}),
        ("a", "2026-T1", {("beaucoup",): 10, ("un-peu", "pareil", "moins", "tu"): 10}),
        (None, "2026", {("beaucoup",): 8, ("un-peu", "pareil", "moins", "tu"): 5}),
    ]


def test_what_is_not_over_is_not_shown() -> None:
    cells = {("a", "2026-T4"): dict.fromkeys(ANSWERS, 50), ("a", "2026-T3"): {"beaucoup": 4}, ("b", "2026-T2"): {"moins": 4, "tu": 4}}
    assert shown_of(cells, date(2026, 12, 31)) == [], "a quarter under way would tell each new answer; so would a year's rest"
    assert {each.period for each in shown_of(cells, date(2027, 1, 1))} == {"2026-T4"}
    assert quarter_of(date(2026, 12, 31)) == "2026-T4"
    assert quarter_of(date(2026, 1, 1)) == "2026-T1"


QUARTERS = ("2025-T4", "2026-T1", "2026-T2", "2026-T3", "2026-T4")
WORLDS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(QUARTERS)), st.dictionaries(st.sampled_from(ANSWERS), st.integers(0, 14)), max_size=15
)
DAYS = st.sampled_from([date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1), date(2026, 11, 1), date(2027, 1, 5)])


def parts(cells: dict[tuple[str, str], dict[str, int]], groups: list[Group]) -> list[tuple[frozenset[Any], int]]:
    """For each number shown, the counters it is the sum of, as a reader who knows the rule could work out."""
    alone = {(each.territoire, each.period) for each in groups if each.territoire is not None}
    of_quarter = {each.period for each in groups if each.territoire is None and "-" in each.period}
    found = []
    for group in groups:
        if group.territoire is not None:
            pairs = [(group.territoire, group.period)]
        elif "-" in group.period:
            pairs = [each for each in cells if each[1] == group.period and each not in alone]
        else:
            pairs = [each for each in cells if each[1][:4] == group.period and each not in alone and each[1] not in of_quarter]
        for answers, value in group.cells:
            found.append((frozenset((pair, answer) for pair in pairs for answer in answers), value))
    return found


@given(WORLDS, DAYS, DAYS)
def test_no_difference_of_figures_isolates_fewer_than_five(cells: dict[tuple[str, str], dict[str, int]], one: date, other: date) -> None:
    """Each number is five or more and they share no counter, on one day and from one day to another: nothing can be subtracted."""
    seen = {each for day in (one, other) for each in parts(cells, shown_of(cells, day))}
    for counters, value in seen:
        assert value >= SMALLEST
        assert value == sum(cells[pair].get(answer, 0) for pair, answer in counters)
    names = list(chain.from_iterable(counters for counters, _value in seen))
    assert len(names) == len(set(names)), "a counter enters two numbers"


def test_figures_read_the_counters(session: Any) -> None:
    for answer, value in (("beaucoup", 6), ("un-peu", 5)):
        db.session.add(AnswerCount(quarter="2026-T3", territoire_code="trieves", question=CONFIANCE, answer=answer, value=value))
    db.session.add(AnswerCount(quarter="2026-T3", territoire_code="trieves", question="confiance-0", answer="beaucoup", value=50))
    with clock.frozen(TODAY):
        (question, groups, names), *others = queries.figures()
    assert question.key == CONFIANCE
    assert [(names[each.territoire or ""], each.period) for each in groups] == [("Trièves", "2026-T3")]
    assert dict(groups[0].cells) == {("beaucoup",): 6, ("un-peu", "pareil", "moins", "tu"): 5}
    assert [each[1] for each in others] == [[], []]
