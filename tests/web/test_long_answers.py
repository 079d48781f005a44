"""Every free text has its length: one character more is said on the page, what was typed stays there, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.ailleurs.models import ProofRequest
from benevolat.candidatures.models import CallBack, Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.engagements import services as engagements
from benevolat.engagements.models import BilanState, Engagement, State
from benevolat.missions.models import Publication
from benevolat.passeport import services as passeport
from tests.ailleurs import stage as ailleurs
from tests.conftest import scalar_count
from tests.engagements.stage import confirmed, in_progress, to_close
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

Case = Callable[[PageClient], Callable[[], Any]]
"""Opens a page and sends one answer that is too long; returns what reads the state that must not have changed."""


def not_done_by_the_association(client: PageClient) -> Callable[[], Any]:
    stage = to_close()
    client.get(sign_in(client, stage.member) and f"/association/engagements/{stage.engagement.public_id}/pas-eu-lieu")
    client.submit("Dire que cela n’a pas eu lieu", reason="x" * 501)
    return lambda: stage.engagement.state is State.TO_CLOSE


def not_done_by_the_person(client: PageClient) -> Callable[[], Any]:
    stage = to_close()
    client.get(sign_in(client, stage.volunteer) and f"/mes-engagements/{stage.engagement.public_id}/pas-eu-lieu")
    client.submit("Dire que cela n’a pas eu lieu", reason="x" * 501)
    return lambda: stage.engagement.state is State.TO_CLOSE


def sentence_of_the_bilan(client: PageClient) -> Callable[[], Any]:
    stage = to_close()
    client.get(sign_in(client, stage.member) and f"/association/engagements/{stage.engagement.public_id}/bilan")
    client.submit("Confirmer le bilan", hours="2", sentence="x" * 301)
    return lambda: stage.bilan.state is BilanState.EXPECTED


def reason_of_a_correction(client: PageClient) -> Callable[[], Any]:
    stage = confirmed()
    client.get(sign_in(client, stage.member) and f"/association/engagements/{stage.engagement.public_id}/bilan")
    client.submit("Corriger le bilan", hours="2", reason="x" * 501)
    return lambda: stage.bilan.corrected_at is None


def words_of_the_draft(client: PageClient) -> Callable[[], Any]:
    stage = to_close()
    client.get(sign_in(client, stage.volunteer) and f"/mes-engagements/{stage.engagement.public_id}/bilan")
    client.submit("Envoyer à l’association", hours="2", words="x" * 1001)
    return lambda: stage.bilan.state is BilanState.EXPECTED


def words_of_the_disagreement(client: PageClient) -> Callable[[], Any]:
    stage = confirmed()
    client.get(sign_in(client, stage.volunteer) and f"/mes-engagements/{stage.engagement.public_id}/bilan/desaccord")
    client.submit("Envoyer ma réponse", words="x" * 1001)
    return lambda: stage.bilan.state is BilanState.CONFIRMED


def elsewhere(field: str, length: int) -> Case:
    def case(client: PageClient) -> Callable[[], Any]:
        client.get(sign_in(client, person()) and "/mes-engagements/ailleurs")
        answers = {"title": "Aider", "host": "Un club", "starts_on": "2026-01-01", "ends_on": "2026-01-31", "hours": "2"}
        client.submit("Ajouter à mes engagements", **answers | {field: "x" * length})
        return lambda: scalar_count(Engagement) == 0

    return case


def asking(field: str, length: int) -> Case:
    def case(client: PageClient) -> Callable[[], Any]:
        someone, row = ailleurs.declared()
        client.get(sign_in(client, someone) and f"/mes-engagements/{row.public_id}/demander")
        client.submit("Envoyer la demande", **{"contact_name": "Odile", "email": ailleurs.HOST, field: "x" * length})
        return lambda: scalar_count(ProofRequest) == 0

    return case


def answer_by_a_link(field: str, length: int) -> Case:
    def case(client: PageClient) -> Callable[[], Any]:
        _someone, row, _request = ailleurs.asked()
        client.get(f"/attester/{ailleurs.last_token()}")
        answers = {"sentence": "A aidé.", "signer": "Odile", "function": "présidente", "host": "Le club"}
        client.submit("Confirmer", **answers | {field: "x" * length})
        return lambda: row.bilan is not None and row.bilan.state is BilanState.DECLARED

    return case


def withdrawal_by_a_link(client: PageClient) -> Callable[[], Any]:
    _someone, row, _request = ailleurs.answered()
    client.get(f"/attester/{ailleurs.last_token()}")
    client.submit("Retirer pour de bon", why="x" * 501)
    return lambda: row.bilan is not None and row.bilan.state is BilanState.CONFIRMED


def answer_to_a_candidature(button: str, field: str, **values: str) -> Case:
    def case(client: PageClient) -> Callable[[], Any]:
        member = person()
        row = candidature(mission(association(member=member)))
        if field == "reason":
            engagements.accept_candidature(row, by=member)
        before = row.state
        client.get(sign_in(client, member) and f"/association/candidats/{row.public_id}")
        client.submit(button, **values | {field: "x" * 501})
        return lambda: row.state is before

    return case


def candidature_sent(field: str, length: int) -> Case:
    def case(client: PageClient) -> Callable[[], Any]:
        row = mission()
        client.get(sign_in(client, person(first_name="")) and f"/missions/{row.public_id}/candidater")
        client.submit("Envoyer ma candidature", **{"first_name": "Nadia"} | {field: "x" * length})
        return lambda: scalar_count(Candidature) == 0

    return case


def name_of_a_call_back(client: PageClient) -> Callable[[], Any]:
    client.get(f"/missions/{mission().public_id}/rappelez-moi")
    client.submit("Demander un appel", first_name="x" * 81, age_band="adult", phone="06 39 98 12 34")
    return lambda: scalar_count(CallBack) == 0


def reason_of_the_desk(client: PageClient) -> Callable[[], Any]:
    row = mission(publication=Publication.SUBMITTED, published_at=None)
    client.get(sign_in(client, agent(Role.MODERATEUR)) and f"/moderation/missions/{row.public_id}/refuser")
    client.submit("Refuser la mission", reason="danger", words="x" * 801)
    return lambda: row.publication is Publication.SUBMITTED


def refusal_of_a_mark(client: PageClient) -> Callable[[], Any]:
    stage = confirmed()
    passeport.agree_bilan(stage.engagement, by=stage.volunteer)
    asked = passeport.ask_validation(stage.engagement, by=stage.volunteer)
    client.get(sign_in(client, agent(Role.MODERATEUR)) and f"/moderation/validations/{asked.public_id}")
    client.submit("Envoyer cette réponse", reason="x" * 501)
    return lambda: asked.answered_at is None


def own_words(client: PageClient) -> Callable[[], Any]:
    stage = in_progress()
    skill = passeport.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Moi.", by=stage.volunteer)
    client.get(sign_in(client, stage.volunteer) and f"/mon-passeport/competences/{skill.public_id}")
    client.submit("Enregistrer mes mots", own_words="x" * 501)
    return lambda: skill.own_words == "Moi."


CASES: dict[str, Case] = {
    "not done, by the association": not_done_by_the_association, "not done, by the person": not_done_by_the_person,
    "sentence of the bilan": sentence_of_the_bilan, "reason of a correction": reason_of_a_correction,
    "words of the draft": words_of_the_draft, "words of the disagreement": words_of_the_disagreement,
    "elsewhere, title": elsewhere("title", 121), "elsewhere, host": elsewhere("host", 121), "elsewhere, words": elsewhere("words", 501),
    "asking a host, name": asking("contact_name", 81), "asking a host, address": asking("email", 321),
    **{f"host elsewhere, {field}": answer_by_a_link(field, length) for field, length in (
        ("sentence", 301), ("signer", 81), ("function", 81), ("host", 121))},
    "host elsewhere, withdrawal": withdrawal_by_a_link,
    "accepting": answer_to_a_candidature("Accepter", "message"),
    "declining": answer_to_a_candidature("Envoyer cette réponse", "message", reason="times"),
    "revoking": answer_to_a_candidature("Annuler sa participation", "reason"),
    "candidature, message": candidature_sent("message", 1001), "candidature, first name": candidature_sent("first_name", 81),
    "call back": name_of_a_call_back, "moderation": reason_of_the_desk, "refusal of a mark": refusal_of_a_mark, "own words": own_words,
}


@pytest.mark.parametrize("name", list(CASES))
def test_one_character_too_many(session: Any, client: PageClient, name: str) -> None:
    unchanged = CASES[name](client)
    assert unchanged()
    assert 'aria-invalid="true"' in client.source
    assert "xxxxxxxxxx" in client.source, "what was typed is still there"


def test_the_limits_themselves_are_accepted(session: Any, client: PageClient) -> None:
    member = person()
    row = candidature(mission(association(member=member)))
    client.get(sign_in(client, member) and f"/association/candidats/{row.public_id}")
    client.submit("Accepter", message="x" * 500)
    assert row.state is CandidatureState.ACCEPTED
