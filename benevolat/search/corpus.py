"""The texts that a question is asked over: posting lists of the index and of the overlay together, of the public missions as they are."""

from collections import OrderedDict
from collections.abc import Hashable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .families import Families, families
from .index import Snapshot
from .overlay import Overlay
from .vocabulary import Vocabulary

MOST_EXPANSIONS = 60
SHORTEST_PREFIX = 3
KEPT_BYTES = 4 * 1024 * 1024
REMEMBERED = 1_200_000
"""Rows kept for the words last asked for: about 20 MB."""

Rows = NDArray[np.int64]
Found = tuple[Rows, NDArray[np.float64]]


class Corpus:
    """The index's documents that are still true, the overlay's, and which rows are public."""

    def __init__(
        self, columns: Columns, overlay: Overlay, snapshot: Snapshot | None, document_rows: Rows, vocabulary: Vocabulary,
        known: Families | None = None,
    ) -> None:
        self.columns, self.overlay, self.snapshot, self.document_rows = columns, overlay, snapshot, document_rows
        self.vocabulary = vocabulary
        self.families = known if known is not None else families()
        self.live: NDArray[np.bool_] = columns["live"]
        self._said: OrderedDict[Hashable, Found] = OrderedDict()
        self._remembered = 0
        self.better: dict[Hashable, dict[str, str]] = {}
        """What the misspelt words of a question were taken for, by the same."""
        self._kept: dict[str, Found] = {}
        self._bytes = 0

    def follow(self, rows: Rows) -> None:
        """Take in a few rows that were written; what was found for words is found again when it is asked again."""
        columns = self.columns
        self.live = columns["live"]
        known = rows[rows < len(self.document_of)]
        documents, known = self.document_of[known], known[self.document_of[known] >= 0]
        true = self.live[known] & (columns["indexed_seq"][known] == columns["text_seq"][known])
        self.true_documents[documents[documents >= 0]] = np.where(true, known, -1)
        for name in ("documents", "average", "relative_lengths"):
            self.__dict__.pop(name, None)
        self._said.clear()
        self._remembered = 0
        self.better.clear()
        self._kept.clear()
        self._bytes = 0

    @cached_property
    def document_of(self) -> Rows:
        """Return the document of each row, -1 for those that have none."""
        found = np.full(self.columns.count, -1, dtype=np.int64)
        known = np.flatnonzero(self.document_rows >= 0)
        found[self.document_rows[known]] = known
        return found

    @cached_property
    def true_documents(self) -> NDArray[np.int32]:
        """Return the row of each document of the index whose mission is public and whose text is the one SQL holds; -1 for the others."""
        rows, columns = self.document_rows, self.columns
        true = self.live & (columns["indexed_seq"] == columns["text_seq"])
        known = np.flatnonzero(rows >= 0)
        found = np.full(len(rows), -1, dtype=np.int32)
        found[known] = np.where(true[rows[known]], rows[known], -1)
        return found

    @cached_property
    def documents(self) -> int:
        """How many texts there are; at least one, so that it can divide."""
        return max(1, int(np.count_nonzero(self.live)))

    @cached_property
    def average(self) -> float:
        """How long a text is, on average."""
        return max(1.0, float(self.columns["length"][self.live].sum()) / self.documents)

    @cached_property
    def relative_lengths(self) -> NDArray[np.float64]:
        """How long each text is, compared with the average."""
        return np.asarray(self.columns["length"] / self.average)

    def said(self, word: Hashable) -> Found | None:
        """Return what was found for a word said in several ways, by whoever joined them; None when it was not, or too long ago."""
        found = self._said.get(word)
        if found is not None:
            self._said.move_to_end(word)
        return found

    def remember(self, word: Hashable, found: Found) -> None:
        """Keep what was found for a word; the words asked for longest ago make room."""
        self._said[word] = found
        self._remembered += len(found[0])
        while self._remembered > REMEMBERED and len(self._said) > 1:
            _word, (rows, _scores) = self._said.popitem(last=False)
            self._remembered -= len(rows)

    def term(self, term: str) -> Found:
        """Return the public rows that hold a stem, in order, with its weights; what was asked before is kept, up to a few megabytes."""
        kept = self._kept.get(term)
        if kept is None:
            kept = self._term(term)
            if self._bytes > KEPT_BYTES:
                self._kept.clear()
                self._bytes = 0
            self._kept[term] = kept
            self._bytes += kept[0].nbytes + kept[1].nbytes + 200
        return kept

    def _term(self, term: str) -> Found:
        rows, weights = self.overlay.postings(term)
        kept = self.live[rows]
        rows, found = rows[kept], weights[kept].astype(np.float64)
        if self.snapshot is not None:
            documents, indexed = self.snapshot.postings(term)
            old = self.true_documents[documents]
            kept = old >= 0
            rows, found = np.concatenate([rows, old[kept]]), np.concatenate([found, indexed[kept]])
        order = np.argsort(rows, kind="stable")
        return rows[order], found[order]

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
        """Return (cost, stem) of the stems near a misspelt one, that a public mission holds; read only when a word is unknown."""
        if self.snapshot is not None and not self.vocabulary.terms:
            self.vocabulary.add(self.snapshot.terms())
        self.vocabulary.add(self.overlay.by_term)
        return [(cost, each) for cost, each in self.vocabulary.near(word) if len(self.term(each)[0])]
