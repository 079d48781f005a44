"""Beginning a mission: from the model to sent in five screens, eight gestures and no keystroke; the advice on the way stops nobody."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.core import clock
from benevolat.missions.models import Mission, Publication
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.sign_in import sign_in


@pytest.fixture
def host(session: Any, client: PageClient) -> Any:
    nadia = person(email="nadia@courriel.example")
    sign_in(client, nadia)
    return association(member=nadia)


def models(client: PageClient) -> list[str]:
    return [text_of(each) for each in all_of(client.page, "button") if each.get("name") == "modele"]


def test_from_a_model_to_sent(client: PageClient, session: Any, host: Any) -> None:
    client.get(f"/association/{host.public_id}")
    gestures = ["Proposer une mission"]
    client.follow("Proposer une mission")
    screens = [client.h1]
    client.submit("Trier des vêtements donnés")
    gestures.append("the model")
    for _screen in range(3):
        screens.append(client.h1)
        client.submit("Continuer")
        gestures.append("Continuer")
    screens.append(client.h1)
    client.submit("Envoyer la mission", not_a_job="y")
    gestures += ["the box", "Envoyer la mission"]
    assert screens == ["Proposer une mission", "Quand", "Où", "Pour qui", "Relire et envoyer"]
    assert len(gestures) == 7
    row = session.scalars(sa.select(Mission)).one()
    assert (row.publication, row.title, len(row.competences), row.places) == (Publication.SUBMITTED, "Trier des vêtements donnés", 3, 3)


def test_a_model_with_a_date_proposes_its_hours(client: PageClient, session: Any, host: Any) -> None:
    client.get(f"/association/{host.public_id}/missions/nouvelle")
    client.submit("Collecter des dons devant un magasin")
    assert client.h1 == "Quand"
    client.submit("Continuer", slot_day=(clock.today() + timedelta(days=5)).isoformat())
    assert client.h1 == "Où"
    [slot] = session.scalars(sa.select(Mission)).one().creneaux
    assert (clock.local(slot.starts_at).hour, clock.local(slot.ends_at).hour, slot.places) == (9, 12, 3)


@pytest.mark.parametrize(("query", "expected"), [
    ("devoir", ["Aider des enfants à faire leurs devoirs"]), ("DEVOIRS école", ["Aider des enfants à faire leurs devoirs"]),
    ("ehpad", ["Rendre visite à une personne âgée"]), ("un jardin", ["Cultiver un jardin partagé"]), ("xyzzy", []),
])
def test_models_are_found_by_their_words(client: PageClient, host: Any, query: str, expected: list[str]) -> None:
    client.get(f"/association/{host.public_id}/missions/nouvelle")
    assert len(models(client)) == 20
    client.submit("Chercher un modèle", q=query)
    assert models(client) == expected
    assert ("Aucun modèle ne répond à ces mots" in client.text) == (not expected)


def test_models_of_a_domain(client: PageClient, host: Any) -> None:
    client.get(f"/association/{host.public_id}/missions/nouvelle")
    client.follow("Animaux")
    assert models(client) == ["Promener les chiens d’un refuge"]
    client.follow("Tous")
    client.submit("Commencer une page blanche")
    assert client.h1 == "La mission"


def test_a_model_that_does_not_exist_is_a_blank_page(client: PageClient, session: Any, host: Any) -> None:
    client.get(f"/association/{host.public_id}/missions/nouvelle")
    client.submit("Trier des vêtements donnés", modele="introuvable")
    assert client.h1 == "La mission"
    assert session.scalars(sa.select(Mission)).one().title == ""


def test_advice_is_shown_on_the_next_screen_and_at_the_end_and_stops_nobody(client: PageClient, session: Any, host: Any) -> None:
    row = mission(host, publication=Publication.DRAFT, published_at=None, not_a_job=False)
    client.get(f"/association/missions/{row.public_id}/etape-1")
    assert "mieux comprise" in client.source, "the place of the live advice"
    client.submit("Continuer", title="Servir les bénéficiaires",
                  description="Vous devez venir chaque mardi pour servir le repas avec nous.")
    assert client.h1 == "Quand"
    assert "« devez » peut faire peur." in client.text.replace("\u00a0", " ")
    assert "Écrivez plutôt : les personnes aidées." in client.text.replace("\u00a0", " ")
    client.get(f"/association/missions/{row.public_id}/etape-4")
    assert "peut faire peur" not in client.text
    client.get(f"/association/missions/{row.public_id}/etape-5")
    assert "peut faire peur" in client.text
    client.follow("La mission")
    assert client.h1 == "La mission"
    client.get(f"/association/missions/{row.public_id}/etape-5")
    client.submit("Envoyer la mission", not_a_job="y")
    assert "Votre mission est envoyée." in client.text
