"""The pages around a candidature, at both widths, tried by axe: links, several at once, models, a parent, welcome, friends, doors."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.contacts import Contact
from benevolat.accounts.models import AgeBand, Role
from benevolat.candidatures import services
from benevolat.candidatures.models import AnswerKind, DoorReason
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.missions.models import Mission
from tests.browser.visitor import Visitor
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, mission
from tests.journeys.cast import link_in

pytestmark = pytest.mark.browser


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    """A telephone, then a desk."""
    return int(request.param)


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, title="Servir le repas", places=1, minors_ok=True, domaine_code="solidarite")
        nadia, lea = person(first_name="Nadia"), person(first_name="Léa", age_band=AgeBand.MINOR)
        rows: tuple[Any, ...] = ()

    Scene.rows = tuple(services.send_candidature(Scene.mission, user=who, by=who) for who in (Scene.nadia, Scene.lea))
    services.save_model(Scene.host, kind=AnswerKind.ACCEPT, title="Bienvenue", body="Bonjour {prénom}", by=Scene.member)
    session.commit()
    return Scene


def path_to(row: Any, user: Any) -> str:
    """Make a link, as a letter would hold it."""
    token = services.make_link(row, user, expires_at=clock.now() + (clock.now() - clock.paris(2026, 1, 1)))
    db.session.commit()
    return f"/reponse/{token}"


def test_the_links(fresh_app: Flask, visitor: Callable[..., Visitor], scene: Any, width: int) -> None:
    someone = visitor(width).go(path_to(scene.rows[0], scene.member))
    someone.page.get_by_text("Ne pas retenir").first.click()
    someone.check().press("Envoyer cette réponse")
    assert "Cette réponse est nécessaire." in someone.text
    someone.press("Accepter Nadia")
    assert someone.h1 == "Nadia a déjà une réponse"
    visitor(width).go("/reponse/rien", status=404)
    db.session.rollback()
    services.choose_rule(db.session.get_one(Mission, scene.mission.id), automatic=True, by=scene.member)
    waiting = services.send_candidature(scene.mission, user=(who := person()), by=who)
    engagements.withdraw_candidature(scene.rows[0], by=scene.nadia)
    someone = visitor(width).go(path_to(waiting, who))
    assert someone.h1 == "Une place est libre pour vous"
    visitor(width).signed_in(fresh_app, who).go(f"/mes-candidatures/{waiting.public_id}")


def test_the_associations_pages(fresh_app: Flask, visitor: Callable[..., Visitor], scene: Any, width: int) -> None:
    dated = mission(scene.host)
    creneau(dated)
    row = candidature(dated)
    model = services.save_model(scene.host, kind=AnswerKind.DECLINE, title="Non", body="Pas cette fois", by=scene.member)
    db.session.commit()
    both = "&".join(f"c={each.public_id}" for each in (scene.rows[0], row))
    someone = visitor(width).signed_in(fresh_app, scene.member)
    for path in (
        "candidats?coches=1", f"missions/{scene.mission.public_id}/candidats", f"candidats/{scene.rows[1].public_id}",
        f"missions/{scene.mission.public_id}/candidats?pile=liste-d-attente", f"missions/{dated.public_id}/candidats",
        *(f"candidats/ensemble?{both}&faire={what}" for what in ("accept", "waitlist", "decline")),
        f"{scene.host.public_id}/modeles", f"modeles/{model.public_id}", f"missions/{scene.mission.public_id}/accueil",
        f"{scene.host.public_id}/calendrier",
    ):
        someone.go(f"/association/{path}")
    someone.press("Faire mon adresse")


def test_a_parent_and_the_one_who_asks(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, scene: Any, width: int) -> None:
    lea, row = scene.lea, scene.rows[1]
    engagements.accept_candidature(row, by=scene.member)
    services.ask_parent(row, contact=Contact(email="parent@courriel.example"), by=lea)
    services.write_welcome(scene.mission, by=scene.member, host_name="Odile", place="La porte bleue", arrival="9 h", bring="Un tablier")
    session.commit()
    path = link_in(session.query(OutgoingMail).filter_by(to="parent@courriel.example").one().body)
    asked = visitor(width).signed_in(fresh_app, lea)
    for page in ("", "/accord", "/accord/feuille"):
        asked.go(f"/mes-candidatures/{row.public_id}{page}")
    asked.go(f"/mes-candidatures/{row.public_id}/accord").press("Envoyer le message")
    asked.go("/mes-candidatures/calendrier")
    parent = visitor(width).go(path).press("Je donne mon accord")
    assert "Cette réponse est nécessaire." in parent.text
    parent.fill(name="Paul Martin").press("Je donne mon accord")
    assert parent.h1 == "Vous avez donné votre accord"
    asked.go(f"/mes-candidatures/{row.public_id}/accueil")
    parent.page.locator("summary").first.click()
    parent.check().press("Retirer mon accord")
    assert parent.h1 == "C’est noté"


def test_coming_together_and_doors(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, scene: Any, width: int) -> None:
    lea, nadia = (each.user for each in (scene.rows[1], scene.rows[0]))
    link = services.ask_friend(scene.rows[1], by=lea)
    session.commit()
    friend = visitor(width).go(f"/venir-avec/{link.token}").press("Oui, je viens avec elle")
    assert "Vous venez à deux" in friend.text
    friend.go("/venir-avec/rien", status=404)
    visitor(width).signed_in(fresh_app, lea).go(f"/mes-candidatures/{scene.rows[1].public_id}")
    services.join_friend(link, scene.rows[0], by=nadia)
    door = services.close_door(scene.rows[0], by=scene.member, reason=DoorReason.AGREED)
    services.contest_door(door, by=nadia)
    moderateur, path_of_door = agent(Role.MODERATEUR), f"/moderation/personnes-non-recues/{door.public_id}"
    session.commit()
    host = visitor(width).signed_in(fresh_app, scene.member)
    for path in ("candidats", f"candidats/{scene.rows[0].public_id}", f"candidats/{scene.rows[1].public_id}/ne-plus-recevoir",
                 "candidats/non-recus", "attendus", f"missions/{scene.mission.public_id}/attendus"):
        host.go(f"/association/{path}")
    someone = visitor(width).signed_in(fresh_app, nadia)
    for path in (f"/mes-candidatures/{scene.rows[0].public_id}", f"/missions/{scene.mission.public_id}", "/vous-et-les-associations",
                 f"/missions/{scene.mission.public_id}/candidater", f"/associations/{scene.host.public_id}/ne-plus-voir"):
        someone.go(path)
    someone.press("Ne plus voir cette association").go(f"/associations/{scene.host.public_id}")
    desk = visitor(width).signed_in(fresh_app, moderateur).go("/moderation/personnes-non-recues")
    desk.go(path_of_door).press("Répondre sans rien changer")
    assert "Cette réponse est nécessaire." in desk.text
