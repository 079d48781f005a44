"""A mission's way through the desk, through the web only: sent, sent back, corrected, read side by side, published, undone, published."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code

from .cast import agent_at_work, browser, found_association, link_in, mails_to, sign_up, write_mission

MORNING = clock.paris(2026, 11, 24, 10)
ODILE, SAMI = "odile@jardins-du-lac.example", "sami@courriel.example"
TITLE = "Arroser les semis du jardin"
CORRECTED = "Vous arrosez les semis avec l’équipe, le mardi. On finit à 11 h 30. On vous montre tout la première fois."


def left(to: str, at: Any) -> list[str]:
    """The subjects of what would have left for an address by a moment."""
    rows = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == to, OutgoingMail.run_at <= at).order_by(OutgoingMail.id))
    return [each.subject for each in rows]


def test_sent_back_read_side_by_side_published_undone_and_published(fresh_app: Flask, session: Any) -> None:
    odile, sami, visitor = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(MORNING):
        desk = agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")
        claire = agent_at_work(fresh_app, desk)
        paul = agent_at_work(fresh_app, agent(Role.MODERATEUR, first_name="Paul", last_name="Rey"))
        write(odile, claire)
        ask_correction(claire, paul)
    with clock.frozen(MORNING + timedelta(minutes=11)):
        assert any("à corriger" in each for each in left(ODILE, clock.now()))
        correct(odile)
    with clock.frozen(MORNING + timedelta(hours=1)):
        claire = agent_at_work(fresh_app, session.merge(desk))
        read_side_by_side_and_publish(claire)
        apply(sami)
        undo(claire, visitor)
    with clock.frozen(MORNING + timedelta(hours=2)):
        publish_again(agent_at_work(fresh_app, session.merge(desk)), visitor)
    with clock.frozen(MORNING + timedelta(hours=3)):
        assert sum("est publiée" in each for each in left(ODILE, clock.now())) == 1
        read_the_journal(agent_at_work(fresh_app, session.merge(desk)))


def write(odile: PageClient, claire: PageClient) -> None:
    sign_up(odile, ODILE, ODILE, "Odile", "Perrin")
    home = found_association(odile)
    claire.get("/moderation")
    claire.follow("Les Jardins du Lac")
    claire.submit("Valider l’association")
    odile.get(home)
    write_mission(odile, TITLE)


def ask_correction(claire: PageClient, paul: PageClient) -> None:
    claire.get("/moderation")
    claire.submit("Traiter le suivant")
    assert claire.h1 == TITLE
    assert "C’est à vous jusqu’à" in claire.text
    paul.get("/moderation")
    assert "Claire Morel s’en occupe" in paul.text
    paul.follow(TITLE)
    assert "Claire Morel s’en occupe, jusqu’à" in paul.text
    assert "Publier la mission" not in paul.text
    paul.submit("Traiter le suivant")
    assert "Il n’y en a pas d’autre" in paul.text
    claire.follow("Demander une correction")
    claire.submit("Demander une correction", reason="when", words="Dites à quelle heure on finit.")
    assert "Le message part dans 10 minutes." in claire.text
    assert not any("à corriger" in each for each in left(ODILE, clock.now()))


def correct(odile: PageClient) -> None:
    told = next(each for each in mails_to(ODILE) if "à corriger" in each.subject)
    assert "Les jours, les heures ou le lieu ne sont pas clairs. Dites à quelle heure on finit." in told.body
    page = link_in(told.body)
    odile.get(f"{page}/etape-1")
    odile.submit("Continuer", description=CORRECTED)
    odile.get(f"{page}/etape-5")
    odile.submit("Envoyer la mission", not_a_job="y", contact_name="Odile")
    assert "Votre mission est envoyée" in odile.text


def read_side_by_side_and_publish(claire: PageClient) -> None:
    claire.get("/moderation")
    claire.follow(TITLE)
    assert "Ce qui a changé depuis la correction demandée" in claire.text
    assert "Nouveau : On finit à 11 h 30." in claire.text
    claire.submit("Publier la mission", not_a_job="y")
    assert "Vous pouvez encore annuler" in claire.text


def apply(sami: PageClient) -> None:
    sami.get("/missions?q=semis&lieu=Voiron")
    sami.follow(TITLE)
    sami.follow("Proposer mon aide")
    sami.submit("Continuer", first_name="Sami", age_band="adult", contact=SAMI, message="J’aime le jardin.")
    sami.submit("Envoyer ma candidature", code=last_code(SAMI))


def undo(claire: PageClient, visitor: PageClient) -> None:
    claire.get("/moderation")
    claire.submit("Annuler la décision")
    assert claire.h1 == TITLE
    assert "La décision est annulée. Le message ne partira pas." in claire.text
    assert "C’est à vous jusqu’à" in claire.text
    visitor.get("/missions?q=semis&lieu=Voiron")
    assert TITLE not in visitor.text
    assert "Votre candidature est gardée" in mails_to(SAMI)[-1].body
    assert not any("est publiée" in each.subject for each in mails_to(ODILE))


def publish_again(claire: PageClient, visitor: PageClient) -> None:
    claire.get("/moderation")
    claire.submit("Traiter le suivant")
    claire.submit("Publier la mission", not_a_job="y")
    visitor.get("/missions?q=semis&lieu=Voiron")
    assert TITLE in visitor.text


def read_the_journal(claire: PageClient) -> None:
    claire.get("/moderation")
    claire.follow("Le journal des décisions")
    assert "(annulée ensuite)" in claire.text
    assert "Correction demandée" in claire.text
    assert "Annuler la décision" not in claire.text
