"""Passwords: at least fifteen characters and none that many people think of, argon2id, never more than one hash at a time in a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import NewType
from unicodedata import normalize

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from ..errors import Busy, PasswordTooCommon, PasswordTooLong, PasswordTooShort
from ..models import User

PasswordHash = NewType("PasswordHash", str)
SHORTEST, LONGEST = 15, 200
PATIENCE_SECONDS = 2.0
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
COMMON = Path(__file__).parents[1] / "data" / "mots_de_passe_courants.txt"
"""What many people think of, with where it comes from at its head; an operator may put another list in its place."""
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


def _folded(words: str) -> str:
    """Return what is left of a password without what changes little: case, accents, spaces, signs."""
    return "".join(each for each in normalize("NFKD", words.casefold()) if each.isalnum())


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that many people think of, folded."""
    return frozenset(line for line in COMMON.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#"))


def check_password(words: str) -> None:
    """Accept any new password of 15 to 200 characters that is not among the common ones; nothing else is imposed.

    Raises PasswordTooShort, PasswordTooLong or PasswordTooCommon at « password ».
    """
    if len(words) < SHORTEST:
        raise PasswordTooShort(field="password")
    if len(words) > LONGEST:
        raise PasswordTooLong(field="password")
    if _folded(words) in common_passwords():
        raise PasswordTooCommon(field="password")


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


def renewed_hash(user: User, words: str) -> PasswordHash | None:
    """Return a new hash of the password that just opened an account, when its hash is of an older cost; else None. Raises Busy."""
    if user.password_hash is None or not HASHER.check_needs_rehash(user.password_hash):
        return None
    with _turn():
        return PasswordHash(HASHER.hash(words))
