"""Which missions hold the words of a question, and how much each says of them (BM25 over the index and the overlay together)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .corpus import SHORTEST_PREFIX, Corpus, Found, Rows
from .families import Way
from .french import NOT, stem
from .question import Question, Token, Word

K1, B = 1.2, 0.75
ROUNDED = 6
APART = 0.8
"""What the words of a group said each in its own way are worth beside the group itself."""
QUESTIONS = 2_000

Floats = NDArray[np.float64]
NOTHING: Rows = np.empty(0, np.int64)
NONE: Floats = np.empty(0)


@dataclass(frozen=True, slots=True)
class Match:
    """The rows that hold at least one needed word, in order, with how many of the needed words each holds and its score; rows to leave out.

    Without any word asked (`asked` = 0) every row answers but those left out.
    """

    asked: int
    rows: Rows
    held: NDArray[np.int64]
    scores: Floats
    excluded: Rows
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, stem understood) of the words found nowhere and read as a near one."""
    unknown: tuple[str, ...] = ()
    """The words that nothing holds, nor anything near."""


def match(asked: Question, corpus: Corpus) -> Match:
    """Return which rows hold the words, with their BM25 scores, which hold a word they may not, and what was read otherwise than typed."""
    better = _mending(asked, corpus)
    read = asked.mended(better, corpus.families) if better else asked
    found = [pair for each in read.words for pair in _found(each, corpus)]
    excluded = [_refused(each, corpus) for each in read.without]
    unknown = tuple(word.typed for word, (rows, _scores) in found if not len(rows))
    return _gather(found, excluded, tuple(better.items()), unknown)


def _mending(asked: Question, corpus: Corpus) -> dict[str, str]:
    """Return the stems that the misspelt words of a question stand for, remembered as long as no text moves."""
    if asked.exact:
        return {}
    kept = corpus.better.get(asked.tokens)
    if kept is None:
        if len(corpus.better) >= QUESTIONS:
            corpus.better.clear()
        kept = {each.typed: nearest for each in asked.tokens if (nearest := _better(each, corpus)) is not None}
        corpus.better[asked.tokens] = kept
    return kept


def _way(way: Way, corpus: Corpus) -> Found:
    """Return the public rows that hold every stem of a way, with the mean of their weights."""
    rows, weights = _together([corpus.term(each) for each in way.stems])
    return rows, weights * way.weight


def _together(parts: list[Found]) -> Found:
    """Return the rows that are in every part, with the mean of their weights."""
    rows, total = parts[0]
    for others, weighing in parts[1:]:
        rows, here, there = np.intersect1d(rows, others, assume_unique=True, return_indices=True)
        total = total[here] + weighing[there]
    return rows, total / len(parts)


def _found(word: Word, corpus: Corpus) -> list[tuple[Word, Found]]:
    """Return a word with its rows; a group that nothing holds together comes back as its words, one by one."""
    whole = _word(word, corpus)
    return [(word, whole)] if len(whole[0]) or not word.apart or not word.needed else [(each, _word(each, corpus)) for each in word.apart]


def _refused(token: Token, corpus: Corpus) -> Rows:
    """Return the rows that hold a word, but for those that say it is not needed (« pas besoin de permis »)."""
    rows, denied = corpus.term(token.stem)[0], corpus.term(NOT + token.stem)[0]
    return np.setdiff1d(rows, denied, assume_unique=True) if len(denied) else rows


def _weigh(rows: Rows, weights: Floats, corpus: Corpus) -> Floats:
    """Return the BM25 of a word in the rows that hold it."""
    idf = math.log1p((corpus.documents - len(rows) + 0.5) / (len(rows) + 0.5))
    return np.asarray(idf * (K1 + 1) * weights / (weights + K1 * (1 - B + B * corpus.relative_lengths[rows])))


def _word(word: Word, corpus: Corpus) -> Found:
    """Return the public rows for a word and its score in each, remembered as long as no text moves."""
    kept = corpus.said(word)
    if kept is None:
        rows, weights = _said_in_any_way(word, corpus)
        kept = rows, _weigh(rows, weights, corpus)
        corpus.remember(word, kept)
    return kept


def _said_in_any_way(word: Word, corpus: Corpus) -> Found:
    """Return the public rows for a word, said in any way, each with its best weight; else for what it is the beginning of."""
    parts = [each for each in (_way(way, corpus) for way in word.ways) if len(each[0])]
    if word.apart:
        rows, weights = _together([_said_in_any_way(each, corpus) for each in word.apart])
        parts += [(rows, weights * APART)] if len(rows) else []
    if len(parts) == 1:
        return parts[0]
    if parts:
        best = np.zeros(corpus.columns.count)
        for rows, weights in parts:
            best[rows] = np.maximum(best[rows], weights)
        rows = np.flatnonzero(best)
        return rows, best[rows]
    if len(word.tokens) == 1 and len(word.tokens[0].typed) >= SHORTEST_PREFIX:
        return corpus.beginning(word.tokens[0].typed)
    return np.empty(0, np.int64), np.empty(0, np.float64)


def _is_word(found: str, corpus: Corpus) -> bool:
    return found in corpus.families.spoken or len(corpus.term(found)[0]) > 0


def is_known(token: Token, corpus: Corpus) -> bool:
    """Tell whether a word is one of the missions', or the beginning of one, or means the same as others."""
    if _is_word(token.stem, corpus):
        return True
    return len(token.typed) >= SHORTEST_PREFIX and len(corpus.beginning(token.typed)[0]) > 0


def _better(token: Token, corpus: Corpus) -> str | None:
    """Return the stem that a word found nowhere stands for: the nearest, then the one most missions hold; None when it needs none."""
    heard = _heard(token, corpus)
    if heard is not None or is_known(token, corpus):
        return heard
    candidates = [*corpus.near(token.stem), *corpus.families.near(token.typed)]
    near = [(cost, -len(corpus.term(term)[0]), term) for cost, term in candidates]
    return min(near)[2] if near else None


def _heard(token: Token, corpus: Corpus) -> str | None:
    """Return the stem of the word that « étrangé » or « papié » stands for: heard the same, written « -er » or « -ier »."""
    if not token.typed.endswith("e") or _is_word(token.stem, corpus):
        return None
    found = stem(token.typed + "r")
    return found if _is_word(found, corpus) else None


def match_in_sql(asked: Question, found: list[dict[int, float]], without: list[dict[int, float]], columns: Columns) -> Match:
    """Return the same from what SQL answered for each word."""
    parts = []
    for word in [*found, *without]:
        pairs = sorted((columns.row_of[mission], weight) for mission, weight in word.items() if mission in columns.row_of)
        parts.append((np.array([row for row, _w in pairs], dtype=np.int64), np.array([weight for _r, weight in pairs], dtype=np.float64)))
    excluded = [rows for rows, _weights in parts[len(found):]]
    return _gather(list(zip(asked.words, parts, strict=False)), excluded)


_ONES: list[Rows] = [np.ones(4_096, np.int64)]


def _ones(count: int) -> Rows:
    """Return so many ones, which nobody writes over."""
    if count > len(_ONES[0]):
        _ONES[0] = np.ones(2 * count, np.int64)
    return _ONES[0][:count]


def _gather(
    parts: list[tuple[Word, Found]], excluded: list[Rows], corrected: tuple[tuple[str, str], ...] = (), unknown: tuple[str, ...] = (),
) -> Match:
    """Add up the scores of each row; the words one after the other, so that the sums are always the same."""
    left_out = np.concatenate([NOTHING, *excluded]) if excluded else NOTHING
    asked = sum(word.needed for word, _found in parts)
    if len(parts) == 1:
        rows, scores = parts[0][1]
        return Match(asked, rows, _ones(len(rows)), scores.round(ROUNDED), left_out, corrected, unknown)
    every = np.concatenate([NOTHING, *(rows for _word, (rows, _scores) in parts)])
    needed = every if asked == len(parts) else np.concatenate([NOTHING, *(rows for word, (rows, _scores) in parts if word.needed)])
    held = np.bincount(needed)
    total: Floats = np.bincount(every, np.concatenate([NONE, *(scores for _word, (_rows, scores) in parts)])).astype(np.float64, copy=False)
    rows = held.nonzero()[0]
    return Match(asked, rows, held.take(rows), total.take(rows).round(ROUNDED), left_out, corrected, unknown)
