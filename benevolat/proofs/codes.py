"""The codes of documents and links: 128 random bits in 26 letters and digits that a person can copy."""

import base64

from benevolat.core import entropy

LENGTH = 26
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz234567")
LOOKALIKE = str.maketrans("01", "ol")


def new_code() -> str:
    """Return a fresh code: 128 bits in base 32 (RFC 4648), lower case, without padding."""
    return base64.b32encode(entropy.random_bytes(16)).decode().rstrip("=").lower()


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed or pasted, whatever its case, spaces and hyphens, or None; 0 is read o and 1 is read l."""
    code = "".join(each for each in typed.lower() if each not in " -\u00a0\t\n").translate(LOOKALIKE)
    return code if len(code) == LENGTH and LETTERS.issuperset(code) else None
