"""What other software reads of us is public, whole, and the same for everybody: no cookie is read or set."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from benevolat.proofs import integrity, keys, services, statuses
from benevolat.proofs.models import Document, DocumentKind
from tests.factories import people
from tests.factories.passeport import attested
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def read(client: PageClient, path: str) -> Any:
    """Ask as software does, check that the answer is anybody's, return what it says."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.get_data())


@pytest.fixture
def folder(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A site without keys yet."""
    monkeypatch.setitem(fresh_app.config, "KEYS_DIR", tmp_path)
    monkeypatch.setattr(keys, "BITS", 1024)
    return tmp_path


def test_every_key_that_ever_signed_is_published(client: PageClient, fresh_app: Flask, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(fresh_app.config, "BASE_URL", "https://benevolat.example")
    keys.create()
    old = keys.current().id
    keys.rotate()
    found = read(client, "/.well-known/did.json")
    assert found["id"] == "did:web:benevolat.example"
    assert {each["publicKeyMultibase"] for each in found["verificationMethod"]} == {old, keys.current().id}
    assert set(found["assertionMethod"]) == {f"did:web:benevolat.example#{each}" for each in (old, keys.current().id)}
    assert "private" not in json.dumps(found).lower()


def test_it_is_there_without_the_private_key(client: PageClient, folder: Path) -> None:
    keys.create()
    (folder / keys.PRIVATE).unlink()
    assert len(read(client, "/.well-known/did.json")["verificationMethod"]) == 1


def test_who_asks_changes_nothing(client: PageClient) -> None:
    before = client.get("/.well-known/did.json")
    sign_in(client, people.person())
    after = client.get("/.well-known/did.json")
    assert after.get_data() == before.get_data()
    assert "Set-Cookie" not in after.headers


def issued() -> Document:
    who = people.person(first_name="Nadia", last_name="Belkacem")
    attested(who, "ecouter", "accueillir")
    version = services.start_version(title="Mon bénévolat", everything=True, by=who)
    return services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)


def withdrawn(client: PageClient) -> set[int]:
    """The places that the published list withdraws, its signature checked."""
    signed = read(client, "/verifier/statuts/0")
    assert integrity.verify(signed, keys.resolve).valid
    return statuses.decode(signed["credentialSubject"]["encodedList"])


def test_what_its_holder_takes_back_is_in_the_list_at_once(client: PageClient) -> None:
    document = issued()
    status = document.credentials[0].body["credentialStatus"]
    assert withdrawn(client) == set()
    assert status["statusListCredential"] == read(client, "/verifier/statuts/0")["id"]
    services.withdraw_document(document, by=document.user)
    assert withdrawn(client) == {int(status["statusListIndex"])}


def test_another_verifier_reads_the_withdrawal_from_what_we_serve(client: PageClient) -> None:
    document = issued()
    credential = document.credentials[0].body

    def served(address: str) -> bytes:
        return client.get(address.removeprefix("http://localhost")).get_data()

    def check() -> Any:
        return OB3LdpVerifier().verify(json.dumps(credential), check_status=True, verify_status_list=False, download=served)

    assert check().achievement.achievement_type == "CommunityService"
    services.withdraw_document(document, by=document.user)
    with pytest.raises(OB3VerificationError, match="revocation"):
        check()


@pytest.mark.parametrize("number", ["1", "00", "-1", "x", "9" * 30, "٠"])
def test_a_list_that_does_not_exist_is_not_there(client: PageClient, number: str) -> None:
    assert client.get(f"/verifier/statuts/{number}").status_code == 404


def test_without_its_key_a_site_says_that_the_list_is_not_there_for_now(client: PageClient, folder: Path) -> None:
    keys.create()
    (folder / keys.PRIVATE).unlink()
    assert client.get("/verifier/statuts/0").status_code == 503


def test_the_page_for_holders_is_anybody_s(client: PageClient) -> None:
    page = client.get("/utiliser-mon-passeport-ailleurs")
    assert "Utiliser mon passeport ailleurs" in page.get_data(as_text=True)
