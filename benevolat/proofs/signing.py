"""The signature of a PDF and its check: PAdES, certified so that no change is allowed (ETSI EN 319 142-1, ISO 32000-2 DocMDP)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from benevolat.core import clock, entropy

FIELD = "Signature"
HASHES: dict[str, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
RESERVED = 16_384
"""Hexadecimal digits kept for the signature and its certificates; guessing it each time would sign twice."""


class Finding(StrEnum):
    """What a file says of its own signature."""

    OURS = "ours"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a file found, and the name on the certificate when there is one."""

    finding: Finding
    signer: str | None = None


class Signer(signers.SimpleSigner):
    """A signer whose key is read once: an RSA key checks itself each time it is read, which takes longer than all the rest."""

    def __init__(self, read: signers.SimpleSigner) -> None:
        super().__init__(read.signing_cert, read.signing_key, read.cert_registry)
        self.private = load_der_private_key(read.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the signature of some bytes."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, PKCS1v15(), HASHES[digest_algorithm.lower()])
        return bytes(super().sign_raw(data, digest_algorithm))


def read_signer(content: bytes, password: str) -> Signer:
    """Return the signer of a PKCS#12 file; raises ValueError when it cannot be opened."""
    read = signers.SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password.encode() or None)
    if not isinstance(read, signers.SimpleSigner):
        raise ValueError("no signer in this file")
    return Signer(read)


class Untouched(IncrementalPdfFileWriter):
    """Adds the signature and leaves the document's own description alone: rewritten, it would break PDF/A's rules on metadata."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._document_id = ArrayObject([self._document_id[0], ByteStringObject(entropy.random_bytes(16))])

    def _update_meta(self) -> None:
        """Leave the metadata as the document was made with."""


class Dated(signers.PdfSigner):
    """Signs at the moment of the application's clock."""

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        """Begin a signature."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = clock.now()
        return session


def _apart(call: Callable[[], Any]) -> Any:
    """Run a call of pyHanko in a thread of its own: it starts an event loop, which a thread that has one refuses."""
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(copy_context().run, call).result()


def sign_pdf(content: bytes, signer: Signer, *, reason: str, place: str) -> bytes:
    """Return a PDF signed and certified; the signature shows nothing on the page, so that it stays accessible (PDF/UA) and archivable."""
    writer = Untouched(content.rstrip() + b"\n")  # what is added must begin on its own line (PDF/A)
    field = SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256",
        reason=reason, location=place,
    )
    signed: Any = _apart(lambda: Dated(meta, signer=signer, new_field_spec=field).sign_pdf(writer, bytes_reserved=RESERVED))
    return bytes(signed.getbuffer())


def check_pdf(content: bytes, trusted: list[Certificate]) -> Checked:
    """Tell whether a file was signed by one of our certificates and is as it was then; nothing is fetched from anywhere."""
    try:
        held = PdfFileReader(BytesIO(content), strict=False).embedded_signatures
    except Exception:  # whatever was dropped here is somebody's file, not an error of ours
        return Checked(Finding.UNREADABLE)
    if not held:
        return Checked(Finding.UNSIGNED)
    try:
        signature = held[0]
        name = str(signature.signer_cert.subject.human_friendly) if signature.signer_cert is not None else None
        if signature.signer_cert is None or signature.signer_cert.dump() not in {each.dump() for each in trusted}:
            return Checked(Finding.FOREIGN, name)
        verdict = _apart(lambda: validate_pdf_signature(signature, ValidationContext(trust_roots=trusted, allow_fetching=False)))
        whole = len(held) == 1 and verdict.bottom_line
    except Exception:
        return Checked(Finding.CHANGED)
    return Checked(Finding.OURS if whole else Finding.CHANGED, name)
