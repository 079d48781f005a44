"""Every route, tried as every role, answers as the hand-written table says; a route that is not in the table makes this red."""

import sqlite3
from collections.abc import Iterator
from contextvars import copy_context
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from werkzeug.routing import UnicodeConverter

from benevolat.accounts.models import Role, User
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry
from benevolat.web import guard
from benevolat.web.guard import declared_access
from tests.conftest import restore
from tests.factories.people import agent, person
from tests.support.sign_in import opened

from .access_table import ROLES, rows
from .access_world import build
from .guarded import unguarded

SIGN_IN = "/connexion"
WRONG = ("person", "agent", "moderateur", "referent", "pilote", "administrateur")
"""The audiences that a route declares; each is tried by somebody who has every other right."""


def others_of(access: str) -> User:
    """Return somebody with every right but the one an audience needs."""
    return person() if access == "agent" else agent(*(role for role in Role if role.value != access))


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


@pytest.fixture(scope="module")
def built(app: Flask) -> Iterator[Any]:
    """One of each thing, written once, and the database kept aside so that every request begins from it."""
    with app.app_context():
        restore(app)
        made = build()
        made.cookies = {role: opened(user) if user is not None else {} for role, user in made.users.items()}
        made.others = {access: opened(others_of(access)) for access in WRONG}
        made.others["elsewhere"] = opened(agent(Role.PILOTE, territoire="oisans"))
        made.kept = sqlite3.connect(":memory:")
        with db.engine.connect() as connection:
            connection.connection.driver_connection.backup(made.kept)  # type: ignore[union-attr]
        db.session.remove()
    yield made
    made.kept.close()


@pytest.fixture
def world(fresh_app: Flask, built: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The world as it was written. Pages are not drawn: who reaches them is asked here, what they show elsewhere."""
    monkeypatch.setitem(fresh_app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests; here the guards answer
    monkeypatch.setattr("flask.templating._render", lambda *_parts: "")
    put_back(built.kept)
    built.changed = changed = []

    def noted(connection: Any) -> None:
        changed.append(connection)

    sa.event.listen(db.engine, "commit", noted)
    yield built
    sa.event.remove(db.engine, "commit", noted)


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


def tried(app: Flask, world: Any, held: dict[str, Any], method: str, endpoint: str) -> Any:
    """Send one request of the table, and put back what it changed."""
    rule = next(each for each in app.url_map.iter_rules(endpoint) if method in (each.methods or set()))
    path = app.url_map.bind("localhost").build(endpoint, world.values_for(rule), method=method)
    answer = signed_in(app, held).open(path, method=method)
    if world.changed:
        put_back(world.kept)
        world.changed.clear()
    return answer


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says_and_each_answer_is_guarded(fresh_app: Flask, world: Any, role: str) -> None:
    column, user = ROLES.index(role), world.users[role]
    wrong = []
    for (method, endpoint), letters in rows().items():
        answer = tried(fresh_app, world, world.cookies[role], method, endpoint)
        got = letter(answer, user)
        public_way_back = letters[0] == "o" and got == "d"  # a public step that begins again at the sign-in page
        if got != letters[column] and not public_way_back:
            wrong.append(f"{method} {endpoint} {answer.request.path}: {got}, the table says {letters[column]}")
        wrong += [f"{method} {endpoint}: {fault}" for fault in unguarded(answer)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("access", WRONG)
def test_every_right_but_the_needed_one_is_refused_everywhere(fresh_app: Flask, world: Any, access: str) -> None:
    asked = [row for row in rows() if (declared_access(fresh_app, row[1]) or guard.PUBLIC).name == access]
    assert asked
    got = {row: tried(fresh_app, world, world.others[access], *row).status_code for row in asked}
    assert {row: status for row, status in got.items() if status != 403} == {}


def test_a_route_that_declares_nothing_fails_closed(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(fresh_app.view_functions["public.cgu"], "access")
    with pytest.raises(RuntimeError, match=r"public\.cgu declares no access"):
        fresh_app.test_client().get("/cgu")
    monkeypatch.setattr(fresh_app, "testing", False)
    monkeypatch.setitem(fresh_app.config, "TESTING", False)
    assert fresh_app.test_client().get("/cgu").status_code == 403


OWNED = {"benevole": "stranger", "insertion": "stranger", "association": "stranger", "referent": "elsewhere", "moderation": "elsewhere"}
"""Who is another of the same kind, by room."""
EVERYBODY_S = {
    "/missions/": "a published mission", "/pour-vous/ecarter/": "a published mission",
    "/moderation/guichet/missions/": "a published mission",
    "/associations/": "a verified association",
    "/alertes/<public_id>/<token>": "the link is the authority", "/association/invitation/": "the link is the authority",
    "/association/actualite/": "the link is the authority", "/venir-avec/": "the link is the authority",
    "/moderation/validations/": "any desk of the Département", "/moderation/feuilles/": "any desk of the Département",
    "/moderation/mots/": "the words of the search are one for all",
    "/accompagnement/actions/": "every référent invites to a meeting; who may change it is a right, refused with 403",
}
"""Addresses that name something which is nobody's own, and why."""


def named(app: Flask, method: str, endpoint: str) -> str:
    """Return the address of a route that names something, else nothing."""
    rule = next(each for each in app.url_map.iter_rules(endpoint) if method in (each.methods or set()))
    names = any(isinstance(rule._converters.get(name), UnicodeConverter) for name in rule.arguments)
    return str(rule.rule) if names else ""


def test_what_is_somebody_s_does_not_exist_for_another_of_the_same_kind(app: Flask) -> None:
    wrong, used = [], set()
    for (method, endpoint), letters in rows().items():
        room, address = endpoint.partition(".")[0], named(app, method, endpoint)
        if room not in OWNED or not address or letters[ROLES.index(OWNED[room])] == "4":
            continue
        shared = {prefix for prefix in EVERYBODY_S if address.startswith(prefix)}
        used |= shared
        if not shared:
            wrong.append(f"{method} {endpoint} {address} {letters}")
    assert wrong == [], "\n".join(wrong)
    assert used == set(EVERYBODY_S), "these are somebody's again"


FIGURE = "pilotage.series"
"""Names a figure; whose territories it counts is chosen in the page."""


def test_a_pilote_of_another_territory_finds_nothing_of_this_one(fresh_app: Flask, world: Any) -> None:
    reached = {
        row: status for row in rows() if row[1].startswith("pilotage.") and row[1] != FIGURE and named(fresh_app, *row)
        and (status := tried(fresh_app, world, world.others["elsewhere"], *row).status_code) not in (403, 404)
    }
    assert reached == {}, "\n".join(map(str, reached))


READ = {
    "referent.person": "referent", "referent.annexe": "referent", "referent.contrat": "referent", "referent.annexe_pdf": "referent",
    "referent.avenant_pdf": "referent", "referent.signed_sheet": "referent", "referent.submission": "referent",
    "moderation.temoignage": "moderateur", "moderation.validation": "moderateur", "moderation.sheet": "moderateur",
    "moderation.door": "moderateur", "association.candidate": "member",
}
"""Pages by which somebody reads what is a person's, and who."""


@pytest.mark.parametrize("endpoint", READ)
def test_whoever_reads_what_is_a_person_s_stands_in_their_journal(fresh_app: Flask, world: Any, endpoint: str) -> None:
    rule = next(fresh_app.url_map.iter_rules(endpoint))
    path = fresh_app.url_map.bind("localhost").build(endpoint, world.values_for(rule))
    for _turn in range(2):
        assert signed_in(fresh_app, world.cookies[READ[endpoint]]).get(path).status_code == 200
    holder, reader = (
        db.session.scalar(sa.select(User.id).where(User.public_id == world.cookies[role]["_user_id"].partition(".")[0]))
        for role in ("person", READ[endpoint])
    )
    lines = db.session.execute(sa.select(JournalEntry.actor_id, JournalEntry.subject_id).where(JournalEntry.action.like("%.read"))).all()
    assert [tuple(each) for each in lines] == [(reader, holder)], "one line a day"
