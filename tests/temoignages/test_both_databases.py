"""Témoignages and answers on SQLite and on PostgreSQL: one at a time, counted once, and no row whose age tells."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from benevolat.accounts.models import Role
from benevolat.core.db import db, transaction
from benevolat.engagements.models import Engagement
from benevolat.moderation.models import Noun
from benevolat.temoignages import queries, services
from benevolat.temoignages.models import AnswerCount, Naming, Suite
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage
from tests.support.desk import waiting
from tests.support.prepared import prepare
from tests.support.search_site import application

TOGETHER = 6


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own, empty but for the reference data, in its application context."""
    postgres = request.param == "postgres"
    app = application(tmp_path, request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path / 'site.sqlite3'}")
    with app.app_context():
        prepare(app)
        yield app
        db.session.remove()
        state = app.extensions.pop("search", None)
        if state is not None:
            state.close()
        db.engine.dispose()


def raised() -> int:
    """How many answers were counted."""
    return db.session.scalar(sa.select(sa.func.sum(AnswerCount.value))) or 0


def test_a_life_and_one_at_a_time(site: Flask) -> None:
    done, desk = attested(person()), agent(Role.MODERATEUR)
    db.session.commit()
    written = services.Written(words="Un beau jardin.", naming=Naming.WOMAN, agreed=True, accord_version=0)
    with transaction():
        row = services.write_temoignage(done, written, by=done.user)
    with pytest.raises(IntegrityError), transaction():
        temoignage(done)
    with transaction():
        services.publish_temoignage(row, by=desk, seen=row.submitted_at)
    assert [each.words for each in queries.latest_published()] == ["Un beau jardin."]
    assert [each.id for each in queries.published_here(desk)] == [row.id]
    db.session.rollback()
    with transaction():
        services.withdraw_temoignage(row, by=done.user)
        services.write_temoignage(done, written, by=done.user)
    assert queries.latest_published() == []
    assert len(waiting(Noun.TEMOIGNAGE, desk)) == 1


def test_closed_by_several_at_once_each_counts_once(site: Flask) -> None:
    for _each in range(TOGETHER):
        attested(person())
    db.session.commit()
    ids = list(db.session.scalars(sa.select(Engagement.id)))
    db.session.rollback()
    ready = Barrier(2 * TOGETHER)

    def close(engagement_id: int) -> None:
        with site.app_context():
            ready.wait(timeout=30)
            done = db.session.get_one(Engagement, engagement_id)
            user = done.user
            with transaction():
                services.close_suite(done, {"confiance-1": "un-peu", "suite-1": "pause"}, by=user)
            db.session.remove()

    with ThreadPoolExecutor(2 * TOGETHER) as pool:
        for each in [pool.submit(close, engagement_id) for engagement_id in ids * 2]:
            each.result(timeout=60)
    assert (scalar_count(Suite), raised()) == (TOGETHER, 2 * TOGETHER)


def test_no_row_is_younger_than_the_others(site: Flask) -> None:
    for answers in ({"confiance-1": "un-peu"}, {"confiance-1": "moins"}, {}):
        done = attested(person())
        db.session.commit()
        with transaction():
            services.close_suite(done, answers, by=done.user)
    if db.engine.dialect.name == "postgresql":
        ages = db.session.scalars(sa.text("SELECT DISTINCT xmin::text FROM anonymous_answer")).all()
        assert len(ages) == 1, "the last who answered would be known by what was written last"
    assert raised() == 2
