"""What other software reads of us is public, whole, and the same for everybody: no cookie is read or set."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.proofs import keys
from tests.factories import people
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


def test_the_page_for_holders_is_anybody_s(client: PageClient) -> None:
    page = client.get("/utiliser-mon-passeport-ailleurs")
    assert "Utiliser mon passeport ailleurs" in page.get_data(as_text=True)
