"""Which kept questions new missions answer: a few missions against thousands of questions, instead of a search for each.

The new missions alone are put in columns of their own, over which every question's place, days and wishes are tried first: that costs
the same whatever the number of missions on the site. Only a question some new mission passes has its words looked for, by the engine
itself and over everything, because a word's reading depends on what the other texts hold. Both steps are the search's own, so that an
alerte cannot disagree with the page.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benevolat.core import clock

from .columns import Columns
from .engine import SearchState, state
from .facts import Facts, padded
from .moment import Moment
from .request import Hit, SearchRequest
from .scoring import Match
from .selection import Selection, Standing, kilometres

Answers = dict[SearchRequest, tuple[Hit, ...]]
Rows = NDArray[np.int64]


def answering(questions: Sequence[SearchRequest], missions: Iterable[int]) -> Answers:
    """Return, for each question that any of these missions answers, those missions: the ones `search` finds with all its words.

    A mission that holds a part of the words is no news, though the page shows it after those that hold them all.
    """
    here = state()
    with here.lock:
        here.refresh()
        chosen = np.unique([here.columns.row_of[each] for each in missions if each in here.columns.row_of]).astype(np.int64)
        if not len(chosen):
            return {}
        return _Few(here, chosen).answers(questions)


class _Few:
    """The few missions compared, in columns of their own."""

    def __init__(self, here: SearchState, chosen: Rows) -> None:
        self.here = here
        self.columns = _only(here.columns, chosen)
        self.moment = Moment(clock.now())
        self.standing = Standing(self.columns, self.moment)
        self.place = np.full(here.columns.size, -1, dtype=np.int64)
        self.place[chosen] = np.arange(len(chosen))
        self.read: dict[tuple[str, tuple[str, ...]], Match | None] = {}

    def answers(self, questions: Sequence[SearchRequest]) -> Answers:
        """Return what each question finds, each distinct one asked once."""
        return {each: hits for each in dict.fromkeys(questions) if (hits := self._answer(each))}

    def _answer(self, question: SearchRequest) -> tuple[Hit, ...]:
        selection = Selection(self.standing, question, self.moment)
        if not len(selection.left().places):
            return ()
        match = self._matching(question)
        if match is not None:
            selection.take_words(match, every=True)
        return _hits(selection)

    def _matching(self, question: SearchRequest) -> Match | None:
        """Return what a question's words hold of the few missions; the same words are read once."""
        words = (question.words, question.without)
        if words not in self.read:
            _asked, match = self.here.matching(question)
            self.read[words] = self._restricted(match) if match is not None else None
        return self.read[words]

    def _restricted(self, match: Match) -> Match:
        """Return what the texts of the whole site say of a question's words, for the few missions alone."""
        rows, excluded = self.place[match.rows], self.place[match.excluded]
        kept = rows >= 0
        return replace(match, rows=rows[kept], held=match.held[kept], scores=match.scores[kept], excluded=excluded[excluded >= 0])


def _hits(selection: Selection) -> tuple[Hit, ...]:
    """Return what is left as a search would show it: how far each is, where that has a meaning."""
    left, near = selection.left(), selection.near
    area = selection.request.territory is not None or selection.request.isere
    far = kilometres(near.take(left.places)).tolist() if near is not None and not area else [math.nan] * len(left.rows)
    missions = selection.columns["mission"].take(left.rows).tolist()
    return tuple(
        Hit(mission, None if math.isnan(km) else round(km, 3), 0.0) for mission, km in zip(missions, far, strict=True)
    )


def _only(columns: Columns, chosen: Rows) -> Columns:
    """Return columns that hold these rows alone, with the same facts; the rows that fill the last bitmap are not live."""
    count, size = len(chosen), padded(len(chosen))
    few = Columns(count=count, row_of={int(mission): row for row, mission in enumerate(columns["mission"][chosen])}, facts=Facts(size))
    for name, array in columns.arrays.items():
        few.arrays[name] = np.zeros(size, dtype=array.dtype)
        few.arrays[name][:count] = array[chosen]
    facts, width = few.facts, columns.facts.packed.shape[1]
    facts.bits, facts.count = columns.facts.bits, columns.facts.count
    facts.packed, facts.planes = np.zeros((size, width), dtype=np.uint8), np.zeros((width * 8, size // 8), dtype=np.uint8)
    facts.packed[:count] = columns.facts.packed[chosen]
    facts.changed = list(range(count))
    facts.settle()
    return few
