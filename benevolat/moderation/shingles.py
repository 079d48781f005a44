"""Near texts by their shingles: runs of three words, a sketch of their least hashes, the share of runs in common."""

from collections.abc import Iterator
from hashlib import blake2b

from benevolat.search.french import fold

RUN = 3
BANDS, ROWS = 8, 2
NEAR = 0.5
"""From this share of runs in common two texts are shown as near. Two bands of two hashes then meet in 9 cases of 10, and at 0.7 always."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: no case, no accent, no punctuation."""
    return "".join(each if each.isalnum() else " " for each in fold(text)).split()


def shingles(text: str) -> frozenset[str]:
    """Return the runs of three words of a text; a shorter one is one run."""
    words = words_of(text)
    if len(words) <= RUN:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(" ".join(words[at:at + RUN]) for at in range(len(words) - RUN + 1))


def likeness(one: str, other: str) -> float:
    """Return the share of runs that two texts have in common, from 0 to 1."""
    mine, theirs = shingles(one), shingles(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def bands(text: str) -> set[int]:
    """Return the bands of a text's sketch: near texts share at least one."""
    runs = shingles(text)
    if not runs:
        return set()
    least = [min(_hash(run, seed) for run in runs) for seed in range(BANDS * ROWS)]
    return {_fold(band, least[ROWS * band:ROWS * (band + 1)]) for band in range(BANDS)}


def _hash(run: str, seed: int) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8, salt=seed.to_bytes(2, "big")).digest(), "big")


def _fold(band: int, hashes: list[int]) -> int:
    """Return one signed 63-bit number for a band, which every database holds."""
    joined = b"".join(each.to_bytes(8, "big") for each in hashes)
    return int.from_bytes(blake2b(joined, digest_size=8, salt=band.to_bytes(2, "big")).digest(), "big") >> 1


def sentences(text: str) -> Iterator[str]:
    """Cut a text where its sentences and its lines end."""
    for line in text.splitlines():
        start = 0
        for at, letter in enumerate(line):
            if letter in ".!?…" and (at + 1 == len(line) or line[at + 1].isspace()):
                if line[start:at + 1].strip():
                    yield line[start:at + 1].strip()
                start = at + 1
        if line[start:].strip():
            yield line[start:].strip()
