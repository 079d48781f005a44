"""The demonstration's doors and letter box: there only in the demonstration, and readable as the recipient would read them."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core.mail import Letter, OutgoingMail, queue_mail
from benevolat.core.settings import demo_accounts
from benevolat.core.sms import OutgoingSms, queue_sms
from tests.factories.people import agent, person
from tests.support.page_client import PageClient, all_of

OFFERED = [
    {"role": "benevole", "label": "Bénévole", "email": "jeanne@courriel.example"},
    {"role": "administrateur", "label": "Administratrice", "email": "odette@isere.example"},
]


@pytest.fixture
def demo(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application in demonstration."""
    monkeypatch.setitem(fresh_app.config, "DEMO", True)
    monkeypatch.setitem(fresh_app.config, "DEMO_ACCOUNTS", OFFERED)
    return fresh_app


def letters() -> None:
    queue_mail("jeanne@courriel.example", Letter("x", "Bonne nouvelle", "Bonjour,\n\nOuvrez http://localhost/connexion <b>vite</b>.\n", ""))
    queue_sms("+33639980001", "Isère bénévolat : votre code est 123456.")


@pytest.mark.parametrize("path", ["/demo/boite", "/demo/boite?a=jeanne@courriel.example", "/demo/boite/mail/x", "/demo/boite/sms/x"])
def test_elsewhere_there_is_no_letter_box(client: PageClient, session: Any, path: str) -> None:
    letters()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("kind", "model"), [("mail", OutgoingMail), ("sms", OutgoingSms)])
def test_elsewhere_no_message_is_opened_even_by_its_own_id(client: PageClient, session: Any, kind: str, model: Any) -> None:
    letters()
    one = session.scalars(sa.select(model)).one()
    assert client.get(f"/demo/boite/{kind}/{one.public_id}").status_code == 404


def test_elsewhere_there_is_no_door_without_a_code(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "DEMO_ACCOUNTS", OFFERED)
    person(email="jeanne@courriel.example")
    client.get("/connexion/mot-de-passe")
    token = client.form("Me connecter").find(".//*[@name='csrf_token']")
    assert token is not None
    response = client.post("/connexion/demonstration", data={"csrf_token": token.get("value"), "email": "jeanne@courriel.example"})
    assert response.status_code == 404
    assert client.get("/compte").status_code == 303


def test_messages_are_listed_and_filtered(client: PageClient, session: Any, demo: Flask) -> None:
    client.get("/demo/boite")
    assert "Aucun message" in client.text
    letters()
    client.get("/demo/boite")
    assert "Bonne nouvelle" in client.text
    assert "votre code est 123456" in client.text
    client.submit("Filtrer", a="+33639980001")
    assert "votre code est 123456" in client.text
    assert "Bonne nouvelle" not in client.text


def test_a_mail_is_read_with_its_links_and_no_markup_of_its_own(client: PageClient, session: Any, demo: Flask) -> None:
    letters()
    client.get("/demo/boite")
    client.follow("Bonne nouvelle")
    assert client.h1 == "Bonne nouvelle"
    assert "jeanne@courriel.example" in client.text
    assert "http://localhost/connexion" in [each.get("href") for each in all_of(client.page, "a")]
    assert "<b>vite</b>" in client.text


def test_an_sms_is_read(client: PageClient, session: Any, demo: Flask) -> None:
    letters()
    client.get("/demo/boite")
    client.follow("Isère bénévolat : votre code est 123456.")
    assert client.h1 == "SMS pour le 06 39 98 00 01"
    assert client.get("/demo/boite/mail/inconnu").status_code == 404


def test_one_enters_as_each_role(client: PageClient, session: Any, demo: Flask) -> None:
    person(email="jeanne@courriel.example", first_name="Jeanne", last_name="Morin")
    agent(Role.ADMINISTRATEUR, email="odette@isere.example", first_name="Odette")
    client.get("/connexion")
    client.submit("Entrer comme bénévole")
    assert "Jeanne Morin" in client.text
    client.submit("Se déconnecter")
    client.get("/connexion")
    client.submit("Entrer comme administratrice")
    assert client.h1 == "Comptes des agents"


def test_only_the_offered_accounts_are_entered(client: PageClient, session: Any, demo: Flask) -> None:
    person(email="autre@courriel.example")
    client.get("/connexion")
    assert client.submit("Entrer comme bénévole", email="autre@courriel.example").status_code == 404
    client.get("/connexion")
    client.submit("Entrer comme bénévole")
    assert "n’est pas chargée" in client.text


def test_the_accounts_come_with_the_demonstrations_data() -> None:
    offered = demo_accounts()
    assert {"benevole", "association", "moderateur", "referent", "pilote", "administrateur"} <= {each["role"] for each in offered}
    assert all(each["email"].endswith(".example") and each["label"] for each in offered)
