"""The first page, associations, the pages every site owes its readers, and what machines ask."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from benevolat.associations.models import State as AssociationState
from benevolat.core.db import db
from benevolat.exploitation import queries as exploitation
from benevolat.missions.services import touch
from tests.factories import world
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries


def written(**values: object) -> object:
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def test_the_first_page_asks_one_question_and_shows_the_newest_missions(client: PageClient) -> None:
    for n in range(8):
        written(title=f"Mission {n}")
    client.get("/")
    assert client.h1 == "Que voulez-vous faire ? Où ?"
    assert len([each for each in all_of(client.page, "h3") if text_of(each).startswith("Mission ")]) == 6
    assert "8 missions" in client.text


def test_the_first_page_shows_missions_near_a_place_when_one_is_given(client: PageClient) -> None:
    written(title="Loin", commune_code="38185")
    written(title="Tout près")
    client.get("/?lieu=voiron")
    assert "Près de Voiron" in client.text
    assert next(text_of(each) for each in all_of(client.page, "h3")) == "Tout près"


def test_the_question_of_the_first_page_leads_to_the_list(client: PageClient) -> None:
    written()
    client.get("/")
    client.submit("Chercher une mission", q="arroser", lieu="voiron")
    assert client.h1 == "Trouver une mission"
    assert "1 mission" in client.text


@pytest.mark.parametrize("path", ["/comment-ca-marche", "/aide", "/cgu", "/mentions-legales", "/donnees-personnelles", "/accessibilite"])
def test_every_page_owed_to_readers_exists(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert "04 65 71 38 38" in client.text


def test_associations_are_found_by_name_and_around_a_commune(client: PageClient) -> None:
    here = world.association(name="Les Amis de l’Épicerie", commune_code="38563")
    world.association(name="Club de Grenoble", commune_code="38185")
    world.association(name="Épicerie refusée", state=AssociationState.REFUSED, state_reason="Essai")
    mission = world.mission(here)
    touch(mission, text=True)
    client.get("/associations")
    assert "2 associations" in client.text
    client.get("/associations?q=epicerie")
    assert [text_of(each) for each in all_of(client.page, "h3")] == ["Les Amis de l’Épicerie"]
    assert "1 mission en ce moment" in client.text
    client.get("/associations?lieu=voiron")
    assert [text_of(each) for each in all_of(client.page, "h3")] == ["Les Amis de l’Épicerie"]
    client.get("/associations?q=introuvable")
    assert "Aucune association trouvée" in client.text
    client.get("/associations?lieu=xyzzy")
    assert "Essayez son code postal" in client.text


def test_the_page_of_an_association_shows_its_missions_and_no_private_contact(client: PageClient) -> None:
    host = world.association(email="secret@asso.example", phone="+33465710000", website="https://asso.example/", opening_hours="le mardi")
    mission = world.mission(host)
    touch(mission, text=True)
    other = world.mission(title="Mission d’une autre")
    touch(other, text=True)
    client.get(f"/associations/{host.public_id}")
    assert client.h1 == host.name
    assert [text_of(each) for each in all_of(client.page, "h3")] == ["Arroser le jardin partagé"]
    assert "secret@" not in client.source
    assert "65710000" not in client.source
    host.state = AssociationState.PENDING
    assert client.get(f"/associations/{host.public_id}").status_code == 404


def test_a_website_that_is_not_one_is_not_a_link(client: PageClient) -> None:
    host = world.association(website="javascript:alert(1)")
    client.get(f"/associations/{host.public_id}")
    assert "javascript:" not in client.source


def test_the_list_of_associations_costs_the_same_for_twenty_as_for_two(client: PageClient) -> None:
    def asked() -> int:
        client.get("/associations")
        with counted_queries("SELECT") as seen:
            client.get("/associations")
        return len(seen)

    world.association()
    world.association()
    few = asked()
    for _n in range(18):
        world.association()
    assert asked() == few <= 3


def test_robots_are_told_where_not_to_go(client: PageClient, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Disallow: /missions/*/candidater" in client.get("/robots.txt").text
    monkeypatch.setitem(fresh_app.config, "DEMO", True)
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_health_is_said_in_two_words(client: PageClient) -> None:
    written()
    db.session.commit()
    for path in ("/sante", "/sante/live", "/sante/ready"):
        assert client.get(path).json == {"ok": True}


def test_a_host_is_not_ready_on_another_structure_or_when_the_database_is_silent(
    client: PageClient, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    monkeypatch.setattr(exploitation, "DEADLINE", 0.05)
    for answer in (lambda _engine: "0001", lambda _engine: held.wait(60), refused):
        monkeypatch.setattr(exploitation, "_held", answer)
        said = client.get("/sante/ready")
        assert (said.status_code, said.json) == (503, {"ok": False}), "and no detail"
        assert client.get("/sante/live").status_code == 200
    held.set()


def refused(_engine: Any) -> str:
    raise OperationalError("SELECT", {}, OSError("gone"))
