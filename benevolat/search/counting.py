"""How many missions each answer to one more question would leave: exact counts, each facet without its own choice."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from benevolat.missions.models import MissionKind, Setting

from .columns import FLAGS, HALF_DAYS, LEVELS
from .facts import Bits, Rows, rows_of, size
from .moment import Moment
from .request import MOST_ASSOCIATIONS, RADII_KM, WITHIN_DAYS, Facets
from .selection import Selection, chord_of

SETTINGS = (Setting.ALONE, Setting.TEAM)
CHORDS = {km: chord_of(km) for km in RADII_KM}


def facets(selection: Selection, chosen: Bits, rows: Rows, moment: Moment) -> Facets:
    """Return the counts of every facet; `rows` are those of `chosen`."""
    known = selection.columns.facts
    totals = known.counts(chosen, rows)
    for group in selection.filters:
        if group in known.bits:
            known.count_again(group, selection.but(group), totals)

    def each_of(group: str, values: Iterable[Any]) -> dict[Any, int]:
        bits = known.bits.get(group, {})
        return {value: totals[bits[value]] if value in bits else 0 for value in values}

    def met_of(group: str) -> dict[str, int]:
        return {value: totals[bit] for value, bit in known.bits.get(group, {}).items() if totals[bit]}

    elsewhere = selection.but("where") if "where" in selection.filters else chosen
    return Facets(
        domains=met_of("domain"), kinds=each_of("kind", MissionKind), flags=each_of("flag", FLAGS),
        remote=each_of("where", ("remote",))["remote"], within=_within(selection, chosen, moment),
        half_days=each_of("half_day", range(HALF_DAYS)), french=each_of("french", LEVELS), settings=each_of("setting", SETTINGS),
        competences=met_of("competence"), associations=_associations(selection, rows), radii=_radii(selection, elsewhere, rows),
    )


def _within(selection: Selection, chosen: Bits, moment: Moment) -> dict[int, int]:
    left = selection.but("within") if "within" in selection.filters else chosen
    return {days: size(left & selection.standing.within(days, moment)) for days in WITHIN_DAYS}


def _associations(selection: Selection, rows: Rows) -> dict[int, int]:
    """Return the counts of the associations that have the most, the lower number first when they have as many."""
    if "association" in selection.filters:
        rows = rows_of(selection.but("association"))
    if not len(rows):
        return {}
    counts = np.bincount(selection.columns["association"][rows])
    hosts = counts.nonzero()[0]
    if len(hosts) > MOST_ASSOCIATIONS:
        least = np.partition(counts[hosts], len(hosts) - MOST_ASSOCIATIONS)[len(hosts) - MOST_ASSOCIATIONS]
        hosts = hosts[counts[hosts] >= least]
    order = np.argsort(-counts[hosts], kind="stable")[:MOST_ASSOCIATIONS]
    return dict(zip(hosts[order].tolist(), counts[hosts[order]].tolist(), strict=True))


def _radii(selection: Selection, elsewhere: Bits, rows: Rows) -> dict[float, int]:
    """Return how many missions on site each radius would leave; nothing without a point."""
    near = selection.near
    if near is None:
        return {}
    if "where" in selection.filters:
        rows = rows_of(elsewhere)
    found = near if len(rows) == len(near) else near[rows]
    return {km: int(np.count_nonzero(found <= chord)) for km, chord in CHORDS.items()}
