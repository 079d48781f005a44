"""The room of words: a family written, tried, changed and removed by modérateurs, through the pages; every door follows."""

from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.core.db import db, transaction
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.search.models import WordFamily
from benevolat.search.services import add_family
from benevolat.search.teaching import Said
from tests.factories import world
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.send import send
from tests.support.sign_in import sign_in


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, territoire="trieves", first_name="Claire", last_name="Morel")


@pytest.fixture
def walk(session: Any) -> Mission:
    mission = world.mission(title="Promener un chien du refuge", description="Chaque samedi, une heure.")
    touch(mission, text=True)
    return mission


def test_a_word_heard_at_the_desk_is_taught_tried_changed_and_removed(client: PageClient, claire: User, walk: Mission) -> None:
    sign_in(client, claire)
    client.get("/moderation")
    client.follow("Les mots de la recherche")
    assert "Aucune famille ajoutée" in client.text
    client.follow("Ajouter une famille")
    client.submit("Voir ce que cela change", spoken="clebs", written="chien", official="")
    assert "« clebs » ferait trouver 1 mission de plus. Aujourd’hui : 0." in client.text
    assert "« chien » trouve déjà :" in client.text
    assert client.get("/missions?q=clebs").status_code == 200
    assert "Promener un chien" not in client.text
    client.get("/moderation/mots/ajouter")
    client.submit("Enregistrer la famille", spoken=" clebs ,  cador", written="chien", official="")
    assert "La recherche connaît ces mots" in client.text
    assert "clebs, cador" in client.text
    assert "Claire Morel, aujourd’hui" in client.text
    assert client.get("/api/v1/missions?keywords=cador").json["total"] == 1
    client.get("/missions?q=clebs")
    assert "mot “chien” dans le titre" in client.text.replace("Mot", "mot")
    client.get("/moderation/mots")
    client.follow("clebs, cador")
    client.submit("Enregistrer la famille", spoken="clebs", written="chien", official="animal de compagnie")
    assert "changée par Claire Morel, aujourd’hui" in client.text
    client.follow("clebs")
    client.submit("Retirer la famille")
    assert "La famille est retirée" in client.text
    assert client.get("/api/v1/missions?keywords=clebs").json["total"] == 0


@pytest.mark.parametrize("button", ["Enregistrer la famille", "Voir ce que cela change"])
def test_a_word_that_does_not_fit_is_said_at_its_field(client: PageClient, claire: User, button: str) -> None:
    sign_in(client, claire)
    client.get("/moderation/mots/ajouter")
    client.submit(button, spoken="pour", written="chien")
    assert "« pour » est trop courant" in client.text
    client.submit(button, spoken="", written="")
    assert "Cette réponse est nécessaire." in client.text
    assert db.session.query(WordFamily).count() == 0


def test_a_try_that_finds_nothing_more_says_so(client: PageClient, claire: User) -> None:
    sign_in(client, claire)
    client.get("/moderation/mots/ajouter")
    client.submit("Voir ce que cela change", spoken="zouave", written="parapluie")
    assert "« zouave » ne ferait trouver aucune mission de plus. Aujourd’hui : 0." in client.text
    assert db.session.query(WordFamily).count() == 0


def test_hostile_words_are_shown_as_they_are(client: PageClient, claire: User) -> None:
    sign_in(client, claire)
    client.get("/moderation/mots/ajouter")
    client.submit("Enregistrer la famille", spoken="<script>alert(1)</script>, a > b # c", written="chien")
    assert "est trop court" in client.text
    client.submit("Enregistrer la famille", spoken="<b>clebs</b> > chaton # chat", written="chien")
    client.get("/moderation/mots")
    assert "<b>clebs</b>" in client.text


def test_a_long_list_has_pages_and_asks_no_more_of_the_database(client: PageClient, claire: User) -> None:
    sign_in(client, claire)

    def add(first: int, last: int) -> None:
        db.session.rollback()
        with transaction():
            for number in range(first, last):
                add_family(Said(f"motparle{number:03d}", f"motecrit{number:03d}"), by=claire)

    add(0, 2)
    with counted_queries() as few:
        client.get("/moderation/mots")
    add(2, 60)
    with counted_queries() as many:
        client.get("/moderation/mots")
    assert len(many) == len(few)
    assert "60 familles ajoutées" in client.text
    assert "motparle049" in client.text
    assert "motparle050" not in client.text
    client.follow("Page suivante")
    assert "motparle050" in client.text
    assert client.get("/moderation/mots?page=99").status_code == client.get("/moderation/mots?page=x").status_code == 200


@pytest.mark.parametrize("role", [None, Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR])
def test_nobody_else_enters(client: PageClient, claire: User, role: Role | None) -> None:
    sign_in(client, agent(role) if role else person())
    with transaction():
        family = add_family(Said("clebs", "chien"), by=claire)
    for path in ("/moderation/mots", "/moderation/mots/ajouter", f"/moderation/mots/{family.public_id}"):
        assert client.get(path).status_code == 403
    assert send(client, "/moderation/mots/ajouter", spoken="greffier", written="chat").status_code == 403
    assert send(client, f"/moderation/mots/{family.public_id}/retirer").status_code == 403
    assert db.session.query(WordFamily).count() == 1
