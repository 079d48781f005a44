"""One question answered over the columns: what matches, how many of each, and the page asked for, in the order asked for."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benevolat.core.geo import EARTH_RADIUS_KM, Point, box

from .columns import FLAGS, KINDS, REMOTE, Columns
from .request import Facets, Hit, SearchRequest, SearchResult, Sort
from .scoring import Match

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Masks:
    """What each part of a question leaves, kept apart so that a facet can be counted without its own choice."""

    open: Mask
    place: Mask
    domain: Mask
    kind: Mask
    rest: Mask
    remote: Mask


def distances(columns: Columns, point: Point, rows: NDArray[np.int64]) -> Floats:
    """Return the kilometres from a point to rows (haversine); NaN for what is only done from home."""
    lat, lon = np.radians(columns["lat"][rows]), np.radians(columns["lon"][rows])
    half_lat, half_lon = (lat - math.radians(point.lat)) / 2, (lon - math.radians(point.lon)) / 2
    chord = np.sin(half_lat) ** 2 + math.cos(math.radians(point.lat)) * np.cos(lat) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))


def _within(columns: Columns, point: Point, radius_km: float) -> Mask:
    south, north, west, east = box(point, radius_km)
    lat, lon = columns["lat"], columns["lon"]
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    rows = np.flatnonzero(inside)
    inside[rows] = distances(columns, point, rows) <= radius_km
    return np.asarray(inside)


def _place(columns: Columns, request: SearchRequest) -> Mask:
    mask = np.ones(columns.count, dtype=np.bool_)
    if request.territory is not None:
        known = columns.territories.index(request.territory) if request.territory in columns.territories else -2
        mask &= (columns["territory"] == known) & ~np.isnan(columns["lat"])
    if request.isere:
        mask &= (columns["territory"] >= 0) & ~np.isnan(columns["lat"])
    if request.point is not None and request.radius_km is not None and request.territory is None and not request.isere:
        mask &= _within(columns, request.point, request.radius_km)
    return mask


def _masks(columns: Columns, live: Mask, request: SearchRequest, now: float) -> Masks:
    everything = np.ones(columns.count, dtype=np.bool_)
    flags, domain, kind, rest = columns["flags"], everything, everything, everything
    if request.domains:
        codes = [columns.domains.index(each) for each in request.domains if each in columns.domains]
        domain = np.isin(columns["domain"], codes)
    if request.kind is not None:
        kind = columns["kind"] == KINDS.index(request.kind)
    wanted = sum(1 << bit for bit, name in enumerate(FLAGS) if name in request.flags)
    if wanted:
        rest = (flags & wanted) == wanted
    if request.half_days:
        rest = rest & (((columns["half_days"] & request.half_days) != 0) | (columns["half_days"] == 0))
    if request.association is not None:
        rest = rest & (columns["association"] == request.association)
    remote = (flags >> REMOTE & 1).astype(np.bool_)
    return Masks(live & (columns["until"] > now), _place(columns, request), domain, kind, rest, remote)


def _facets(columns: Columns, masks: Masks, common: Mask, where: Mask, chosen: Mask) -> Facets:
    domains = columns["domain"][common & where & masks.kind]
    kinds = columns["kind"][common & where & masks.domain]
    of_domain = np.bincount(domains[domains >= 0], minlength=len(columns.domains))
    of_kind = np.bincount(kinds, minlength=len(KINDS))
    flags = columns["flags"][chosen]
    return Facets(
        {code: int(of_domain[place]) for place, code in enumerate(columns.domains) if of_domain[place]},
        {kind: int(of_kind[place]) for place, kind in enumerate(KINDS)},
        {name: int(np.count_nonzero(flags >> bit & 1)) for bit, name in enumerate(FLAGS)},
        int(np.count_nonzero(common & masks.domain & masks.kind & masks.remote)),
    )


def evaluate(columns: Columns, live: Mask, match: Match | None, request: SearchRequest, *, now: float, midnight: float) -> SearchResult:
    """Return the answer to a question; `match` is what its words hold, None when it has none."""
    masks = _masks(columns, live, request, now)
    where = masks.remote if request.remote else masks.place
    common, relaxed = masks.open & masks.rest, False
    scores = None
    if match is not None:
        common, relaxed, scores = _with_words(columns, match, common, where & masks.domain & masks.kind)
    chosen = common & where & masks.domain & masks.kind
    rows = np.flatnonzero(chosen)
    sort = _sort(request, scores)
    far = distances(columns, request.point, rows) if request.point is not None else None
    first = request.skip
    page = _order(columns, rows, far, scores, sort, midnight, first + request.limit)[first:] if first < len(rows) else []
    show = far if request.territory is None and not request.isere else None
    hits = tuple(
        Hit(int(columns["mission"][rows[each]]), _km(show, each), float(scores[rows[each]]) if scores is not None else 0.0)
        for each in page
    )
    relaxed = relaxed and len(rows) > 0
    return SearchResult(hits, len(rows), _facets(columns, masks, common, where, chosen), sort, relaxed=relaxed)


def _with_words(columns: Columns, match: Match, common: Mask, others: Mask) -> tuple[Mask, bool, Floats | None]:
    """Return the rows that hold the words (all of them, or any when none holds them all), whether it is any, and the scores."""
    common = common.copy()
    common[match.excluded] = False
    if not match.asked:
        return common, False, None
    scores, held = np.zeros(columns.count), np.zeros(columns.count, dtype=np.int64)
    scores[match.rows], held[match.rows] = match.scores, match.held
    relaxed = match.asked > 1 and not np.any(common & others & (held == match.asked))
    return common & (held > 0 if relaxed else held == match.asked), relaxed, scores


def _km(far: Floats | None, place: int) -> float | None:
    if far is None or math.isnan(far[place]):
        return None
    return round(float(far[place]), 3)


def _sort(request: SearchRequest, scores: Floats | None) -> Sort:
    """Return the order that can be given: relevance needs words, distance needs a point."""
    wished = request.sort
    if (wished is Sort.RELEVANCE and scores is None) or (wished is Sort.DISTANCE and request.point is None):
        wished = None
    if wished is not None:
        return wished
    if scores is not None:
        return Sort.RELEVANCE
    area = request.territory is not None or request.isere
    return Sort.DISTANCE if request.point is not None and not request.remote and not area else Sort.NEWEST


def _order(
    columns: Columns, rows: NDArray[np.int64], far: Floats | None, scores: Floats | None, sort: Sort, midnight: float, wanted: int
) -> list[int]:
    """Return the places in `rows` of the first `wanted` missions: by the order asked, then distance, then the newest, then their number."""
    near = np.nan_to_num(far, nan=np.inf) if far is not None else np.zeros(len(rows))
    newest = -columns["newest"][rows]
    if sort is Sort.RELEVANCE and scores is not None:
        main = -scores[rows]
    elif sort is Sort.DATE:
        main = np.maximum(columns["starts"][rows], midnight)
    else:
        main = near if sort is Sort.DISTANCE else newest
    kept = np.arange(len(rows))
    if wanted < len(rows):
        kept = np.flatnonzero(main <= np.partition(main, wanted - 1)[wanted - 1]) if wanted > 0 else kept[:0]
    order = np.lexsort((-columns["mission"][rows[kept]], newest[kept], near[kept], main[kept]))
    return [int(each) for each in kept[order[:wanted]]]
