"""What the former site left: its addresses lead on, never outside; its alertes are kept by a button alone."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.alertes.models import Alerte
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.exchange.services.addresses import keep_address
from benevolat.exchange.services.invitations import invitation_path
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries

ALERTE = ("zoe@courriel.example", "q=jardin&lieu=Voiron&rayon=25")


def alertes() -> list[Alerte]:
    return list(db.session.scalars(sa.select(Alerte)))


def test_an_old_address_leads_to_its_page(client: PageClient, session: Any) -> None:
    keep_address("/asso.php?id=12", "/associations")
    keep_address("/vieux", None)
    answer = client.get("/asso.php?id=12")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/associations")
    assert client.get("/asso.php?id=13").status_code == 404
    assert client.get("/vieux/").status_code == 410
    assert "Cette page de l’ancien site n’existe plus" in client.h1
    assert client.get("/vieux?utm_source=lettre").status_code == 410
    assert client.post("/asso.php?id=12").status_code == 404


def test_a_page_of_ours_wins_over_an_old_address_and_costs_nothing(client: PageClient, session: Any) -> None:
    keep_address("/aide", "/missions")
    keep_address("/missions/rien", "/aide")
    session.commit()
    with counted_queries("SELECT") as seen:
        assert client.get("/aide").status_code == 200
    assert not [each for each in seen if "old_address" in each]
    assert client.get("/missions/rien").status_code == 404


@pytest.mark.parametrize("path", ["//ailleurs.example/x", "/%0d%0aLocation:x", "/" + "a" * 3_000, "/%00", "/%ff%fe", "/x?%ff=%fe"])
def test_odd_addresses_are_not_found(client: PageClient, session: Any, path: str) -> None:
    keep_address("/asso.php", "/associations")
    assert client.get(path).status_code == 404


def test_an_alerte_is_kept_by_the_button_and_not_by_looking(client: PageClient, session: Any) -> None:
    path = invitation_path(*ALERTE)
    client.get(path)
    assert "Voiron" in client.text
    assert alertes() == []
    client.submit("Garder mon alerte")
    [kept] = alertes()
    assert (kept.email, kept.user_id, kept.words, kept.radius_km) == ("zoe@courriel.example", None, "jardin", 25)
    client.get(path)
    client.submit("Garder mon alerte")
    assert len(alertes()) == 1


def test_somebody_who_has_an_account_now_keeps_it_there(client: PageClient, session: Any) -> None:
    holder = person(email="zoe@courriel.example", email_confirmed_at=clock.now())
    client.get(invitation_path(*ALERTE))
    client.submit("Garder mon alerte")
    assert [each.user_id for each in alertes()] == [holder.id]


def test_an_agents_address_keeps_an_alerte_of_its_own(client: PageClient, session: Any) -> None:
    agent(email="zoe@courriel.example")
    client.get(invitation_path(*ALERTE))
    client.submit("Garder mon alerte")
    assert [(each.user_id, each.email) for each in alertes()] == [(None, "zoe@courriel.example")]


def test_a_link_that_is_old_or_not_ours_keeps_nothing(client: PageClient, session: Any) -> None:
    with clock.frozen(clock.now() - timedelta(days=91)):
        old = invitation_path(*ALERTE)
    assert client.get(old).status_code == 410
    assert client.post(old).status_code in {400, 404}
    packed, _dot, signature = invitation_path(*ALERTE).rpartition("/")[2].partition(".")
    for token in (f"{packed}.{'0' * 32}", packed, f"x{packed}.{signature}", "é.é", "."):
        assert client.get(f"/alertes/reprise/{token}").status_code == 410, token
    assert alertes() == []
