"""Reading back what a feed of ours says in `metadata`: taken whole when it holds together, else left out."""

import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from benevolat.missions.models import FrenchLevel, MissionKind, Setting

from ..documents.own import FLAGS, KEY

MOST_SLOTS, MOST_PLACES, MOST_HOURS, LONGEST = 200, 10_000, 60.0, 200


@dataclass(frozen=True, slots=True)
class Slot:
    """A créneau of a feed."""

    starts_at: datetime
    ends_at: datetime
    places: int


@dataclass(frozen=True, slots=True)
class Own:
    """The facts that only this site writes: columns of the mission by their names, and its créneaux."""

    columns: dict[str, Any]
    slots: tuple[Slot, ...]


def read_own(value: Any) -> Own | None:
    """Return what `metadata` says of a mission when it comes from a feed of this site, else None."""
    if not isinstance(value, str) or KEY not in value:
        return None
    try:
        return _own(json.loads(value)[KEY])
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def _own(facts: dict[str, Any]) -> Own:
    kind = MissionKind(facts["kind"])  # type: ignore[call-arg]
    hours = facts["hoursPerWeek"]
    begins, ends = _day(facts["startsOn"]), _day(facts["endsOn"])
    if begins and ends and ends < begins:
        raise ValueError("days")
    columns = {
        "kind": kind, "half_days": _within(facts["halfDays"], 0, 2**21 - 1), "schedule": _text(facts["schedule"]),
        "hours_per_week": None if hours is None else _hours(hours), "bus_line": _text(facts["busLine"]),
        "places": None if facts["places"] is None else _within(facts["places"], 1, MOST_PLACES),
        "starts_on": begins, "ends_on": ends,
        "french_level": FrenchLevel(facts["frenchLevel"]), "setting": Setting(facts["setting"]),  # type: ignore[call-arg]
        **{column: _flag(facts[name]) for name, column in FLAGS.items()},
    }
    slots = tuple(_slot(each) for each in facts["slots"][:MOST_SLOTS])
    if (kind is MissionKind.DATED) != bool(slots):
        raise ValueError("slots")
    return Own(columns, slots)


def _slot(raw: dict[str, Any]) -> Slot:
    starts, ends = datetime.fromisoformat(raw["startAt"]), datetime.fromisoformat(raw["endAt"])
    if starts.tzinfo is None or ends.tzinfo is None or starts >= ends:
        raise ValueError("times")
    return Slot(starts, ends, _within(raw["places"], 1, MOST_PLACES))


def _within(value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError("number")
    return value


def _hours(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 < value <= MOST_HOURS:
        raise ValueError("hours")
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("flag")
    return value


def _text(value: Any) -> str | None:
    return None if value is None else "".join(each for each in str(value) if ord(each) >= 32)[:LONGEST] or None


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)
