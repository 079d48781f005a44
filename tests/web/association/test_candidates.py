"""What an association sees and does with those who apply: piles, answers, the last place, two deciders, call-backs."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.associations.models import MemberRole, Membership
from benevolat.candidatures import services
from benevolat.candidatures.models import CallBack, Message, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any, client: PageClient) -> Any:
    class Scene:
        member = person(first_name="Camille", last_name="Roux")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, title="Arroser le jardin partagé", places=1)
        volunteer = person(first_name="Nadia", last_name="Belkacem", email="nadia@courriel.example", phone="+33639980101")

    sign_in(client, Scene.member)
    return Scene


def test_an_empty_list(client: PageClient, scene: Any) -> None:
    client.get("/association/candidats")
    assert "Personne n’attend votre réponse" in client.text
    client.get("/association/candidats?pile=terminees")
    assert "Il n’y a personne ici" in client.text
    assert client.get("/association/candidats?pile=inconnue&page=-3").status_code == 200


def test_piles_and_missions(client: PageClient, scene: Any) -> None:
    candidature(scene.mission, scene.volunteer)
    candidature(mission(scene.host, title="Trier les livres"), person(first_name="Amel"))
    candidature(mission(), person(first_name="Inconnue"))
    candidature(scene.mission, person(first_name="Bruno"), state=State.ACCEPTED)
    client.get("/association/candidats")
    assert "À répondre (2)" in client.text
    assert "Acceptées (1)" in client.text
    assert "Nadia" in client.text
    assert "Amel" in client.text
    assert "Inconnue" not in client.text
    client.get(f"/association/missions/{scene.mission.public_id}/candidats")
    assert "À répondre (1)" in client.text
    assert "Amel" not in client.text
    client.follow("Acceptées (1)")
    assert "Bruno" in client.text
    assert "Nadia" not in client.text


@pytest.mark.parametrize("state", list(State), ids=str)
def test_name_and_contact_show_only_once_accepted(client: PageClient, scene: Any, state: State) -> None:
    row = candidature(scene.mission, scene.volunteer, state=state, reason="Une raison.")
    client.get(f"/association/candidats/{row.public_id}")
    shown = client.text.replace("\u00a0", " ")
    assert client.h1 == ("Nadia Belkacem" if state is State.ACCEPTED else "Nadia")
    for words in ("Belkacem", "nadia@courriel.example", "06 39 98 01 01"):
        assert (words in shown) is (state is State.ACCEPTED), words


def test_what_the_desk_hid_is_not_read(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    keep(Message(candidature_id=row.id, author_id=scene.volunteer.id, from_volunteer=True, body="Des mots cachés.", at=clock.now(),
                 hidden_at=clock.now()))
    client.get(f"/association/candidats/{row.public_id}")
    assert "Ce message a été masqué par l’équipe d’Isère bénévolat." in client.text
    assert "Des mots cachés." not in client.text


def test_who_may_see(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    other = person()
    association(member=other)
    for account, status in ((other, 404), (scene.volunteer, 404), (agent(*Role), 403)):
        sign_in(client, account)
        assert client.get(f"/association/candidats/{row.public_id}").status_code == status
        assert client.get(f"/association/missions/{scene.mission.public_id}/candidats").status_code == status


def test_accepting(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    client.get("/association/candidats")
    client.follow("Nadia")
    client.submit("Accepter", message="Venez avec des bottes.")
    assert "La candidature est acceptée." in client.text
    assert (row.state, row.answer, scene.mission.places_taken) == (State.ACCEPTED, "Venez avec des bottes.", 1)
    assert scalar_count(Engagement) == 1


def test_the_last_place_just_taken_keeps_the_words_and_offers_the_waiting_list(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    client.get(f"/association/candidats/{row.public_id}")
    scene.mission.places_taken = 1
    client.submit("Accepter", message="Venez avec des bottes.")
    assert "La dernière place vient d’être prise." in client.text
    assert "Venez avec des bottes." in client.source
    client.submit("Accepter", message="Venez avec des bottes.")
    assert row.state is State.SENT
    form = client.form("Mettre sur la liste d’attente")
    assert form is not None
    [action] = re.findall(r'formaction="([^"]+)"', client.source)
    client.post(action, data={"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', client.source)[0], "message": "Bientôt."},
                follow_redirects=True)
    assert "La personne est sur la liste d’attente." in client.text
    assert (row.state, row.answer) == (State.WAITLISTED, "Bientôt.")


def test_declining_needs_a_reason(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    client.get(f"/association/candidats/{row.public_id}")
    client.submit("Envoyer cette réponse", message="À bientôt.")
    assert "Cette réponse est nécessaire." in client.text
    assert "À bientôt." in client.source
    client.submit("Envoyer cette réponse", reason="other", message="")
    assert "Écrivez votre raison" in client.text
    client.submit("Envoyer cette réponse", reason="other", message="Le jardin est gelé.")
    assert (row.state, row.reason, row.answer) == (State.DECLINED, "Le jardin est gelé.", None)


def test_a_listed_reason_is_written_in_words(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    client.get(f"/association/candidats/{row.public_id}")
    client.submit("Envoyer cette réponse", reason="times", message="Revenez au printemps.")
    assert (row.reason, row.answer) == ("Les jours ou les horaires ne correspondent pas.", "Revenez au printemps.")


def test_revoking(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    engagements.accept_candidature(row, by=scene.member)
    client.get(f"/association/candidats/{row.public_id}")
    client.submit("Annuler sa participation", reason="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Annuler sa participation", reason="Le jardin est fermé.")
    assert (row.state, row.reason, scene.mission.places_taken) == (State.REVOKED, "Le jardin est fermé.", 0)


def test_the_second_decider_sees_who_decided(client: PageClient, scene: Any) -> None:
    colleague = person(first_name="Malik", last_name="Serra")
    keep(Membership(**DAILY, association_id=scene.host.id, user_id=colleague.id, role=MemberRole.MEMBER))
    row = candidature(scene.mission, scene.volunteer)
    client.get(f"/association/candidats/{row.public_id}")
    services.decline_candidature(row, by=colleague, reason="Une raison.")
    client.submit("Accepter")
    assert "Malik Serra a déjà répondu" in client.text
    assert "Non retenue" in client.text
    assert row.state is State.DECLINED


def test_messages(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.post_message(row, by=scene.volunteer, body="À quelle heure ?")
    client.get("/association/candidats")
    assert "Nouveau message" in client.text
    client.follow("Nadia")
    client.submit("J’ai lu ce message")
    client.submit("Envoyer le message", body="À quatorze heures.")
    assert "À quatorze heures." in client.text
    client.get("/association/candidats")
    assert "Nouveau message" not in client.text


def test_the_association_buries_nobody_under_messages(client: PageClient, scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    client.get(f"/association/candidats/{row.public_id}")
    for n in range(11):
        client.submit("Envoyer le message", body=f"Message {n}")
    assert "Vous avez écrit beaucoup de messages ici." in client.text
    assert scalar_count(Message) == 10


def test_the_home_of_the_association_says_who_waits(client: PageClient, scene: Any) -> None:
    candidature(scene.mission, scene.volunteer)
    candidature(scene.mission, state=State.ACCEPTED)
    candidature(mission(), person())
    keep(CallBack(mission_id=scene.mission.id, first_name="Idriss", phone="+33639981234", age_band="adult", asked_at=clock.now()))
    client.get(f"/association/{scene.host.public_id}")
    assert "2 personnes attendent votre réponse" in client.text
    client.follow("Voir qui et répondre")
    assert "Nadia" in client.text
    client.get(f"/association/missions/{scene.mission.public_id}")
    client.follow("Voir les candidats")
    assert "À répondre (1)" in client.text


def test_call_backs(client: PageClient, scene: Any) -> None:
    call = keep(CallBack(mission_id=scene.mission.id, first_name="Idriss", phone="+33639981234", age_band="adult", asked_at=clock.now()))
    keep(CallBack(mission_id=mission().id, first_name="Ailleurs", phone="+33639981235", age_band="adult", asked_at=clock.now()))
    client.get("/association/candidats")
    assert "06 39 98 12 34" in client.text.replace("\u00a0", " ")
    assert "Ailleurs" not in client.text
    client.submit("C’est fait")
    assert call.done_at is not None
    assert "Idriss" not in client.text


def test_a_member_sees_no_trace_of_their_own_candidature_elsewhere(client: PageClient, scene: Any) -> None:
    mine = candidature(mission(), scene.member)
    assert client.get(f"/association/candidats/{mine.public_id}").status_code == 404


def test_fifty_a_page(client: PageClient, scene: Any) -> None:
    for n in range(51):
        candidature(scene.mission, person(first_name=f"Personne{n:02d}"))
    client.get("/association/candidats")
    assert "Personne50" not in client.text
    client.follow("Page suivante")
    assert "Personne50" in client.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Engagement)) == 0
