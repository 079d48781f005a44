"""The keys that sign, kept in a folder outside the database: the credential's Ed25519 key, the PDF's certificate (PKCS#12).

    <KEYS_DIR>/credential.pem       the private key that signs credentials; the one before is destroyed when it is replaced
    <KEYS_DIR>/certificate.p12      the key and certificate that sign PDFs; an authority's may be put in its place
    <KEYS_DIR>/public/z6Mk….json    every public key ever used, so that what it signed is checked for ever
    <KEYS_DIR>/public/<sha256>.crt  every certificate ever used

Without the private files nothing more is issued; what was issued is still checked.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from benevolat.core import clock, entropy, settings

from . import late
from .notation import Json, from_multibase, moment, multibase

PRIVATE, CERTIFICATE, PUBLIC = "credential.pem", "certificate.p12", "public"
SEEN = "certificate.seen"
"""The fingerprint of the file whose certificate was published last."""
NAME = "Isère bénévolat, certificat fait par le site lui-même"
LIFE, BITS = timedelta(days=3650), 3072


class KeyMissing(Exception):
    """The private key or the certificate is not there, or cannot be read: nothing can be signed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that signed or signs; its id is the key itself, written z6Mk…"""

    id: str
    created: datetime

    @property
    def key(self) -> Ed25519PublicKey:
        """The key to check with."""
        return from_multibase(self.id)


@dataclass(frozen=True, slots=True)
class CredentialKey(PublicKey):
    """The key that signs credentials now."""

    private: Ed25519PrivateKey = field(compare=False, repr=False)


def folder() -> Path:
    """Return the folder of the keys."""
    return Path(settings.config("KEYS_DIR"))


def current() -> CredentialKey:
    """Return the key that signs; raises KeyMissing when its file is not there, cannot be read, or was never published."""
    try:
        private = load_pem_private_key((folder() / PRIVATE).read_bytes(), password=None)
    except (OSError, ValueError):
        raise KeyMissing() from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyMissing()
    written = multibase(private.public_key())
    known = next((each for each in published() if each.id == written), None)
    if known is None:
        raise KeyMissing()
    return CredentialKey(known.id, known.created, private)


def published() -> tuple[PublicKey, ...]:
    """Return every public key ever used, the newest first."""
    found = []
    for path in (folder() / PUBLIC).glob("z6Mk*.json"):
        kept = json.loads(path.read_text(encoding="utf-8"))
        found.append(PublicKey(kept["publicKeyMultibase"], datetime.fromisoformat(kept["created"])))
    return tuple(sorted(found, key=lambda each: (each.created, each.id), reverse=True))


def resolve(method: str) -> Ed25519PublicKey | None:
    """Return the key that a verification method names, None when it was never ours.

    Only the key counts, not the address before it: what we signed at another address, or before we had one, stays ours.
    """
    wanted = method.partition("#")[2]
    return next((each.key for each in published() if each.id == wanted), None)


def certificate() -> Any:
    """Return the signer of PDFs (signing.Signer), read again only when its file changes.

    Raises KeyMissing when it is not there or cannot be read.
    """
    path = folder() / CERTIFICATE
    try:
        return _signer(path, path.stat().st_mtime_ns, str(settings.config("CERTIFICATE_PASSWORD")))
    except (OSError, ValueError):
        raise KeyMissing() from None


@lru_cache(maxsize=2)
def _signer(path: Path, _changed_at: int, password: str) -> Any:
    """Read the signer: opening its lock and its key takes a second, far longer than a signature."""
    return late.signing().read_signer(path.read_bytes(), password)


def certificates() -> list[Certificate]:
    """Return every certificate that ever signed a PDF."""
    return [Certificate.load(path.read_bytes()) for path in sorted((folder() / PUBLIC).glob("*.crt"))]


def self_made(held: Certificate) -> bool:
    """Tell whether a certificate is vouched for by nobody but its own holder."""
    return bool(held.subject == held.issuer)


def issuer_did() -> str:
    """Return who issues: the site's did:web once it has an https address, until then the did:key of its key; raises KeyMissing."""
    address = str(settings.config("BASE_URL"))
    return site_did() if address.startswith("https://") else f"did:key:{current().id}"


def site_did() -> str:
    """Return the did:web of the site's address."""
    return "did:web:" + quote(urlsplit(str(settings.config("BASE_URL"))).netloc, safe="")


def did_document() -> Json:
    """Return the DID document of the site: every key ever used, so that what each signed is checked by anybody."""
    did = site_did()
    methods = [{"id": f"{did}#{each.id}", "type": "Multikey", "controller": did, "publicKeyMultibase": each.id} for each in published()]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"], "id": did,
        "verificationMethod": methods, "assertionMethod": [each["id"] for each in methods],
    }


def create() -> bool:
    """Make the keys that a site starts with, return whether any was made; what exists is left alone.

    A site that has published a key and lost it is not given another in silence: `rotate` is for whoever decides so.
    """
    made = False
    if not published():
        _make_key()
        made = True
    if not certificates() and not (folder() / CERTIFICATE).exists():
        _make_certificate()
        made = True
    return publish_certificate() or made


def rotate() -> CredentialKey:
    """Put a new key in the place of the one that signs credentials, whose private half is destroyed; return it."""
    _make_key()
    return current()


def rotate_certificate() -> None:
    """Put a new self-made certificate in the place of the one that signs PDFs."""
    _make_certificate()
    publish_certificate()


def publish_certificate() -> bool:
    """Keep the certificate that signs now among those ever used; return whether it was new there."""
    path, seen = folder() / CERTIFICATE, folder() / PUBLIC / SEEN
    if not path.exists():
        return False
    locked = hashlib.sha256(path.read_bytes()).hexdigest()
    if seen.exists() and seen.read_text() == locked:
        return False  # opening it takes a second, at every start
    content = certificate().signing_cert
    if content is None:
        raise KeyMissing()
    der = content.dump()
    kept = folder() / PUBLIC / f"{hashlib.sha256(der).hexdigest()}.crt"
    new = not kept.exists()
    if new:
        _write(kept, der)
    _write(seen, locked.encode())
    return new


def check() -> None:
    """Raise KeyMissing when what signs is not there; whether the certificate opens is known from its publication."""
    current()
    if not (folder() / CERTIFICATE).exists():
        raise KeyMissing()


def _make_key() -> None:
    private = Ed25519PrivateKey.from_private_bytes(entropy.random_bytes(32))
    written = multibase(private.public_key())
    kept = {"publicKeyMultibase": written, "created": clock.now().isoformat()}
    # published first: a key that signs is never unknown to those who check
    _write(folder() / PUBLIC / f"{written}.json", json.dumps(kept, indent=1).encode())
    _write(folder() / PRIVATE, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _make_certificate() -> None:
    """Make a certificate that nobody else vouches for. RSA, whose signature draws no chance: the same document is signed the same."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True).add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    password = str(settings.config("CERTIFICATE_PASSWORD")).encode()
    lock = pkcs12.serialize_key_and_certificates(
        b"signature", private, made, None, BestAvailableEncryption(password) if password else NoEncryption()
    )
    _write(folder() / CERTIFICATE, lock)


def _write(path: Path, content: bytes) -> None:
    """Write a file for its owner's eyes alone, whole or not at all."""
    for each in (folder(), path.parent):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    os.replace(fresh, path)


def described() -> list[str]:
    """Return a line for each key and certificate, for whoever runs the site."""
    try:
        signs = current().id
    except KeyMissing:
        signs = None
    keys = [f"{each.id}  {moment(each.created)}{'  signe' if each.id == signs else ''}" for each in published()]
    return [*keys, *(f"{each.sha256_fingerprint}  {each.subject.human_friendly}" for each in certificates())]
