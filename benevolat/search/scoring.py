"""Which missions hold the words of a question, and how much each says of them (BM25 over the index and the overlay together)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .french import stem
from .index import Snapshot
from .overlay import Overlay

K1, B = 1.2, 0.75
MOST_EXPANSIONS = 60
SHORTEST_PREFIX = 3

Floats = NDArray[np.float64]
Found = tuple[NDArray[np.int64], Floats]


@dataclass(frozen=True, slots=True)
class Match:
    """For each row: how many of the words it holds, and its score."""

    asked: int
    held: NDArray[np.int16]
    scores: Floats

    @property
    def all_words(self) -> NDArray[np.bool_]:
        """Rows that hold every word."""
        return np.asarray(self.held == self.asked)

    @property
    def any_word(self) -> NDArray[np.bool_]:
        """Rows that hold at least one word."""
        return np.asarray(self.held > 0)


@dataclass(slots=True)
class Corpus:
    """The texts that can be found: the index's documents that are still true, the overlay's, and which rows are public."""

    columns: Columns
    overlay: Overlay
    snapshot: Snapshot | None
    document_rows: NDArray[np.int64]
    live: NDArray[np.bool_]
    true: NDArray[np.bool_]
    """Rows whose text in the index is the one SQL holds."""

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

    def beginning(self, prefix: str) -> Found:
        """Return the public rows that hold a stem beginning this way, their weights added up; the first stems in order, at most sixty."""
        terms = set(self.overlay.beginning(prefix))
        if self.snapshot is not None:
            terms.update(self.snapshot.beginning(prefix, MOST_EXPANSIONS))
        parts = [each for each in map(self.term, sorted(terms)) if len(each[0])][:MOST_EXPANSIONS]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        rows, places = np.unique(np.concatenate([rows for rows, _weights in parts]), return_inverse=True)
        total: Floats = np.bincount(places, weights=np.concatenate([weights for _rows, weights in parts])).astype(np.float64)
        return rows.astype(np.int64), total

    def word(self, word: str) -> Found:
        """Return the public rows for a word: by its stem, else by what it is the beginning of."""
        found = self.term(stem(word))
        return found if len(found[0]) or len(word) < SHORTEST_PREFIX else self.beginning(word)


def match(words: list[str], corpus: Corpus) -> Match:
    """Return which rows hold the words, and their BM25 scores."""
    lengths, live = corpus.columns["length"], corpus.live
    documents = max(1, int(np.count_nonzero(live)))
    average = max(1.0, float(lengths[live].sum()) / documents)

    def weigh(rows: NDArray[np.int64], weights: Floats) -> Floats:
        idf = np.log1p((documents - len(rows) + 0.5) / (len(rows) + 0.5))
        return np.asarray(idf * weights * (K1 + 1) / (weights + K1 * (1 - B + B * lengths[rows] / average)))

    return _gather([corpus.word(each) for each in words], corpus.columns.count, weigh)


def match_in_sql(found: list[dict[int, float]], columns: Columns) -> Match:
    """Return the same from what SQL answered for each word."""
    parts = []
    for word in found:
        pairs = [(columns.row_of[mission], weight) for mission, weight in word.items() if mission in columns.row_of]
        parts.append((np.array([row for row, _w in pairs], dtype=np.int64), np.array([weight for _r, weight in pairs], dtype=np.float64)))
    return _gather(parts, columns.count, lambda _rows, weights: weights)


def _gather(parts: list[Found], count: int, weigh: Callable[[NDArray[np.int64], Floats], Floats]) -> Match:
    held = np.zeros(count, dtype=np.int16)
    scores = np.zeros(count, dtype=np.float64)
    for rows, weights in parts:
        held[rows] += 1
        scores[rows] += weigh(rows, weights)
    return Match(len(parts), held, np.round(scores, 6))
