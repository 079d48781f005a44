"""Yes-or-no facts of missions, one bit each: kept row by row, and turned into planes (one fact over all missions) that are counted at once.

A set of missions is a bitmap, sixty-four of them a number: filters are ANDed, and counting every facet of an answer costs the same
whether it holds ten missions or fifty thousand.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

WORD = 64
NARROWEST = 16
FEW = 256
"""So many rows or fewer are counted row by row, which is quicker than over the planes."""
BLOCK = 4_096


def padded(count: int) -> int:
    """Return how many rows the bitmaps of so many missions have: whole numbers of sixty-four, at least one."""
    return max(WORD, -(-count // WORD) * WORD)


def pack(mask: Mask) -> Bits:
    """Return the bitmap of a mask whose length is a multiple of sixty-four."""
    return np.packbits(mask, bitorder="little").view(np.uint64)


def unpack(bits: Bits) -> Mask:
    """Return the mask of a bitmap."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def put(bits: Bits, rows: Rows, values: Mask) -> None:
    """Write some rows of a bitmap; the last value counts when a row is given twice."""
    octets = bits.view(np.uint8)
    for row, value in zip(rows.tolist(), values.tolist(), strict=True):
        octet, bit = int(octets[row >> 3]), 1 << (row & 7)
        octets[row >> 3] = octet | bit if value else octet & ~bit


def rows_of(bits: Bits) -> Rows:
    """Return the rows of a bitmap, in order."""
    return unpack(bits).nonzero()[0]


def size(bits: Bits) -> int:
    """Return how many missions a bitmap holds."""
    return int(np.bitwise_count(bits).sum())


class Facts:
    """The bits of every mission. A fact is a (group, value) and takes its bit the first time it is met."""

    def __init__(self, capacity: int) -> None:
        self.bits: dict[str, dict[Any, int]] = {}
        self.count = 0
        self.packed = np.zeros((capacity, NARROWEST), dtype=np.uint8)
        self.planes = np.zeros((NARROWEST * 8, capacity // 8), dtype=np.uint8)
        self.changed: list[int] = []

    def bit(self, group: str, value: Any) -> int:
        """Return the bit of a fact, made when it has none."""
        values = self.bits.setdefault(group, {})
        found = values.get(value)
        if found is None:
            found = values[value] = self.count
            self.count += 1
            if self.count > self.packed.shape[1] * 8:
                self._widen()
        return found

    def _widen(self) -> None:
        self.packed = np.concatenate([self.packed, np.zeros_like(self.packed)], axis=1)
        self.planes = np.concatenate([self.planes, np.zeros_like(self.planes)])

    def grow(self, capacity: int) -> None:
        """Make room for more missions; `capacity` is a multiple of sixty-four."""
        rows, width = self.packed.shape
        self.packed = np.concatenate([self.packed, np.zeros((capacity - rows, width), dtype=np.uint8)])
        self.planes = np.concatenate([self.planes, np.zeros((width * 8, (capacity - rows) // 8), dtype=np.uint8)], axis=1)

    def put(self, row: int, facts: Iterable[tuple[str, Any]]) -> None:
        """Write the facts of one mission in place of older ones."""
        number = 0
        for group, value in facts:
            number |= 1 << self.bit(group, value)
        width = self.packed.shape[1]
        self.packed[row] = np.frombuffer(number.to_bytes(width, "little"), dtype=np.uint8)
        self.changed.append(row)

    def settle(self) -> None:
        """Bring the planes in line with the rows that were written."""
        if not self.changed:
            return
        places = np.unique(np.array(self.changed, dtype=np.int64) >> 3)
        self.changed = []
        width = self.packed.shape[1]
        for first in range(0, len(places), BLOCK):
            chosen = places[first:first + BLOCK]
            rows = self.packed[(chosen[:, None] * 8 + np.arange(8)).ravel()]
            block = np.unpackbits(rows, axis=1, bitorder="little").reshape(len(chosen), 8, width * 8)
            self.planes[:, chosen] = np.packbits(block, axis=1, bitorder="little")[:, 0, :].T

    def plane(self, group: str, value: Any, words: int) -> Bits:
        """Return the bitmap of the missions that have a fact; an empty one when none ever had it."""
        found = self.bits.get(group, {}).get(value)
        if found is None:
            return np.zeros(words, dtype=np.uint64)
        plane: Bits = self.planes[found].view(np.uint64)
        return plane[:words]

    def any_of(self, group: str, values: Sequence[Any], words: int) -> Bits:
        """Return the bitmap of the missions that have at least one of these facts."""
        found = np.zeros(words, dtype=np.uint64)
        for value in values:
            found |= self.plane(group, value, words)
        return found

    def counts(self, chosen: Bits, rows: Rows) -> list[int]:
        """Return how many of the missions of a bitmap (and their rows) have each fact, by bit."""
        if len(rows) <= FEW:
            totals = np.unpackbits(self.packed[rows], axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
        else:
            totals = self._over_planes(np.arange(self.count), chosen)
        found: list[int] = totals.tolist()
        return found

    def count_again(self, group: str, chosen: Bits, totals: list[int]) -> None:
        """Put in `totals` how many missions of another bitmap have each fact of a group."""
        bits = list(self.bits[group].values())
        for bit, total in zip(bits, self._over_planes(np.array(bits), chosen).tolist(), strict=True):
            totals[bit] = total

    def _over_planes(self, bits: Rows, chosen: Bits) -> NDArray[Any]:
        whole = len(bits) == self.count
        planes = (self.planes[:self.count] if whole else self.planes[bits]).view(np.uint64)[:, :len(chosen)]
        return np.asarray(np.bitwise_count(planes & chosen).sum(axis=1, dtype=np.int32))
