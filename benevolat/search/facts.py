"""Yes-or-no facts of missions, one bit each: kept row by row, and turned into planes (one fact over all missions) that are counted at once.

A set of missions is a bitmap, sixty-four of them a number: filters are ANDed, and counting every facet of an answer costs the same
whether it holds ten missions or fifty thousand.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

WORD = 64
NARROWEST = 16
FEW = 255
"""So many rows can be added up in single bytes."""
PART = 8
"""Up to an eighth of the missions are counted row by row, which is quicker than over the planes."""
BLOCK = 4_096
AT_ONCE = 20_000
"""Numbers of sixty-four bits that are counted at once over the planes."""


def padded(count: int) -> int:
    """Return how many rows the bitmaps of so many missions have: whole numbers of sixty-four, at least one."""
    return max(WORD, -(-count // WORD) * WORD)


def pack(mask: Mask) -> Bits:
    """Return the bitmap of a mask whose length is a multiple of sixty-four."""
    return np.packbits(mask, bitorder="little").view(np.uint64)


def unpack(bits: Bits) -> Mask:
    """Return the mask of a bitmap."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def bits_of(rows: Rows, size: int) -> Bits:
    """Return the bitmap of some rows, out of so many."""
    mask: Mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return pack(mask)


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


class Chosen(Protocol):
    """Missions, as rows or as a bitmap, whichever counts them sooner."""

    @property
    def rows(self) -> Rows:
        """Return their rows, in order."""

    @property
    def bits(self) -> Bits:
        """Return their bitmap."""


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

    def are_few(self, rows: Rows) -> bool:
        """Tell whether rows are counted one by one rather than over the planes."""
        return len(rows) <= max(FEW, len(self.packed) // PART)

    def counts(self, chosen: Chosen) -> list[int]:
        """Return how many of the missions chosen have each fact, by bit."""
        totals = self._over_rows(chosen.rows) if self.are_few(chosen.rows) else self._over_planes(self.planes[:self.count], chosen.bits)
        found: list[int] = totals.tolist()
        return found

    def count_again(self, group: str, chosen: Chosen, totals: list[int]) -> None:
        """Put in `totals` how many of other missions have each fact of a group."""
        bits = list(self.bits[group].values())
        found = self._over_rows(chosen.rows)[bits] if self.are_few(chosen.rows) else self._over_planes(self.planes[bits], chosen.bits)
        for bit, total in zip(bits, found.tolist(), strict=True):
            totals[bit] = total

    def _over_rows(self, rows: Rows) -> NDArray[Any]:
        """Add up the facts of rows, in bytes: eight rows side by side, at most 255 below one another, so that no byte overflows."""
        facts = np.unpackbits(self.packed.take(rows, axis=0).ravel(), bitorder="little")
        width = self.packed.shape[1] * 8
        if len(rows) <= FEW:
            return np.asarray(np.add.reduce(facts.reshape(-1, width), axis=0, dtype=np.uint8))
        total = np.zeros(width, dtype=np.int64)
        for first in range(0, len(facts), 8 * FEW * width):
            block = facts[first:first + 8 * FEW * width]
            whole = len(block) // (8 * width) * 8 * width
            side_by_side = np.add.reduce(block[:whole].reshape(-1, 8 * width), axis=0, dtype=np.uint8)
            total += np.add.reduce(side_by_side.reshape(8, width), axis=0, dtype=np.int64)
            total += np.add.reduce(block[whole:].reshape(-1, width), axis=0, dtype=np.uint8)
        return total

    @staticmethod
    def _over_planes(planes: NDArray[np.uint8], chosen: Bits) -> NDArray[Any]:
        """Count the missions of a bitmap in each plane, as many planes at a time as the processor's own memory holds."""
        wide, size = planes.view(np.uint64)[:, :len(chosen)], max(1, AT_ONCE // len(chosen))
        parts = [np.bitwise_count(wide[first:first + size] & chosen) for first in range(0, len(wide), size)]
        return np.concatenate([np.add.reduce(each, axis=1, dtype=np.int32) for each in parts])
