"""The story of somebody who wished an engagement in their contract: the référent's pages and theirs tell it, the association's never do."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from tests.factories.insertion import QUESTIONS, referent
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

from .cast import accept, agent_at_work, browser, do_and_close, mails_to, sign_up

TUESDAY = clock.paris(2026, 11, 24, 10)
AMINA = "amina@courriel.example"
TITLE = "Arroser le jardin partagé"
NEVER = ("RSA", "référent", "Référent", "annexe", "Annexe", "contrat", "accompagnement", "NéoGestion", "NG-2026")


class Hosts:
    """The association's browser, which reads all its pages after each step."""

    def __init__(self, fresh_app: Flask, member: User, mission_id: str, association_id: str) -> None:
        self.client = sign_in(browser(fresh_app), member)
        self.email = member.email or ""
        self.paths = [
            "/association/candidats", "/association/candidats?pile=accepted", "/association/engagements", f"/association/{association_id}",
            f"/association/{association_id}/equipe", f"/association/missions/{mission_id}", f"/association/missions/{mission_id}/candidats",
            f"/missions/{mission_id}", f"/associations/{association_id}", "/missions",
        ]

    def see_nothing(self) -> None:
        """Read every page and mail of the association: no word of what is above the line."""
        for path in self.paths:
            answer = self.client.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
            assert not [word for word in NEVER if word in main], path
        for mail in mails_to(self.email):
            assert not [word for word in NEVER if word in mail.subject + mail.body], mail.subject


def test_from_the_code_to_the_amendment(fresh_app: Flask, session: Any) -> None:
    with clock.frozen(TUESDAY):
        member, helper = person(first_name="Odile", last_name="Perrin"), referent(first_name="Paul", last_name="Morel")
        host = association(member=member, name="Les Mains Vertes")
        open_mission = mission(host, title=TITLE)
        hosts = Hosts(fresh_app, member, open_mission.public_id, host.public_id)
        amina, paul = browser(fresh_app), agent_at_work(fresh_app, helper)
        sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
        begin(amina, paul)
        hosts.see_nothing()
        write_the_annexe(amina, paul)
        hosts.see_nothing()
        apply(amina, hosts, open_mission.public_id)
        assert TITLE not in read(paul, page_of(AMINA)), "nothing of an engagement goes to the référent by itself"
    with clock.frozen(TUESDAY + timedelta(days=7)):
        do_and_close(hosts.client, amina, "Amina Roussel", TITLE)
        paul = agent_at_work(fresh_app, helper)
        assert TITLE not in read(paul, page_of(AMINA))
        hosts.see_nothing()
        submit(amina, paul)
        hosts.see_nothing()
        read_the_mark(amina)
        withdraw(amina, paul)
        hosts.see_nothing()
    assert not [each.subject for each in db.session.scalars(sa.select(OutgoingMail)) if "RSA" in each.subject + each.body]


def page_of(email: str) -> str:
    """Return the référent's page about somebody."""
    return f"/accompagnement/personnes/{db.session.scalar(sa.select(User.public_id).where(User.email == email))}"


def read(client: PageClient, path: str) -> str:
    """Open a page and return its words."""
    assert client.get(path).status_code == 200
    return client.text


def begin(amina: PageClient, paul: PageClient) -> None:
    amina.get("/mon-contrat")
    amina.submit("Créer un code")
    code = amina.text.split("Votre code : ")[1][:9]
    paul.get("/accompagnement")
    paul.follow("Ajouter une personne")
    paul.submit("Commencer l’accompagnement", code=code)
    assert paul.h1 == "Amina Roussel"
    assert "Paul Morel" in read(amina, "/mon-contrat")


def write_the_annexe(amina: PageClient, paul: PageClient) -> None:
    paul.follow("Écrire la référence du contrat")
    paul.submit(
        "Enregistrer la référence", type_code="cer", reference="NG-2026-7", path_kind="social", starts_on="2026-11-01",
        ends_on="2027-04-30",
    )
    paul.follow("Préparer une annexe")
    paul.submit(
        "Enregistrer l’annexe", already_engaged="no", forms=["0", "4"], competences=["jardiner-nature"], hours="2,5", period="weekly",
        months="3", starts_on="2026-11-24", referent_commitment="Chercher un mode de garde pour le mardi.", **QUESTIONS,
    )
    paul.submit("Proposer l’annexe à la personne")

    amina.get("/mon-contrat")
    path = next(each.get("href") for each in amina.page.iter() if "/mon-contrat/annexe/" in (each.get("href") or ""))
    amina.get(path or "")
    assert "Ce n’est pas obligatoire. Dire non n’a aucune conséquence sur votre RSA." in amina.text
    amina.submit("Envoyer ma réponse", answer="wishes", agreed="y")
    assert "Vous avez signé" in amina.text
    paul.get(page_of(AMINA))
    paul.submit("Signer après la personne")
    assert "L’annexe est signée" in paul.text


def apply(amina: PageClient, hosts: Hosts, mission_id: str) -> None:
    amina.get(f"/missions/{mission_id}/candidater")
    amina.submit("Envoyer ma candidature", message="J’aime le jardin.")
    assert amina.h1 == "Votre candidature est envoyée"
    hosts.see_nothing()
    accept(hosts.client, "Amina")
    hosts.see_nothing()


def submit(amina: PageClient, paul: PageClient) -> None:
    amina.get("/mon-contrat")
    amina.follow("Transmettre un engagement")
    engagement = next(each.get("value") for each in amina.page.iter() if each.get("name") == "engagement")
    amina.submit("Transmettre cet engagement", engagement=engagement, mark="yes")
    assert "C’est transmis" in amina.text
    paul.get("/accompagnement")
    paul.follow("Amina Roussel : un engagement à valider")
    assert TITLE in paul.text
    paul.submit("Valider dans le contrat")
    assert "L’engagement est validé dans le contrat" in paul.text


def read_the_mark(amina: PageClient) -> None:
    amina.get("/mon-passeport")
    assert "Validée" in amina.text
    assert not [word for word in NEVER if word in amina.text.split("Mon passeport", 2)[-1].split("Une question")[0]]
    amina.get("/mon-passeport/choix")
    amina.submit("Continuer", start="everything")
    amina.submit("Enregistrer mon choix")
    amina.submit("Faire ce document", kind="passeport")
    address = next(each.get("value") or "" for each in amina.page.iter() if each.get("id") == "adresse")
    amina.get(address)
    assert "Validée" in amina.text
    assert not [word for word in NEVER if word in amina.source]


def withdraw(amina: PageClient, paul: PageClient) -> None:
    amina.get("/mon-contrat")
    path = next(each.get("href") for each in amina.page.iter() if "/mon-contrat/annexe/" in (each.get("href") or ""))
    amina.get(path or "")
    amina.submit("Retirer mon accord")
    assert "La personne a retiré son accord" in amina.text
    assert "avenant" in amina.text.lower()
    assert "Chercher un mode de garde" not in read(paul, page_of(AMINA))
    assert "Validée" in read(amina, "/mon-passeport"), "what was attested and validated stays the person's"
