"""Searches that found nothing: a page that is read writes nothing to the database, the worker adds up, no word and nobody is kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core.db import db
from benevolat.search import unmet
from benevolat.search.models import UnmetCount
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries


@pytest.fixture
def noted(fresh_app: Flask) -> Path:
    path = Path(fresh_app.config["INSTANCE"]) / "recherches-sans-resultat.txt"
    path.unlink(missing_ok=True)
    return path


def counts() -> dict[tuple[str, str], int]:
    return {(each.territoire_code, each.domaine_code): each.value for each in db.session.scalars(sa.select(UnmetCount))}


def test_a_search_that_finds_nothing_is_counted_without_its_words(client: PageClient, session: Any, noted: Path) -> None:
    for _turn in range(3):
        with counted_queries() as seen:
            client.get("/missions?q=trapéziste&lieu=Mens&domaine=sport")
        assert not [each for each in seen if not each.lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA"))]
    client.get("/missions?q=trapéziste")
    lines = noted.read_text().splitlines()
    assert [line.split(" ")[1:] for line in lines] == [["trieves", "sport"]] * 3 + [["isere", "aucun"]]
    assert "trapéziste" not in noted.read_text()
    assert unmet.fold() == 4
    assert counts() == {("trieves", "sport"): 3, ("isere", "aucun"): 1}
    assert not noted.exists()
    assert unmet.fold() == 0


def test_a_search_that_finds_something_is_not(client: PageClient, session: Any, noted: Path) -> None:
    from tests.factories.world import mission

    mission()
    client.get("/missions")
    assert "Arroser" in client.text
    assert not noted.exists()


def test_lines_written_at_once_are_all_whole(fresh_app: Flask, noted: Path) -> None:
    def write(n: int) -> None:
        with fresh_app.app_context():
            unmet.note("trieves" if n % 2 else None, ("sport",) if n % 3 else ())

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(600)))
    assert unmet.fold() == 600
    assert sum(counts().values()) == 600
    assert counts()["trieves", "sport"] == 200


def test_a_line_that_was_cut_counts_for_nothing(fresh_app: Flask, noted: Path) -> None:
    noted.write_text("2026-T4 trieves sport\n2026-T4 tri\n2026-T4 trieves sport de plus\n", encoding="ascii")
    assert (unmet.fold(), counts()) == (1, {("trieves", "sport"): 1})


def test_a_robot_does_not_fill_the_disk_and_a_full_one_stops_nobody(
    fresh_app: Flask, noted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unmet, "LARGEST", 100)
    for _turn in range(50):
        unmet.note("trieves", ())
    assert noted.stat().st_size < 140
    monkeypatch.setattr("os.open", lambda *_: (_ for _ in ()).throw(OSError("full")))
    unmet.note("trieves", ())
