"""The single-use link of a letter: a GET does nothing, one answer counts, and whoever comes second is told who decided."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import Membership
from benevolat.candidatures import services
from benevolat.candidatures.models import AnswerLink, Candidature, State
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    """Nadia applied to a mission of one place; its two members each received their link."""

    class Scene:
        camille = person(first_name="Camille", last_name="Roux", email="camille@mains-vertes.example")
        luc = person(first_name="Luc", last_name="Roux", email="luc@mains-vertes.example")
        host = association(member=camille)
        mission = mission(host, title="Servir le repas", places=1)
        nadia = person(first_name="Nadia", email="nadia@courriel.example", phone="+33639980101")

    keep(Membership(association_id=Scene.host.id, user_id=Scene.luc.id, right_candidates=True))
    Scene.sent = services.send_candidature(Scene.mission, user=Scene.nadia, by=Scene.nadia, message="J’aime cuisiner.")
    session.commit()
    return Scene


def link_of(address: str) -> str:
    """Return the path in the last letter to an address."""
    body = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == address).order_by(OutgoingMail.id.desc())).first()
    found = re.findall(r"http://localhost(/reponse/\S+)", body or "")
    assert len(found) == 1, body
    return str(found[0])


def state_of(row: Any) -> State:
    db.session.rollback()
    return db.session.get_one(Candidature, row.id).state


def test_each_member_has_a_link_and_only_its_fingerprint_is_kept(scene: Any) -> None:
    one, other = link_of("camille@mains-vertes.example"), link_of("luc@mains-vertes.example")
    assert one != other
    kept = set(db.session.scalars(sa.select(AnswerLink.token_hash)))
    assert kept == {entropy.fingerprint(each.rsplit("/", 1)[1]) for each in (one, other)}


def test_a_mailbox_that_many_read_gets_no_link(session: Any, scene: Any) -> None:
    scene.host.shared_mailbox, scene.host.email = True, "contact@mains-vertes.example"
    kept = scalar_count(AnswerLink)
    sent = services.send_candidature(scene.mission, user=(who := person()), by=who)
    [body] = session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == scene.host.email))
    assert f"/association/candidats/{sent.public_id}" in body
    assert (scalar_count(AnswerLink), "/reponse/" in body) == (kept, False)


def test_reading_the_page_does_nothing_however_often(client: PageClient, scene: Any) -> None:
    path = link_of("camille@mains-vertes.example")
    for _scanner in range(3):
        client.get(path)
        client.head(path)
    assert client.h1 == "Répondre à Nadia"
    for words in ("J’aime cuisiner.", "Servir le repas", "18 ans ou plus"):
        assert words in client.text
    for secret in ("nadia@courriel", "39 98 01 01", "Belkacem"):
        assert secret not in client.text
    assert state_of(scene.sent) is State.SENT
    assert scalar_count(AnswerLink) == len(db.session.scalars(sa.select(AnswerLink).where(AnswerLink.used_at.is_(None))).all())


def test_one_press_accepts_in_the_members_name(client: PageClient, scene: Any) -> None:
    path = link_of("luc@mains-vertes.example")
    client.get(path)
    client.submit("Accepter Nadia", message="À mardi.")
    assert client.h1 == "Nadia a déjà une réponse"
    row = db.session.get_one(Candidature, scene.sent.id)
    assert (row.state, row.decided_by.first_name, row.answer) == (State.ACCEPTED, "Luc", "À mardi.")
    client.get(link_of("camille@mains-vertes.example"))
    assert "Luc Roux a répondu" in client.text
    assert "Ne pas retenir" not in client.text
    assert client.post(f"{link_of('camille@mains-vertes.example')}/non", data={"reason": "places"}).status_code == 303
    assert state_of(scene.sent) is State.ACCEPTED


def test_a_refusal_needs_its_reason_and_is_read(client: PageClient, scene: Any) -> None:
    client.get(link_of("camille@mains-vertes.example"))
    client.submit("Envoyer cette réponse")
    assert "Cette réponse est nécessaire." in client.text
    assert state_of(scene.sent) is State.SENT
    client.submit("Envoyer cette réponse", reason="times", message="Le lundi peut-être.")
    row = db.session.get_one(Candidature, scene.sent.id)
    assert (row.state, row.reason, row.answer) == (
        State.DECLINED, "Les jours ou les horaires ne correspondent pas.", "Le lundi peut-être.")


def test_a_full_mission_is_said_and_the_link_is_not_spent(client: PageClient, scene: Any) -> None:
    path = link_of("camille@mains-vertes.example")
    client.get(path)
    db.session.get_one(type(scene.mission), scene.mission.id).places_taken = 1
    db.session.commit()
    client.submit("Accepter Nadia")
    assert "La dernière place vient d’être prise." in client.text
    assert state_of(scene.sent) is State.SENT
    assert db.session.scalars(sa.select(AnswerLink).where(AnswerLink.used_at.is_not(None))).all() == []


@pytest.mark.parametrize("why", ["left the team", "too old", "erased", "unknown"])
def test_a_link_that_opens_nothing_says_so(client: PageClient, scene: Any, why: str) -> None:
    path = link_of("camille@mains-vertes.example")
    if why == "left the team":
        db.session.execute(sa.delete(Membership).where(Membership.user_id == scene.camille.id))
    elif why == "too old":
        db.session.execute(sa.update(AnswerLink).values(expires_at=clock.now() - timedelta(minutes=1)))
    elif why == "erased":
        db.session.get_one(type(scene.camille), scene.camille.id).erased_at = clock.now()
    else:
        path += "x"
    db.session.commit()
    answer = client.get(path)
    assert (answer.status_code, client.h1) == (404, "Ce lien ne sert plus")
    client.post(f"{path}/oui")
    assert state_of(scene.sent) is State.SENT


def test_a_link_dies_with_the_state_it_was_made_for(client: PageClient, scene: Any) -> None:
    path = link_of("camille@mains-vertes.example")
    services.waitlist_candidature(db.session.get_one(Candidature, scene.sent.id), by=scene.luc)
    db.session.commit()
    client.get(path)
    assert "Sur liste d’attente" in client.text
    client.post(f"{path}/oui")
    assert state_of(scene.sent) is State.WAITLISTED


def test_its_address_is_given_to_nobody(client: PageClient, scene: Any) -> None:
    answer = client.get(link_of("camille@mains-vertes.example"))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.fixture
def offered(scene: Any) -> Any:
    """Nadia is expected; Idriss waits, then the place is kept for him."""
    engagements.accept_candidature(scene.sent, by=scene.camille)
    services.choose_rule(scene.mission, automatic=True, by=scene.camille)
    scene.idriss = person(first_name="Idriss", email="idriss@courriel.example")
    scene.waiting = services.send_candidature(scene.mission, user=scene.idriss, by=scene.idriss)
    engagements.withdraw_candidature(scene.sent, by=scene.nadia)
    db.session.commit()
    return scene


def test_who_waits_takes_the_place_kept_for_them(client: PageClient, offered: Any) -> None:
    client.get(link_of("idriss@courriel.example"))
    assert client.h1 == "Une place est libre pour vous"
    assert "Ce n’est pas obligatoire." in client.text
    client.submit("Je prends la place")
    assert client.h1 == "La place est à vous"
    assert state_of(offered.waiting) is State.ACCEPTED


def test_or_lets_it_go(client: PageClient, offered: Any) -> None:
    client.get(link_of("idriss@courriel.example"))
    client.submit("Non, je laisse la place")
    assert client.h1 == "Cette place n’est plus gardée"
    assert state_of(offered.waiting) is State.WITHDRAWN
    assert db.session.get_one(type(offered.mission), offered.mission.id).places_taken == 0


def test_the_link_of_an_erased_account_opens_nothing(client: PageClient, offered: Any) -> None:
    path = link_of("idriss@courriel.example")
    db.session.get_one(type(offered.idriss), offered.idriss.id).erased_at = clock.now()
    db.session.commit()
    assert client.get(path).status_code == 404


def test_a_secret_serves_once_and_not_after_its_time(session: Any, scene: Any) -> None:
    one, other = session.scalars(sa.select(AnswerLink).order_by(AnswerLink.id))
    assert [services.links.use_link(one) for _press in range(2)] == [True, False]
    with clock.frozen(other.expires_at):
        assert not services.links.use_link(other)


def test_too_late_is_said_with_the_way_on(client: PageClient, offered: Any) -> None:
    path = link_of("idriss@courriel.example")
    with clock.frozen(clock.now() + timedelta(hours=49)):
        client.get(path)
        assert client.h1 == "Cette place n’est plus gardée"
        assert "Attendre la prochaine place" in client.text
        client.post(f"{path}/oui")
    assert state_of(offered.waiting) is State.WAITLISTED


def test_the_same_on_ones_own_page(client: PageClient, offered: Any) -> None:
    sign_in(client, offered.idriss)
    client.get(f"/mes-candidatures/{offered.waiting.public_id}")
    client.submit("Je prends la place")
    assert "La place est à vous. L’association est prévenue." in client.text


def test_the_association_chooses_how_its_list_moves(client: PageClient, scene: Any) -> None:
    sign_in(client, scene.camille)
    answer = client.get(f"/association/missions/{scene.mission.public_id}/candidats?pile=liste-d-attente")
    assert "checked" not in answer.get_data(as_text=True)
    client.submit("Enregistrer ce choix")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Enregistrer ce choix", automatic="yes")
    assert "C’est enregistré." in client.text
