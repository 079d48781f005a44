"""The people of the stories, each with a browser of their own, and what they do on the screens that several stories share."""

import re

import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in


def browser(app: Flask) -> PageClient:
    """Open a browser that nobody has used yet."""
    app.test_client_class = PageClient
    return app.test_client()  # type: ignore[return-value]


def agent_at_work(app: Flask, agent: User) -> PageClient:
    """Open an agent's browser, signed in: agents come by invitation, which has its own tests."""
    return sign_in(browser(app), agent)


def sign_up(client: PageClient, contact: str, stored: str, first_name: str, last_name: str = "", age_band: str = "adult") -> None:
    """Make a person's account with the code they receive."""
    client.get("/inscription")
    client.submit("Recevoir un code", contact=contact)
    client.submit("Valider le code", code=last_code(stored))
    client.submit("Créer mon compte", first_name=first_name, last_name=last_name, age_band=age_band)
    assert "Votre compte est créé" in client.text


def come_back(client: PageClient, contact: str) -> None:
    """Sign in again, as one must after thirty days, with the code received."""
    client.get("/connexion", follow_redirects=True)
    client.submit("Recevoir un code", contact=contact)
    client.submit("Valider le code", code=last_code(contact))


def mails_to(address: str) -> list[OutgoingMail]:
    """Return what was written to an address, the oldest first."""
    return list(db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == address).order_by(OutgoingMail.id)))


def messages_to(number: str) -> list[OutgoingSms]:
    """Return the text messages to a number, the oldest first."""
    return list(db.session.scalars(sa.select(OutgoingSms).where(OutgoingSms.to == number).order_by(OutgoingSms.id)))


def link_in(body: str) -> str:
    """Return the path of the first link of a mail."""
    found = re.search(r"http://localhost(/\S+)", body)
    assert found, f"no link in {body!r}"
    return found[1]


def found_association(client: PageClient, name: str = "Les Jardins du Lac", email: str = "contact@jardins-du-lac.example") -> str:
    """Sign an association up from its member's browser, with its own confirmed address and its page; return its address."""
    client.get("/association")
    client.follow("Inscrire une association")
    client.submit("Continuer", name=name, rna="w 381234567", commune="st martin d heres")
    client.submit("Continuer", email=email)
    client.submit("Confirmer l’adresse", code=last_code(email))
    answer = client.submit(
        "Enregistrer la page", description="Un jardin partagé au bord du lac, ouvert à tout le quartier.", phone="04 65 71 12 12"
    )
    assert client.h1 == name
    return str(answer.request.path)


def write_mission(client: PageClient, title: str = "Arroser les semis du jardin") -> None:
    """Write a regular mission of Voiron, the Tuesday morning, on the five screens, from the association's page."""
    client.follow("Proposer une mission")
    client.submit("Commencer une page blanche")
    client.submit(
        "Continuer", title=title, domaine_code="environnement", competences=["jardiner-nature", "ecouter"],
        description="Vous arrosez les semis avec l’équipe, le mardi. On vous montre tout la première fois.",
    )
    client.submit("Continuer", kind="regular", half_days=["3"], hours_per_week="2,5", schedule="9 h à 11 h 30")
    client.submit("Continuer", where="on_site", commune="Voiron", address="3 rue des Tilleuls", meeting_point="Devant le portail bleu")
    client.submit("Continuer", places="3", setting="team", french_level="none", accompanied_start="y", by_bus="y", bus_line="Ligne 7")
    assert client.h1 == "Relire et envoyer"
    client.submit("Envoyer la mission", not_a_job="y", contact_name="Odile")
    assert "Votre mission est envoyée" in client.text


def publish(client: PageClient, title: str) -> None:
    """Publish a mission that waits, from a modérateur's browser."""
    client.get("/moderation")
    client.follow(title)
    client.submit("Publier la mission", not_a_job="y")
    assert "est publiée" in client.text


def do_and_close(association: PageClient, volunteer: PageClient, first_name: str, title: str) -> None:
    """Write hours, end, confirm, write the bilan and agree, each from their browser."""
    volunteer.get("/mes-engagements")
    volunteer.follow(title)
    volunteer.submit("Noter ces heures", day=clock.today().isoformat(), minutes="2 h 30")
    assert "Vos heures sont notées" in volunteer.text
    volunteer.submit("C’est fini")
    association.get("/association/engagements")
    association.follow(first_name)
    association.submit("Confirmer 2 h 30")
    association.follow("Écrire le bilan")
    association.submit(
        "Confirmer le bilan", hours="2,5", sentence="A arrosé les semis chaque mardi.", competences=["jardiner-nature"]
    )
    assert "Le bilan est écrit" in association.text
    volunteer.get("/mes-engagements")
    volunteer.follow(title)
    assert "A arrosé les semis chaque mardi." in volunteer.text
    volunteer.submit("Je suis d’accord")
    assert "C’est dans votre passeport" in volunteer.text


def accept(client: PageClient, first_name: str, message: str = "") -> None:
    """Accept the candidature of somebody, from the association's browser."""
    client.get("/association/candidats")
    client.follow(first_name)
    client.submit("Accepter", message=message)
    assert "La candidature est acceptée" in client.text


