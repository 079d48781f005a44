"""What the search weighs besides words: one numpy column a fact, one row a published mission, kept in each process and read from SQL."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from benevolat.core import clock
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication, Where
from benevolat.territoire.models import Commune

FLAGS = ("by_bus", "costs_refunded", "wheelchair", "minors_ok", "children_welcome", "meal_offered", "accompanied_start")
"""Yes-or-no facts of a mission, one bit each, in this order; `remote` is the bit after them."""
REMOTE = len(FLAGS)
KINDS = tuple(MissionKind)
FOR_EVER = math.inf
CHUNK = 400

_TYPES: dict[str, Any] = {
    "mission": np.int64, "association": np.int64, "column_seq": np.int64, "text_seq": np.int64, "published": np.bool_, "lat": np.float64,
    "lon": np.float64, "domain": np.int16, "territory": np.int16, "kind": np.int8, "flags": np.int32, "half_days": np.int32,
    "starts": np.float64, "until": np.float64, "newest": np.float64, "stale_at": np.float64, "length": np.float64,
    "indexed_seq": np.int64, "overlay_seq": np.int64,
}
_ABSENT: dict[str, Any] = {"indexed_seq": -1, "overlay_seq": -1}


@dataclass(slots=True)
class Columns:
    """Rows by mission: a row is never taken away, only marked as not published, so that posting lists keep pointing at it."""

    count: int = 0
    row_of: dict[int, int] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    territories: list[str] = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(
        default_factory=lambda: {name: np.full(256, _ABSENT.get(name, 0), dtype=kind) for name, kind in _TYPES.items()}
    )

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name][: self.count]

    def row(self, mission: int) -> int:
        """Return the row of a mission, made when it has none."""
        found = self.row_of.get(mission)
        if found is None:
            found = self.row_of[mission] = self.count
            self.count += 1
            if self.count > len(self.arrays["mission"]):
                for name, array in self.arrays.items():
                    self.arrays[name] = np.concatenate([array, np.full(len(array), _ABSENT.get(name, 0), dtype=array.dtype)])
            self.arrays["mission"][found] = mission
        return found

    def rows(self, missions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of missions, -1 for those that have none."""
        return np.array([self.row_of.get(int(each), -1) for each in missions], dtype=np.int64)

    def write(self, facts: Any, slots: Sequence[tuple[datetime, datetime]], now: datetime) -> int:
        """Put the facts of one mission in its row; return the row."""
        row = self.row(facts.id)
        arrays = self.arrays
        for name, value in _values(facts, slots, now).items():
            arrays[name][row] = value
        arrays["domain"][row] = _code(self.domains, facts.domaine_code)
        arrays["territory"][row] = _code(self.territories, facts.territoire_code)
        return row

    def hide(self, mission: int) -> None:
        """Mark a mission as not published."""
        if mission in self.row_of:
            self.arrays["published"][self.row_of[mission]] = False


def _code(known: list[str], value: str | None) -> int:
    if value is None:
        return -1
    if value not in known:
        known.append(value)
    return known.index(value)


def midnight(moment: datetime) -> float:
    """Return the second at which the day of Paris that holds `moment` began."""
    day = clock.local(moment).date()
    return datetime.combine(day, time(), clock.PARIS).timestamp()


def _values(facts: Any, slots: Sequence[tuple[datetime, datetime]], now: datetime) -> dict[str, Any]:
    """Return the numbers of a mission: a dated one ends with its last slot and is stale when its next one begins."""
    on_site = facts.where is not Where.REMOTE and facts.lat is not None and facts.lon is not None
    flags = sum(1 << bit for bit, name in enumerate(FLAGS) if getattr(facts, name)) | ((facts.where is not Where.ON_SITE) << REMOTE)
    until = FOR_EVER
    if facts.ends_on is not None:
        until = datetime.combine(facts.ends_on + timedelta(days=1), time(), clock.PARIS).timestamp()
    starts, stale_at, half_days = 0.0, FOR_EVER, facts.half_days
    if facts.starts_on is not None:
        starts = datetime.combine(facts.starts_on, time(), clock.PARIS).timestamp()
    if facts.kind is MissionKind.DATED:
        coming = sorted(start.timestamp() for start, _end in slots if start > now)
        until = min(until, coming[-1] if coming else 0.0)
        starts, stale_at = (coming[0], coming[0]) if coming else (0.0, FOR_EVER)
        half_days = 0
        for start, _end in slots:
            if start > now:
                half_days |= 1 << half_day(start)
    return {
        "association": facts.association_id, "column_seq": facts.column_seq, "text_seq": facts.text_seq,
        "published": facts.publication is Publication.PUBLISHED and facts.recruiting, "lat": facts.lat if on_site else math.nan,
        "lon": facts.lon if on_site else math.nan, "kind": KINDS.index(facts.kind), "flags": flags, "half_days": half_days,
        "starts": starts, "until": until, "newest": facts.published_at.timestamp() if facts.published_at else 0.0, "stale_at": stale_at,
    }


def half_day(moment: datetime) -> int:
    """Return the bit of the half-day in which a moment falls: morning until noon, evening from 18 h, by the clock of Paris."""
    at = clock.local(moment)
    return 3 * at.weekday() + (0 if at.hour < 12 else 1 if at.hour < 18 else 2)


_COLUMNS = (
    Mission.id, Mission.association_id, Mission.column_seq, Mission.text_seq, Mission.publication, Mission.recruiting,
    sa.func.coalesce(Mission.lat, Commune.lat).label("lat"), sa.func.coalesce(Mission.lon, Commune.lon).label("lon"),
    Mission.domaine_code, Commune.territoire_code, Mission.kind, Mission.where.label("where"), *(getattr(Mission, name) for name in FLAGS),
    Mission.half_days, Mission.starts_on, Mission.ends_on, Mission.published_at,
)


def read(connection: Connection, wanted: sa.ColumnElement[bool], columns: Columns) -> list[int]:
    """Read the missions of a condition into their rows; return the rows written. A mission that was never public gets none."""
    now = clock.now()
    chosen = sa.select(*_COLUMNS).outerjoin(Commune, Commune.code == Mission.commune_code).where(wanted)
    facts = [
        each for each in connection.execute(chosen) if each.publication is Publication.PUBLISHED or each.id in columns.row_of
    ]
    dated = [each.id for each in facts if each.kind is MissionKind.DATED]
    slots: dict[int, list[tuple[datetime, datetime]]] = {}
    for first in range(0, len(dated), CHUNK):
        coming = sa.select(Creneau.mission_id, Creneau.starts_at, Creneau.ends_at).where(
            Creneau.mission_id.in_(dated[first:first + CHUNK]), sa.not_(Creneau.cancelled)
        )
        for mission, start, end in connection.execute(coming):
            slots.setdefault(mission, []).append((start, end))
    return [columns.write(each, slots.get(each.id, ()), now) for each in facts]
