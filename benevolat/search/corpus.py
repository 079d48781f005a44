"""The texts that a question is asked over: posting lists of the index and of the overlay together, of the public missions as they are."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .index import Snapshot
from .overlay import Overlay
from .vocabulary import Vocabulary

MOST_EXPANSIONS = 60
SHORTEST_PREFIX = 3

Rows = NDArray[np.int64]
Found = tuple[Rows, NDArray[np.float64]]


class Corpus:
    """The index's documents that are still true, the overlay's, and which rows are public; made again whenever any of them moves."""

    def __init__(
        self, columns: Columns, overlay: Overlay, snapshot: Snapshot | None, document_rows: Rows, live: NDArray[np.bool_],
        vocabulary: Vocabulary,
    ) -> None:
        self.columns, self.overlay, self.snapshot, self.document_rows, self.live = columns, overlay, snapshot, document_rows, live
        self.vocabulary = vocabulary
        self.true = columns["indexed_seq"] == columns["text_seq"]
        """Rows whose text in the index is the one SQL holds."""

    @cached_property
    def documents(self) -> int:
        """How many texts there are; at least one, so that it can divide."""
        return max(1, int(np.count_nonzero(self.live)))

    @cached_property
    def average(self) -> float:
        """How long a text is, on average."""
        return max(1.0, float(self.columns["length"][self.live].sum()) / self.documents)

    def term(self, term: str) -> Found:
        """Return the public rows that hold a stem, with its weights."""
        rows, weights = self.overlay.postings(term)
        kept = self.live[rows]
        rows, found = rows[kept], weights[kept].astype(np.float64)
        if self.snapshot is None:
            return rows, found
        documents, indexed = self.snapshot.postings(term)
        old = self.document_rows[documents]
        kept = (old >= 0) & self.live[old] & self.true[old]
        return np.concatenate([rows, old[kept]]), np.concatenate([found, indexed[kept]])

    def stems_beginning(self, prefix: str, most: int = MOST_EXPANSIONS) -> list[str]:
        """Return the stems of the index and the overlay that begin this way, in order, about `most` of them."""
        terms = set(self.overlay.beginning(prefix))
        if self.snapshot is not None:
            terms.update(self.snapshot.beginning(prefix, most))
        return sorted(terms)

    def beginning(self, prefix: str) -> Found:
        """Return the public rows that hold a stem beginning this way, their weights added up; the first stems in order, at most sixty."""
        parts = [each for each in map(self.term, self.stems_beginning(prefix)) if len(each[0])][:MOST_EXPANSIONS]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        rows, places = np.unique(np.concatenate([rows for rows, _weights in parts]), return_inverse=True)
        total = np.bincount(places, weights=np.concatenate([weights for _rows, weights in parts])).astype(np.float64)
        return rows.astype(np.int64), total

    def near(self, word: str) -> list[tuple[int, str]]:
        """Return (letters wrong, stem) of the stems near a misspelt one, that a public mission holds; read only when a word is unknown."""
        if self.snapshot is not None and not self.vocabulary.terms:
            self.vocabulary.add(self.snapshot.terms())
        self.vocabulary.add(self.overlay.by_term)
        return [(far, each) for far, each in self.vocabulary.near(word) if len(self.term(each)[0])]
