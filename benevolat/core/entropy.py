"""The only source of random ids, tokens and codes, replaceable so that two worlds can be compared byte by byte."""

import base64
import hashlib
import random
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_source: ContextVar[Callable[[int], bytes]] = ContextVar("entropy", default=secrets.token_bytes)


def random_bytes(count: int) -> bytes:
    """Return `count` unpredictable bytes."""
    return _source.get()(count)


def public_id() -> str:
    """Return an id that strangers may see: 16 lower-case letters and digits, 80 random bits."""
    return base64.b32encode(random_bytes(10)).decode().lower()


def token() -> str:
    """Return a secret for a link: 128 random bits, URL-safe."""
    return base64.urlsafe_b64encode(random_bytes(16)).decode().rstrip("=")


def urn() -> str:
    """Return a name that nothing else will ever have: « urn:uuid: » and a random UUID (RFC 9562, version 4)."""
    return uuid.UUID(bytes=random_bytes(16), version=4).urn


def digits(count: int = 6) -> str:
    """Return a one-time code of `count` decimal digits, each equally likely."""
    return str(int.from_bytes(random_bytes(16), "big") % 10**count).zfill(count)


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a token, which is what the database keeps instead of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make every draw of the block follow from `seed` (tests and benches only: predictable)."""
    generator = random.Random(seed)
    token_ = _source.set(generator.randbytes)
    try:
        yield
    finally:
        _source.reset(token_)
