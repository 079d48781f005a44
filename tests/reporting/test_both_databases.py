"""The same histories on SQLite and on PostgreSQL: the same figures, those of the recount, the pages and the public file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.reporting import services
from benevolat.reporting.models import ShownFigure
from benevolat.search import unmet
from tests.factories.alertes import alerte
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.prepared import prepare
from tests.support.search_site import application
from tests.support.sign_in import sign_in

from .histories import FATES, Act, World, count
from .oracle import differences


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own, empty but for the reference data, in its application context."""
    postgres = request.param == "postgres"
    app = application(tmp_path, request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path / 'site.sqlite3'}")
    app.config["PUBLIC_FIGURES"] = tmp_path / "chiffres.json"
    app.test_client_class = PageClient
    with app.app_context():
        prepare(app)
        yield app
        db.session.remove()
        state = app.extensions.pop("search", None)
        if state is not None:
            state.close()
        db.engine.dispose()


def test_figures_on_both(site: Flask) -> None:
    with transaction():
        world = World()
        for turn in range(150):
            world.live(Act(turn * 7 % 15, turn % 41, turn * 3 % 460, turn % 9, FATES[turn % len(FATES)]), turn)
        for turn in range(20):
            world.sign(turn % 4, turn * 13 % 460, turn % 2 == 0, turn)
        count("trieves", 2, 8, 6)
        with clock.frozen(clock.paris(2025, 2, 1)):
            for each in world.people[:7]:
                alerte(each)
    with clock.frozen(clock.paris(2025, 5, 1)):
        for _turn in range(9):
            unmet.note("oisans", ("sport",))
    with clock.frozen(clock.paris(2026, 6, 1)), transaction():
        assert unmet.fold() == 9
        services.close_quarters()
    with transaction():
        assert differences() == []
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ShownFigure)) > 40
        reader = agent(Role.PILOTE)
    services.write_public_file()
    client = site.test_client()
    sign_in(client, reader)  # type: ignore[arg-type]
    paths = ("chiffres", "chiffres/sent", "chiffres.csv", "territoires/trieves/dossier")
    for page in (*(f"/pilotage/{each}" for each in paths), "/chiffres"):
        assert client.get(page).status_code == 200
