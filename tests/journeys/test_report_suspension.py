"""Reports, through the web only: two visitors and a candidate report, the desk treats them as one, suspends, tells, and reinstates."""

from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.missions.services import touch
from tests.factories.people import agent, person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

from .cast import agent_at_work, browser, mails_to

DAY = clock.paris(2026, 11, 24, 10)
SAMI, VISITOR, NADIA = "sami@courriel.example", "visiteuse@courriel.example", "nadia@mains-vertes.example"
TITLE = "Arroser le jardin partagé"
HOST = "Les Mains Vertes du Lac"


def test_reported_grouped_treated_suspended_and_reinstated(fresh_app: Flask, session: Any) -> None:
    visitor, other, sami = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(DAY):
        nadia = person(email=NADIA)
        host = association(member=nadia, name=HOST, commune_code="38563")
        for row in (mission(host), mission(title="Tailler les rosiers de la place")):
            touch(row, text=True)
        session.commit()
        apply_and_be_answered(fresh_app, sami, nadia)
        report(visitor, VISITOR, "On m’a demandé 20 euros.")
        report(other, None, "Il faut payer pour venir.")
        report_message(sami)
    with clock.frozen(DAY + timedelta(hours=2)):
        desk = agent(Role.MODERATEUR, territoire="voironnais-chartreuse", first_name="Claire")
        claire = agent_at_work(fresh_app, desk)
        treat(claire)
    with clock.frozen(DAY + timedelta(hours=3)):
        candidates_are_told(sami, visitor)
        the_association_learns_no_name()
        reinstate(agent_at_work(fresh_app, session.merge(desk)), visitor)


def apply_and_be_answered(app: Flask, sami: PageClient, nadia: Any) -> None:
    sign_in(sami, person(email=SAMI, first_name="Sami"))
    sami.get("/missions?q=arroser&lieu=Voiron")
    sami.follow(TITLE)
    sami.follow("Proposer mon aide")
    sami.submit("Envoyer ma candidature", message="J’aime le jardin.")
    team = sign_in(browser(app), nadia)
    team.get("/association/candidats")
    team.follow("Sami")
    team.submit("Envoyer le message", body="Apportez 20 euros en liquide.")


def report(client: PageClient, email: str | None, words: str) -> None:
    client.get("/missions?q=arroser&lieu=Voiron")
    client.follow(TITLE)
    client.follow("Signaler cette mission")
    for number in ("17", "112", "119", "3919"):
        assert number in client.text
    client.submit("Envoyer le signalement", words=words)
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Envoyer le signalement", reason="money", words=words, email=email or "")
    assert client.h1 == "Votre signalement est envoyé"


def report_message(sami: PageClient) -> None:
    sami.get("/mes-candidatures")
    sami.follow(TITLE)
    sami.follow("Signaler ce message")
    sami.submit("Envoyer le signalement", reason="money", words="", wants_answer="y")


def treat(claire: PageClient) -> None:
    claire.get("/moderation")
    assert "Mission, 2 signalements" in claire.text
    claire.submit("Traiter le suivant")
    assert claire.h1 == TITLE
    for said in ("On m’a demandé 20 euros.", "Il faut payer pour venir.", "attend une réponse", "En cours"):
        assert said in claire.text
    assert VISITOR not in claire.source, "the desk treats what was said, not who said it"
    claire.follow("Suspendre l’association")
    claire.submit("Suspendre l’association", reason="reports", words="On nous dit que vous demandez de l’argent.")
    assert claire.h1 == TITLE, "one comes back to the report"
    claire.submit("Retenir le signalement", words="")
    claire.submit("Retenir le signalement", words="L’association est suspendue le temps de comprendre.")
    assert "Le signalement est retenu." in claire.text
    claire.submit("Traiter le suivant")
    assert "Apportez 20 euros en liquide." in claire.text
    claire.submit("Masquer ce message")
    claire.submit("Retenir le signalement", words="Le message est masqué.")


def candidates_are_told(sami: PageClient, visitor: PageClient) -> None:
    told = mails_to(SAMI)
    ended = next(each for each in told if each.subject.startswith("Annulé"))
    assert "Cette association ne reçoit plus de bénévoles par ce site pour le moment." in ended.body
    assert "Tailler les rosiers de la place" in ended.body
    assert "argent" not in ended.body
    assert "Le message est masqué." in told[-1].body
    assert "L’association est suspendue le temps de comprendre." in mails_to(VISITOR)[-1].body
    sami.get("/mes-candidatures")
    sami.follow(TITLE)
    assert "Ce message a été masqué" in sami.text
    assert "20 euros" not in sami.text
    visitor.get("/missions?q=arroser&lieu=Voiron")
    assert TITLE not in visitor.text


def the_association_learns_no_name() -> None:
    everything = "".join(each.subject + each.body for each in mails_to(NADIA))
    assert "On nous dit que vous demandez de l’argent." in everything
    assert VISITOR not in everything
    assert "20 euros" not in everything


def reinstate(claire: PageClient, visitor: PageClient) -> None:
    claire.get("/moderation/journal")
    claire.follow(HOST)
    claire.submit("Rétablir l’association")
    visitor.get("/missions?q=arroser&lieu=Voiron")
    assert TITLE in visitor.text
