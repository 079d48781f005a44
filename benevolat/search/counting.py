"""How many missions each answer to one more question would leave: exact counts, each facet without its own choice."""

from typing import Any

import numpy as np

from benevolat.missions.models import MissionKind, Setting

from .columns import FLAGS, HALF_DAYS, LEVELS
from .facts import Bits, Rows, pack, size, unpack
from .moment import Moment
from .request import MOST_ASSOCIATIONS, RADII_KM, WITHIN_DAYS, Facets
from .selection import Selection, chord_of


def facets(selection: Selection, chosen: Bits, rows: Rows, moment: Moment) -> Facets:
    """Return the counts of every facet; `rows` are those of `chosen`."""
    known = selection.columns.facts
    totals = known.counts(chosen, rows)

    def of(group: str) -> dict[Any, int]:
        if group in selection.filters:
            return known.counts_of(group, selection.but(group))
        return {value: totals[bit] for value, bit in known.bits.get(group, {}).items()}

    kinds, flags, half_days, levels, settings = of("kind"), of("flag"), of("half_day"), of("french"), of("setting")
    elsewhere = selection.but("where")
    return Facets(
        domains={code: count for code, count in of("domain").items() if count},
        kinds={kind: kinds.get(kind, 0) for kind in MissionKind},
        flags={name: flags.get(name, 0) for name in FLAGS},
        remote=size(elsewhere & known.plane("where", "remote", selection.words)),
        within=_within(selection, moment),
        half_days={bit: half_days.get(bit, 0) for bit in range(HALF_DAYS)},
        french={level: levels.get(level, 0) for level in LEVELS},
        settings={each: settings.get(each, 0) for each in (Setting.ALONE, Setting.TEAM)},
        competences={code: count for code, count in of("competence").items() if count},
        associations=_associations(selection, rows),
        radii=_radii(selection, elsewhere),
    )


def _within(selection: Selection, moment: Moment) -> dict[int, int]:
    left = selection.but("within")
    return {days: size(left & selection.standing.within(days, moment)) for days in WITHIN_DAYS}


def _associations(selection: Selection, rows: Rows) -> dict[int, int]:
    """Return the counts of the associations that have the most, the lower number first when they have as many."""
    if "association" in selection.filters:
        rows = np.flatnonzero(unpack(selection.but("association")))
    if not len(rows):
        return {}
    counts = np.bincount(selection.columns["association"][rows])
    hosts = np.flatnonzero(counts)
    if len(hosts) > MOST_ASSOCIATIONS:
        least = np.partition(counts[hosts], len(hosts) - MOST_ASSOCIATIONS)[len(hosts) - MOST_ASSOCIATIONS]
        hosts = hosts[counts[hosts] >= least]
    order = np.argsort(-counts[hosts], kind="stable")[:MOST_ASSOCIATIONS]
    return dict(zip(hosts[order].tolist(), counts[hosts[order]].tolist(), strict=True))


def _radii(selection: Selection, elsewhere: Bits) -> dict[float, int]:
    """Return how many missions on site each radius would leave; nothing without a point."""
    near = selection.near
    if near is None:
        return {}
    rows = np.flatnonzero(unpack(elsewhere))
    if len(rows) < len(near) >> 3:
        found = near[rows]
        return {km: int(np.count_nonzero(found <= chord_of(km))) for km in RADII_KM}
    return {km: size(elsewhere & pack(near <= chord_of(km))) for km in RADII_KM}
