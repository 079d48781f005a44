"""Both sides of a candidature in a browser at 360 px: every screen in its states, errors included, tried by axe."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.candidatures import services
from benevolat.candidatures.models import State
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.missions.models import MissionKind
from tests.browser.visitor import Visitor
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, mission

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member, name="Les Mains Vertes", phone="+33465710001")
        regular = mission(host, places=3, address="4 rue du Pressoir", meeting_point="Le portail bleu", contact_name="Lucie")
        dated = mission(host, title="Servir le repas du mardi", kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
        slot, full = creneau(dated), creneau(dated, days=9, places=1, places_taken=1)
        volunteer = person(first_name="Nadia", phone="+33639980101")

    db.session.commit()
    return Scene


def test_applying_without_an_account(visitor: Callable[..., Visitor], scene: Any) -> None:
    someone = visitor().go(f"/missions/{scene.dated.public_id}/candidater")
    someone.press("Continuer")
    assert "Il reste quelque chose à corriger" in someone.text
    someone.page.locator("main label", has_text="complet").click()
    someone.fill(first_name="Nadia", age_band="adult", contact="nadia@courriel.example", message="Bonjour.")
    someone.press("Continuer")
    someone.fill(code="000000").press("Rejoindre la liste d’attente")
    assert "Ce code ne convient pas" in someone.text
    db.session.rollback()
    code = re.search(r"\b\d{6}\b", db.session.scalars(sa.select(OutgoingMail.body)).one())
    assert code is not None
    someone.fill(code=code[0]).press("Rejoindre la liste d’attente")
    assert someone.h1 == "Vous êtes sur la liste d’attente"
    someone.follow("Voir ma candidature").follow("Mes candidatures")


def test_asking_to_be_called(visitor: Callable[..., Visitor], scene: Any) -> None:
    someone = visitor().go(f"/missions/{scene.regular.public_id}/candidater").follow("Rappelez-moi").press("Demander un appel")
    someone.fill(first_name="Idriss", age_band="adult", phone="06 39 98 12 34").press("Demander un appel")
    assert someone.h1 == "L’association va vous appeler"


def test_the_screens_of_a_volunteer(visitor: Callable[..., Visitor], session: Any, app: Any, scene: Any) -> None:
    someone = visitor().signed_in(app, scene.volunteer).go("/mes-candidatures")
    sent = candidature(scene.regular, scene.volunteer)
    services.post_message(sent, by=scene.member, body="Venez avec des bottes.")
    expected = candidature(scene.dated, scene.volunteer, creneau_id=scene.slot.id)
    engagements.accept_candidature(expected, by=scene.member, message="À bientôt.")
    over = candidature(mission(scene.host), scene.volunteer, state=State.DECLINED, reason="Les jours ne vont pas.")
    db.session.commit()
    someone.go("/mes-candidatures")
    for row in (sent, expected, over):
        someone.go(f"/mes-candidatures/{row.public_id}")
    someone.go(f"/mes-candidatures/{expected.public_id}").page.get_by_text("Retirer ma candidature").first.click()
    someone.check().press("Retirer ma candidature")
    assert "Votre candidature est retirée." in someone.text


def test_the_screens_of_an_association(visitor: Callable[..., Visitor], session: Any, app: Any, scene: Any) -> None:
    someone = visitor().signed_in(app, scene.member).go("/association/candidats")
    row = candidature(scene.regular, scene.volunteer)
    services.post_message(row, by=scene.volunteer, body="À quelle heure ?")
    services.ask_call_back(scene.regular, first_name="Idriss", phone="06 39 98 12 34", age_band=scene.volunteer.age_band)
    waiting = candidature(scene.dated, person(first_name="Amel"), creneau_id=scene.full.id)
    db.session.commit()
    someone.go("/association/candidats").go("/association/candidats?pile=terminees").go(f"/association/candidats/{waiting.public_id}")
    someone.go(f"/association/candidats/{row.public_id}").page.get_by_text("Ne pas retenir").click()
    someone.check().press("Envoyer cette réponse")
    assert "Cette réponse est nécessaire." in someone.text
    someone.press("Accepter")
    assert "La candidature est acceptée." in someone.text


def test_the_desk(visitor: Callable[..., Visitor], session: Any, app: Any, scene: Any) -> None:
    visitor().signed_in(app, agent(Role.MODERATEUR)).go("/moderation/validations")
