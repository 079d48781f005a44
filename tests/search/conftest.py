"""Databases of their own for the search: a SQLite file and a PostgreSQL, each with the reference data and a small corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from benevolat.core.db import db
from benevolat.search import indexing
from tests.support.corpus import write
from tests.support.prepared import prepare
from tests.support.search_site import application


@dataclass(frozen=True, slots=True)
class Site:
    """An application, its folder and the address of its database."""

    app: Flask
    folder: Path
    address: str


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site of 300 missions, indexed, in its application context."""
    postgres = request.param == "postgres"
    address = request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path / 'site.sqlite3'}"
    app = application(tmp_path, address)
    with app.app_context():
        prepare(app)
        write(300)
        db.session.commit()
        indexing.rebuild(tmp_path / "index")
        yield Site(app, tmp_path, address)
        db.session.remove()
        state = app.extensions.pop("search", None)
        if state is not None:
            state.close()
        db.engine.dispose()
