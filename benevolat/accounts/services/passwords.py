"""Passwords: at least fifteen characters, argon2id, and never more than one hash at a time in a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from ..errors import Busy, PasswordTooLong, PasswordTooShort
from ..models import User

PasswordHash = NewType("PasswordHash", str)
SHORTEST, LONGEST = 15, 200
PATIENCE_SECONDS = 2.0
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_one_at_a_time = BoundedSemaphore(1)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn to hash, at most two seconds, so that a flood of sign-ins leaves the other pages quick; raise Busy."""
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise Busy()
    try:
        yield
    finally:
        _one_at_a_time.release()


@cache
def _nobodys_hash() -> str:
    """Return the hash that is verified for an account that does not exist, so that the work is the same."""
    return HASHER.hash("personne n’utilise ce mot de passe")


def check_password(words: str) -> None:
    """Accept any new password of 15 to 200 characters; raise PasswordTooShort or PasswordTooLong at « password »."""
    if len(words) < SHORTEST:
        raise PasswordTooShort(field="password")
    if len(words) > LONGEST:
        raise PasswordTooLong(field="password")


def prepare_password(words: str) -> PasswordHash:
    """Check and hash a new password, before the transaction that keeps it: hashing is slow and must hold no lock.

    Raises what `check_password` raises, and Busy when too many wait.
    """
    check_password(words)
    with _turn():
        return PasswordHash(HASHER.hash(words))


def password_matches(user: User | None, words: str) -> bool:
    """Tell whether a password opens an account; an unknown, ended or password-less account costs the same hash. Raises Busy."""
    usable = user is not None and user.is_active and user.password_hash is not None
    kept = user.password_hash if usable and user is not None else None
    with _turn():
        try:
            HASHER.verify(kept or _nobodys_hash(), words[: LONGEST + 1])
        except VerificationError:
            return False
    return usable
