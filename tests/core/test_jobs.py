"""Jobs: written with the act, done once, tried again after a failure, and the periodic ones once a period."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.jobs import purge
from benevolat.accounts.models import Invitation, OneTimeCode, Purpose, RateWindow, Role
from benevolat.core import clock, jobs
from benevolat.core.db import FormKey, transaction
from benevolat.core.jobs import Job, Periodic, enqueue, registry
from tests.conftest import scalar_count

done: list[Any] = []


def record(payload: dict[str, Any]) -> None:
    """Note what was asked; the word « panne » fails."""
    if payload.get("word") == "panne":
        raise ValueError("en panne")
    done.append(payload)


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the handler of these tests."""
    done.clear()
    monkeypatch.setattr(registry, "handlers", {"note": record})
    monkeypatch.setattr(registry, "periodic", [])


def ask(word: str, **values: Any) -> None:
    with transaction():
        enqueue("note", {"word": word}, **values)


def test_a_job_is_done_once(session: Any) -> None:
    ask("un")
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert done == [{"word": "un"}]


def test_an_act_that_fails_leaves_no_job(session: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        enqueue("note", {"word": "perdu"})
        raise ZeroDivisionError
    assert jobs.run_due() == 0


def test_the_same_key_is_one_job(session: Any) -> None:
    ask("un", key="k")
    ask("deux", key="k")
    jobs.run_due()
    assert done == [{"word": "un"}]


def test_a_job_waits_for_its_hour(session: Any) -> None:
    later = clock.now() + timedelta(hours=1)
    ask("plus tard", run_at=later)
    assert jobs.run_due() == 0
    with clock.frozen(later):
        assert jobs.run_due() == 1


def test_a_failure_is_kept_tried_again_later_and_stops_nothing(session: Any) -> None:
    ask("panne")
    ask("bien")
    assert jobs.run_due() == 2
    assert done == [{"word": "bien"}]
    row = session.scalar(sa.select(Job).where(Job.done_at.is_(None)))
    assert row.error == "ValueError: en panne"
    assert row.run_at > clock.now()
    session.rollback()
    moment = clock.now()
    for _day in range(30):
        moment += timedelta(days=1)
        with clock.frozen(moment):
            jobs.run_due()
    session.expire_all()
    assert session.get(Job, row.id).attempts == jobs.MAX_ATTEMPTS


def take() -> int | None:
    return jobs.lease_next(Job, Job.done_at, attempts=jobs.MAX_ATTEMPTS, lease=jobs.LEASE)


def test_a_job_whose_worker_died_is_taken_again_after_its_lease(session: Any) -> None:
    ask("un")
    assert take() is not None
    assert take() is None, "another worker leaves it alone"
    with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run_due() == 1
    assert done == [{"word": "un"}]


def test_a_periodic_job_comes_once_a_period(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "periodic", [Periodic("note", timedelta(hours=1))])
    start = clock.now().replace(minute=0, second=1, microsecond=0)
    for minutes in (0, 10, 59, 61, 70):
        with clock.frozen(start + timedelta(minutes=minutes)):
            jobs.plan_periodic()
            jobs.run_due()
    assert len(done) == 2


def test_the_purge_erases_what_serves_no_more_and_nothing_else(session: Any) -> None:
    now = clock.now()
    for age, kept in ((timedelta(minutes=-1), True), (timedelta(minutes=1), False)):
        session.add(OneTimeCode(target=f"{kept}@courriel.example", purpose=Purpose.SIGN_IN, code_hash="x", expires_at=now - age))
        session.add(RateWindow(key=f"fenêtre {kept}", count=1, expires_at=now - age))
        session.add(FormKey(key=f"formulaire {kept}", used_at=now - timedelta(days=1) - age))
        session.add(Invitation(token_hash=f"{kept}", email="a@b.example", role=Role.PILOTE, expires_at=now - timedelta(days=30) - age))
    session.add(Invitation(token_hash="acceptée", email="a@b.example", role=Role.PILOTE, expires_at=now - timedelta(days=400),
                           accepted_at=now))
    session.commit()
    with clock.frozen(now), transaction():
        purge({})
    assert [scalar_count(model) for model in (OneTimeCode, RateWindow, FormKey, Invitation)] == [1, 1, 1, 2]
    assert session.scalar(sa.select(OneTimeCode.target)) == "True@courriel.example"
    assert set(session.scalars(sa.select(Invitation.token_hash))) == {"True", "acceptée"}


def test_the_worker_command_does_all_that_is_due(app: Flask, session: Any) -> None:
    ask("un")
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.exit_code == 0, result.output
    assert done == [{"word": "un"}]
    assert "1 tâches faites" in result.output


def test_a_job_of_one_key_written_by_two_at_once_is_one(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("un", key="k")
    monkeypatch.setattr(type(session()), "scalar", lambda *_args, **_values: None)  # neither saw the other's
    ask("deux", key="k")
    monkeypatch.undo()
    monkeypatch.setattr(registry, "handlers", {"note": record})
    assert (jobs.run_due(), done) == (1, [{"word": "un"}])


def test_each_worker_does_its_own_host_s_work(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "on_each_host", [Periodic("note", timedelta(minutes=10)), Periodic("panne", timedelta(minutes=10))])
    monkeypatch.setitem(registry.handlers, "panne", lambda _payload: record({"word": "panne"}))
    one, other, begun = jobs.OwnWork(), jobs.OwnWork(), clock.now()
    for minutes, expected in ((0, 2), (9, 2), (10, 4)):
        with clock.frozen(begun + timedelta(minutes=minutes)):
            for host in (one, other):
                host.look()
        assert len(done) == expected


def test_own_work_waits_for_a_database_that_is_away(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    away = [sa.exc.OperationalError("SELECT 1", {}, OSError("gone"))]

    def copy(payload: dict[str, Any]) -> None:
        if away:
            raise away.pop()
        record(payload)

    monkeypatch.setitem(registry.handlers, "copy", copy)
    monkeypatch.setattr(registry, "on_each_host", [Periodic("copy", timedelta(minutes=10))])
    host = jobs.OwnWork()
    with pytest.raises(sa.exc.OperationalError):
        host.look()
    assert (host.look(), host.look(), done) == (1, 0, [{}])


def test_a_worker_told_to_end_begins_nothing_more(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("un")
    ask("deux")

    def finish(payload: dict[str, Any]) -> None:
        jobs.stopping.set()
        record(payload)

    monkeypatch.setitem(registry.handlers, "note", finish)
    try:
        assert jobs.run_due() == 1
    finally:
        jobs.stopping.clear()
    assert done == [{"word": "un"}]
