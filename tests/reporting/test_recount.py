"""Whatever happened, the figures shown are those of a slow recount, written once, and never changed by what comes after."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benevolat.candidatures.models import Candidature
from benevolat.core import clock, jobs
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Engagement
from benevolat.reporting import counting, services
from benevolat.reporting.models import Axis, Closing, Series, ShownFigure
from tests.conftest import restore
from tests.support.queries import counted_queries

from .histories import FATES, Act, World, acts, annexes, count, counters
from .oracle import differences, quartiles

LATER = clock.paris(2026, 6, 1)


def shown(**where: Any) -> list[ShownFigure]:
    return list(db.session.scalars(sa.select(ShownFigure).filter_by(**where).order_by(ShownFigure.id)))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(acts, min_size=20, max_size=60), st.lists(annexes, max_size=15),
    st.lists(counters, max_size=20, unique_by=lambda each: each[:2]),
)
def test_figures_are_those_of_a_slow_recount(
    fresh_app: Flask, lived: list[Act], signed: list[tuple[int, int, bool]], counted: list[tuple[str, int, int, int]]
) -> None:
    db.session.rollback()
    restore(fresh_app)
    world = World()
    for turn, act in enumerate(lived):
        world.live(act, turn)
    for turn, each in enumerate(signed):
        world.sign(*each, turn)
    for each in counted:
        count(*each)
    db.session.flush()
    with clock.frozen(LATER):
        services.close_quarters()
        db.session.flush()
        assert differences() == []
        assert services.close_quarters() == 0
    db.session.rollback()


def busy(world: World, number: int = 260) -> None:
    """Enough for every axis, territory and quarter."""
    for turn in range(number):
        world.live(Act(turn * 7 % 15, turn % 41, turn * 11 % 460, turn % 9, FATES[turn % len(FATES)]), turn)
    for turn in range(60):
        world.sign(turn % 4, turn * 13 % 460, turn % 2 == 0, turn)
    for place in ("trieves", "oisans", "vercors"):
        for n in range(1, 6):
            count(place, n, 4 + n, 2)
    db.session.flush()


def test_a_busy_site_shows_every_series_and_equals_the_recount(session: Any) -> None:
    world = World()
    busy(world)
    with clock.frozen(LATER):
        services.close_quarters()
    assert differences() == []
    assert {each.series for each in shown()} >= set(Series) - {Series.ALERTES}
    assert {each.axis for each in shown(series=Series.SENT)} == set(Axis)
    assert any(each.period == "2025" for each in shown()), "a year tells what its quarters hid"
    assert any("|" in each.rows for each in shown())
    whole = shown(series=Series.ANSWERED, period="2025-T2", axis=Axis.ISERE)[0]
    assert (whole.first_quartile, whole.median, whole.third_quartile) == quartiles("2025-T2", None)
    alone = [each for each in shown(series=Series.ANSWERED, axis=Axis.TERRITOIRE) if each.median is not None and each.period != "2025"]
    assert alone
    for each in alone:
        assert (each.first_quartile, each.median, each.third_quartile) == quartiles(each.period, each.codes)


def test_what_was_shown_is_never_shown_otherwise(session: Any) -> None:
    world = World()
    busy(world)
    with clock.frozen(LATER):
        services.close_quarters()
        db.session.flush()
        before = [(each.id, each.value, each.rows) for each in shown()]
        erase([each.id for each in world.people[:8]])
        assert services.close_quarters() == 0
        assert services.close_quarter(Series.SENT, services.Quarter(2025, 1)) is False
        assert services.close_year(Series.SENT, 2025) is False
    assert [(one.id, one.value, one.rows) for one in shown()] == before


def test_an_erased_account_is_not_told_by_the_sums_of_the_year(session: Any) -> None:
    """The fourth quarter is written after somebody left: the sums of the year would not agree with the quarters shown before."""
    world = World()
    busy(world)
    with clock.frozen(clock.paris(2025, 12, 1)):
        services.close_quarters()
    erase([each.id for each in world.people[:6]])
    with clock.frozen(LATER):
        services.close_quarters()
    assert shown(series=Series.SENT, period="2025") == []


def erase(people: list[int]) -> None:
    """Take away what persons did."""
    db.session.execute(sa.delete(Engagement).where(Engagement.user_id.in_(people)))
    db.session.execute(sa.delete(Candidature).where(Candidature.user_id.in_(people)))


@pytest.mark.parametrize(("day", "due"), [((2025, 5, 5), False), ((2025, 5, 6), True)])
def test_a_quarter_waits_five_weeks(session: Any, day: tuple[int, int, int], due: bool) -> None:
    busy(World())
    with clock.frozen(clock.paris(*day)):
        services.close_quarters()
    assert (db.session.get(Closing, (Series.SENT, "2025-T1")) is not None) is due


def test_the_worker_writes_what_is_due_one_by_one_and_once(session: Any, fresh_app: Flask) -> None:
    world = World()
    for turn in range(40):
        world.live(Act(turn % 15, turn, turn, 1, "attested"), turn)
    session.commit()
    fresh_app.config["PUBLIC_FIGURES"].unlink(missing_ok=True)
    with clock.frozen(clock.paris(2025, 5, 10)):
        jobs.plan_periodic()
        assert jobs.run_due() > 12
        assert not session.scalars(sa.select(jobs.Job).where(jobs.Job.done_at.is_(None))).all()
        before = [(each.id, each.value) for each in shown()]
        assert before
    assert differences() == []
    assert fresh_app.config["PUBLIC_FIGURES"].exists()
    with clock.frozen(clock.paris(2025, 5, 12)):
        jobs.plan_periodic()
        jobs.run_due()
    assert [(each.id, each.value) for each in shown()] == before
    said = fresh_app.test_cli_runner().invoke(args=["stats", "write"])
    assert (said.exit_code, "chiffres.json" in said.output) == (0, True), said.output
    fresh_app.config["PUBLIC_FIGURES"].unlink()


def test_the_statements_do_not_grow_with_what_happened(session: Any) -> None:
    world = World()
    world.live(Act(0, 0, 0, 0, "sent"), 0)
    db.session.flush()
    sent = []
    for _turn in range(2):
        with clock.frozen(clock.paris(2025, 6, 1)), counted_queries("SELECT") as seen:
            services.close_quarter(Series.SENT, services.Quarter(2025, 1))
        sent.append(len(seen))
        db.session.execute(sa.delete(Closing))
        db.session.execute(sa.delete(ShownFigure))
        for turn in range(200):
            world.live(Act(turn % 15, turn % 41, turn % 80, 1, "attested"), turn)
        db.session.flush()
    assert sent[0] == sent[1] <= 8


def test_somebody_at_midnight_of_paris_is_counted_on_the_day_of_paris(session: Any) -> None:
    world = World()
    for turn in range(6):
        world.live(Act(0, turn, 94, 0, "declined"), turn - 90)
        world.live(Act(0, turn + 6, 94, 0, "declined"), turn - 50)
    session.flush()
    assert {clock.local(each.sent_at).month for each in db.session.scalars(sa.select(Candidature))} == {3, 4}
    with clock.frozen(clock.paris(2025, 9, 1)):
        services.close_quarters()
    assert differences() == []
    assert [each.value for each in shown(series=Series.SENT, axis=Axis.ISERE)] == [6, 6]


def test_what_the_system_does_by_itself_is_no_answer(session: Any) -> None:
    """A waiting list that the system fills answers nobody; what the association says afterwards does, on its day."""
    world = World()
    for turn in range(6):
        world.live(Act(0, turn, 10, 0, "waitlisted"), turn)
        world.live(Act(1, turn, 10, 2, "waitlisted"), turn)
    by_system = sa.select(sa.func.count(TransitionLog.id)).where(TransitionLog.action == "waitlist", TransitionLog.actor_id.is_(None))
    assert session.scalar(by_system) == 6
    counted = counting.count(Series.ANSWERED, services.Quarter(2025, 1))
    assert (len(counted), sum(each.value for each in counted)) == (6, 6)
    assert len(counting.answers(services.Quarter(2025, 1))) == 6
