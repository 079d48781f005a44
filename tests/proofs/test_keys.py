"""The keys outside the database: made once, replaced, lost; what they signed is checked for ever."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.core import clock, entropy
from benevolat.proofs import integrity, keys
from benevolat.proofs.integrity import Problem
from benevolat.proofs.keys import KeyMissing

from .genuine import AT, OTHER, unsigned


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An application whose keys are in a folder that does not exist yet."""
    monkeypatch.setattr(keys, "BITS", 1024)
    held = app.config["KEYS_DIR"]
    app.config["KEYS_DIR"] = tmp_path / "keys"
    with app.app_context(), clock.frozen(AT):
        yield tmp_path / "keys"
    app.config["KEYS_DIR"] = held


def issued() -> Any:
    return integrity.sign(unsigned(did=keys.issuer_did()), keys.current().private, created=AT)


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_site_starts_with_keys_of_its_own(folder: Path) -> None:
    assert keys.create()
    assert integrity.verify(issued(), keys.resolve).valid
    assert [each.id for each in keys.published()] == [keys.current().id]
    assert keys.current().created == AT
    made = keys.certificate().signing_cert
    assert [each.dump() for each in keys.certificates()] == [made.dump()]
    assert keys.self_made(made)


def test_making_them_again_changes_nothing(folder: Path) -> None:
    keys.create()
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert not keys.create()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == held


def test_they_are_for_the_site_s_eyes_alone(folder: Path) -> None:
    old = os.umask(0)
    try:
        keys.create()
    finally:
        os.umask(old)
    assert {stat.S_IMODE(path.stat().st_mode) for path in [folder, folder / "public"]} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_chance_is_the_one_source_of_chance(folder: Path) -> None:
    with entropy.seeded(3):
        keys.create()
    expected = integrity.Ed25519PrivateKey
    with entropy.seeded(3):
        assert keys.current().private.private_bytes_raw() == expected.from_private_bytes(entropy.random_bytes(32)).private_bytes_raw()


def test_after_a_rotation_the_new_key_signs_and_old_documents_stand(folder: Path) -> None:
    keys.create()
    before, old = issued(), keys.current().id
    private = (folder / keys.PRIVATE).read_bytes()
    with clock.frozen(datetime(2024, 2, 1, tzinfo=UTC)):
        new = keys.rotate().id
    assert new != old
    assert keys.current().id == new
    assert [each.id for each in keys.published()] == [new, old]
    after = issued()
    assert after["proof"]["verificationMethod"].endswith(new)
    assert integrity.verify(before, keys.resolve).valid
    assert integrity.verify(after, keys.resolve).valid
    assert private not in [path.read_bytes() for path in folder.rglob("*") if path.is_file()], "the old private key is still there"


def test_a_certificate_is_replaced_and_the_old_one_stays_known(folder: Path) -> None:
    keys.create()
    old = keys.certificate().signing_cert.dump()
    keys.rotate_certificate()
    new = keys.certificate().signing_cert.dump()
    assert new != old
    assert {each.dump() for each in keys.certificates()} == {old, new}


@pytest.mark.parametrize("content", [None, b"", b"not a key", "another", "unpublished"], ids=str)
def test_without_its_private_key_a_site_signs_nothing_and_checks_everything(folder: Path, content: Any) -> None:
    keys.create()
    before = issued()
    path = folder / keys.PRIVATE
    if content is None:
        path.unlink()
    elif content == "another":
        path.write_bytes(Path(folder / keys.CERTIFICATE).read_bytes())
    elif content == "unpublished":
        keys._write(path, OTHER.private_bytes(keys.Encoding.PEM, keys.PrivateFormat.PKCS8, keys.NoEncryption()))
    else:
        path.write_bytes(content)
    with pytest.raises(KeyMissing):
        keys.current()
    with pytest.raises(KeyMissing):
        keys.issuer_did()
    assert integrity.verify(before, keys.resolve).valid


@pytest.mark.parametrize("content", [None, b"", b"not a certificate"], ids=str)
def test_without_its_certificate_a_site_signs_no_pdf_and_knows_the_old_ones(folder: Path, content: bytes | None) -> None:
    keys.create()
    path = folder / keys.CERTIFICATE
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(KeyMissing):
        keys.certificate()
    assert len(keys.certificates()) == 1


def test_a_lost_key_is_not_replaced_in_silence(folder: Path, app: Flask) -> None:
    run(app, "create")
    (folder / keys.PRIVATE).unlink()
    assert "remettez-la" in run(app, "create")
    assert not (folder / keys.PRIVATE).exists()
    run(app, "rotate")
    assert run(app, "create") == "déjà là\n"
    assert len(keys.published()) == 2


def test_an_authority_s_certificate_put_in_its_place_is_published(folder: Path) -> None:
    keys.create()
    ours = (folder / keys.CERTIFICATE).read_bytes()
    keys.rotate_certificate()
    (folder / "public").joinpath(next(iter(path.name for path in (folder / "public").glob("*.crt")))).unlink()
    (folder / keys.CERTIFICATE).write_bytes(ours)
    keys.create()
    assert keys.certificate().signing_cert.dump() in [each.dump() for each in keys.certificates()]


def test_a_certificate_may_have_a_password(folder: Path, app: Flask) -> None:
    app.config["CERTIFICATE_PASSWORD"] = "quatre mots tirés au sort"
    try:
        keys.create()
        assert keys.certificate().signing_cert is not None
        app.config["CERTIFICATE_PASSWORD"] = "un autre"
        with pytest.raises(KeyMissing):
            keys.certificate()
    finally:
        app.config["CERTIFICATE_PASSWORD"] = ""


@pytest.mark.parametrize(("address", "did"), [
    ("https://benevolat.example", "did:web:benevolat.example"), ("https://benevolat.example:8443", "did:web:benevolat.example%3A8443"),
    ("http://127.0.0.1:8000", None),
])  # fmt: skip
def test_a_site_is_known_by_its_address_once_it_is_in_https(
    folder: Path, app: Flask, monkeypatch: Any, address: str, did: str | None
) -> None:
    keys.create()
    monkeypatch.setitem(app.config, "BASE_URL", address)
    assert keys.issuer_did() == (did or f"did:key:{keys.current().id}")


def test_what_was_signed_before_the_site_had_an_address_stays_ours(folder: Path, app: Flask, monkeypatch: Any) -> None:
    keys.create()
    before = issued()
    assert before["issuer"]["id"].startswith("did:key:")
    monkeypatch.setitem(app.config, "BASE_URL", "https://benevolat.example")
    keys.rotate()
    assert issued()["issuer"]["id"] == "did:web:benevolat.example"
    assert integrity.verify(before, keys.resolve).valid


def test_a_key_that_was_never_ours_resolves_to_nothing(folder: Path) -> None:
    keys.create()
    foreign = integrity.sign(unsigned(did="did:web:benevolat.example"), OTHER, created=AT)
    assert integrity.verify(foreign, keys.resolve).problem is Problem.KEY


def test_the_commands_tell_what_is_there(folder: Path, app: Flask) -> None:
    assert run(app, "create") == "clés créées\n"
    assert run(app, "create") == "déjà là\n"
    old = keys.current().id
    with clock.frozen(datetime(2024, 2, 1, tzinfo=UTC)):
        assert keys_named(run(app, "rotate", "--certificate")) == [keys.current().id]
    lines = run(app, "list").splitlines()
    assert [keys_named(line) for line in lines[:2]] == [[keys.current().id], [old]]
    assert [line.endswith("signe") for line in lines[:2]] == [True, False]
    assert len(lines) == 4


def keys_named(text: str) -> list[str]:
    return [word for word in text.split() if word.startswith("z6Mk")]
