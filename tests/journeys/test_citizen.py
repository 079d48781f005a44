"""A citizen's story, from the association's first page to the mark in the passeport: the web only, nothing prepared but the agent."""

import io
from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code

from .cast import accept, agent_at_work, browser, do_and_close, found_association, link_in, mails_to, publish, sign_up, write_mission

TUESDAY = clock.paris(2026, 11, 24, 10)
NADIA, SAMI = "nadia@courriel.example", "sami@courriel.example"
TITLE = "Arroser les semis du jardin"


def test_from_the_first_page_to_the_mark(fresh_app: Flask, session: Any) -> None:
    odile, sami = browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY - timedelta(days=1)):
        claire = agent_at_work(fresh_app, agent(Role.MODERATEUR))
        publish_a_mission(odile, claire)
    with clock.frozen(TUESDAY):
        apply_without_an_account(sami)
        answer_and_talk(odile, sami)
    with clock.frozen(TUESDAY + timedelta(days=7)):
        do_and_close(odile, sami, "Sami", TITLE)
        read_the_passeport(sami)
        ask_for_the_mark(sami)
    with clock.frozen(TUESDAY + timedelta(days=8)):
        grant_the_mark(agent_at_work(fresh_app, agent(Role.MODERATEUR)), sami)


def publish_a_mission(odile: PageClient, claire: PageClient) -> None:
    sign_up(odile, "Odile@jardins-du-lac.example", "odile@jardins-du-lac.example", "Odile", "Perrin")
    home = found_association(odile)
    assert "en attente de vérification" in odile.text

    claire.get("/moderation")
    claire.follow("Les Jardins du Lac")
    claire.submit("Valider l’association")
    assert [each.subject for each in mails_to("odile@jardins-du-lac.example")][-1] == "Les Jardins du Lac est vérifiée"

    odile.get(home)
    write_mission(odile, TITLE)
    publish(claire, TITLE)
    assert "publiée" in mails_to("odile@jardins-du-lac.example")[-1].subject


def apply_without_an_account(sami: PageClient) -> None:
    sami.get("/")
    sami.submit("Chercher une mission", q="jardin", lieu="moirans", rayon="10")
    assert "1 mission" in sami.text
    sami.follow(TITLE)
    assert sami.h1 == TITLE
    assert "3 rue des Tilleuls" not in sami.text
    sami.follow("Proposer mon aide")
    sami.submit("Continuer", first_name="Sami", age_band="adult", contact=SAMI, message="J’aime le jardin.")
    assert sami.h1 == "Écrivez le code reçu"
    sami.submit("Envoyer ma candidature", code=last_code(SAMI))
    assert sami.h1 == "Votre candidature est envoyée"
    assert TITLE in mails_to(SAMI)[-1].body
    sami.get("/mes-candidatures")
    assert "Envoyée" in sami.text


def answer_and_talk(odile: PageClient, sami: PageClient) -> None:
    told = mails_to("odile@jardins-du-lac.example")[-1]
    assert "Sami" in told.subject + told.body
    odile.get(link_in(told.body), follow_redirects=True)
    assert SAMI not in odile.text, "how to reach somebody is told once they are accepted"
    accept(odile, "Sami", "Venez avec des bottes.")
    assert SAMI in odile.text
    sami.get(link_in(mails_to(SAMI)[-1].body))
    assert "3 rue des Tilleuls" in sami.text
    assert "Venez avec des bottes." in sami.text
    sami.submit("Envoyer le message", body="À quelle heure exactement ?")
    odile.get(link_in(mails_to("odile@jardins-du-lac.example")[-1].body), follow_redirects=True)
    assert "À quelle heure exactement ?" in odile.text
    odile.submit("Envoyer le message", body="À 9 h, devant le portail bleu.")
    sami.get(link_in(mails_to(SAMI)[-1].body))
    assert "À 9 h, devant le portail bleu." in sami.text


def read_the_passeport(sami: PageClient) -> None:
    sami.get("/mon-passeport")
    assert "2 h 30" in sami.text
    assert "Attestée" in sami.text
    sami.follow("Faire un document ou un lien")
    sami.follow("Choisir ce que je montre")
    sami.submit("Continuer", start="everything")
    sami.submit("Enregistrer mon choix")
    sami.submit("Faire ce document", kind="passeport")
    address = next(each.get("value") or "" for each in sami.page.iter() if each.get("id") == "adresse")
    answer = sami.follow("Ouvrir le PDF")
    assert answer.mimetype == "application/pdf"
    employer = sami.application.test_client()
    employer.get(address)
    assert "Ce document est valable" in employer.text  # type: ignore[attr-defined]
    employer.get("/verifier")
    dropped = {"fichier": (io.BytesIO(answer.data), "passeport.pdf")}
    employer.post("/verifier/fichier", data=dropped, content_type="multipart/form-data")
    assert "Ce fichier est le vrai" in employer.text  # type: ignore[attr-defined]


def ask_for_the_mark(sami: PageClient) -> None:
    sami.get("/mon-passeport")
    sami.follow(TITLE)
    sami.submit("Demander la validation")
    assert "Votre demande est envoyée" in sami.text


def grant_the_mark(claire: PageClient, sami: PageClient) -> None:
    claire.get("/moderation/validations")
    claire.follow("Sami")
    claire.submit("Valider ces compétences")
    sami.get("/mon-passeport")
    assert "Validée" in sami.text
