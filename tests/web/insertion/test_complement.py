"""A complement is asked, the person reads it first thing, answers if they wish and shows the engagement again, of the platform or not."""

from typing import Any

import pytest

from benevolat.ailleurs.services import agree_bilan
from benevolat.contrats import services
from benevolat.contrats.models import AnnexeState, Submission, SubmissionState
from benevolat.core.db import db
from benevolat.engagements.models import Engagement, State
from tests.ailleurs.stage import answered
from tests.engagements.stage import mails
from tests.factories.insertion import annexe, linked
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

WORDS = "Il manque le nombre de mardis."


def _done(elsewhere: bool) -> Engagement:
    if not elsewhere:
        return attested(person(email="amina@courriel.example", first_name="Amina", last_name="Roussel"))
    someone, row, _request = answered()
    return agree_bilan(row, by=someone).engagement


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_complement_is_answered_and_validated(client: PageClient, session: Any, elsewhere: bool) -> None:
    done = _done(elsewhere)
    helper = linked(done.user)
    annexe(done.user, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(done, wants_mark=True, by=done.user)
    before = len(mails())
    services.answer_with_complement(sent, by=helper, words=WORDS)
    assert [each.subject for each in mails()[before:]] == ["Vous avez un message d’Isère bénévolat"]
    sign_in(client, done.user).get("/a-lire", follow_redirects=True)
    assert "On vous demande un complément" in client.text
    assert WORDS in client.text
    client.follow("Compléter et transmettre de nouveau")
    assert ("hors d’Isère bénévolat" in client.text) is elsewhere
    client.submit("Transmettre de nouveau", words="Dix mardis, de mars à juin.")
    assert "C’est transmis de nouveau" in client.text
    assert "On vous demande" not in client.text
    agent = client.application.test_client()
    sign_in(agent, helper).get(f"/accompagnement/transmis/{sent.public_id}")  # type: ignore[arg-type]
    assert "Dix mardis, de mars à juin." in agent.text  # type: ignore[attr-defined]
    assert ("hors d’Isère bénévolat" in agent.text) is elsewhere  # type: ignore[attr-defined]
    agent.submit("Valider dans le contrat")  # type: ignore[attr-defined]
    again = session.get_one(Submission, sent.id)
    assert (again.state, again.wants_mark) == (SubmissionState.VALIDATED, True)


@pytest.fixture
def asked(session: Any) -> Submission:
    """A submission for which a complement was asked."""
    done = _done(elsewhere=False)
    helper = linked(done.user)
    annexe(done.user, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(done, wants_mark=False, by=done.user)
    services.answer_with_complement(sent, by=helper, words=WORDS)
    return sent


def test_nothing_has_to_be_written(client: PageClient, asked: Submission) -> None:
    sign_in(client, asked.engagement.user).get(f"/mon-contrat/transmis/{asked.public_id}/completer")
    assert client.submit("Transmettre de nouveau", words="x" * 501).status_code == 400
    client.submit("Transmettre de nouveau", words=" ")
    again = db.session.get_one(Submission, asked.id)
    assert (again.state, again.words) == (SubmissionState.SUBMITTED, None)


def test_what_was_corrected_meanwhile_waits_for_its_attestation(client: PageClient, asked: Submission) -> None:
    sign_in(client, asked.engagement.user).get(f"/mon-contrat/transmis/{asked.public_id}/completer")
    db.session.get_one(Engagement, asked.engagement_id).state = State.TO_CLOSE
    client.submit("Transmettre de nouveau")
    assert "n’est pas encore attesté" in client.text
    assert db.session.get_one(Submission, asked.id).state is SubmissionState.COMPLEMENT


def test_only_a_complement_is_completed_and_only_by_its_person(client: PageClient, asked: Submission) -> None:
    path = f"/mon-contrat/transmis/{asked.public_id}/completer"
    assert sign_in(client, person()).get(path).status_code == 404
    owner = client.application.test_client()
    sign_in(owner, asked.engagement.user).get(path)  # type: ignore[arg-type]
    owner.submit("Transmettre de nouveau", words="Dix mardis.")  # type: ignore[attr-defined]
    assert owner.get(path).status_code == 303


def test_what_is_taken_back_loses_its_words(session: Any, asked: Submission) -> None:
    someone = asked.engagement.user
    services.submit_engagement(asked.engagement, wants_mark=False, by=someone, words="Dix mardis.")
    services.cancel_submission(asked, by=someone)
    assert asked.words is None
