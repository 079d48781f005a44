"""Somebody of 16 applies and is accepted; their father agrees from his telephone, then takes it back: through the web and the letterbox."""

from typing import Any

from flask import Flask

from tests.factories.people import person
from tests.factories.world import association, mission
from tests.journeys.cast import accept, browser, link_in, mails_to, sign_up
from tests.support.sign_in import last_code, sign_in


def test_a_parent_agrees_by_link_and_takes_it_back(session: Any, fresh_app: Flask) -> None:
    lea, desk, father = (browser(fresh_app) for _each in range(3))
    member = person(first_name="Camille", email="camille@mains-vertes.example")
    garden = mission(association(member=member, name="Les Mains Vertes"), title="Arroser le jardin", places=1, minors_ok=True)
    sign_in(desk, member)

    lea.get(f"/missions/{garden.public_id}/candidater")
    lea.submit("Continuer", first_name="Léa", age_band="minor", contact="06 39 98 15 16")
    lea.submit("Envoyer ma candidature", code=last_code("+33639981516"))
    lea.follow("Voir ma candidature")
    lea.follow("Demander l’accord")
    lea.submit("Envoyer le message", contact="06 39 98 15 16")
    assert "pas le vôtre" in lea.text
    lea.submit("Envoyer le message", contact="pere@courriel.example")
    assert "Accord d’un parent attendu" in lea.text

    accept(desk, "Léa")
    assert "06 39 98 15 16" not in desk.text.replace("\u00a0", " ")
    assert "la place sera sûre quand un parent aura dit oui" in desk.text

    path = link_in(mails_to("pere@courriel.example")[-1].body)
    father.get(path)
    assert father.h1 == "Léa demande votre accord"
    father.submit("Je donne mon accord", name="Paul Martin")
    assert father.h1 == "Vous avez donné votre accord"

    desk.get("/association/candidats?pile=acceptees")
    desk.follow("Léa")
    assert "06 39 98 15 16" in desk.text.replace("\u00a0", " ")
    assert "Paul" not in desk.text

    father.get(path)
    father.submit("Retirer mon accord")
    assert father.h1 == "C’est noté"
    lea.get("/mes-candidatures")
    lea.follow("Arroser le jardin")
    assert "L’accord d’un parent n’est pas donné, ou ne l’est plus." in lea.text
    desk.get("/association/candidats?pile=acceptees")
    assert "Léa" not in desk.text


def test_a_signed_sheet_is_brought_on_the_first_day(session: Any, fresh_app: Flask) -> None:
    lea, desk = browser(fresh_app), browser(fresh_app)
    member = person(first_name="Camille")
    garden = mission(association(member=member), title="Arroser le jardin", minors_ok=True, address="4 rue du Pressoir")
    sign_in(desk, member)
    sign_up(lea, "06 39 98 15 16", "+33639981516", "Léa", age_band="minor")
    lea.get(f"/missions/{garden.public_id}/candidater")
    lea.submit("Envoyer ma candidature")
    lea.follow("Voir ma candidature")
    lea.follow("Demander l’accord")
    lea.submit("Choisir la feuille")
    assert lea.h1 == "Accord d’un parent"
    accept(desk, "Léa")
    lea.get("/mes-candidatures")
    lea.follow("Arroser le jardin")
    assert "4 rue du Pressoir" in lea.text
    desk.submit("J’ai reçu la feuille signée")
    assert "l’accord est là" in desk.text
    assert "06 39 98 15 16" in desk.text.replace("\u00a0", " ")
