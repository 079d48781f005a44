"""The person's screens: write, see it as others will, agree, send, take back; the page after a closing, once."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.core.db import FormKey, db
from benevolat.engagements.models import BilanState, Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.temoignages.models import AnswerCount, Reason, State, Temoignage
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.temoignages import WORDS, temoignage
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

SEND, SEE = "Envoyer mon témoignage", "Voir comment il paraîtra"


@pytest.fixture
def done(session: Any) -> Engagement:
    """An attested engagement."""
    return attested(person(first_name="Nadia", last_name="Zidounov"))


def at(client: PageClient, done: Engagement, page: str = "") -> PageClient:
    """Open a page of the engagement as its volunteer."""
    address = f"/mes-engagements/{done.public_id}{page}"
    sign_in(client, done.user).get(address)
    return client


def test_written_seen_agreed_sent(client: PageClient, done: Engagement) -> None:
    at(client, done).follow("Écrire un témoignage")
    assert "Ce n’est pas obligatoire." in client.text
    assert 'checked' not in client.source, "no name is chosen for the person"
    client.submit(SEE, words=WORDS, naming="commune")
    assert client.h1 == "Voici comment il paraîtra"
    assert WORDS in client.text
    assert "Nadia, Voiron" in client.text
    assert 'checked' not in client.source, "nothing is agreed on beforehand"
    assert scalar_count(Temoignage) == 0
    client.submit(SEND)
    assert "Cochez la case si vous êtes d’accord." in client.text
    assert scalar_count(Temoignage) == 0
    client.submit(SEND, agreed="y")
    assert "Votre témoignage est envoyé." in client.text
    row = db.session.scalars(sa.select(Temoignage)).one()
    assert (row.words, row.shown_name, row.state) == (WORDS, "Nadia, Voiron", State.SUBMITTED)
    client.follow("Voir mon témoignage")
    assert "En relecture" in client.text


def test_changing_ones_words_keeps_what_was_typed(client: PageClient, done: Engagement) -> None:
    at(client, done, "/temoignage/ecrire").submit(SEE, words="Deux\nlignes.", naming="woman")
    client.submit("Changer mes mots")
    assert "Deux\nlignes." in client.source
    client.submit(SEE)
    assert "Une bénévole" in client.text
    client.submit(SEND, agreed="y")
    assert db.session.scalars(sa.select(Temoignage.words)).one() == "Deux\nlignes."


def test_what_gives_away_is_told_and_stops_nobody(client: PageClient, done: Engagement) -> None:
    words = "J’étais au RSA. Appelez Nadia Zidounov au 06 39 98 00 42."
    at(client, done, "/temoignage/ecrire").submit(SEE, words=words, naming="first_name")
    for words in ("on pourrait comprendre que", "« RSA »", "numéro de téléphone", "« 06 39 98 00 42 »", "votre nom de famille"):
        assert words in client.text.replace("\u00a0", " ")
    client.submit(SEND, agreed="y")
    assert db.session.scalars(sa.select(Temoignage.state)).one() is State.SUBMITTED


@pytest.mark.parametrize("words", ["", "x" * 601])
def test_bad_words_are_explained_where_they_are(client: PageClient, done: Engagement, words: str) -> None:
    at(client, done, "/temoignage/ecrire").submit(SEE, words=words, naming="person")
    assert client.h1 == "Écrire un témoignage"
    assert "field--error" in client.source


def test_a_name_nobody_offers_is_refused(client: PageClient, done: Engagement) -> None:
    at(client, done, "/temoignage/ecrire")
    for step in ("voir", "envoyer"):
        token = next(each.get("value") for each in client.form(SEE).iter() if each.get("name") == "csrf_token")
        client.post(f"/mes-engagements/{done.public_id}/temoignage/ecrire",
                    data={"csrf_token": token, "words": WORDS, "naming": "pape", "agreed": "y", "accord_version": "0", "etape": step})
        assert client.h1 == "Écrire un témoignage"
    assert scalar_count(Temoignage) == 0


def test_hostile_words_are_words(client: PageClient, done: Engagement) -> None:
    hostile = "<script>alert(1)</script> \"'> <b>gras"
    at(client, done, "/temoignage/ecrire").submit(SEE, words=hostile, naming="man")
    client.submit(SEND, agreed="y")
    assert db.session.scalars(sa.select(Temoignage.words)).one() == hostile
    client.follow("Voir mon témoignage")
    assert hostile in client.text


def test_sent_back_rewritten_and_taken_back(client: PageClient, done: Engagement) -> None:
    temoignage(done, state=State.TO_CORRECT, reason=Reason.SOMEBODY, reason_words="On reconnaît votre voisine.")
    at(client, done).follow("Voir mon témoignage")
    assert "On reconnaît votre voisine." in client.text
    client.follow("Réécrire mon témoignage")
    assert WORDS in client.text
    client.submit(SEE, words="Mieux dit.")
    client.submit(SEND, agreed="y")
    client.follow("Voir mon témoignage")
    assert "En relecture" in client.text
    assert "voisine" not in client.text
    client.submit("Retirer mon témoignage")
    assert "Votre témoignage est effacé." in client.text
    assert db.session.scalars(sa.select(Temoignage.words)).one() is None
    client.follow("Écrire un témoignage")
    assert "Mieux dit." not in client.source


def test_published_and_shown_nowhere_says_so(client: PageClient, done: Engagement) -> None:
    temoignage(done)
    at(client, done, "/temoignage")
    assert "Tout le monde peut le lire" in client.text
    done.state = EngagementState.TO_CLOSE
    client.get(f"/mes-engagements/{done.public_id}/temoignage")
    assert "Il n’est pas montré en ce moment" in client.text


def test_published_is_not_rewritten(client: PageClient, done: Engagement) -> None:
    temoignage(done)
    at(client, done, "/temoignage")
    assert "Réécrire mon témoignage" not in client.text
    at(client, done, "/temoignage/ecrire")
    response = client.get(f"/mes-engagements/{done.public_id}/temoignage/ecrire")
    assert response.status_code == 303


@pytest.mark.parametrize("state", [BilanState.STANDING, BilanState.AGREED])
def test_the_page_after_is_for_who_agreed(client: PageClient, done: Engagement, state: BilanState) -> None:
    assert done.bilan is not None
    done.bilan.state = state
    at(client, done)
    assert ("Voir les questions, ou passer" in client.text) is (state is BilanState.AGREED)
    assert "Écrire un témoignage" in client.text


@pytest.mark.parametrize(("button", "given", "counted"), [
    ("Envoyer mes réponses", {"confiance-1": "un-peu", "suite-1": "pause"}, 2), ("Envoyer mes réponses", {}, 0),
    ("Passer sans répondre", {"confiance-1": "un-peu"}, 0),
], ids=["two of three", "none", "skipped"])
def test_answered_or_not_the_page_closes_the_same(
    client: PageClient, done: Engagement, button: str, given: dict[str, str], counted: int
) -> None:
    at(client, done).follow("Voir les questions, ou passer")
    assert 'checked' not in client.source
    db.session.execute(sa.delete(FormKey))
    client.submit(button, **given)
    assert "C’est noté. Cette page ne reviendra plus." in client.text
    assert "Voir les questions, ou passer" not in client.text
    assert (db.session.scalar(sa.select(sa.func.sum(AnswerCount.value))) or 0) == counted
    assert scalar_count(FormKey) == 0, "a one-time key is a dated row"
    answer = client.get(f"/mes-engagements/{done.public_id}/suite")
    assert answer.status_code == 303


def test_an_answer_nobody_offers_is_refused(client: PageClient, done: Engagement) -> None:
    at(client, done, "/suite")
    token = next(each.get("value") for each in client.form("Envoyer mes réponses").iter() if each.get("name") == "csrf_token")
    answer = client.post(f"/mes-engagements/{done.public_id}/suite", data={"csrf_token": token, "confiance-1": "autre"})
    assert answer.status_code == 400
    assert scalar_count(AnswerCount) == 0


def test_anothers_is_nowhere(client: PageClient, done: Engagement) -> None:
    temoignage(done)
    sign_in(client, person())
    for page in ("/temoignage", "/temoignage/ecrire", "/suite"):
        assert client.get(f"/mes-engagements/{done.public_id}{page}").status_code == 404
