"""A disagreement, from the sheet of presence to the passeport: the association is wrong, the person says so, it corrects; the web only."""

from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent
from tests.support.page_client import PageClient

from .cast import accept, agent_at_work, browser, found_association, link_in, mails_to, publish, sign_up, write_mission

TUESDAY = clock.paris(2026, 11, 24, 18)
SAMI, ODILE = "sami@courriel.example", "odile@jardins-du-lac.example"
TITLE = "Arroser les semis du jardin"


def test_from_the_sheet_to_the_passeport(fresh_app: Flask, session: Any) -> None:
    odile, sami = browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY - timedelta(days=8)):
        a_volunteer_is_accepted(odile, sami, agent_at_work(fresh_app, agent(Role.MODERATEUR)))
    with clock.frozen(TUESDAY):
        the_hours_are_ticked(odile)
        the_person_counts_more(sami)
        the_association_gives_in(odile)
        sami.submit("C’est fini")
    with clock.frozen(TUESDAY + timedelta(days=1)):
        the_bilan_is_wrong(odile)
        the_person_says_so(sami)
    with clock.frozen(TUESDAY + timedelta(days=2)):
        the_association_corrects(odile)
        the_person_agrees(sami)


def a_volunteer_is_accepted(odile: PageClient, sami: PageClient, claire: PageClient) -> None:
    sign_up(odile, ODILE, ODILE, "Odile", "Perrin")
    home = found_association(odile)
    claire.get("/moderation")
    claire.follow("Les Jardins du Lac")
    claire.submit("Valider l’association")
    odile.get(home)
    write_mission(odile, TITLE)
    publish(claire, TITLE)
    sign_up(sami, SAMI, SAMI, "Sami", "Benali")
    sami.get("/missions?q=jardin")
    sami.follow(TITLE)
    sami.follow("Proposer mon aide")
    sami.submit("Envoyer ma candidature", message="")
    accept(odile, "Sami")


def the_hours_are_ticked(odile: PageClient) -> None:
    odile.get("/association/engagements")
    odile.follow(f"Noter les présences : {TITLE}")
    odile.follow("aujourd’hui")
    assert 'value="2\u00a0h\u00a030"' in odile.source, "the mission's week, on its only day"
    boxes = [each.get("name") or "" for each in odile.page.iter() if (each.get("name") or "").startswith("present_")]
    odile.submit("Enregistrer la feuille", **dict.fromkeys(boxes, "y"))
    assert "La feuille est enregistrée" in odile.text


def the_person_counts_more(sami: PageClient) -> None:
    sami.get("/mes-engagements")
    sami.follow(TITLE)
    assert "Écrit par Les Jardins du Lac" in sami.text
    sami.submit("Noter ces heures", day=clock.today().isoformat(), minutes="3", km="18")
    assert "Pas d’accord, pas compté" in sami.text
    told = mails_to(ODILE)[-1]
    assert "a compté d’autres heures" in told.subject


def the_association_gives_in(odile: PageClient) -> None:
    odile.get(link_in(mails_to(ODILE)[-1].body))
    assert "Vous : 2 h 30 · Sami : 3 h" in odile.text
    odile.submit("Accepter 3 h")
    assert "Confirmé" in odile.text


def the_bilan_is_wrong(odile: PageClient) -> None:
    odile.get("/association/engagements")
    odile.follow("Écrire le bilan : Sami Benali")
    assert "Cette personne a jardiné ou entretenu un lieu naturel ?" in odile.text
    odile.submit("Confirmer le bilan", hours="2,5", sentence="A regardé les semis pousser.", competences=["jardiner-nature"])
    assert "Sa réponse est attendue" in odile.text


def the_person_says_so(sami: PageClient) -> None:
    sami.get(link_in(mails_to(SAMI)[-1].body))
    sami.follow("Je ne suis pas d’accord")
    sami.submit("Envoyer ma réponse", words="")
    assert "Cette réponse est nécessaire." in sami.text
    sami.submit("Envoyer ma réponse", words="J’ai arrosé pendant trois heures.")
    assert "Ce bilan n’est sur aucun document." in sami.text
    sami.get("/mon-passeport")
    assert "A regardé les semis pousser." not in sami.text


def the_association_corrects(odile: PageClient) -> None:
    told = mails_to(ODILE)[-1]
    assert "J’ai arrosé pendant trois heures." in told.body
    odile.get(link_in(told.body))
    odile.follow("Corriger")
    odile.submit("Corriger le bilan", hours="3", sentence="A arrosé les semis.", reason="Sami a raison, trois heures.")
    assert "Sa réponse est attendue" in odile.text


def the_person_agrees(sami: PageClient) -> None:
    sami.get(link_in(mails_to(SAMI)[-1].body))
    assert "Sami a raison, trois heures." in sami.text
    sami.submit("Je suis d’accord")
    assert "C’est dans votre passeport" in sami.text
    assert "Vos trajets notés : 18 km en tout." in sami.text
    sami.get("/mon-passeport")
    assert "3 h" in sami.text
    assert "Attestée" in sami.text
