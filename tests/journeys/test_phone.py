"""The same road with a telephone alone: a code by SMS, messages that say nothing on a locked screen, and no e-mail ever asked."""

from typing import Any

from flask import Flask

from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.sign_in import last_code, sign_in

from .cast import accept, browser, do_and_close, messages_to

PHONE, STORED = "06 39 98 00 12", "+33639980012"
TITLE = "Arroser le jardin partagé"


def test_a_volunteer_known_by_a_number_alone(fresh_app: Flask, session: Any) -> None:
    member = person()
    host = association(member=member, name="Les Mains Vertes")
    open_mission = mission(host, title=TITLE)
    odile, yanis = sign_in(browser(fresh_app), member), browser(fresh_app)

    yanis.get(f"/missions/{open_mission.public_id}/candidater")
    yanis.submit("Continuer", first_name="Yanis", age_band="adult", contact=PHONE, message="")
    assert PHONE in yanis.text
    yanis.submit("Envoyer ma candidature", code=last_code(STORED))
    assert yanis.h1 == "Votre candidature est envoyée"

    accept(odile, "Yanis")
    assert PHONE in odile.text
    told = [each.body for each in messages_to(STORED)][1:]
    assert told
    assert not [each for each in told if TITLE in each or host.name in each], "an SMS may show on a locked screen"

    on_another_telephone = browser(fresh_app)
    on_another_telephone.get("/connexion")
    on_another_telephone.submit("Recevoir un code", contact="0639980012")
    on_another_telephone.submit("Valider le code", code=last_code(STORED))
    do_and_close(odile, on_another_telephone, "Yanis", TITLE)
    on_another_telephone.get("/mon-passeport")
    assert "Attestée" in on_another_telephone.text
