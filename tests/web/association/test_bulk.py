"""The same answer to several candidates: each is its own act, what could not be done is said by name, and words are filled in."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import ModelTooMany
from benevolat.candidatures.models import AnswerKind, AnswerModel, Candidature, State
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import MissionKind
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any, client: PageClient) -> Any:
    """Four people apply where three places are left; their association is signed in."""

    class Scene:
        member = person(first_name="Camille")
        host = association(member=member)
        mission = mission(host, title="Servir le repas", places=3)
        names = ("Amel", "Bruno", "Chloe", "Dina")
        rows: list[Candidature]

    Scene.rows = [
        candidature(Scene.mission, person(first_name=name, email=f"{name.lower()}@courriel.example"),
                    sent_at=clock.now() - timedelta(days=10 - n)) for n, name in enumerate(Scene.names)
    ]
    sign_in(client, Scene.member)
    return Scene


def many(client: PageClient, rows: list[Candidature], what: str, **more: str) -> Any:
    chosen = "&".join(f"c={each.public_id}" for each in rows)
    return client.get(f"/association/candidats/ensemble?{chosen}&faire={what}" + "".join(f"&{k}={v}" for k, v in more.items()))


def ids(rows: list[Candidature]) -> list[str]:
    """What a browser sends of several hidden fields of one name."""
    return [each.public_id for each in rows]


def states() -> list[str]:
    db.session.rollback()
    return [str(each) for each in db.session.scalars(sa.select(Candidature.state).order_by(Candidature.id))]


def test_three_are_accepted_and_the_fourth_is_said_by_name(client: PageClient, scene: Any) -> None:
    client.get("/association/candidats?coches=1")
    many(client, scene.rows, "accept")
    assert client.h1 == "Accepter ces personnes"
    assert states() == ["sent"] * 4
    client.submit("Accepter", c=ids(scene.rows), message="Bonjour {prénom}, à bientôt pour « {mission} ».")
    assert "3 acceptées." in client.text
    assert "Dina : La dernière place vient d’être prise." in client.text
    assert states() == ["accepted"] * 3 + ["sent"]
    letter = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == "bruno@courriel.example")).one()
    assert "Bonjour Bruno, à bientôt pour « Servir le repas »." in letter


def test_a_second_click_answers_nobody_twice(client: PageClient, scene: Any) -> None:
    many(client, scene.rows[:2], "waitlist")
    form = client.form("Mettre en attente")
    values = {each.get("name"): each.get("value") for each in form.iter() if each.get("name")} | {"message": ""}
    values["c"] = ids(scene.rows[:2])
    for _click in range(2):
        client.post("/association/candidats/ensemble", data=values)
    assert states() == ["waitlisted"] * 2 + ["sent"] * 2
    assert scalar_count(OutgoingMail) == 2
    client.get("/association/candidats")
    assert "Amel : " not in client.text, "a second click is answered like the first, without a reproach"


def test_a_refusal_needs_a_reason_each_reads(client: PageClient, scene: Any) -> None:
    many(client, scene.rows[:2], "decline")
    client.submit("Envoyer cette réponse", c=ids(scene.rows[:2]))
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer cette réponse", c=ids(scene.rows[:2]), reason="other", message="Merci {prénom}, le chantier est reporté.")
    assert "2 réponses envoyées." in client.text
    assert [each.reason for each in db.session.scalars(sa.select(Candidature).order_by(Candidature.id).limit(2))] == [
        f"Merci {name}, le chantier est reporté." for name in ("Amel", "Bruno")]


def test_what_was_decided_meanwhile_is_said_with_who_decided(client: PageClient, scene: Any) -> None:
    many(client, scene.rows[:2], "waitlist")
    services.decline_candidature(db.session.get_one(Candidature, scene.rows[0].id), by=scene.member, reason="Une raison.")
    client.submit("Mettre en attente", c=ids(scene.rows[:2]))
    assert "1 mise sur la liste d’attente." in client.text
    assert "Amel : Camille" in client.text


def test_nobody_of_another_association_is_answered(client: PageClient, scene: Any) -> None:
    foreign = candidature(mission())
    db.session.commit()
    client.get(f"/association/candidats/ensemble?c={foreign.public_id}&faire=accept", follow_redirects=True)
    assert "Cochez au moins une personne" in client.text
    many(client, [scene.rows[0], foreign], "accept")
    assert "1 personne reçoit votre réponse." in client.text


def test_models_are_written_used_and_thrown_away(client: PageClient, scene: Any) -> None:
    client.get(f"/association/{scene.host.public_id}/modeles")
    client.submit("Enregistrer le modèle")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Enregistrer le modèle", kind="accept", title="Bienvenue", body="Bonjour {prénom}, merci.")
    many(client, scene.rows[:1], "accept")
    client.follow("Bienvenue")
    client.submit("Accepter")
    assert db.session.scalars(sa.select(Candidature.answer).where(Candidature.id == scene.rows[0].id)).one() == "Bonjour Amel, merci."
    client.get(f"/association/candidats/{scene.rows[1].public_id}")
    answer = client.follow("Bienvenue")
    assert "Bonjour Bruno, merci." in answer.get_data(as_text=True)
    client.get(f"/association/{scene.host.public_id}/modeles")
    client.follow("Bienvenue")
    client.submit("Supprimer ce modèle")
    assert scalar_count(AnswerModel) == 0


def test_models_are_the_associations_own(scene: Any) -> None:
    stranger = person()
    association(member=stranger)
    with pytest.raises(NotAllowed):
        services.save_model(scene.host, kind=AnswerKind.ACCEPT, title="Un", body="Deux", by=stranger)
    for n in range(20):
        model = services.save_model(scene.host, kind=AnswerKind.ACCEPT, title=f"Modèle {n}", body="Bonjour", by=scene.member)
    with pytest.raises(ModelTooMany):
        services.save_model(scene.host, kind=AnswerKind.ACCEPT, title="Un de plus", body="Bonjour", by=scene.member)
    assert queries.find_answer_model(stranger, model.public_id) is None


def test_a_list_is_narrowed_to_a_mission_and_a_date(client: PageClient, scene: Any) -> None:
    dated = mission(scene.host, title="Tenir le vestiaire", kind=MissionKind.DATED, places=None)
    one, other = creneau(dated), creneau(dated, days=9)
    for name, slot in (("Elsa", one), ("Farid", other)):
        candidature(dated, person(first_name=name), creneau_id=slot.id)
    client.get("/association/candidats")
    assert all(name in client.text for name in (*scene.names, "Elsa", "Farid"))
    client.get(f"/association/candidats?mission={dated.public_id}", follow_redirects=True)
    assert ("Elsa" in client.text, "Amel" in client.text) == (True, False)
    client.get(f"/association/missions/{dated.public_id}/candidats?creneau={other.public_id}")
    assert ("Elsa" in client.text, "Farid" in client.text, "À répondre (1)" in client.text) == (False, True, True)


def test_five_thousand_candidates_cost_what_fifty_do(client: PageClient, scene: Any) -> None:
    def read(path: str) -> int:
        with counted_queries("SELECT") as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    for n in range(46):
        candidature(scene.mission, person(first_name=f"Personne {n}"))
    db.session.commit()
    read("/association/candidats")
    few = read("/association/candidats")
    who = [person().id for _each in range(10)]
    missions = [mission(scene.host, title=f"Mission {n}").id for n in range(495)]
    db.session.execute(sa.insert(Candidature), [
        {"public_id": entropy.public_id(), "mission_id": of, "user_id": user, "state": State.SENT, "message": "", "sent_at": clock.now()}
        for of in missions for user in who
    ])
    db.session.commit()
    assert read("/association/candidats") == few
    assert "À répondre (5000)" in client.text
    assert read("/association/candidats?page=100") == few
