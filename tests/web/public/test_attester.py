"""The personal link of a host elsewhere: no session, no cookie, nothing changed by opening it, one decision, kept by nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from benevolat.ailleurs import services
from benevolat.ailleurs.models import ProofRequest, RequestState
from benevolat.ailleurs.queries import requests_of
from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.engagements.models import Bilan, BilanState, Engagement
from benevolat.web.public import attester
from tests.ailleurs.stage import HOST, answered, asked, last_token, opened
from tests.engagements.stage import mails
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

FILLED: dict[str, Any] = {
    "hours": "15", "sentence": "A tenu la buvette.", "signer": "Odile Perrin", "function": "présidente", "host": "Club de quilles de Vif",
    "competences": ["accueillir"],
}


def state_of(row: Engagement) -> BilanState:
    """Where the bilan stands now."""
    assert row.bilan is not None
    return row.bilan.state


def test_opening_the_link_shows_what_is_asked_and_changes_nothing(client: PageClient, session: Any) -> None:
    someone, row, request = asked()
    path = f"/attester/{last_token()}"
    before = (request.token_hash, request.state, state_of(row), len(mails()))
    for _time in range(3):
        answer = client.get(path)
    assert client.h1 == "Attester le bénévolat de Nadia Belkacem"
    for words in ("Tenir la buvette", "Le club de quilles", "20 h", "deux cents cafés", "dit par Nadia"):
        assert words in client.text, words
    assert someone.email not in client.source
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert client.head(path).status_code == 200
    session.refresh(request)
    assert (request.token_hash, request.state, state_of(row), len(mails())) == before


def test_the_page_is_the_same_whoever_is_signed_in(client: PageClient, session: Any) -> None:
    someone, _row, _request = asked()
    path = f"/attester/{last_token()}"
    with counted_queries() as of_a_stranger:
        client.get(path)
    plain = client.source.split('name="form_key"')
    sign_in(client, someone)
    with counted_queries() as sent:
        client.get(path)
    assert sent == of_a_stranger
    signed = client.source.split('name="form_key"')
    assert [each.partition(">")[2] for each in signed] == [each.partition(">")[2] for each in plain]


def test_the_host_corrects_and_confirms(client: PageClient, session: Any) -> None:
    _someone, row, request = asked()
    path = f"/attester/{last_token()}"
    client.get(path)
    client.submit("Confirmer", **{**FILLED, "sentence": ""})
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Confirmer", **{**FILLED, "hours": "99999"})
    assert "ne tient pas dans les dates" in client.text
    answer = client.submit("Confirmer", **FILLED, follow=False)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/attester/suite/envoyee", "what comes next names nobody"
    client.get("/attester/suite/envoyee")
    assert client.h1 == "Votre réponse est enregistrée"
    session.refresh(request)
    assert (request.state, state_of(row)) == (RequestState.ANSWERED, BilanState.CONFIRMED)
    assert client.get(path).status_code == 404
    assert client.h1 == "Ce lien est fermé"


def test_a_second_click_is_answered_like_the_first_and_writes_once(client: PageClient, session: Any) -> None:
    asked()
    path = f"/attester/{last_token()}"
    client.get(path)
    data = {"form_key": "une-cle", "starts_on": "2026-03-01", "ends_on": "2026-06-01", **FILLED}
    for _click in range(2):
        assert client.post(path, data=data).headers["Location"] == "/attester/suite/envoyee"
    assert [each.to for each in mails()].count(HOST) == 2
    assert client.post(path, data={**data, "form_key": "une-autre"}).status_code == 404


def test_it_is_not_for_them(client: PageClient, session: Any) -> None:
    someone, row, request = asked()
    path = f"/attester/{last_token()}"
    client.get(path)
    client.submit("Ce n’est pas pour moi")
    assert client.h1 == "C’est noté"
    session.refresh(request)
    assert (request.state, state_of(row)) == (RequestState.DECLINED, BilanState.DECLARED)
    assert client.get(path).status_code == 404
    sign_in(client, someone).get(f"/mes-engagements/{row.public_id}")
    assert "répond que ce n’est pas pour elle" in client.text


@pytest.mark.parametrize("path", ["", "/pas-pour-moi", "/retirer"])
def test_a_link_that_opens_nothing_says_one_thing(client: PageClient, session: Any, path: str) -> None:
    someone, row, request = asked()
    token = last_token()
    said = set()

    def look(code: str) -> None:
        answer = client.post(f"/attester/{code}{path}", data={"form_key": "x", "why": "Non."})
        assert answer.status_code == 404
        said.add(client.text)

    look("jamais-fait")
    look("x" * 500)
    services.cancel_request(request, by=someone)
    look(token)
    second = services.ask_by_mail(row, contact_name="Paul", email="paul@quilles.example", by=someone)
    second.expires_at = clock.now() - timedelta(seconds=1)
    look(last_token("paul@quilles.example"))
    assert len(said) == 1, "nobody learns why, nor whether it ever was"
    assert session.query(Bilan).one().state is BilanState.DECLARED


def test_a_person_gone_leaves_a_closed_link(client: PageClient, session: Any) -> None:
    someone, row, _request = asked()
    token = last_token()
    someone.first_name = "Samira"
    session.commit()
    client.get(f"/attester/{token}")
    assert client.h1 == "Attester le bénévolat de Samira Belkacem"
    services.remove(row, by=someone)
    assert client.get(f"/attester/{token}").status_code == 404


def test_what_was_attested_is_corrected_or_withdrawn_by_the_link_of_the_receipt(client: PageClient, session: Any) -> None:
    someone, row, _request = answered()
    services.disagree_bilan(row, by=someone, words="J’ai fait <b>vingt</b> heures.")
    path = f"/attester/{last_token()}"
    client.get(path)
    assert client.h1 == "Corriger votre attestation pour Nadia Belkacem"
    assert "J’ai fait <b>vingt</b> heures." in client.text
    assert "Ce n’est pas pour moi" not in client.text
    client.submit("Enregistrer ma correction", hours="20")
    assert "Cette réponse est nécessaire" in client.text, "a correction has a reason"
    client.submit("Enregistrer ma correction", hours="20", reason="Recompté avec elle.")
    assert client.h1 == "Votre réponse est enregistrée"
    session.expire_all()
    assert row.bilan is not None
    assert (row.bilan.minutes, row.bilan.signatory) == (1200, "Odile Perrin, présidente")
    path = f"/attester/{last_token()}"
    client.get(path)
    client.submit("Retirer pour de bon", why="")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Retirer pour de bon", why="Erreur de personne.")
    assert client.h1 == "L’attestation est retirée"
    session.expire_all()
    assert state_of(row) is BilanState.WITHDRAWN


def test_nobody_withdraws_what_is_only_asked(client: PageClient, session: Any) -> None:
    _someone, row, request = asked()
    assert client.post(f"/attester/{last_token()}/retirer", data={"form_key": "x", "why": "Non."}).status_code == 404
    session.refresh(request)
    assert (request.state, state_of(row)) == (RequestState.SENT, BilanState.DECLARED)


def test_a_link_is_tried_thirty_times_in_a_quarter_of_an_hour(client: PageClient, session: Any) -> None:
    asked()
    path = f"/attester/{last_token()}"
    assert {client.get(path).status_code for _time in range(30)} == {200}
    assert client.get(path).status_code == 429


def test_another_persons_hours_stay_theirs(client: PageClient, session: Any) -> None:
    """One link opens one engagement: what is posted names no other."""
    _someone, row, _request = asked()
    token = last_token()
    _other, theirs, _theirs = asked("paul@quilles.example")
    client.get(f"/attester/{token}")
    client.submit("Confirmer", **FILLED)
    session.expire_all()
    assert (state_of(row), state_of(theirs)) == (BilanState.CONFIRMED, BilanState.DECLARED)
    assert [each.state for each in requests_of(theirs)] == [RequestState.SENT]
    assert session.query(ProofRequest).count() == 2


def test_of_two_decisions_at_once_one_is_taken(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has read the link before the first decided: it is read again under the lock."""
    _someone, row, request = asked()
    token = last_token()

    @contextmanager
    def decided_meanwhile() -> Iterator[Any]:
        with transaction():
            services.decline_request(opened(token))
        with transaction() as mine:
            yield mine

    client.get(f"/attester/{token}")
    monkeypatch.setattr(attester, "transaction", decided_meanwhile)
    assert client.submit("Confirmer", **FILLED).status_code == 404
    session.refresh(request)
    assert (request.state, state_of(row)) == (RequestState.DECLINED, BilanState.DECLARED)
