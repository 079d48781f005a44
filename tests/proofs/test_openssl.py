"""The signature of a document, checked by OpenSSL: another hand than the one that made it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem

from benevolat.proofs import keys, queries, services
from tests.factories.passeport import attested
from tests.factories.people import person

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl n’est pas installé")


def parts(body: bytes) -> tuple[bytes, bytes]:
    """Return what a PDF's signature covers, and the signature (CMS, DER)."""
    ranges = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", body)
    assert ranges is not None
    first, length, second, rest = map(int, ranges.groups())
    assert second + rest == len(body), "the signature covers the file to its end"
    held = bytes.fromhex(body[first + length:second].strip(b"<>\x00 \n").decode())
    return body[first:first + length] + body[second:second + rest], held


def verdict(covered: bytes, signature: bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Ask OpenSSL whether our certificate signed exactly this."""
    (folder / "covered").write_bytes(covered)
    (folder / "signature").write_bytes(signature)
    (folder / "ours.pem").write_bytes(b"".join(pem.armor("CERTIFICATE", each.dump()) for each in keys.certificates()))
    return subprocess.run(
        [str(OPENSSL), "cms", "-verify", "-inform", "DER", "-in", folder / "signature", "-content", folder / "covered", "-binary",
         "-CAfile", folder / "ours.pem", "-purpose", "any", "-out", folder / "read"], capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_openssl_takes_the_document_and_refuses_one_changed_letter(session: Any, tmp_path: Path) -> None:
    who = person(first_name="Nadia", last_name="Belkacem")
    body = queries.file_of(services.issue_attestation(attested(who), by=who))
    assert body is not None
    covered, signature = parts(body)
    told = verdict(covered, signature, tmp_path)
    assert told.returncode == 0, told.stderr.decode()
    assert (tmp_path / "read").read_bytes() == covered
    changed = covered.replace(b"/Lang (fr", b"/Lang (en", 1)
    assert changed != covered
    assert verdict(changed, signature, tmp_path).returncode != 0
