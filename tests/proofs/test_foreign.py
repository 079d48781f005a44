"""Verifiers that others wrote take our credentials as they come, and refuse what we refuse: npm @digitalbazaar/vc, PyPI openbadgeslib."""

import copy
import json
import subprocess
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpVerifier, add_data_integrity_proof, verify_data_integrity_proof
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.verifier import OB3VerificationError

from benevolat.core.settings import ROOT
from benevolat.proofs import integrity, statuses
from tests.support.components import required
from tests.support.components_chromium import node_for_playwright

from .genuine import AT, KEY, LEAST, OTHER, SITE, WEB, did_document, did_key, mutations, signed, status_list, unsigned

SCRIPT = ROOT / "tests" / "proofs" / "foreign.mjs"


class DigitalBazaar:
    """npm @digitalbazaar/vc: one process for all the documents of a question."""

    def __init__(self, node: str) -> None:
        self.node = node

    def check(self, credentials: list[Any], *documents: Any) -> list[dict[str, Any]]:
        """Return {"verified", "error", "withdrawn"} for each credential; only these documents can be looked up."""
        asked = {
            "contexts": dict(integrity.CONTEXTS), "documents": {each["id"]: each for each in documents}, "credentials": credentials,
            "node_modules": str(ROOT / "benevolat" / "setup"),
        }  # fmt: skip
        done = subprocess.run([self.node, SCRIPT], input=json.dumps(asked), capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        found: list[dict[str, Any]] = json.loads(done.stdout)
        assert len(found) == len(credentials)
        return found


@pytest.fixture(scope="module")
def bazaar() -> DigitalBazaar:
    """Digital Bazaar's verifier; the set-up of the tests brings it."""
    node = node_for_playwright()
    if node is None or not (ROOT / "benevolat/setup/node_modules/@digitalbazaar/vc").exists():
        (pytest.fail if "verifiers" in required() else pytest.skip)("@digitalbazaar/vc n’est pas installé : lancez python3 benevolat test")
    return DigitalBazaar(str(node))


def openbadgeslib(document: Any, *served: Any, status: bool = False) -> OpenBadgeCredential:
    """Check a credential with openbadgeslib as it comes; raises OB3VerificationError. Only these documents can be looked up."""
    known = {each["id"]: each for each in served}
    known[f"{SITE}/.well-known/did.json"] = known.get(WEB)
    return OB3LdpVerifier().verify(
        json.dumps(document), check_status=status, verify_status_list=False, download=lambda address: json.dumps(known[address]).encode()
    )


GENUINE = {
    "site": signed(), "key": signed(did=did_key()), "least": signed(LEAST), "letters": signed(holder="Nguyễn Thị Ánh مريم 王"),
    "rotated": signed(key=OTHER),
}  # fmt: skip


def test_digital_bazaar_accepts_every_genuine_credential(bazaar: DigitalBazaar) -> None:
    served = did_document(WEB, KEY, OTHER), status_list(set())
    found = bazaar.check(list(GENUINE.values()), *served)
    assert [each["error"] for each in found] == [None] * len(GENUINE)
    assert all(each["verified"] for each in found)


@pytest.mark.parametrize("name", GENUINE)
def test_openbadgeslib_accepts_every_genuine_credential(name: str) -> None:
    found = openbadgeslib(GENUINE[name], did_document(WEB, KEY, OTHER))
    assert found.issuer.name == "Isère bénévolat"
    assert found.achievement.achievement_type == "CommunityService"
    if name == "site":
        assert found.results[0].value == "32.5"
        assert [each.target_code for each in found.achievement.alignments] == ["300361", None, "300400"]


Changes = list[tuple[str, Any]]


def accepted_by_bazaar(bazaar: DigitalBazaar, changes: Changes) -> list[str]:
    found = bazaar.check([document for _name, document in changes], did_document(), status_list(set()))
    return [name for (name, _), each in zip(changes, found, strict=True) if each["verified"]]


def accepted_by_openbadgeslib(changes: Changes) -> list[str]:
    served, accepted = did_document(), []
    for name, document in changes:
        try:
            openbadgeslib(document, served)
        except OB3VerificationError:
            continue
        accepted.append(name)
    return accepted


def test_both_refuse_changes_in_one_place(bazaar: DigitalBazaar) -> None:
    changes = mutations(signed(), 500)
    assert accepted_by_bazaar(bazaar, changes[::10]) == []
    assert accepted_by_openbadgeslib(changes[::25]) == []


@pytest.mark.long
def test_both_refuse_500_changes_in_one_place(bazaar: DigitalBazaar) -> None:
    changes = mutations(signed(), 500)
    assert len(changes) == 500
    assert accepted_by_bazaar(bazaar, changes) == []
    assert accepted_by_openbadgeslib(changes) == []


def test_a_term_that_no_context_defines_is_refused_by_both(bazaar: DigitalBazaar) -> None:
    document = signed()
    document["credentialSubject"]["employeur"] = "La Cantine"
    assert "Safe mode" in bazaar.check([document], did_document())[0]["error"]
    with pytest.raises(OB3VerificationError):
        openbadgeslib(document, did_document())


def test_another_s_key_is_refused_by_both(bazaar: DigitalBazaar) -> None:
    forged = copy.deepcopy(signed(key=OTHER))
    assert not bazaar.check([forged], did_document())[0]["verified"]
    with pytest.raises(OB3VerificationError, match="verificationMethod"):
        openbadgeslib(forged, did_document())


def test_both_read_our_list_of_withdrawals(bazaar: DigitalBazaar) -> None:
    here, other = signed(place=5), signed(place=6, rank=2)
    served = did_document(), status_list({5, 131_071})
    assert [each["withdrawn"] for each in bazaar.check([here, other], *served)] == [True, False]
    with pytest.raises(OB3VerificationError, match="revocation"):
        openbadgeslib(here, *served, status=True)
    assert openbadgeslib(other, *served, status=True).credential_status[0]["statusListIndex"] == "6"
    assert set_indices(decode_encoded_list(served[1]["credentialSubject"]["encodedList"])) == {5, 131_071}


def test_both_check_the_list_s_own_signature(bazaar: DigitalBazaar) -> None:
    genuine = status_list({5})
    changed = copy.deepcopy(genuine)
    changed["credentialSubject"]["encodedList"] = statuses.encode(set())
    assert [each["verified"] for each in bazaar.check([genuine, changed], did_document())] == [True, False]
    assert bazaar.check([signed(place=5)], did_document(), changed)[0]["withdrawn"] is None
    verify_data_integrity_proof(genuine, public_pem(KEY))
    with pytest.raises(OB3VerificationError):
        verify_data_integrity_proof(changed, public_pem(KEY))


def test_we_accept_what_openbadgeslib_signs_and_it_signs_as_we_do() -> None:
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    method = signed()["proof"]["verificationMethod"]
    assert add_data_integrity_proof(unsigned(), pem, method, created=AT) == signed()


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
