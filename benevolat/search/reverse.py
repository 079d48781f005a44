"""Which kept questions new missions answer: a few missions against thousands of questions, instead of a search for each.

The new missions alone are put in columns of their own, over which every question's place, days and wishes are tried first: that costs
the same whatever the number of missions on the site. Only a question some new mission passes has its words looked for, by the engine
itself and over everything, because a word's reading depends on what the other texts hold. Both steps are the search's own functions, so
that an alerte can never disagree with the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benevolat.core import clock

from .columns import Columns, midnight
from .engine import SearchState, state
from .evaluation import evaluate
from .request import Hit, SearchRequest, SearchResult
from .scoring import Match

Answers = dict[SearchRequest, tuple[Hit, ...]]


def answering(questions: Sequence[SearchRequest], missions: Iterable[int]) -> Answers:
    """Return, for each question that any of these missions answers, those missions: the ones `search` finds with all its words.

    A question whose words no mission holds together finds nothing here, where the page would show missions that hold some of them.
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

    def __init__(self, here: SearchState, chosen: NDArray[np.int64]) -> None:
        self.here, self.chosen = here, chosen
        self.columns = _only(here.columns, chosen)
        self.live = here.live[chosen]
        self.place = np.full(here.columns.count, -1, dtype=np.int64)
        self.place[chosen] = np.arange(len(chosen))
        self.read: dict[tuple[str, tuple[str, ...]], Match | None] = {}
        moment = clock.now()
        self.now, self.midnight = moment.timestamp(), midnight(moment)

    def answers(self, questions: Sequence[SearchRequest]) -> Answers:
        """Return what each question finds, each distinct one asked once."""
        found: Answers = {}
        places: dict[SearchRequest, bool] = {}
        for question in questions:
            if question in found:
                continue
            bare = replace(question, words="", without=(), sort=None, skip=0, limit=0)
            if bare not in places:
                places[bare] = self._evaluate(bare, None).total > 0
            if places[bare]:
                found[question] = self._with_words(question)
        return {question: hits for question, hits in found.items() if hits}

    def _with_words(self, question: SearchRequest) -> tuple[Hit, ...]:
        result = self._evaluate(replace(question, sort=None, skip=0, limit=len(self.chosen)), self._matching(question))
        return () if result.relaxed else result.hits

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

    def _evaluate(self, question: SearchRequest, match: Match | None) -> SearchResult:
        return evaluate(self.columns, self.live, match, question, now=self.now, midnight=self.midnight)


def _only(columns: Columns, chosen: NDArray[np.int64]) -> Columns:
    """Return columns that hold these rows alone, with the same codes."""
    few = replace(columns, count=len(chosen), row_of={}, arrays={name: columns[name][chosen] for name in columns.arrays})
    few.row_of.update({int(mission): row for row, mission in enumerate(few["mission"])})
    return few
