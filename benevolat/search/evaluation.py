"""One question answered over the columns: what matches, how many of each, and the page asked for, in the order asked for."""

import math

import numpy as np

from .columns import Columns
from .counting import facets
from .facts import Mask, Rows, unpack
from .moment import Moment
from .request import Facets, Hit, SearchRequest, SearchResult, Sort
from .scoring import ROUNDED, Match
from .selection import Floats, Selection, Standing, kilometres

EACH_WORD = 100.0
"""A mission that holds one more of the words comes before any that holds fewer: more than words can ever score."""
NEAR_COUNTS, HALF_AT_KM = 0.4, 10.0
"""Of the relevance, two fifths fade with distance: half of that part is left at ten kilometres."""
NEW_COUNTS, HALF_AFTER_DAYS = 0.1, 30.0
"""Of the relevance, a tenth fades with age: half of that part is left after thirty days."""
SAMPLE = 2_048
MANY = 100
"""So many missions or fewer are put in order whole."""
OLDEST = 3_650
FRESH: Floats = 1 - NEW_COUNTS + NEW_COUNTS * 0.5 ** (np.arange(OLDEST + 1) / HALF_AFTER_DAYS)
NOTHING: Rows = np.empty(0, np.int64)


def evaluate(standing: Standing, match: Match | None, request: SearchRequest, moment: Moment) -> SearchResult:
    """Return the answer to a question; `match` is what its words hold, None when it has none."""
    selection, columns = Selection(standing, request, moment), standing.columns
    if match is not None:
        selection.take_words(match)
    chosen = selection.chosen()
    mask = unpack(chosen)
    rows = mask.nonzero()[0]
    worded = match is not None and match.asked > 0
    near = selection.near[rows] if selection.near is not None else None
    sort = _sort(request, worded)
    said: Floats | None = None
    main: Floats | None = None
    partial: Mask | None = None
    if match is not None and worded:
        kept = mask[match.rows]
        said = _softened(columns, match.scores[kept], rows, near if _is_circle(request) else None, moment)
        main = -(said + EACH_WORD * match.held[kept]) if match.asked > 1 else -said
        partial = match.held[kept] < match.asked if selection.partly else None
    page = _page(columns, rows, near, main, partial, sort, moment, request) if request.skip < len(rows) else NOTHING
    show = near[page] if near is not None and request.territory is None and not request.isere else None
    ids = columns["mission"][rows[page]].tolist()
    scores = said[page].tolist() if said is not None else [0.0] * len(ids)
    hits = tuple(map(Hit, ids, _shown(show, len(ids)), scores))
    counted = facets(selection, chosen, rows, moment) if request.counts else Facets()
    whole = len(rows) - (int(np.count_nonzero(partial)) if partial is not None else 0)
    return SearchResult(hits, len(rows), whole, counted, sort)


def _is_circle(request: SearchRequest) -> bool:
    return not request.remote and request.territory is None and not request.isere


def _shown(near: Floats | None, count: int) -> list[float | None]:
    if near is None:
        return [None] * count
    return [None if math.isnan(km) else round(km, 3) for km in kilometres(near).tolist()]


def _softened(columns: Columns, scores: Floats, rows: Rows, near: Floats | None, moment: Moment) -> Floats:
    """Return what the words are worth in each row, softened by distance and age."""
    if near is not None:
        scores = scores * (1 - NEAR_COUNTS + NEAR_COUNTS / (1 + kilometres(_or_nowhere(near)) / HALF_AT_KM))
    age = moment.day.toordinal() - columns["born"][rows]
    return np.asarray(np.round(scores * FRESH[np.minimum(np.maximum(age, 0), OLDEST)], ROUNDED))


def _or_nowhere(near: Floats) -> Floats:
    return np.where(np.isnan(near), np.inf, near)


def _sort(request: SearchRequest, worded: bool) -> Sort:
    """Return the order that can be given: relevance needs words, distance needs a point."""
    wished = request.sort
    if (wished is Sort.RELEVANCE and not worded) or (wished is Sort.DISTANCE and request.point is None):
        wished = None
    if wished is not None:
        return wished
    if worded:
        return Sort.RELEVANCE
    return Sort.DISTANCE if request.point is not None and _is_circle(request) else Sort.NEWEST


def _page(
    columns: Columns, rows: Rows, near: Floats | None, said: Floats | None, partial: Mask | None, sort: Sort, moment: Moment,
    request: SearchRequest,
) -> Rows:
    """Return the places in `rows` of the page: in the order asked, then the nearest, the newest, the latest written.

    Missions that hold a part of the words come after all that hold every word, and in each of these two parts the full ones come last:
    the list is two lists under two headings, and a full mission with the right words still tells where to ask again.
    """
    far = _or_nowhere(near) if near is not None else None
    newest = -columns["newest"][rows]
    main = newest
    if sort is Sort.RELEVANCE and said is not None:
        main = said
    elif sort is Sort.DATE:
        main = np.maximum(columns["starts"][rows], moment.midnight)
    elif sort is Sort.DISTANCE and far is not None:
        main = far
    full = columns["full"][rows]
    late = full if partial is None else full + 2 * partial
    last = request.skip + request.limit
    kept = _in_turn(main, late, last) if len(rows) > MANY else np.arange(len(rows))
    keys = [main, late] if far is None or sort is Sort.DISTANCE else [far, main, late]
    order = np.lexsort([key[kept] for key in (-columns["mission"][rows], newest, *keys)])
    return kept[order[request.skip:last]]


def _in_turn(main: Floats, late: Rows | Mask, wanted: int) -> Rows:
    """Return the places that may be among the `wanted` first: those that come last, only as far as the others leave room."""
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
