"""From signing an association up to a published mission changed afterwards, through the screens only."""

import re
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def mails_to(session: Any, address: str) -> list[OutgoingMail]:
    session.expire_all()
    return list(session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == address).order_by(OutgoingMail.id)))


def sign_up(client: PageClient, session: Any) -> str:
    """Sign « Les Jardins du Lac » up with its own contact address; return the address of its home."""
    client.get("/association")
    client.follow("Inscrire une association")
    client.submit("Continuer", name="Les Jardins du Lac", rna="w 381234567", commune="st martin d heres")
    assert client.h1 == "Adresse de contact"
    client.submit("Continuer", email="Contact@jardins-du-lac.example")
    assert client.h1 == "Entrez le code reçu"
    code = re.search(r"\b\d{6}\b", mails_to(session, "contact@jardins-du-lac.example")[-1].body)
    assert code is not None
    client.submit("Confirmer l’adresse", code=code[0])
    assert client.h1 == "La page de votre association"
    answer = client.submit(
        "Enregistrer la page", description="Un jardin partagé au bord du lac, ouvert à tout le quartier.", phone="04 65 71 12 12",
    )
    assert client.h1 == "Les Jardins du Lac"
    return str(answer.request.path)


def write_mission(client: PageClient) -> None:
    """Write a regular mission through the four screens, up to the fifth."""
    client.follow("Proposer une mission")
    client.submit("Commencer une page blanche")
    client.submit(
        "Continuer", title="Arroser les semis du jardin", domaine_code="environnement", competences=["jardiner-nature"],
        description="Vous arrosez les semis avec l’équipe, le mardi. On vous montre tout la première fois.",
    )
    client.submit("Continuer", kind="regular", half_days=["3"], hours_per_week="2,5", schedule="9 h à 11 h 30")
    client.submit("Continuer", where="on_site", commune="Voiron", address="3 rue des Tilleuls", meeting_point="Devant le portail bleu")
    client.submit("Continuer", places="3", setting="team", french_level="none", accompanied_start="y", by_bus="y", bus_line="Ligne 7")
    assert client.h1 == "Relire et envoyer"


def test_from_sign_up_to_publication_and_after(client: PageClient, session: Any) -> None:
    nadia, moderateur = person(email="nadia@courriel.example"), agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")
    sign_in(client, nadia)
    home = sign_up(client, session)
    assert "en attente de vérification" in client.text

    write_mission(client)
    assert "n’est pas encore vérifiée" in client.text
    assert "Envoyer la mission" not in client.text

    sign_in(client, moderateur)
    client.get("/moderation")
    client.follow("Les Jardins du Lac")
    assert "contact@jardins-du-lac.example" in client.text
    client.submit("Valider l’association")
    assert "Les Jardins du Lac est vérifiée" in client.text
    assert [each.subject for each in mails_to(session, "nadia@courriel.example")] == [
        "Nous avons bien reçu l’inscription de Les Jardins du Lac", "Les Jardins du Lac est vérifiée",
    ]

    sign_in(client, nadia)
    client.get(home)
    client.follow("Arroser les semis du jardin")
    client.follow("Relire et envoyer")
    assert "le mardi, 9 h à 11 h 30" in client.text
    assert "3 rue des Tilleuls" not in client.text, "the public does not read the street"
    client.submit("Envoyer la mission")
    assert "Confirmez que la mission ne remplace pas un emploi." in client.text
    client.submit("Envoyer la mission", not_a_job="y", contact_name="Odile")
    assert "Votre mission est envoyée" in client.text

    sign_in(client, moderateur)
    client.get("/moderation")
    client.follow("Arroser les semis du jardin")
    client.submit("Publier la mission")
    assert "Vérifiez d’abord" in client.text
    client.submit("Publier la mission", not_a_job="y")
    assert "est publiée" in client.text
    assert "publiée" in mails_to(session, "nadia@courriel.example")[-1].subject

    mission = session.scalar(sa.select(Mission))
    assert (mission.publication, mission.kind, mission.where, mission.places) == (
        Publication.PUBLISHED, MissionKind.REGULAR, Where.ON_SITE, 3,
    )
    assert (mission.commune_code, mission.hours_per_week, mission.half_days) == ("38563", 2.5, 0b1000)
    assert mission.column_seq > 0
    assert mission.text_seq > 0

    sign_in(client, nadia)
    client.get(f"/association/missions/{mission.public_id}/etape-3")
    assert "Cette mission est publiée" in client.text
    client.submit("Enregistrer", meeting_point="Devant la serre")
    assert "Une personne va relire la mission" in client.text
    session.expire_all()
    assert session.scalar(sa.select(Mission)).publication is Publication.SUBMITTED
