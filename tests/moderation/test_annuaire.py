"""The official directory: a real HTTP server on loopback that answers well, lies, drips, or is down; it never blocks a decision."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app

from benevolat.accounts.models import Role
from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.moderation import annuaire
from benevolat.moderation.annuaire import Found, look_up
from benevolat.moderation.models import Answer, OfficialCheck
from benevolat.moderation.services import keep_answer
from tests.factories.people import agent, person
from tests.factories.world import association
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in
from tests.territoire.test_addresses import server

RNA, SIREN = "W381234567", "732829320"
ROW: dict[str, Any] = {"siren": SIREN, "nom_complet": "LES JARDINS DU LAC", "etat_administratif": "A",
                       "siege": {"libelle_commune": "VOIRON"}, "complements": {"identifiant_association": RNA}}


@pytest.fixture(autouse=True)
def in_the_site(fresh_app: Flask) -> None:
    """The only way out reads the site's settings."""


def asked(number: str, host: str) -> Found:
    """Ask the directory that the site is configured with."""
    current_app.config["DIRECTORY_URL"] = host
    try:
        return look_up(number, host)
    finally:
        current_app.config["DIRECTORY_URL"] = ""


def body(*rows: Any) -> bytes:
    return json.dumps({"results": rows}).encode()


@pytest.mark.parametrize("number", [RNA, SIREN])
def test_a_number_it_knows(number: str) -> None:
    with server(body({"siren": "1"}, ROW)) as (host, seen):
        assert asked(number, host) == Found(Answer.FOUND, "LES JARDINS DU LAC", "VOIRON")
    assert seen[0].startswith(f"GET /geocodage/search?q={number}&")


@pytest.mark.parametrize("told", [
    body(), body({**ROW, "siren": "552100554", "complements": {"identifiant_association": "W999999999"}}),
    body({"siren": None}, None, 3, "x"),
])
def test_only_the_very_number_counts(told: bytes) -> None:
    with server(told) as (host, _seen):
        assert asked(RNA, host).answer is Answer.UNKNOWN


def test_a_closed_one_is_said_so() -> None:
    with server(body({**ROW, "etat_administratif": "C"})) as (host, _seen):
        assert asked(RNA, host).answer is Answer.CLOSED


@pytest.mark.parametrize(("told", "status"), [
    (b"<html>", "200 OK"), (b"[]", "200 OK"), (b'{"results": "oui"}', "200 OK"), (body(ROW), "503 Service Unavailable"), (b"", "200 OK"),
    (b'{"results": [' + b"9" * 300_000, "200 OK"),
])
def test_nonsense_is_no_answer(told: bytes, status: str) -> None:
    with server(told, status=status) as (host, _seen):
        assert asked(RNA, host).answer is Answer.UNREACHABLE


@pytest.mark.parametrize("row", [{**ROW, "nom_complet": 3, "siege": None}, {**ROW, "nom_complet": "  ", "siege": {"libelle_commune": []}}])
def test_a_row_with_lies_in_it_is_read_as_far_as_it_goes(row: Any) -> None:
    with server(body(row)) as (host, _seen):
        assert asked(RNA, host) == Found(Answer.FOUND)


def test_one_that_drips_is_left_after_its_deadline() -> None:
    with server(body(ROW), drip=0.2) as (host, _seen):
        began = time.monotonic()
        assert asked(RNA, host).answer is Answer.UNREACHABLE
        assert time.monotonic() - began < annuaire.DEADLINE + 5
        for _turn in range(50):
            if annuaire._calls._value == 4:  # type: ignore[attr-defined]
                break
            time.sleep(0.1)
        assert annuaire._calls._value == 4, "the call that dripped was not ended"  # type: ignore[attr-defined]


def test_one_that_is_down_and_too_many_at_once() -> None:
    assert asked(RNA, "http://127.0.0.1:9").answer is Answer.UNREACHABLE
    for _turn in range(4):
        annuaire._calls.acquire()
    try:
        with server(body(ROW)) as (host, seen):
            assert asked(RNA, host).answer is Answer.UNREACHABLE
            assert seen == []
    finally:
        annuaire._calls.release(4)


def test_an_answer_is_kept_with_its_age_and_a_failure_does_not_erase_it(session: Any) -> None:
    with clock.frozen(clock.now() - timedelta(days=3)):
        keep_answer(RNA, Found(Answer.FOUND, "LES JARDINS", "VOIRON"))
    session.flush()
    keep_answer(RNA, Found(Answer.UNREACHABLE))
    kept = session.get(OfficialCheck, RNA)
    assert (kept.answer, kept.name) == (Answer.FOUND, "LES JARDINS")
    assert kept.failed_at is not None
    assert (clock.now() - kept.checked_at).days == 3
    keep_answer(RNA, Found(Answer.UNKNOWN))
    assert (kept.answer, kept.name, kept.failed_at) == (Answer.UNKNOWN, None, None)


@pytest.mark.parametrize(("told", "said", "shown"), [
    (body(ROW), "L’annuaire officiel a répondu.", "Trouvée dans l’annuaire officiel"),
    (body(), "a répondu.", "Introuvable dans l’annuaire officiel"),
    (b"<", "Cela n’empêche pas de décider.", "Annuaire officiel pas joignable"),
])
def test_the_desk_asks_and_goes_on(
    fresh_app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch, told: bytes, said: str, shown: str,
) -> None:
    row = association(member=person(), rna=RNA, state=State.PENDING, verified_at=None)
    sign_in(client, agent(Role.MODERATEUR))
    with server(told) as (host, seen):
        monkeypatch.setitem(fresh_app.config, "DIRECTORY_URL", host)
        client.get(f"/moderation/associations/{row.public_id}")
        assert seen == [], "reading asks nobody"
        client.submit("Demander à l’annuaire officiel")
    assert said in client.text
    assert shown in client.text
    client.submit("Valider l’association")
    assert "est vérifiée" in client.text


def test_switched_off_nothing_is_asked(client: PageClient, session: Any) -> None:
    row = association(member=person(), state=State.PENDING, verified_at=None)
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/moderation/associations/{row.public_id}")
    assert "Annuaire officiel" not in client.text
