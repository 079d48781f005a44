"""One question answered over the columns: what matches, how many of each, and the page asked for, in the order asked for."""

from collections.abc import Iterable
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from .columns import Columns
from .counting import facets
from .facts import Mask, Rows
from .moment import Moment
from .request import Facets, Hit, SearchRequest, Sort
from .scoring import ROUNDED, Match
from .selection import Floats, Selection, Standing, kilometres

EACH_WORD = 100.0
"""A mission that holds one more of the words comes before any that holds fewer: more than words can ever score."""
NEAR_COUNTS, HALF_AT_KM = 0.4, 10.0
"""Of the relevance, two fifths fade with distance: half of that part is left at ten kilometres."""
SAMPLE = 2_048
SOME = 4_096
"""So many missions or fewer are looked through whole for the first ones."""
MANY = 100
"""So many missions or fewer are put in order whole."""
NOTHING: Rows = np.empty(0, np.int64)


class Found(NamedTuple):
    """The page, the exact total, how many of them hold every word, the counts and the order."""

    hits: tuple[Hit, ...]
    total: int
    whole: int
    facets: Facets
    sort: Sort


def evaluate(standing: Standing, match: Match | None, request: SearchRequest, moment: Moment) -> Found:
    """Return the answer to a question; `match` is what its words hold, None when it has none."""
    selection, columns = Selection(standing, request, moment), standing.columns
    if match is not None:
        selection.take_words(match)
    places, rows = selection.left().places, selection.left().rows
    near = selection.near.take(places) if selection.near is not None else None
    said, main, partial = None, None, None
    if selection.scores is not None:
        said = _softened(standing, selection.scores.take(places), rows, near if selection.is_circle else None)
        main = -said
    if selection.held is not None and match is not None and main is not None:
        held = selection.held.take(places)
        main -= EACH_WORD * held
        partial = held < match.asked
    sort = _sort(request, selection.is_circle, worded=said is not None)
    page = _page(columns, rows, near, main, partial, sort, moment, request) if request.skip < len(rows) else NOTHING
    show = near.take(page) if near is not None and request.territory is None and not request.isere else None
    ids = columns["mission"].take(rows.take(page)).tolist()
    scores = said.take(page).tolist() if said is not None else [0.0] * len(ids)
    hits = tuple(map(Hit, ids, _shown(show, len(ids)), scores))
    whole = len(rows) - (int(np.count_nonzero(partial)) if partial is not None else 0)
    return Found(hits, len(rows), whole, facets(selection, moment) if request.counts else Facets(), sort)


def _shown(near: Floats | None, count: int) -> Iterable[float | None]:
    if near is None:
        return repeat(None, count)
    return [None if km != km else km for km in kilometres(near).round(3).tolist()]  # what is not itself is no number


def _softened(standing: Standing, scores: Floats, rows: Rows, near: Floats | None) -> Floats:
    """Return what the words are worth in each row, softened by distance and age."""
    if near is not None:
        scores = scores * (1 - NEAR_COUNTS + NEAR_COUNTS / (1 + kilometres(_or_nowhere(near)) / HALF_AT_KM))
    return (scores * standing.fade.take(rows)).round(ROUNDED)


def _or_nowhere(near: Floats) -> Floats:
    return np.where(np.isnan(near), np.inf, near)


def _sort(request: SearchRequest, is_circle: bool, *, worded: bool) -> Sort:
    """Return the order that can be given: relevance needs words, distance needs a point."""
    wished = request.sort
    if (wished is Sort.RELEVANCE and not worded) or (wished is Sort.DISTANCE and request.point is None):
        wished = None
    if wished is not None:
        return wished
    if worded:
        return Sort.RELEVANCE
    return Sort.DISTANCE if request.point is not None and is_circle else Sort.NEWEST


def _page(
    columns: Columns, rows: Rows, near: Floats | None, said: Floats | None, partial: Mask | None, sort: Sort, moment: Moment,
    request: SearchRequest,
) -> Rows:
    """Return the places in `rows` of the page: in the order asked, then the nearest, the newest, the latest written.

    Missions that hold a part of the words come after all that hold every word, and in each of these two parts the full ones come last:
    the list is two lists under two headings, and a full mission with the right words still tells where to ask again.
    """
    main = said
    if sort is Sort.NEWEST or (main is None and sort is Sort.RELEVANCE):
        main = -columns["newest"].take(rows)
    elif sort is Sort.DATE:
        main = np.maximum(columns["starts"].take(rows), moment.midnight)
    elif sort is Sort.DISTANCE and near is not None:
        main = _or_nowhere(near)
    assert main is not None
    late: Any = columns["full"].take(rows)
    if partial is not None:
        late = late + 2 * partial
    last = request.skip + request.limit
    kept = _in_turn(main, late, last) if len(rows) > MANY else None
    if kept is not None:
        rows, main, late, near = rows.take(kept), main.take(kept), late.take(kept), near.take(kept) if near is not None else None
    keys = [-columns["mission"].take(rows), -columns["newest"].take(rows), main, late]
    if near is not None and sort is not Sort.DISTANCE:
        keys.insert(2, _or_nowhere(near))
    order = np.lexsort(keys)[request.skip:last]
    return order if kept is None else kept.take(order)


def _in_turn(main: Floats, late: Any, wanted: int) -> Rows:
    """Return the places that may be among the `wanted` first: those that come last, only as far as the others leave room."""
    if 0 < wanted < len(main) <= SOME:
        early = np.where(late, np.inf, main)
        last = np.partition(early, wanted - 1)[wanted - 1]
        if last < np.inf:
            return np.asarray((early <= last).nonzero()[0])
    found = []
    for turn in range(4):
        places = (late == turn).nonzero()[0]
        found.append(_among(main, places, wanted))
        wanted -= len(places)
        if wanted <= 0:
            break
    return np.concatenate(found)


def _among(main: Floats, places: Rows, wanted: int) -> Rows:
    """Return the places, among those given, of the `wanted` least values and of all that equal the last of them."""
    return places[_least(main[places], wanted)] if 0 < wanted < len(places) else places


def _least(values: Floats, wanted: int) -> Rows:
    """Return the places of the `wanted` least values and of all that equal the last of them; a sample first leaves most of many out."""
    places: Rows | None = None
    step = len(values) // SAMPLE
    if step > 1:
        sample = np.sort(values[::step])
        places = np.flatnonzero(values <= sample[min(len(sample) - 1, 2 * wanted // step + 8)])
        if len(places) < wanted:
            places = None
    left = values if places is None else values[places]
    kept = np.flatnonzero(left <= np.partition(left, wanted - 1)[wanted - 1])
    return kept if places is None else places[kept]
