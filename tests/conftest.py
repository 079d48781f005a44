"""Fixtures of every test: the application, a database restored in a millisecond, a client that checks every page, a closed network."""

import os
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2 import StrictUndefined

from benevolat import create_app
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.proofs import keys
from benevolat.search import engine as search_engine
from tests.support.page_client import PageClient
from tests.support.prepared import prepare

pytest_plugins = ("tests.support.components", "tests.support.requirements_summary", "tests.support.watched",
                  "tests.support.sharing_out")

# how long an example takes is judged by benches, never by a test
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")

# a run that passes midnight sees one day only: its clock began at the last ten in the morning of Paris, for every process of the run
# (never later than the true hour, since other people's verifiers refuse what comes from the future)
_begun = datetime.fromisoformat(os.environ.setdefault("BENEVOLAT_TESTS_BEGUN", datetime.now(UTC).isoformat()))
_there = (_begun - timedelta(hours=10)).astimezone(clock.PARIS)
_morning = _there.replace(hour=10, minute=0).astimezone(UTC)
clock._source = ContextVar("clock", default=lambda: _morning + (datetime.now(UTC) - _begun))

# factories write without the search's counters: what they write is noticed at every question, not once a second
search_engine.COUNTED_EVERY = 0.0

# a certificate of tests is made in a tenth of the time, and protects nothing
keys.BITS = 2048

# a script that starts the suite in the background leaves it, and all it starts, deaf to the Ctrl-C that some tests send
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_real_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> Any:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise RuntimeError(f"a test tried to reach {address[0]}")
    return _real_connect(self, address)


socket.socket.connect = _loopback_only  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of a test run, on a migrated SQLite file with the reference data."""
    folder = tmp_path_factory.mktemp("app")
    made = create_app({
        "TESTING": True, "INSTANCE": folder, "SECRET_KEY": "tests-only", "BASE_URL": "http://localhost",
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'test.sqlite3'}", "DEMO": False,
        "HELPER_PHONE": "04 65 71 38 38", "HELPER_HOURS": "du lundi au vendredi, 9 h à 12 h",
        "SMTP_URL": "", "MAIL_FROM": "Isère bénévolat <test@isere-benevolat.example>", "SMS_GATEWAY_URL": "",
        "SMS_GATEWAY_TOKEN": "", "GEOCODER_DOMAIN": "", "MAP_TILES_URL": "", "INDEX_DIR": folder / "index",
        "PUBLIC_FIGURES": folder / "chiffres.json", "KEYS_DIR": folder / "keys", "CERTIFICATE_PASSWORD": "",
        "PRIVATE_HOSTS": {"127.0.0.1"},
    })
    made.jinja_env.undefined = StrictUndefined
    with made.app_context():
        prepare(made)
        with clock.frozen(datetime(2024, 1, 1, tzinfo=UTC)):
            keys.create()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        db.engine.dispose()
    shutil.copy(folder / "test.sqlite3", folder / "pristine.sqlite3")
    return made


def restore(app: Flask) -> None:
    """Put the database back to its first state through SQLite's own backup."""
    folder: Path = app.config["INSTANCE"]
    source = sqlite3.connect(folder / "pristine.sqlite3")
    with db.engine.connect() as connection:
        target = connection.connection.driver_connection
        assert target is not None
        source.backup(target)
        connection.rollback()
    source.close()
    searching = app.extensions.pop("search", None)
    if searching is not None:
        searching.close()
    shutil.rmtree(app.config["INDEX_DIR"], ignore_errors=True)
    shutil.rmtree(folder / "flux", ignore_errors=True)


@pytest.fixture
def fresh_app(app: Flask) -> Iterator[Flask]:
    """An application context on a fresh database."""
    with app.app_context():
        restore(app)
        yield app
        db.session.remove()


@pytest.fixture
def session(fresh_app: Flask) -> Any:
    """The database session of a test, in its own context."""
    return db.session


@pytest.fixture
def client(fresh_app: Flask) -> PageClient:
    """A client that checks every page it gets."""
    fresh_app.test_client_class = PageClient
    return fresh_app.test_client()  # type: ignore[return-value]


def scalar_count(model: Any) -> int:
    """Return how many rows a table has."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
