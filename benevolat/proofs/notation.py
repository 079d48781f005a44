"""How keys and moments are written in credentials, and the names of their vocabularies: what needs no JSON-LD processor."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED25519 = b"\xed\x01"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(data: bytes) -> str:
    """Write bytes in base 58, as Bitcoin does."""
    number, written = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = ALPHABET[digit] + written
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + written


def from_base58(text: str) -> bytes:
    """Read bytes written in base 58; raises ValueError on another letter."""
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(key: Ed25519PublicKey) -> str:
    """Write a public key as Multikey does: z6Mk…"""
    return "z" + base58(ED25519 + key.public_bytes_raw())


def from_multibase(text: str) -> Ed25519PublicKey:
    """Read a public key written z6Mk…; raises ValueError on anything else."""
    data = from_base58(text[1:])
    if not text.startswith("z") or not data.startswith(ED25519):
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(data[2:])


def moment(at: datetime) -> str:
    """Write a moment as documents do, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
