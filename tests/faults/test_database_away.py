"""The database is held, full or away: a bounded 503 in French whose page still holds the form, and nothing half written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from wtforms import PasswordField

from benevolat.candidatures.models import Candidature
from benevolat.core import db as core_db
from benevolat.core.db import FormKey, db
from benevolat.core.mail import OutgoingMail
from benevolat.web import failures
from benevolat.web.forms import Form
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient, all_of
from tests.support.sign_in import sign_in

FILLER = "plein@courriel.example"
WORDS = "Bonjour.\n« Oui » & non <b>, j’ai « du temps » le mardi."


@contextmanager
def held(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program writes for the time of a block; nobody waits for it."""
    monkeypatch.setattr(core_db, "WAIT_SECONDS", 0)
    db.engine.dispose()
    with closing(sqlite3.connect(app.config["INSTANCE"] / "test.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    db.session.remove()
    db.engine.dispose()


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """There is no page left on the disk for the time of a block."""
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    db.session.remove()
    db.engine.dispose()
    sa.event.listen(db.engine, "connect", on_connect)
    try:
        yield
    finally:
        sa.event.remove(db.engine, "connect", on_connect)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def away(monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> Iterator[None]:
    """The server does not answer, or has no connection left, for the time of a block."""

    def refuse(*_args: Any, **_values: Any) -> None:
        raise kind("SELECT 1", {}, OSError("gone")) if issubclass(kind, sa.exc.DBAPIError) else kind("no place left")

    with monkeypatch.context() as patch:
        patch.setattr(sa.orm.Session, "scalar", refuse)
        patch.setattr(sa.orm.Session, "scalars", refuse)
        yield


def fill() -> None:
    """Write until no page is left, nor the room of a letter in the last one of its table; then write no more."""
    row = {"to": FILLER, "subject": "a", "body": "a" * 400}
    with pytest.raises(sa.exc.OperationalError, match="full"):
        for each in range(20_000):
            with db.engine.begin() as connection:
                connection.execute(sa.insert(OutgoingMail).values(public_id=f"{each:032d}", **row))


def letters() -> int:
    """Return how many letters wait, what fills the disk left apart."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to != FILLER)) or 0


def applying(client: PageClient) -> tuple[PageClient, str]:
    """Open the page where one applies, as a person."""
    place = mission(association(member=person()))
    sign_in(client, person())
    path = f"/missions/{place.public_id}"
    client.get(f"{path}/candidater")
    return client, path


def refused(client: PageClient, answer: Any) -> None:
    """Check the page of a moment when nothing can be written: it is ours, in French, and holds what was typed."""
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.h1 == "Le site est très occupé"
    assert "ce que vous avez écrit est gardé sur cette page" in client.text
    kept = {each.get("name"): each.get("value") for each in all_of(client.form("Envoyer de nouveau"), "input")}
    assert kept["message"] == WORDS
    assert kept["form_key"]


def sent_again(client: PageClient, place: str) -> None:
    """Press the button of that page, twice: one candidature, with its words, and one letter to each side."""
    form = {each.get("name"): each.get("value") for each in all_of(client.form("Envoyer de nouveau"), "input")}
    first = client.submit("Envoyer de nouveau", follow=False)
    again = client.post(f"{place}/candidater", data=form)
    assert (first.status_code, first.location) == (again.status_code, again.location) == (303, f"{place}/candidater/envoyee")
    [row] = db.session.scalars(sa.select(Candidature))
    assert row.message == WORDS
    assert letters() == 2


def test_a_database_held_by_another_keeps_the_form(client: PageClient, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client, place = applying(client)
    with held(fresh_app, monkeypatch):
        refused(client, client.submit("Envoyer ma candidature", message=WORDS))
        assert (scalar_count(Candidature), letters(), scalar_count(FormKey)) == (0, 0, 0)
        assert client.get("/missions").status_code == 200, "who only reads waits for nobody"
        client.get(f"{place}/candidater")
        client.submit("Envoyer ma candidature", message=WORDS)
    sent_again(client, place)


def test_a_full_disk_keeps_the_form_and_the_data(client: PageClient, fresh_app: Flask) -> None:
    client, place = applying(client)
    with full(fresh_app):
        fill()
        refused(client, client.submit("Envoyer ma candidature", message=WORDS))
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    assert (scalar_count(Candidature), letters()) == (0, 0)
    sent_again(client, place)


@pytest.mark.parametrize("kind", [sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError], ids=lambda kind: kind.__name__)
def test_a_server_that_is_away_is_said_on_a_page(client: PageClient, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    client, place = applying(client)
    with away(monkeypatch, kind):
        assert client.get(place).status_code == 503
        assert "Attendez une minute, puis rechargez la page." in client.text
        assert client.page.xpath("//main//a[text()='Recharger la page']/@href") == [place]
        assert client.get("/api/v1/missions").status_code == 503
    assert client.follow("Recharger la page").status_code == 200


def test_no_page_holds_a_password_or_a_code(client: PageClient, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    email = person().email
    client.get("/connexion/mot-de-passe")
    with held(fresh_app, monkeypatch):
        assert client.submit("Me connecter", contact=email, password="une phrase que je retiens").status_code == 503
        assert "revenez en arrière" in client.text
        assert "une phrase" not in client.source
        assert not client.page.xpath("//main//form")


def forms(of: type[Form]) -> Iterator[type[Form]]:
    """Give every form of the site."""
    for each in of.__subclasses__():
        yield each
        yield from forms(each)


def test_every_field_of_a_password_is_known_as_a_secret(app: Flask) -> None:
    names = {
        name for form in forms(Form) for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is PasswordField
    }
    assert names
    assert names <= failures.SECRETS


def test_a_connection_that_dies_once_the_page_is_made_costs_nothing(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    db.session.scalar(sa.text("SELECT 1"))
    died: list[str] = []

    def hang_up(_connection: Any) -> None:
        died.append("rollback")
        raise sqlite3.OperationalError("terminating connection")

    with monkeypatch.context() as patch:
        patch.setattr(db.engine.dialect, "do_rollback", hang_up)
        db.session.remove()
    db.engine.dispose()  # this one is not dead: it would keep what it began
    assert died
    assert db.session.scalar(sa.text("SELECT 1")) == 1


def test_a_refusal_is_said_even_when_the_database_is_away(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client, place = applying(client)
    with away(monkeypatch, sa.exc.OperationalError):
        assert client.post(f"{place}/candidater", data={"message": WORDS, "form_key": "a"}).status_code == 400
    assert "trop longtemps" in client.text
