"""Which missions hold the words of a question, and how much each says of them (BM25 over the index and the overlay together)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .corpus import Corpus, Found, Rows

K1, B = 1.2, 0.75
ROUNDED = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """The rows that hold at least one word, in order, with how many of the words each holds and its score; rows to leave out.

    Without any word asked (`asked` = 0) every row answers but those left out.
    """

    asked: int
    rows: Rows
    held: NDArray[np.int64]
    scores: Floats
    excluded: Rows
    corrected: tuple[tuple[str, str], ...] = ()


def match(words: Sequence[str], without: Sequence[str], corpus: Corpus) -> Match:
    """Return which rows hold the words, with their BM25 scores, and which hold a word they may not."""
    documents, average, lengths = corpus.documents, corpus.average, corpus.columns["length"]

    def weigh(rows: Rows, weights: Floats) -> Floats:
        idf = np.log1p((documents - len(rows) + 0.5) / (len(rows) + 0.5))
        return np.asarray(idf * weights * (K1 + 1) / (weights + K1 * (1 - B + B * lengths[rows] / average)))

    excluded = [corpus.word(each)[0] for each in without]
    return _gather([corpus.word(each) for each in words], excluded, weigh)


def match_in_sql(found: list[dict[int, float]], without: list[dict[int, float]], columns: Columns) -> Match:
    """Return the same from what SQL answered for each word."""
    parts = []
    for word in [*found, *without]:
        pairs = sorted((columns.row_of[mission], weight) for mission, weight in word.items() if mission in columns.row_of)
        parts.append((np.array([row for row, _w in pairs], dtype=np.int64), np.array([weight for _r, weight in pairs], dtype=np.float64)))
    excluded = [rows for rows, _weights in parts[len(found):]]
    return _gather(parts[:len(found)], excluded, lambda _rows, weights: weights)


def _gather(parts: list[Found], excluded: list[Rows], weigh: Callable[[Rows, Floats], Floats]) -> Match:
    """Add up the scores of each row; the words one after the other, so that the sums are always the same."""
    left_out = np.concatenate([np.empty(0, np.int64), *excluded])
    if not parts:
        return Match(0, np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64), left_out)
    weighed = [weigh(*each) for each in parts]
    if len(parts) == 1:
        rows = parts[0][0]
        order = np.argsort(rows, kind="stable")
        return Match(1, rows[order], np.ones(len(rows), np.int64), np.round(weighed[0][order], ROUNDED), left_out)
    rows, places = np.unique(np.concatenate([each for each, _weights in parts]), return_inverse=True)
    held = np.bincount(places, minlength=len(rows))
    scores = np.bincount(places, weights=np.concatenate(weighed), minlength=len(rows))
    return Match(len(parts), rows, held, np.round(scores, ROUNDED), left_out)
