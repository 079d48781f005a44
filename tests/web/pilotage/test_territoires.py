"""A pilote keeps the page of a territory, and anybody reads it."""

from datetime import timedelta
from typing import Any

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_a_place_and_news_are_written_and_read_by_anybody(client: PageClient, session: Any) -> None:
    client.get("/territoires/trieves")
    assert "Il n’y a pas encore de lieu d’accueil ici" in client.text
    sign_in(client, agent(Role.PILOTE, territoire="trieves"))
    client.get("/pilotage")
    client.follow("Pages des territoires")
    assert "Nouvelles de toute l’Isère" not in client.text
    client.follow("Trièves")
    client.follow("Ajouter un lieu")
    client.submit("Enregistrer ce lieu", name="Maison du Département", address="", phone="")
    assert "Écrivez une adresse ou un numéro de téléphone" in client.text
    client.submit("Enregistrer ce lieu", name="Maison du Département", address="1 rue de la Mairie", commune="Mens", phone="04 65 71 20 20",
                  hours="le mardi, 9 h à 12 h")
    assert "Le lieu est enregistré" in client.text
    client.follow("Maison du Département")
    client.submit("Enregistrer ce lieu", hours="le jeudi")
    client.follow("Écrire une nouvelle")
    client.submit("Enregistrer cette nouvelle", kind="step", title="Le service arrive", day=(clock.today() - timedelta(days=9)).isoformat())
    client.follow("Écrire une nouvelle")
    client.submit("Enregistrer cette nouvelle", kind="news", title="Un forum", day=(clock.today() + timedelta(days=9)).isoformat())
    assert "à venir" in client.text
    client.post("/deconnexion")
    client.get("/aide")
    client.follow("Trouver quelqu’un près de chez vous")
    client.follow("Trièves")
    for words in ("1 rue de la Mairie, Mens", "le jeudi", "04 65 71 20 20", "Le service arrive"):
        assert words in client.text
    assert "Un forum" not in client.text


def test_another_territory_is_refused_and_nowhere_does_not_exist(client: PageClient, session: Any) -> None:
    assert client.get("/territoires/atlantide").status_code == 404
    sign_in(client, agent(Role.PILOTE, territoire="trieves"))
    assert client.get("/pilotage/territoires/oisans").status_code == 403
    assert client.get("/pilotage/territoires/isere").status_code == 403
    assert client.get("/pilotage/territoires/atlantide").status_code == 404
    sign_in(client, agent(Role.PILOTE))
    assert client.get("/pilotage/territoires/isere").status_code == 200
    assert client.get("/pilotage/territoires/isere/lieu").status_code == 404


def test_what_was_written_is_taken_away(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.PILOTE))
    client.get("/pilotage/territoires/isere/nouvelle")
    client.submit("Enregistrer cette nouvelle", kind="news", title="Un forum", day=clock.today().isoformat(), words="Venez.\nTous.")
    client.get("/territoires")
    assert "Un forum" in client.text
    client.get("/pilotage/territoires/isere")
    client.submit("Retirer cette nouvelle")
    client.get("/territoires")
    assert "Un forum" not in client.text
    client.get("/pilotage/territoires/trieves/lieu")
    client.submit("Enregistrer ce lieu", name="Guichet", phone="04 65 71 20 20")
    client.submit("Retirer ce lieu")
    assert "Le lieu n’est plus sur la page" in client.text
