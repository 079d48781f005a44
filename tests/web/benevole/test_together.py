"""Coming with a friend, on the screens: a link that says no name, the friend's own account, the association's two answers."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.candidatures import queries, services
from benevolat.candidatures.models import Candidature, Companion, State
from benevolat.core.db import db
from benevolat.missions.models import MissionKind
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, title="Servir le repas", kind=MissionKind.DATED)
        first, second = creneau(mission), creneau(mission, days=9)
        lea = person(first_name="Léa-Rose")
        sent = candidature(mission, lea, creneau_id=second.id)

    return Scene


def test_a_friend_without_an_account_comes_along(client: PageClient, scene: Any) -> None:
    sign_in(client, scene.lea).get(f"/mes-candidatures/{scene.sent.public_id}")
    client.submit("Obtenir un lien à donner")
    found = re.search(r'/venir-avec/[\w-]+', client.source)
    assert found
    client.get(found[0])
    assert "Ce lien est le vôtre" in client.text
    with client.session_transaction() as session:
        session.clear()
    client.get(found[0])
    assert "Servir le repas" in client.text
    assert "Léa-Rose" not in client.source
    client.submit("Oui, je viens avec elle")
    assert "Vous venez à deux" in client.text
    client.submit("Continuer", first_name="Sami", age_band="adult", contact="sami@courriel.example")
    client.submit("Envoyer ma candidature", code=last_code("sami@courriel.example"))
    assert client.h1 == "Votre candidature est envoyée"
    friend = db.session.scalars(sa.select(Candidature).order_by(Candidature.id.desc()).limit(1)).one()
    assert (friend.creneau_id, friend.user.first_name) == (scene.second.id, "Sami")
    sign_in(client, scene.member).get("/association/candidats")
    assert ("Vient avec Sami" in client.text, "Vient avec Léa-Rose" in client.text) == (True, True)
    client.get(f"/association/candidats/{friend.public_id}")
    assert "dire non à l’une ne dit pas non à l’autre" in client.text
    with client.session_transaction() as session:
        session.clear()
    assert client.get(found[0]).status_code == 404


def test_another_date_is_said_and_the_candidature_stands(client: PageClient, scene: Any) -> None:
    link = services.ask_friend(scene.sent, by=scene.lea)
    sign_in(client, person(first_name="Sami")).get(f"/venir-avec/{link.token}")
    client.submit("Oui, je viens avec elle")
    client.submit("Envoyer ma candidature", creneau=scene.first.public_id)
    assert "Vous n’avez pas choisi la même date" in client.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Candidature)) == 2
    assert queries.comes_with([scene.sent]) == {}


def test_who_applied_already_says_it_at_once_and_takes_it_back(client: PageClient, scene: Any) -> None:
    link, sami = services.ask_friend(scene.sent, by=scene.lea), person(first_name="Sami")
    sent = candidature(scene.mission, sami, creneau_id=scene.second.id)
    sign_in(client, sami).get(f"/venir-avec/{link.token}")
    client.submit("Oui, je viens avec elle")
    assert client.h1 == "Servir le repas"
    assert queries.comes_with([sent]) == {scene.sent.id: ["Sami"], sent.id: ["Léa-Rose"]}
    client.submit("Ne plus venir ensemble")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Companion)) == 0
    assert {scene.sent.state, sent.state} == {State.SENT}
