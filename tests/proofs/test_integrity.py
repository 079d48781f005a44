"""A signature covers all that is read: what it would leave out is refused, what was changed is seen, what is hostile costs nothing."""

import copy
import hashlib
import json
from typing import Any

import pytest
from pyld import jsonld

from benevolat.proofs import integrity, notation
from benevolat.proofs.integrity import Problem, Refused, Verdict

from .genuine import AT, KEY, LEAST, OTHER, WEB, mutations, resolve, signed, status_list, unsigned

GENUINE = Verdict(True)


def refused(document: Any) -> Problem | None:
    verdict = integrity.verify(document, resolve)
    assert not verdict.valid
    return verdict.problem


def test_the_contexts_are_those_their_sources_publish() -> None:
    told = (integrity.FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    files = sorted(integrity.FOLDER.glob("*.json"))
    assert len(files) == len(integrity.CONTEXTS)
    for path in files:
        assert f"| {path.name} | https://" in told
        assert hashlib.sha256(path.read_bytes()).hexdigest() in told


def test_keys_are_written_as_the_standard_writes_them() -> None:
    # the example of W3C's Data Integrity EdDSA Cryptosuites 1.0, appendix B.1
    written = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert notation.multibase(notation.from_multibase(written)) == written
    assert notation.multibase(KEY.public_key()) == "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"
    assert notation.from_base58(notation.base58(b"\0\0ab")) == b"\0\0ab"
    for wrong in ("", "z", "z6Mk0", "6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd", "z" + notation.base58(b"\x12\x00" + bytes(32))):
        with pytest.raises(ValueError):
            notation.from_multibase(wrong)


def test_the_statements_are_those_of_pyld_as_it_comes() -> None:
    document = unsigned()
    plain = jsonld.normalize(document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": integrity._load})
    assert integrity._canonical(document) == plain
    assert plain.count("\n") > 100


@pytest.mark.parametrize("document", [signed(), signed(LEAST), signed(holder="Nguyễn Thị Ánh مريم"), status_list({3})], ids=str)
def test_what_we_sign_is_genuine_and_stays_so_on_the_way(document: Any) -> None:
    assert integrity.verify(document, resolve) == GENUINE
    assert integrity.verify(json.loads(json.dumps(document, sort_keys=True)), resolve) == GENUINE


def test_the_same_document_is_signed_the_same() -> None:
    assert signed() == signed()


def test_every_one_of_500_changes_in_one_place_is_seen() -> None:
    found = mutations(signed(), 500)
    assert len(found) == 500
    assert [name for name, document in found if integrity.verify(document, resolve).valid] == []


@pytest.mark.parametrize("where", [(), ("credentialSubject",), ("credentialSubject", "achievement"), ("evidence", 0), ("issuer",)], ids=str)
def test_a_term_that_no_context_defines_is_neither_signed_nor_believed(where: tuple[Any, ...]) -> None:
    document, genuine = unsigned(), signed()
    for each in (document, genuine):
        at = each
        for key in where:
            at = at[key]
        at["employeur"] = "La Cantine"
    with pytest.raises(Refused, match="terms"):
        integrity.sign(document, KEY, created=AT)
    assert refused(genuine) is Problem.TERMS


def edited(edit: Any) -> Any:
    document = copy.deepcopy(signed())
    edit(document)
    return document


@pytest.mark.parametrize(("edit", "problem"), [
    (lambda d: d.update({"https://schema.org/jobTitle": "x"}), Problem.TERMS),
    (lambda d: d.update({"@included": [{"id": "urn:x:1", "name": "x"}]}), Problem.TERMS),
    (lambda d: d.update(description=None), Problem.FORM),
    (lambda d: d.update(termsOfUse=[]), Problem.FORM),
    (lambda d: d.update(termsOfUse={}), Problem.FORM),
    (lambda d: d["type"].append("VerifiableCredential"), Problem.FORM),
    (lambda d: d["type"].append("Diploma"), Problem.TERMS),
    (lambda d: d["type"].__setitem__(1, "AchievementCredential"), Problem.TERMS),  # the same class under another name
    (lambda d: d.update(evidence=[d["evidence"]]), Problem.FORM),
    (lambda d: d["credentialSubject"]["identifier"][0].update(hashed="false"), Problem.TERMS),
    (lambda d: d["credentialSubject"]["achievement"].update(Criteria=d["credentialSubject"]["achievement"].pop("criteria")), Problem.TERMS),
    (lambda d: d["credentialSubject"].update({"@context": {"role": "https://schema.org/jobTitle"}}), Problem.TERMS),
    (lambda d: d.update({"@context": [*d["@context"], {"employeur": "https://schema.org/worksFor"}]}), Problem.FORM),
    (lambda d: d.update({"@context": [*d["@context"], "https://elsewhere.example/context.json"]}), Problem.FORM),
    (lambda d: d.update({"@context": d["@context"][::-1]}), Problem.FORM),
    (lambda d: d.update(id="repas"), Problem.TERMS),
    (lambda d: d.update(id="urn:x: y"), Problem.TERMS),
    (lambda d: d["proof"].update(proofPurpose="authentication"), Problem.FORM),
    (lambda d: d["proof"].update(created="2024-01-15"), Problem.FORM),
    (lambda d: d["proof"].update(created="2024-01-16T10:00:00Z"), Problem.SIGNATURE),
    (lambda d: d["proof"].update(proofValue="z"), Problem.SIGNATURE),
    (lambda d: d["proof"].update(proofValue="z1" + d["proof"]["proofValue"][1:]), Problem.SIGNATURE),
    (lambda d: d["proof"].update(nonce="x"), Problem.FORM),
    (lambda d: d.update(proof=[d["proof"]]), Problem.FORM),
    (lambda d: d.pop("proof"), Problem.FORM),
    (lambda d: d.update(issuer="did:web:elsewhere.example"), Problem.KEY),
    (lambda d: d.update(issuer=3), Problem.FORM),
    (lambda d: d.update(name="\ud800"), Problem.FORM),
    (lambda d: d.update(name="Servir le repas du mercredi"), Problem.SIGNATURE),
])  # fmt: skip
def test_what_reads_otherwise_than_it_was_signed_is_refused(edit: Any, problem: Problem) -> None:
    assert refused(edited(edit)) is problem


@pytest.mark.parametrize("value", [None, [], "x", 3, {}, {"proof": {}}, [signed()]], ids=repr)
def test_what_is_no_document_is_refused(value: Any) -> None:
    assert refused(value) is Problem.FORM


def test_a_key_that_is_not_ours_is_said_so() -> None:
    assert refused(signed(key=OTHER)) is Problem.KEY


def test_a_stranger_s_key_under_our_name_does_not_pass() -> None:
    forged = signed(key=OTHER)
    forged["proof"]["verificationMethod"] = signed()["proof"]["verificationMethod"]
    assert refused(forged) is Problem.SIGNATURE


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"description": value}
    return value


@pytest.mark.parametrize("value", [
    [{"type": ["Evidence"], "name": str(number)} for number in range(2000)],
    deep(40),
    [[["x"]]],
    "x" * 30_000,
    # thirty nodes that only their own nodes tell apart: RDFC-1.0 would try every order of them
    [{"type": ["Evidence"], "genre": {"description": {"name": str(number)}}} for number in range(30)],
], ids=["many", "deep", "nested", "long", "alike"])  # fmt: skip
def test_a_hostile_document_is_given_up_at_once(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    monkeypatch.setattr(integrity.URDNA2015, "hash_n_degree_quads", lambda *_: worked.append("endured") or pytest.fail("endured"))
    assert refused(edited(lambda d: d.update(evidence=value))) in {Problem.FORM, Problem.TERMS}
    assert worked == []


def test_nothing_is_signed_twice_or_for_nobody() -> None:
    with pytest.raises(Refused):
        integrity.sign(signed(), KEY, created=AT)
    with pytest.raises(Refused):
        integrity.sign({"@context": [integrity.CREDENTIALS], "type": ["VerifiableCredential"]}, KEY, created=AT)


def test_an_address_that_statements_would_lose_is_not_signed() -> None:
    document = unsigned()
    document["credentialSubject"]["source"]["id"] = "les repas du mardi"
    with pytest.raises(Refused, match="terms"):
        integrity.sign(document, KEY, created=AT)


def test_the_method_names_the_issuer_and_its_key() -> None:
    assert signed()["proof"]["verificationMethod"] == f"{WEB}#{notation.multibase(KEY.public_key())}"
