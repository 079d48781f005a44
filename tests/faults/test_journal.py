"""The journal on PostgreSQL: the same guards in the database, the same chain, sixteen threads that write while two seal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core import clock, journal
from benevolat.core.db import db, transaction
from benevolat.core.journal import JournalEntry, seal_waiting, verify
from benevolat.core.journal.jobs import KEPT, purge
from tests.core.test_journal import sixteen_writers

from .test_last_place import _site

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres_server: Any) -> Iterator[Flask]:
    """A site of its own on PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("journal")
    with postgres_server.fresh_database() as url:
        yield from _site(folder, url)


def test_sixteen_threads_then_an_erasure_then_hands(site: Flask) -> None:
    sixteen_writers(site)
    for statement in (
        "UPDATE journal_entry SET subject_id = 9", "DELETE FROM journal_entry", "UPDATE journal_head SET position = 1",
        "DELETE FROM journal_head",
    ):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    with clock.frozen(clock.now() + KEPT + timedelta(days=1)):
        with transaction():
            journal.record("accompagnement.read", actor_id=1, subject_id=2)
        seal_waiting()
        with transaction():
            purge({})
        assert verify() == journal.Verdict(1, 130)
        assert db.session.scalars(sa.select(JournalEntry.position)).all() == [129]
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        connection.exec_driver_sql("UPDATE journal_entry SET actor_id = 3")
    assert verify().position == 129
