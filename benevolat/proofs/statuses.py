"""The list of withdrawn credentials (W3C, Bitstring Status List 1.0): one bit a credential, all in one compressed text.

Whoever checks a credential asks for the whole list, so that nobody learns which one is being checked.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache

from benevolat.core import clock

from . import keys, late
from .notation import CREDENTIALS, Json, moment

LENGTH = 131_072
"""Bits of a list: the least that the standard allows."""
RENEWED = timedelta(minutes=5)


def encode(withdrawn: Collection[int], length: int = LENGTH) -> str:
    """Return the `encodedList` whose bits are set for the indexes given; the first index is the highest bit of the first byte."""
    bits = bytearray(length // 8)
    for index in withdrawn:
        if not 0 <= index < length:
            raise ValueError(f"no place {index} in a list of {length}")
        bits[index // 8] |= 0x80 >> index % 8
    # no moment in the file: the same list is the same text
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def decode(encoded: str, length: int = LENGTH) -> set[int]:
    """Return the indexes that an `encodedList` of ours withdraws; raises ValueError on anything else."""
    if not encoded.startswith("u"):
        raise ValueError("not in base64url")
    try:
        packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
        bits = zlib.decompressobj(wbits=31).decompress(packed, length // 8 + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(str(error)) from None
    if len(bits) != length // 8:
        raise ValueError(f"{len(bits) * 8} bits or more, not {length}")
    return {place * 8 + bit for place, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}


def build(withdrawn: Collection[int], *, address: str, did: str, at: datetime) -> Json:
    """Return the credential of a list, to be signed; `address` is where it is served."""
    return {
        "@context": [CREDENTIALS], "id": address, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": did,
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{address}#liste", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encode(withdrawn),
        },
    }  # fmt: skip


def publish(withdrawn: Collection[int], *, address: str) -> Json:
    """Return the signed list as it is served at an address: signed when something changes, and every five minutes; raises KeyMissing."""
    now = clock.now()
    at = now - timedelta(seconds=now.timestamp() % RENEWED.total_seconds())
    return _signed(frozenset(withdrawn), address, keys.issuer_did(), keys.current(), at)


@lru_cache(maxsize=8)
def _signed(withdrawn: frozenset[int], address: str, did: str, key: keys.CredentialKey, at: datetime) -> Json:
    signed: Json = late.integrity().sign(build(withdrawn, address=address, did=did, at=at), key.private, created=at)
    return signed
