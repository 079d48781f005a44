"""The citizen's story in Chromium on a telephone, each step tried; and applying once more with JavaScript off."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from tests.browser.visitor import PHONE, Visitor
from tests.factories import world
from tests.factories.people import agent, person
from tests.support.sign_in import last_code

pytestmark = pytest.mark.browser

SAMI, ODILE, ASSOCIATION = "sami@courriel.example", "odile@jardins-du-lac.example", "contact@jardins-du-lac.example"
TITLE = "Arroser les semis du jardin"


def code_for(session: Any, address: str) -> str:
    """Return the last code sent, as another process wrote it."""
    session.rollback()
    return last_code(address)


def test_from_sign_up_to_the_passeport_on_a_telephone(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any) -> None:
    claire = visitor(PHONE).signed_in(fresh_app, agent(Role.MODERATEUR))
    odile, sami = visitor(PHONE), visitor(PHONE)
    sign_up_an_association(odile, session)
    claire.go("/moderation").follow("Les Jardins du Lac").press("Valider l’association")
    write_a_mission(odile)
    claire.go("/moderation").follow(TITLE).fill(not_a_job="y").press("Publier la mission")
    apply(sami, session)
    odile.go("/association/candidats").follow("Sami").press("Accepter")
    close(odile, sami)
    sami.go("/mon-passeport")
    assert "Attestée" in sami.text
    assert len(sami.seen) + len(odile.seen) + len(claire.seen) > 30


def sign_up_an_association(odile: Visitor, session: Any) -> None:
    odile.go("/inscription").fill(contact=ODILE).press("Recevoir un code")
    odile.fill(code=code_for(session, ODILE)).press("Valider le code")
    odile.fill(first_name="Odile", age_band="adult").press("Créer mon compte")
    odile.go("/association").follow("Inscrire une association")
    odile.fill(name="Les Jardins du Lac", rna="W381234567", commune="Voiron").press("Continuer")
    odile.fill(email=ASSOCIATION).press("Continuer")
    odile.fill(code=code_for(session, ASSOCIATION)).press("Confirmer l’adresse")
    odile.fill(description="Un jardin partagé au bord du lac, ouvert à tout le quartier.").press("Enregistrer la page")
    assert odile.h1 == "Les Jardins du Lac"


def write_a_mission(odile: Visitor) -> None:
    odile.go("/association").follow("Proposer une mission")
    odile.press("Commencer une page blanche")
    odile.press("Continuer")  # an empty screen: the page of errors is tried as well
    odile.fill(title=TITLE, description="Vous arrosez les semis avec l’équipe. On vous montre tout la première fois.")
    odile.fill(domaine_code="environnement").press("Continuer")
    odile.fill(kind="regular", half_days="3", hours_per_week="2").press("Continuer")
    odile.fill(where="on_site", commune="Voiron").press("Continuer")
    odile.fill(places="3", setting="team", french_level="none").press("Continuer")
    odile.fill(not_a_job="y").press("Envoyer la mission")
    assert "Votre mission est envoyée" in odile.text


def apply(sami: Visitor, session: Any) -> None:
    sami.go("/").fill(q="jardin", lieu="Voiron").press("Chercher une mission")
    sami.follow(TITLE).follow("Proposer mon aide")
    sami.press("Continuer")  # nothing typed: each field says what it needs
    sami.fill(first_name="Sami", age_band="adult", contact=SAMI).press("Continuer")
    sami.fill(code=code_for(session, SAMI)).press("Envoyer ma candidature")
    assert sami.h1 == "Votre candidature est envoyée"
    sami.follow("Voir ma candidature")


def close(odile: Visitor, sami: Visitor) -> None:
    sami.go("/mes-engagements").follow(TITLE)
    sami.page.locator("summary", has_text="C’est fini").click()
    sami.press("C’est fini")
    odile.go("/association/engagements").follow("Sami").follow("Écrire le bilan")
    odile.fill(hours="2,5", sentence="A arrosé les semis.", competences="jardiner-nature").press("Confirmer le bilan")
    sami.go("/mes-engagements").follow(TITLE).press("Je suis d’accord")


def test_applying_without_javascript(visitor: Callable[..., Visitor], session: Any) -> None:
    row = world.mission(world.association(member=person()))
    session.commit()
    someone = visitor(PHONE, java_script_enabled=False).go(f"/missions/{row.public_id}").follow("Proposer mon aide")
    someone.fill(first_name="Sami", age_band="adult", contact=SAMI).press("Continuer")
    someone.fill(code=code_for(session, SAMI)).press("Envoyer ma candidature")
    assert someone.h1 == "Votre candidature est envoyée"
