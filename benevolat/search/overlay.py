"""Texts that changed since the index was written, kept in memory until the indexer folds them in."""

import numpy as np
from numpy.typing import NDArray


class Overlay:
    """Stems by row and rows by stem, of about a thousand texts at most."""

    def __init__(self) -> None:
        self.texts: dict[int, dict[str, float]] = {}
        self.by_term: dict[str, dict[int, float]] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def put(self, row: int, stems: dict[str, float]) -> None:
        """Keep the stems of a row in place of older ones."""
        self.drop(row)
        self.texts[row] = stems
        for term, weight in stems.items():
            self.by_term.setdefault(term, {})[row] = weight

    def drop(self, row: int) -> None:
        """Forget a row."""
        for term in self.texts.pop(row, ()):
            rows = self.by_term[term]
            del rows[row]
            if not rows:
                del self.by_term[term]

    def postings(self, term: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows that hold a stem and its weights."""
        found = self.by_term.get(term, {})
        count = len(found)
        return np.fromiter(found.keys(), np.int64, count), np.fromiter(found.values(), np.float32, count)

    def beginning(self, prefix: str) -> list[str]:
        """Return the stems that begin this way."""
        return [term for term in self.by_term if term.startswith(prefix)]
