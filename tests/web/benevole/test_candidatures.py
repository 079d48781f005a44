"""A volunteer's candidatures on screen: the list, the story, what is hidden until accepted, messages, withdrawing."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.candidatures import services
from benevolat.candidatures.models import Candidature, Message, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import MissionKind
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, engagement, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille", last_name="Roux")
        host = association(member=member, name="Les Mains Vertes", phone="+33465710001", email="contact@mains-vertes.example")
        mission = mission(
            host, title="Arroser le jardin partagé", address="4 rue du Pressoir", contact_name="Lucie", meeting_point="Le portail"
        )
        volunteer = person(first_name="Nadia")

    return Scene


def test_an_empty_list_offers_the_next_gesture(client: PageClient, scene: Any) -> None:
    sign_in(client, scene.volunteer)
    client.get("/mes-candidatures")
    assert "Vous n’avez pas encore de candidature" in client.text
    assert "Trouver une mission" in client.text


def test_the_list_says_where_each_stands(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    candidature(mission(scene.host, title="Trier les livres"), scene.volunteer, state=State.DECLINED, reason="Une raison.")
    candidature(mission(scene.host, title="Chez quelqu’un d’autre"))
    services.post_message(row, by=scene.member, body="Bonjour.")
    sign_in(client, scene.volunteer)
    client.get("/mes-candidatures")
    for words in ("Arroser le jardin partagé", "Envoyée", "Nouveau message", "Trier les livres", "Non retenue"):
        assert words in client.text
    assert "Chez quelqu’un d’autre" not in client.text


HIDDEN = ("4 rue du Pressoir", "Lucie", "Le portail", "04 65 71 00 01", "contact@mains-vertes.example")


@pytest.mark.parametrize("state", list(State), ids=str)
def test_the_address_and_contact_show_only_once_accepted(client: PageClient, scene: Any, state: State) -> None:
    row = candidature(scene.mission, scene.volunteer, state=state, reason="Une raison.")
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    assert client.h1 == "Arroser le jardin partagé"
    assert str(state.label) in client.text
    shown = client.text.replace("\u00a0", " ")
    for words in HIDDEN:
        assert (words in shown) is (state is State.ACCEPTED), words


def test_another_person_s_candidature_does_not_exist(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    for account, status in ((person(), 404), (scene.member, 404), (agent(*Role), 403)):
        sign_in(client, account)
        assert client.get(f"/mes-candidatures/{row.public_id}").status_code == status
    assert scalar_count(Candidature) == 1


def test_withdrawing_says_what_follows_and_frees_the_place(client: PageClient, scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None)
    slot = creneau(dated, places=1)
    row = candidature(dated, scene.volunteer, creneau_id=slot.id)
    engagements.accept_candidature(row, by=scene.member)
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    assert "Votre place sera libre pour une autre personne." in client.text
    client.submit("Retirer ma candidature")
    assert "Votre candidature est retirée." in client.text
    assert (row.state, slot.places_taken) == (State.WITHDRAWN, 0)
    assert db.session.scalars(sa.select(Engagement.state)).one() is EngagementState.CANCELLED
    assert "Retirer ma candidature" not in client.text


def test_what_is_over_is_not_withdrawn(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer, state=State.ACCEPTED)
    engagement(row, state=EngagementState.ATTESTED)
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    assert "Retirer ma candidature" not in client.text
    client.follow("Voir mon engagement")
    assert client.h1 == "Arroser le jardin partagé"
    sign_in(client, scene.member)
    client.get(f"/association/candidats/{row.public_id}")
    assert "Annuler sa participation" not in client.text
    assert row.state is State.ACCEPTED


def test_messages_both_ways(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    client.submit("Envoyer le message", body="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer le message", body="À quelle heure ?")
    assert "À quelle heure" in client.text
    services.post_message(row, by=scene.member, body="À quatorze heures.")
    client.get(f"/mes-candidatures/{row.public_id}")
    assert "À quatorze heures." in client.text
    client.submit("J’ai lu ce message")
    assert "J’ai lu ce message" not in client.text
    assert all(each.read_at is not None for each in db.session.scalars(sa.select(Message)))


def test_a_second_click_sends_one_message(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    sign_in(client, scene.volunteer)
    page = f"/mes-candidatures/{row.public_id}"
    client.get(page)
    first = client.page
    client.submit("Envoyer le message", body="Bonjour.")
    client.page = first
    client.submit("Envoyer le message", body="Bonjour.")
    assert scalar_count(Message) == 1
    assert scalar_count(OutgoingMail) == 1


def test_nobody_is_buried_under_messages(client: PageClient, scene: Any) -> None:
    """Ten an hour from one side of one candidature; the eleventh stays on the page, the other side and another exchange do not wait."""
    row, other = candidature(scene.mission, scene.volunteer), candidature(mission(scene.host), scene.volunteer)
    start, page = clock.now(), f"/mes-candidatures/{row.public_id}"
    with clock.frozen(start):
        client.get(sign_in(client, scene.volunteer) and page)
        for n in range(11):
            client.submit("Envoyer le message", body=f"Message {n}")
        assert "Vous avez écrit beaucoup de messages ici." in client.text
        assert "Message 10" in client.form("Envoyer le message").find(".//*[@name='body']").text  # type: ignore[union-attr, operator]
        assert scalar_count(Message) == 10
        client.get(f"/mes-candidatures/{other.public_id}")
        client.submit("Envoyer le message", body="Une autre question.")
        client.get(sign_in(client, scene.member) and f"/association/candidats/{row.public_id}")
        client.submit("Envoyer le message", body="Bien reçu.")
        assert scalar_count(Message) == 12
    with clock.frozen(start + timedelta(hours=1)):
        client.get(sign_in(client, scene.volunteer) and page)
        client.submit("Envoyer le message", body="Merci.")
    assert scalar_count(Message) == 13


def test_reading_a_page_writes_nothing(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.post_message(row, by=scene.member, body="Bonjour.")
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    assert db.session.scalars(sa.select(Message.read_at)).one() is None


def test_nothing_can_be_written_once_it_is_over(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    sign_in(client, scene.volunteer)
    client.get(f"/mes-candidatures/{row.public_id}")
    row.state = State.WITHDRAWN
    client.submit("Envoyer le message", body="Bonjour.")
    assert "on ne peut plus y écrire" in client.text
    assert scalar_count(Message) == 0
