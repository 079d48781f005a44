"""A témoignage's story, through the web only: done, closed, told, sent back, told again, published, reported, kept, taken back."""

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
ODILE, SAMI = "odile@jardins-du-lac.example", "sami@courriel.example"
TITLE = "Arroser les semis du jardin"
FIRST = "J’ai planté avec Nora. Appelez-la au 06 39 98 00 42."
SECOND = "J’ai planté des salades, et j’y ai pris goût."


def test_told_published_and_taken_back(fresh_app: Flask, session: Any) -> None:
    odile, sami, visitor = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY - timedelta(days=1)):
        claire = agent_at_work(fresh_app, agent(Role.MODERATEUR))
        engage(odile, claire, sami)
    with clock.frozen(TUESDAY + timedelta(days=7)):
        do_and_close(odile, sami, "Sami", TITLE)
        pass_the_questions(sami)
        tell(sami)
    with clock.frozen(TUESDAY + timedelta(days=9)):
        claire = agent_at_work(fresh_app, agent(Role.MODERATEUR))
        send_back(claire)
        tell_again(sami)
        publish_it(claire, visitor)
        report(odile)
        keep(claire)
        take_back(sami, visitor)


def engage(odile: PageClient, claire: PageClient, sami: PageClient) -> None:
    sign_up(odile, ODILE, ODILE, "Odile", "Perrin")
    home = found_association(odile)
    claire.get("/moderation")
    claire.follow("Les Jardins du Lac")
    claire.submit("Valider l’association")
    odile.get(home)
    write_mission(odile, TITLE)
    publish(claire, TITLE)
    sami.get("/missions?q=jardin&lieu=Voiron")
    sami.follow(TITLE)
    sami.follow("Proposer mon aide")
    sami.submit("Continuer", first_name="Sami", age_band="adult", contact=SAMI, message="J’aime le jardin.")
    sami.submit("Envoyer ma candidature", code=last_code(SAMI))
    accept(odile, "Sami")


def pass_the_questions(sami: PageClient) -> None:
    sami.follow("Voir les questions, ou passer")
    assert sami.h1 == "Et pour vous, qu’est-ce qui a changé ?"
    sami.submit("Passer sans répondre")
    assert "Voir les questions, ou passer" not in sami.text


def tell(sami: PageClient) -> None:
    sami.follow("Écrire un témoignage")
    sami.submit("Voir comment il paraîtra", words=FIRST, naming="first_name")
    assert "Vous avez écrit un numéro de téléphone." in sami.text
    sami.submit("Envoyer mon témoignage", agreed="y")
    assert "Votre témoignage est envoyé." in sami.text


def send_back(claire: PageClient) -> None:
    claire.get("/moderation")
    claire.follow(FIRST)
    assert "Le texte contient un numéro de téléphone." in claire.text
    claire.follow("Demander une correction")
    claire.submit("Demander une correction", reason="somebody", words="Enlevez le nom et le numéro de Nora.")
    assert "La correction est demandée." in claire.text


def tell_again(sami: PageClient) -> None:
    told = mails_to(SAMI)[-1]
    assert "Enlevez le nom et le numéro de Nora." in told.body
    sami.get(link_in(told.body))
    sami.follow("Réécrire mon témoignage")
    sami.submit("Voir comment il paraîtra", words=SECOND)
    assert "À savoir avant d’envoyer" not in sami.text
    sami.submit("Envoyer mon témoignage", agreed="y")


def publish_it(claire: PageClient, visitor: PageClient) -> None:
    visitor.get("/temoignages")
    assert SECOND not in visitor.text
    claire.get("/moderation")
    claire.follow(SECOND)
    claire.submit("Publier ce témoignage")
    assert mails_to(SAMI)[-1].subject == "Votre témoignage est publié"
    visitor.get("/temoignages")
    assert SECOND in visitor.text
    assert "Sami" in visitor.text
    visitor.follow("Les Jardins du Lac")
    assert SECOND in visitor.text
    visitor.follow(TITLE)
    assert SECOND in visitor.text


def report(odile: PageClient) -> None:
    told = mails_to(ODILE)[-1]
    assert SECOND in told.body
    odile.get(link_in(told.body))
    odile.follow(f"Signaler un problème : Sami, {TITLE}")
    odile.submit("Envoyer à la modération", words="Ce n’étaient pas des salades.")
    assert "C’est signalé." in odile.text


def keep(claire: PageClient) -> None:
    claire.get("/moderation")
    assert "Relire le signalement" in claire.text
    claire.follow(SECOND)
    assert "Ce n’étaient pas des salades." in claire.text
    claire.submit("Garder en ligne")


def take_back(sami: PageClient, visitor: PageClient) -> None:
    sami.get(link_in(mails_to(SAMI)[-1].body))
    sami.submit("Retirer mon témoignage")
    assert "Votre témoignage est effacé." in sami.text
    for page in ("/temoignages", "/associations"):
        visitor.get(page)
        assert SECOND not in visitor.text
    visitor.follow("Les Jardins du Lac")
    assert SECOND not in visitor.text
