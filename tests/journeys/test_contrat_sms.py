"""The whole road with a telephone and no e-mail: begun, signed, done, shown and validated, each message neutral on a locked screen."""

from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.accounts.services import choose_own_code
from benevolat.contrats.models import Channel, Consentement
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories.insertion import QUESTIONS, referent
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in

from .cast import accept, agent_at_work, browser, come_back, do_and_close, messages_to
from .companions import NEUTRAL, countersign, page_of, read, submit, write_annexe

TUESDAY = clock.paris(2026, 11, 24, 10)
PHONE, STORED, TITLE = "06 39 98 00 12", "+33639980012", "Arroser le jardin partagé"
MEMBER = "odile@mains-vertes.example"


def test_a_person_without_an_address(fresh_app: Flask, session: Any) -> None:
    member, helper = person(first_name="Odile", last_name="Perrin", email=MEMBER), referent(first_name="Paul", last_name="Morel")
    host = association(member=member, name="Les Mains Vertes")
    wanted = mission(host, title=TITLE)
    odile, yanis = sign_in(browser(fresh_app), member), browser(fresh_app)
    with clock.frozen(TUESDAY):
        paul = agent_at_work(fresh_app, helper)
        he_begins_with_him_beside(paul)
        he_signs_on_that_screen(paul)
        countersign(paul, STORED)
        come_back(yanis, STORED)
        yanis.get(f"/missions/{wanted.public_id}/candidater")
        yanis.submit("Envoyer ma candidature", message="")
        accept(odile, "Yanis")
    with clock.frozen(TUESDAY + timedelta(days=7)):
        do_and_close(odile, yanis, "Yanis Haddad", TITLE)
        submit(yanis, mark="yes")
        paul = agent_at_work(fresh_app, helper)
        paul.get("/accompagnement")
        paul.follow("Yanis Haddad : un engagement à valider")
        paul.submit("Valider dans le contrat", **QUESTIONS)
        assert "L’engagement est validé dans le contrat" in paul.text
        assert "Validé dans le contrat" in read(yanis, "/mon-contrat")
    told = [each.body for each in messages_to(STORED)]
    assert len(told) >= 6
    assert not [each for each in told if NEUTRAL.search(each) or TITLE in each or "Paul" in each]


def he_begins_with_him_beside(paul: PageClient) -> None:
    paul.get("/accompagnement/nouveau")
    paul.follow("Commencer ensemble")
    paul.submit("Envoyer le code à la personne", contact=PHONE, first_name="Yanis", last_name="Haddad", age_band="adult", commune="Voiron")
    paul.submit("Oui, je veux bien", code=last_code(STORED))
    assert paul.h1 == "Yanis Haddad"


def he_signs_on_that_screen(paul: PageClient) -> None:
    write_annexe(paul)
    paul.get(page_of(STORED))
    paul.follow("Faire signer sur cet écran")
    paul.submit("Je signe", code="000001")
    assert "Ce code ne convient pas" in paul.text
    paul.submit("Recevoir un code")
    paul.submit("Je signe", code=last_code(STORED))
    assert "La personne a signé avec son code" in paul.text
    signed = db.session.query(Consentement).one()
    assert signed.channel is Channel.CODE


def test_his_own_code_when_the_telephone_is_away(fresh_app: Flask, session: Any) -> None:
    someone = person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now(), first_name="Yanis",
                     last_name="Haddad")
    choose_own_code(someone, "280517")
    db.session.commit()
    paul = agent_at_work(fresh_app, referent(first_name="Paul", last_name="Morel"))
    paul.get("/accompagnement/nouveau/ensemble")
    paul.submit("Envoyer le code à la personne", contact=PHONE, first_name="Yanis", last_name="Haddad", age_band="adult")
    paul.submit("Oui, je veux bien", code="280517")
    write_annexe(paul)
    paul.get(page_of(STORED))
    paul.follow("Faire signer sur cet écran")
    paul.submit("Je signe", code="280517")
    assert db.session.query(Consentement).one().user_id == someone.id
