"""How many missions each answer to one more question would leave: exact counts, each facet without its own choice."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .columns import FLAGS, HALF_DAYS, KINDS, LEVELS, SETTINGS
from .facts import size, unpack
from .moment import Moment
from .request import MOST_ASSOCIATIONS, RADII_KM, WITHIN_DAYS, Facets
from .selection import Left, Selection, chord_of

RADII = np.array([chord_of(km) for km in RADII_KM])
SORTED = 1_000
"""So many distances or fewer are put in order to be counted; more are compared with each radius."""


def facets(selection: Selection, moment: Moment) -> Facets:
    """Return the counts of every facet."""
    known = selection.columns.facts
    totals = known.counts(selection.left())
    for group in selection.filters:
        if group in known.bits:
            known.count_again(group, selection.left(group), totals)
    remote = known.bits["where"]["remote"]
    if selection.limit is not None:
        totals[remote] = _remote(selection, selection.left("where"))

    def each_of(group: str, values: Sequence[Any]) -> dict[Any, int]:
        first = known.bits[group][values[0]]
        return dict(zip(values, totals[first:first + len(values)], strict=True))

    def met_of(group: str) -> dict[str, int]:
        bits = known.bits.get(group, {})
        return {value: total for value, total in zip(bits, map(totals.__getitem__, bits.values()), strict=True) if total}

    return Facets(
        domains=met_of("domain"), kinds=each_of("kind", KINDS), flags=each_of("flag", FLAGS),
        remote=totals[remote], within=_within(selection, moment),
        half_days=each_of("half_day", HALF_DAYS), french=each_of("french", LEVELS), settings=each_of("setting", SETTINGS),
        competences=met_of("competence"), associations=_associations(selection), radii=_radii(selection),
    )


def _remote(selection: Selection, chosen: Left) -> int:
    plane = selection.columns.facts.plane("where", "remote", selection.words)
    if selection.columns.facts.are_few(chosen.rows):
        return int(np.count_nonzero(unpack(plane).take(chosen.rows)))
    return size(plane & chosen.bits)


def _within(selection: Selection, moment: Moment) -> dict[int, int]:
    chosen, standing = selection.left("within"), selection.standing
    if selection.columns.facts.are_few(chosen.rows):
        starts = selection.columns["starts"].take(chosen.rows)
        return {days: int(np.count_nonzero(starts < standing.before[days])) for days in WITHIN_DAYS}
    return {days: size(chosen.bits & standing.within(days, moment)) for days in WITHIN_DAYS}


def _associations(selection: Selection) -> dict[int, int]:
    """Return the counts of the associations that have the most, the lower number first when they have as many.

    A count and its association are one number while they are put in order.
    """
    rows = selection.left("association").rows
    if not len(rows):
        return {}
    counts = np.bincount(selection.columns["association"].take(rows))
    last = len(counts) - 1
    pairs = counts * (last + 1) + np.arange(last, -1, -1)
    if last >= MOST_ASSOCIATIONS:
        pairs = np.partition(pairs, last - MOST_ASSOCIATIONS)[last - MOST_ASSOCIATIONS + 1:]
    pairs.sort()
    return {last - pair % (last + 1): pair // (last + 1) for pair in pairs[::-1].tolist() if pair > last}


def _radii(selection: Selection) -> dict[float, int]:
    """Return how many missions on site each radius would leave; nothing without a point."""
    near = selection.near
    if near is None:
        return {}
    found = near.take(selection.left("where").places)
    if len(found) > SORTED:
        return {km: int(np.count_nonzero(found <= chord)) for km, chord in zip(RADII_KM, RADII.tolist(), strict=True)}
    found.sort()
    return dict(zip(RADII_KM, found.searchsorted(RADII, side="right").tolist(), strict=True))
