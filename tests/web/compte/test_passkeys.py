"""Passkeys on their screens: added soon after signing in, opening a person's or an agent's session, taken away."""

import json
from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent, person
from tests.support.authenticator import Telephone
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

ADD, USE = "Ajouter une clé sur cet appareil", "Utiliser ma clé d’accès"


def options(client: PageClient, button: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.form(button).get("data-options") or "")
    return found


@pytest.mark.parametrize(("role", "home"), [(None, "/"), (Role.ADMINISTRATEUR, "/administration")])
def test_one_is_added_then_opens(client: PageClient, session: Any, role: Role | None, home: str) -> None:
    telephone = Telephone()
    sign_in(client, agent(role) if role else person())
    client.get("/compte")
    client.follow("Mes clés d’accès : entrer sans code")
    client.submit(ADD, answer=telephone.make(options(client, ADD)))
    assert "Votre clé d’accès est prête" in client.text
    visitor: Any = client.application.test_client()
    visitor.get("/connexion")
    visitor.follow("J’ai une clé d’accès")
    answer = visitor.submit(USE, answer=telephone.sign(options(visitor, USE)), follow=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    assert visitor.get("/compte").status_code == 200
    client.get("/compte/cles")
    client.submit("Retirer cette clé")
    visitor = client.application.test_client()
    visitor.get("/connexion/cle")
    visitor.submit(USE, answer=telephone.sign(options(visitor, USE)))
    assert "n’a pas marché" in visitor.text


def test_an_open_screen_left_alone_adds_none(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    client.get("/compte/cles")
    made = Telephone().make(options(client, ADD))
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert client.submit(ADD, answer=made).status_code == 409
        client.get("/compte/cles")
        assert "connectez-vous de nouveau" in client.text


def test_a_late_answer_opens_nothing(client: PageClient, session: Any) -> None:
    telephone = Telephone()
    sign_in(client, person())
    client.get("/compte/cles")
    client.submit(ADD, answer=telephone.make(options(client, ADD)))
    visitor: Any = client.application.test_client()
    visitor.get("/connexion/cle")
    answer = telephone.sign(options(visitor, USE))
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        visitor.submit(USE, answer=answer)
    assert "n’a pas marché" in visitor.text


def test_where_no_name_holds_them_there_are_none(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "BASE_URL", "http://127.0.0.1:8000")
    assert client.get("/connexion/cle").status_code == 404
    client.get("/connexion")
    assert "clé d’accès" not in client.text
    assert sign_in(client, person()).get("/compte/cles").status_code == 404
