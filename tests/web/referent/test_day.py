"""A référent's day through the web: begin with a code, write, propose, sign, answer in three clicks, and see nothing else."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.services import give_link_code
from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, Submission, SubmissionState
from benevolat.core import clock, journal
from benevolat.core.db import db
from tests.factories.insertion import QUESTIONS, annexe, contrat, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def submitted(session: Any) -> tuple[Any, Any, Submission]:
    """A person, their référent, and an attested engagement submitted with the mark asked for."""
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    return holder, helper, services.submit_engagement(attested(holder), wants_mark=True, by=holder)


def test_begin_with_the_code(client: PageClient, session: Any) -> None:
    holder, helper = person(first_name="Amina", last_name="Roussel"), referent()
    code = give_link_code(holder)
    sign_in(client, helper).get("/accompagnement")
    assert "Amina" not in client.text
    client.follow("Ajouter une personne")
    client.submit("Commencer l’accompagnement", code="0000 0000")
    assert "Ce code ne convient pas" in client.text
    client.submit("Commencer l’accompagnement", code=code)
    assert client.h1 == "Amina Roussel"


def test_contract_then_annexe_then_proposition(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}")
    client.follow("Écrire la référence du contrat")
    today = clock.today()
    values = {"type_code": "cer", "reference": "NG-2026-7", "starts_on": today.isoformat(), "ends_on": today.isoformat(),
              "path_kind": "social"}
    client.submit("Enregistrer la référence", **{**values, "reference": "2 85 07 38 185 042 17"})
    assert "sécurité sociale" in client.text
    client.submit("Enregistrer la référence", **values)
    client.follow("Préparer une annexe")
    assert "Ce n’est pas obligatoire" in client.text
    client.submit("Enregistrer l’annexe", already_engaged="no", forms=["0", "3"], hours="2,5", period="weekly", months="3",
                  starts_on=today.isoformat(), referent_commitment="Faire le point chaque mois.", **QUESTIONS)
    assert "En préparation" in client.text
    client.submit("Proposer l’annexe à la personne")
    assert "Proposée" in client.text
    assert db.session.scalar(sa.select(Annexe.hours)) == 2.5


def test_nothing_is_chosen_beforehand(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    contrat(holder, helper)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    assert not [each for each in client.page.iter() if each.get("checked") is not None]


def test_the_referent_validates_in_three_clicks(client: PageClient, submitted: Any) -> None:
    _holder, helper, sent = submitted
    sign_in(client, helper).get("/accompagnement")
    client.follow("Amina Roussel : un engagement à valider")
    client.submit("Valider dans le contrat")
    assert "Rien ne vous attend" in client.text
    assert db.session.get_one(Submission, sent.id).state is SubmissionState.VALIDATED


def test_a_complement_is_asked_in_words(client: PageClient, submitted: Any) -> None:
    _holder, helper, sent = submitted
    sign_in(client, helper).get(f"/accompagnement/transmis/{sent.public_id}")
    client.submit("Demander un complément")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Demander un complément", words="Il manque les dates.")
    assert db.session.get_one(Submission, sent.id).answer_words == "Il manque les dates."


def test_reading_a_person_is_journalled(client: PageClient, submitted: Any) -> None:
    holder, helper, _sent = submitted
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}")
    assert [each.actor_id for each in journal.about(holder.id) if each.action == "accompagnement.read"] == [helper.id]


def test_another_referent_finds_nothing(client: PageClient, submitted: Any) -> None:
    holder, _helper, sent = submitted
    made = db.session.scalars(sa.select(Annexe)).one()
    sign_in(client, referent())
    for path in (f"personnes/{holder.public_id}", f"personnes/{holder.public_id}/annexe", f"personnes/{holder.public_id}/contrat",
                 f"transmis/{sent.public_id}"):
        assert client.get(f"/accompagnement/{path}").status_code == 404, path
    client.get("/accompagnement")
    assert "Amina" not in client.text
    token = _token(client)
    for path in (f"annexes/{made.public_id}/signer", f"annexes/{made.public_id}/proposer", f"transmis/{sent.public_id}/valider",
                 f"transmis/{sent.public_id}/complement", f"personnes/{holder.public_id}/fin"):
        assert client.post(f"/accompagnement/{path}", data={"csrf_token": token}).status_code == 404, path


def _token(client: PageClient) -> str:
    return next(each.get("value") or "" for each in client.page.iter() if each.get("name") == "csrf_token")


def test_a_person_taken_back_disappears(client: PageClient, submitted: Any) -> None:
    holder, helper, sent = submitted
    services.cancel_submission(sent, by=holder)
    sign_in(client, helper).get("/accompagnement")
    assert "Rien ne vous attend" in client.text
    assert client.get(f"/accompagnement/transmis/{sent.public_id}").status_code == 404


@pytest.mark.parametrize("count", [1, 40, 400])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(client: PageClient, session: Any, count: int) -> None:
    helper = referent()
    for _each in range(count):
        linked(person(), helper)
    sign_in(client, helper)
    with counted_queries() as seen:
        assert client.get("/accompagnement").status_code == 200
    assert len(seen) <= 22
