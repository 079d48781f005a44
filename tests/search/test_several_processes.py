"""Several processes at once, on SQLite and on PostgreSQL: nobody fails, and an indexer killed at any moment leaves an index that serves."""

import random
import time

import pytest
import sqlalchemy as sa

from benevolat.core.db import db
from benevolat.missions.models import Mission
from benevolat.search import engine, index, indexing
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.search.conftest import Site
from tests.support.search_site import start, told

pytestmark = pytest.mark.long
SECONDS = [pytest.param(4.0, id="4 s"), pytest.param(60.0, id="60 s")]
KILLS = [pytest.param(2, id="2 kills"), pytest.param(25, id="25 kills")]


def renewed() -> int:
    """How many public missions SQL itself says were renamed by the writer."""
    db.session.rollback()
    return sum(1 for each in db.session.scalars(sa.select(Mission).where(Mission.title.like("Jardin nouveau%"))) if _public(each))


def _public(mission: Mission) -> bool:
    return mission.recruitment.value != "closed" and mission.association.state.value == "verified"


@pytest.mark.parametrize("seconds", SECONDS)
def test_four_readers_and_one_writer_in_three_processes(site: Site, seconds: float) -> None:
    processes = [start(role, site.folder, site.address, seconds) for role in ("read", "read", "write")]
    first, second, writer = (told(each, seconds + 600) for each in processes)
    assert first["failures"] + second["failures"] + writer["failures"] == []
    assert min(first["asked"], second["asked"]) > 0
    assert writer["written"] > 0
    assert search(SearchRequest("nouveau")).total == renewed() > 0
    indexing.fold(site.folder / "index")
    assert indexing.is_current(site.folder / "index")


@pytest.mark.parametrize("kills", KILLS)
@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_an_indexer_killed_at_any_moment_leaves_an_index_that_serves(site: Site, kills: int) -> None:
    folder, chance = site.folder / "index", random.Random()
    search(SearchRequest("nouveau"))
    for _turn in range(kills):
        indexer = start("fold", site.folder, site.address, 60)
        assert indexer.stdout is not None
        assert indexer.stdout.readline() == "written\n"
        time.sleep(chance.uniform(0, 1.5))
        indexer.kill()
        indexer.communicate()
        assert search(SearchRequest("nouveau")).total == renewed() > 0
        indexing.fold(folder)
        assert indexing.is_current(folder)
        search(SearchRequest())
        engine.state().settle()
        assert search(SearchRequest("nouveau")).total == renewed()
        assert len(index.open_snapshot(folder).missions) > 200
