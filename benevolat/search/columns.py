"""What the search weighs besides words: a row for each published mission, kept in each process."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benevolat.core import clock
from benevolat.missions.models import FrenchLevel, MissionKind, Publication, Setting, Where

from .facts import Facts, padded

STORED_FLAGS = ("by_bus", "costs_refunded", "wheelchair", "minors_ok", "children_welcome", "meal_offered", "accompanied_start")
"""Yes-or-no columns of a mission."""
SCHOOL_HOURS = "school_hours"
FLAGS = (*STORED_FLAGS, SCHOOL_HOURS)
"""Every yes-or-no wish; `school_hours`: all of it happens on a Monday, Tuesday, Thursday or Friday between 8 h 30 and 16 h 30."""
SCHOOL_DAYS = (0, 1, 3, 4)
SCHOOL_BEGINS, SCHOOL_ENDS = time(8, 30), time(16, 30)
SCHOOL_HALF_DAYS = sum(1 << 3 * day + part for day in SCHOOL_DAYS for part in (0, 1))
HALF_DAYS = range(21)
KINDS = tuple(MissionKind)
SETTINGS = (Setting.ALONE, Setting.TEAM)
LEVELS = (FrenchLevel.NONE, FrenchLevel.SOME, FrenchLevel.GOOD)
"""From the least French needed to the most."""
FOR_EVER = math.inf
CAPACITY = 256

_TYPES: dict[str, Any] = {
    "mission": np.int64, "association": np.int32, "column_seq": np.int64, "text_seq": np.int64, "published": np.bool_, "live": np.bool_,
    "full": np.bool_, "x": np.float64, "y": np.float64, "z": np.float64, "starts": np.float64, "until": np.float64, "newest": np.float64,
    "born": np.int32, "stale_at": np.float64, "length": np.float64, "indexed_seq": np.int64, "overlay_seq": np.int64,
}
_ABSENT: dict[str, Any] = {"indexed_seq": -1, "overlay_seq": -1, "stale_at": FOR_EVER}
Slots = Sequence[tuple[datetime, datetime, bool]]
"""The créneaux of a mission: begin, end, full."""


_SIDE_BY_SIDE: dict[str, Sequence[Any]] = {
    "kind": KINDS, "flag": FLAGS, "half_day": HALF_DAYS, "french": LEVELS, "setting": SETTINGS, "where": ("remote", "isere"),
}
"""Facts whose bits follow one another, so that their counts are read as one."""


def _no_facts() -> Facts:
    made = Facts(CAPACITY)
    for group, values in _SIDE_BY_SIDE.items():
        for value in values:
            made.bit(group, value)
    return made


def _empty(name: str, count: int) -> NDArray[Any]:
    return np.full(count, _ABSENT.get(name, 0), dtype=_TYPES[name])


@dataclass(slots=True)
class Columns:
    """Rows by mission: a row is never taken away, only marked as not published, so that posting lists keep pointing at it.

    `x`, `y`, `z` are the place on a sphere of radius one; NaN for what is only done from home. `live`: published, by an association that
    is verified. `born` is the day of its publication, `full` says that no place is left.
    """

    count: int = 0
    row_of: dict[int, int] = field(default_factory=dict)
    facts: Facts = field(default_factory=_no_facts)
    arrays: dict[str, NDArray[Any]] = field(default_factory=lambda: {name: _empty(name, CAPACITY) for name in _TYPES})

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name][: self.count]

    @property
    def size(self) -> int:
        """How many rows bitmaps have."""
        return padded(self.count)

    def wide(self, name: str) -> NDArray[Any]:
        """Return a column as long as bitmaps are; the rows after the last mission are not live."""
        return self.arrays[name][: self.size]

    def row(self, mission: int) -> int:
        """Return the row of a mission, made when it has none."""
        found = self.row_of.get(mission)
        if found is None:
            found = self.row_of[mission] = self.count
            self.count += 1
            capacity = len(self.arrays["mission"])
            if self.count > capacity:
                for name, array in self.arrays.items():
                    self.arrays[name] = np.concatenate([array, _empty(name, capacity)])
                self.facts.grow(2 * capacity)
            self.arrays["mission"][found] = mission
        return found

    def rows(self, missions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of missions, -1 for those that have none."""
        row_of = self.row_of
        return np.fromiter((row_of.get(each, -1) for each in missions.tolist()), dtype=np.int64, count=len(missions))

    def write(self, facts: Any, slots: Slots, competences: Sequence[str], now: datetime) -> int:
        """Put the facts of one mission in its row; return the row."""
        row = self.row(facts.id)
        coming = sorted(each for each in slots if each[0] > now)
        arrays = self.arrays
        for name, value in _values(facts, coming).items():
            arrays[name][row] = value
        self.facts.put(row, _facts(facts, coming, competences))
        return row


def on_sphere(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a place as a point of the sphere of radius one."""
    across = math.cos(math.radians(lat))
    return across * math.cos(math.radians(lon)), across * math.sin(math.radians(lon)), math.sin(math.radians(lat))


def midnight(day: date) -> float:
    """Return the second at which a day of Paris begins."""
    return datetime.combine(day, time(), clock.PARIS).timestamp()


def _on_site(facts: Any) -> bool:
    return facts.where is not Where.REMOTE and facts.lat is not None and facts.lon is not None


def _values(facts: Any, coming: Slots) -> dict[str, Any]:
    """Return the numbers of a mission: a dated one ends with its last slot and is stale when its next one begins."""
    until = FOR_EVER if facts.ends_on is None else midnight(facts.ends_on + timedelta(days=1))
    starts, stale_at = 0.0 if facts.starts_on is None else midnight(facts.starts_on), FOR_EVER
    full = facts.places is not None and facts.places_taken >= facts.places
    if facts.kind is MissionKind.DATED:
        until = min(until, coming[-1][0].timestamp() if coming else 0.0)
        starts, stale_at = (coming[0][0].timestamp(),) * 2 if coming else (0.0, FOR_EVER)
        full = bool(coming) and all(each[2] for each in coming)
    x, y, z = on_sphere(facts.lat, facts.lon) if _on_site(facts) else (math.nan,) * 3
    return {
        "association": facts.association_id, "column_seq": facts.column_seq, "text_seq": facts.text_seq,
        "published": facts.publication is Publication.PUBLISHED and facts.recruiting, "full": full, "x": x, "y": y, "z": z,
        "starts": starts, "until": until, "newest": facts.published_at.timestamp() if facts.published_at else 0.0,
        "born": clock.local(facts.published_at).toordinal() if facts.published_at else 0, "stale_at": stale_at,
    }


def _facts(facts: Any, coming: Slots, competences: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Give the yes-or-no facts of a mission; one without half-days suits every half-day."""
    dated = facts.kind is MissionKind.DATED
    half_days = facts.half_days
    if dated:
        half_days = 0
        for start, _end, _full in coming:
            half_days |= 1 << half_day(start)
    if facts.domaine_code is not None:
        yield "domain", facts.domaine_code
    yield "kind", facts.kind
    yield from (("flag", name) for name in STORED_FLAGS if getattr(facts, name))
    if at_school_hours(half_days, coming if dated else None):
        yield "flag", SCHOOL_HOURS
    if facts.where is not Where.ON_SITE:
        yield "where", "remote"
    if _on_site(facts) and facts.territoire_code is not None:
        yield "where", "isere"
        yield "area", facts.territoire_code
    yield from (("half_day", bit) for bit in HALF_DAYS if not half_days or half_days >> bit & 1)
    yield from (("french", level) for level in LEVELS[LEVELS.index(facts.french_level):])
    yield from (("setting", each) for each in SETTINGS if facts.setting in (each, Setting.EITHER))
    yield from (("competence", code) for code in competences)


def half_day(moment: datetime) -> int:
    """Return the bit of the half-day in which a moment falls: morning until noon, evening from 18 h, by the clock of Paris."""
    at = clock.local(moment)
    return 3 * at.weekday() + (0 if at.hour < 12 else 1 if at.hour < 18 else 2)


def at_school_hours(half_days: int, coming: Slots | None) -> bool:
    """Tell whether all of a mission happens while children are at school: each slot to come, or every half-day of a regular one."""
    if coming is None:
        return half_days != 0 and half_days & ~SCHOOL_HALF_DAYS == 0
    return bool(coming) and all(_during_school(clock.local(start), clock.local(end)) for start, end, _full in coming)


def _during_school(start: datetime, end: datetime) -> bool:
    same_day = start.date() == end.date() and start.weekday() in SCHOOL_DAYS
    return same_day and start.time() >= SCHOOL_BEGINS and end.time() <= SCHOOL_ENDS
