"""Every route, tried as every role, answers as the hand-written table says; a route that is not in the table makes this red."""

import sqlite3
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient

from benevolat.accounts.models import User
from benevolat.core.db import db
from tests.support.sign_in import opened

from .access_table import ROLES, rows
from .access_world import build

SIGN_IN = "/connexion"


def declared(app: Flask) -> set[tuple[str, str]]:
    """Return every (method, endpoint) the application has."""
    return {
        (method, rule.endpoint) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_in_the_table_and_nothing_else(app: Flask) -> None:
    table = set(rows())
    assert not declared(app) - table, "write who reaches these in tests/consistency/access_table.py"
    assert not table - declared(app), "these routes are gone: take them out of the table"


class OutsideClient(FlaskClient):
    """Sends each request from outside the test's own context."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request."""
        outside = copy_context()
        outside.run(_cv_app.set, None)
        return outside.run(super().open, *args, **kwargs)


def letter(answer: Any, user: User | None) -> str:
    """Return what an answer is in the table's letters."""
    if answer.status_code in (403, 404):
        return {403: "x", 404: "4"}[answer.status_code]
    if answer.status_code in (301, 302, 303, 307, 308) and user is None and answer.headers["Location"].startswith(SIGN_IN):
        return "d"
    return "o" if answer.status_code < 400 or answer.status_code in (400, 409, 410, 429) else str(answer.status_code)


@pytest.fixture
def world(fresh_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """One of each thing, and the database kept aside so that every request begins from it."""
    monkeypatch.setitem(fresh_app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests; here the guards answer
    made = build()
    made.cookies = {role: opened(user) if user is not None else {} for role, user in made.users.items()}
    kept = sqlite3.connect(tmp_path / "kept.sqlite3")
    with db.engine.connect() as connection:
        connection.connection.driver_connection.backup(kept)  # type: ignore[union-attr]
    made.kept = kept
    yield made
    kept.close()


def put_back(kept: sqlite3.Connection) -> None:
    """Restore the world."""
    db.session.remove()
    with db.engine.connect() as connection:
        kept.backup(connection.connection.driver_connection)  # type: ignore[arg-type]


def signed_in(app: Flask, held: dict[str, Any]) -> FlaskClient:
    """Return a client whose cookie holds a session's values, or nothing."""
    client = OutsideClient(app, app.response_class)
    with client.session_transaction() as session:
        session.update(held)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says(fresh_app: Flask, world: Any, role: str) -> None:
    column, user = ROLES.index(role), world.users[role]
    adapter = fresh_app.url_map.bind("localhost")
    wrong = []
    for (method, endpoint), letters in rows().items():
        rule = next(each for each in fresh_app.url_map.iter_rules(endpoint) if method in (each.methods or set()))
        path = adapter.build(endpoint, world.values_for(rule), method=method)
        answer = signed_in(fresh_app, world.cookies[role]).open(path, method=method)
        got = letter(answer, user)
        public_way_back = letters[0] == "o" and got == "d"  # a public step that begins again at the sign-in page
        if got != letters[column] and not public_way_back:
            wrong.append(f"{method} {endpoint} {path}: {got}, the table says {letters[column]}")
        if method == "POST":
            put_back(world.kept)
    assert not wrong, "\n".join(wrong)
