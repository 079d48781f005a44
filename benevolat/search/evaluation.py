"""One question answered over the columns: what matches, how many of each, and the page asked for, in the order asked for."""

import math

import numpy as np

from .columns import Columns
from .counting import facets
from .facts import Mask, Rows, unpack
from .moment import Moment
from .request import Hit, SearchRequest, SearchResult, Sort
from .scoring import ROUNDED, Match
from .selection import Floats, Selection, Standing, kilometres

EACH_WORD = 100.0
"""A mission that holds one more of the words comes before any that holds fewer: more than words can ever score."""
NEAR_COUNTS, HALF_AT_KM = 0.4, 10.0
"""Of the relevance, two fifths fade with distance: half of that part is left at ten kilometres."""
NEW_COUNTS, HALF_AFTER_DAYS = 0.1, 30.0
"""Of the relevance, a tenth fades with age: half of that part is left after thirty days."""
SAMPLE = 2_048


def evaluate(standing: Standing, match: Match | None, request: SearchRequest, moment: Moment) -> SearchResult:
    """Return the answer to a question; `match` is what its words hold, None when it has none."""
    selection = Selection(standing, request, moment)
    if match is not None:
        selection.take_words(match)
    chosen = selection.chosen()
    mask = unpack(chosen)
    rows = np.flatnonzero(mask)
    worded = match is not None and match.asked > 0
    near = selection.near[rows] if selection.near is not None else None
    sort = _sort(request, worded)
    scores = _scores(standing.columns, match, mask, rows, near if _is_circle(request) else None, moment) if match and worded else None
    page = _page(standing.columns, rows, near, scores, sort, moment, request) if request.skip < len(rows) else []
    show = near if request.territory is None and not request.isere else None
    ids, far = standing.columns["mission"][rows[page]].tolist(), _shown(show, page)
    said = scores[page, 0].tolist() if scores is not None else [0.0] * len(page)
    hits = tuple(map(Hit, ids, far, said))
    counted = facets(selection, chosen, rows, moment)
    return SearchResult(hits, len(rows), counted, sort, relaxed=selection.relaxed and len(rows) > 0)


def _is_circle(request: SearchRequest) -> bool:
    return not request.remote and request.territory is None and not request.isere


def _shown(near: Floats | None, page: list[int]) -> list[float | None]:
    if near is None:
        return [None] * len(page)
    return [None if math.isnan(km) else round(km, 3) for km in kilometres(near[page]).tolist()]


def _scores(columns: Columns, match: Match, mask: Mask, rows: Rows, near: Floats | None, moment: Moment) -> Floats:
    """Return, for each row, what its words are worth, softened by distance and age, and the same with each word held counting first."""
    kept = mask[match.rows]
    said = match.scores[kept]
    if near is not None:
        km = np.nan_to_num(kilometres(near), nan=np.inf)
        said = said * (1 - NEAR_COUNTS + NEAR_COUNTS / (1 + km / HALF_AT_KM))
    age = np.maximum(0, moment.day.toordinal() - columns["born"][rows])
    said = np.round(said * (1 - NEW_COUNTS + NEW_COUNTS * 0.5 ** (age / HALF_AFTER_DAYS)), ROUNDED)
    return np.column_stack((said, said + EACH_WORD * match.held[kept] if match.asked > 1 else said))


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
    columns: Columns, rows: Rows, near: Floats | None, scores: Floats | None, sort: Sort, moment: Moment, request: SearchRequest
) -> list[int]:
    """Return the places in `rows` of the page: in the order asked, then the nearest, the newest, the latest written; full ones last."""
    far = np.nan_to_num(near, nan=np.inf) if near is not None else np.zeros(len(rows))
    if sort is Sort.RELEVANCE and scores is not None:
        main = -scores[:, 1]
    elif sort is Sort.DATE:
        main = np.maximum(columns["starts"][rows], moment.midnight)
    else:
        main = far if sort is Sort.DISTANCE else -columns["newest"][rows]
    full = columns["full"][rows]
    last = request.skip + request.limit
    page: list[int] = []
    for group in (np.flatnonzero(~full), np.flatnonzero(full)):
        page += _first(columns, rows, group, main, far, last - len(page))
    return page[request.skip:last]


def _first(columns: Columns, rows: Rows, group: Rows, main: Floats, far: Floats, wanted: int) -> list[int]:
    """Return the first `wanted` places of a group."""
    if wanted <= 0 or not len(group):
        return []
    kept = group[_least(main[group], wanted)] if wanted < len(group) else group
    chosen = rows[kept]
    order = np.lexsort((-columns["mission"][chosen], -columns["newest"][chosen], far[kept], main[kept]))
    return [int(each) for each in kept[order[:wanted]]]


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
