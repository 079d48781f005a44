"""The journal: codes and no words, a database that refuses to change it, and a chain that shows whoever went around that."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core import clock, journal
from benevolat.core.db import db, transaction
from benevolat.core.journal import JournalEntry, seal_waiting, verify
from benevolat.core.journal.chain import FILE, JournalCheckpoint
from benevolat.core.journal.jobs import KEPT, purge

GUARDS = ("journal_entry_update", "journal_entry_delete", "journal_head_update", "journal_checkpoint_update")


@pytest.fixture(autouse=True)
def no_witness(app: Flask) -> Iterator[None]:
    """The file that an earlier test left speaks of another database."""
    (app.config["INSTANCE"] / FILE).unlink(missing_ok=True)
    yield
    (app.config["INSTANCE"] / FILE).unlink(missing_ok=True)


def written(count: int = 6) -> None:
    """Write and seal so many lines."""
    with transaction():
        for number in range(1, count + 1):
            journal.record("accompagnement.read", actor_id=1, subject_id=number)
    assert seal_waiting() == count


def by_hand(*statements: str) -> None:
    """Write in the database as somebody would who took the guards away."""
    with db.engine.begin() as connection:
        for name in GUARDS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    db.session.rollback()


def test_lines_wait_are_sealed_once_and_verified(session: Any) -> None:
    written(3)
    with transaction():
        journal.record("accompagnement.end", actor_id=None, subject_id=2, reason="deputy")
    assert verify().verified == 3, "what waits is no part of the chain yet"
    assert [seal_waiting(), seal_waiting()] == [1, 0]
    assert verify() == journal.Verdict(4, 5)
    assert session.scalars(sa.select(JournalEntry.position).order_by(JournalEntry.id)).all() == [1, 2, 3, 4]


@pytest.mark.parametrize("words", ["Elle a dit non", "é", "", "a" * 61, "zoe@courriel.example"])
def test_words_are_refused(session: Any, words: str) -> None:
    with pytest.raises(ValueError, match="codes"):
        journal.record("accompagnement.read", actor_id=1, reason=words)
    with pytest.raises(ValueError, match="codes"):
        journal.record(words, actor_id=1)


@pytest.mark.parametrize("statement", [
    "UPDATE journal_entry SET subject_id = 9 WHERE position = 2", "UPDATE journal_entry SET seal = 'x', position = 9 WHERE position = 2",
    "UPDATE journal_entry SET position = NULL WHERE position = 2", "DELETE FROM journal_entry WHERE position = 2",
    "UPDATE journal_entry SET subject_id = 9, position = 7, seal = 'x' WHERE position IS NULL",
    "UPDATE journal_entry SET mac = 'x', position = 7, seal = 'x' WHERE position IS NULL",
    "UPDATE journal_entry SET reason = 'x' WHERE position IS NULL", "DELETE FROM journal_entry WHERE position IS NULL",
    "UPDATE journal_head SET position = position - 1", "UPDATE journal_head SET seal = 'x'", "DELETE FROM journal_head",
    "UPDATE journal_checkpoint SET position = 9", "DELETE FROM journal_checkpoint",
])
def test_the_database_refuses_to_change_or_erase(session: Any, statement: str) -> None:
    written()
    with transaction():
        journal.record("accompagnement.read", actor_id=1, subject_id=7)
        session.add(JournalCheckpoint(position=0, seal="", before=clock.now() - KEPT, mac=""))
    with pytest.raises(sa.exc.IntegrityError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()


TOUCHED = {
    "altered": ("UPDATE journal_entry SET subject_id = 99 WHERE position = 3", 3, "changée"),
    "another reason": ("UPDATE journal_entry SET reason = 'asked' WHERE position = 3", 3, "changée"),
    "another moment": ("UPDATE journal_entry SET at = datetime(at, '-1 day') WHERE position = 3", 3, "changée"),
    "renumbered": ("UPDATE journal_entry SET id = 1000 WHERE position = 3", 3, "changée"),
    "removed": ("DELETE FROM journal_entry WHERE position = 3", 3, "manque"),
    "first removed": ("DELETE FROM journal_entry WHERE position = 1", 1, "manque"),
    "tail truncated": ("DELETE FROM journal_entry WHERE position >= 5", 5, "fin manque"),
    "seal of another": (
        "UPDATE journal_entry SET seal = (SELECT e.seal FROM journal_entry e WHERE e.position = 2) WHERE position = 3", 3, "changée"),
    "head forged": ("UPDATE journal_head SET mac = 'x'", 7, "tête"),
    "head removed": ("UPDATE journal_head SET position = 0, seal = '', mac = ''", 7, "tête"),
}


@pytest.mark.parametrize("name", TOUCHED)
def test_whoever_goes_around_the_guards_is_seen(session: Any, name: str) -> None:
    statement, position, says = TOUCHED[name]
    written()
    by_hand(statement)
    verdict = verify()
    assert (verdict.position, verdict.verified, says in verdict.broken) == (position, position - 1, True)


def test_two_lines_that_changed_places_are_seen(session: Any) -> None:
    written()
    by_hand("UPDATE journal_entry SET position = 100 WHERE position = 2", "UPDATE journal_entry SET position = 2 WHERE position = 3",
            "UPDATE journal_entry SET position = 3 WHERE position = 100")
    assert (verify().position, "déplacée" in verify().broken) == (2, True)


def test_a_line_sealed_in_another_history_of_the_same_journal_is_seen(session: Any) -> None:
    def kept() -> tuple[str, ...]:
        columns = "at, subject_id, mac, seal"
        return tuple(session.execute(sa.text(f"SELECT {columns} FROM journal_entry WHERE position = 3")).one())

    written(2)
    head = session.execute(sa.text("SELECT seal, mac FROM journal_head")).one()
    written(1)
    other = kept()
    by_hand("DELETE FROM journal_entry WHERE position = 3",
            f"UPDATE journal_head SET position = 2, seal = '{head[0]}', mac = '{head[1]}'")
    with transaction():
        journal.record("accompagnement.read", actor_id=1, subject_id=5)
    seal_waiting()
    written(1)
    by_hand("UPDATE journal_entry SET at = '{}', subject_id = {}, mac = '{}', seal = '{}' WHERE position = 3".format(*other))
    assert (verify().position, verify().verified) == (4, 3), "every line is good alone, and the fourth does not follow the third"


def test_a_line_put_in_is_seen_whether_it_waits_or_copies_another(session: Any) -> None:
    written()
    columns = "at, actor_id, subject_id, action, reason"
    by_hand(f"INSERT INTO journal_entry ({columns}) SELECT {columns} FROM journal_entry WHERE position = 2")
    assert seal_waiting() == 1
    assert (verify().position, "autre chose que le site" in verify().broken) == (7, True)


def test_a_line_changed_before_it_is_sealed_is_seen(session: Any) -> None:
    with transaction():
        journal.record("accompagnement.read", actor_id=1, subject_id=7)
    by_hand("UPDATE journal_entry SET subject_id = 8")
    seal_waiting()
    assert verify().position == 1


def test_a_tail_cut_with_its_head_put_back_is_seen_by_the_file(session: Any, app: Flask) -> None:
    written(4)
    head = session.execute(sa.text("SELECT position, seal, mac FROM journal_head")).one()
    with transaction():
        journal.record("accompagnement.read", actor_id=1, subject_id=7)
    seal_waiting()
    by_hand("DELETE FROM journal_entry WHERE position = 5",
            f"UPDATE journal_head SET position = {head[0]}, seal = '{head[1]}', mac = '{head[2]}'")
    assert "a vu la position 5" in verify().broken
    with transaction():
        journal.record("accompagnement.read", actor_id=1, subject_id=8)
    seal_waiting()
    assert "a vu la position 5" in verify().broken, "what was written since does not hide it"
    (app.config["INSTANCE"] / FILE).unlink()
    assert verify().broken == "", "a copy put back on purpose is taken up again"


def test_lines_from_before_the_chain_are_taken_as_found_and_only_once(session: Any) -> None:
    old = "INSERT INTO journal_entry (at, actor_id, subject_id, action) VALUES ('2026-01-02 03:04:05.000000', 1, 2, 'accompagnement.read')"
    by_hand(old)
    seal_waiting()
    assert verify() == journal.Verdict(1, 2)
    by_hand(old)
    seal_waiting()
    assert verify().position == 2


def test_twelve_months_later_the_beginning_goes_and_the_rest_still_verifies(session: Any) -> None:
    long_ago = clock.now() - KEPT - timedelta(days=2)
    with clock.frozen(long_ago):
        written(4)
    written(3)
    with transaction():
        purge({})
    assert session.scalars(sa.select(JournalEntry.position).order_by(JournalEntry.position)).all() == [5, 6, 7]
    assert verify() == journal.Verdict(3, 8)
    written(1)
    with transaction():
        purge({})
    assert (verify(), session.scalar(sa.select(sa.func.count(JournalCheckpoint.id)))) == (journal.Verdict(4, 9), 1)
    by_hand("UPDATE journal_checkpoint SET position = 6", "DELETE FROM journal_entry WHERE position <= 6")
    assert "repère" in verify().broken


def test_everything_may_go_and_the_chain_goes_on(session: Any) -> None:
    with clock.frozen(clock.now() - KEPT - timedelta(days=2)):
        written(2)
    with transaction():
        purge({})
    assert verify() == journal.Verdict(0, 3)
    written(2)
    assert verify() == journal.Verdict(2, 5)


def test_a_secret_is_replaced_without_breaking_the_chain(session: Any, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    written(2)
    former = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-secret")
    assert verify().position == 1, "a MAC by a key nobody knows proves nothing"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [former])
    written(2)
    assert verify() == journal.Verdict(4, 5)


def test_the_command_says_how_many_and_leaves_with_one_when_it_is_broken(session: Any, fresh_app: Flask) -> None:
    written(5)
    runner = fresh_app.test_cli_runner()
    good = runner.invoke(args=["journal", "verify"])
    assert (good.exit_code, good.output) == (0, "5 lignes vérifiées\n")
    by_hand("DELETE FROM journal_entry WHERE position = 4")
    bad = runner.invoke(args=["journal", "verify"])
    assert bad.exit_code == 1
    assert bad.output.startswith("3 lignes vérifiées\nRompu à la position 4 : une ligne manque")


def test_many_lines_are_sealed_and_read_a_batch_at_a_time(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benevolat.core.journal.chain.BATCH", 3)
    monkeypatch.setattr("benevolat.core.journal.verifying.BATCH", 2)
    written(10)
    assert verify() == journal.Verdict(10, 11)


def sixteen_writers(app: Flask) -> None:
    """Let sixteen threads write while two seal, one act in five given up; then every line that stands is in the chain, once."""

    def write(thread: int) -> None:
        with app.app_context():
            for number in range(10):
                try:
                    with transaction():
                        journal.record("accompagnement.read", actor_id=thread, subject_id=number)
                        if number % 5 == 4:
                            raise LookupError
                except LookupError:
                    continue

    def put_in_order(_thread: int) -> None:
        with app.app_context():
            for _turn in range(20):
                seal_waiting()

    with ThreadPoolExecutor(18) as threads:
        done = [threads.submit(write, thread) for thread in range(16)] + [threads.submit(put_in_order, thread) for thread in range(2)]
        for each in done:
            each.result(300)
    seal_waiting()
    assert verify() == journal.Verdict(128, 129)
    assert db.session.scalar(sa.select(sa.func.count(JournalEntry.id))) == 128
    db.session.rollback()


def test_sixteen_threads_write_while_two_seal(session: Any, app: Flask) -> None:
    sixteen_writers(app)
