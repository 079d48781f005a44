"""Which missions answer a question: one bitmap for each thing asked, kept apart so that a facet is counted without its own choice."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benevolat.core.geo import EARTH_RADIUS_KM, Point
from benevolat.missions.models import Setting

from .columns import Columns, on_sphere
from .facts import Bits, Mask, Rows, pack, put, size
from .moment import Moment
from .request import WITHIN_DAYS, SearchRequest
from .scoring import Match

Floats = NDArray[np.float64]
KEPT_POINTS = 4
ENOUGH_WHOLE = 5
"""Missions that hold every word and are a choice by themselves: what two screens of a telephone show. With fewer, those that hold a
part of the words come after them: one of four may be full or at the wrong hour, and the words may only be said otherwise."""


class Standing:
    """What every question needs and only a change or the passing of time moves: who is open, what begins soon, distances asked last."""

    def __init__(self, columns: Columns, moment: Moment) -> None:
        self.columns, self.size, self.day = columns, columns.size, moment.day
        until = columns.wide("until")
        self.is_open: Mask = columns.wide("live") & (until > moment.now)
        self.expires = float(until.min(where=self.is_open, initial=math.inf))
        self.open = pack(self.is_open)
        self.before = {days: moment.within(days) for days in WITHIN_DAYS}
        self.soon = {days: self._begins_before(second) for days, second in self.before.items()}
        self.chords: dict[Point, Floats] = {}

    def holds(self, moment: Moment) -> bool:
        """Tell whether all this is still true, as far as time goes."""
        return self.day == moment.day and moment.now < self.expires

    def follow(self, rows: Rows, now: float) -> bool:
        """Take in a few rows that were written; return False when there is no room for them: all is worked out again."""
        columns = self.columns
        if self.size != columns.size:
            return False
        until = columns["until"][rows]
        is_open = self.is_open[rows] = columns["live"][rows] & (until > now)
        self.expires = float(until.min(where=is_open, initial=self.expires))
        self.open = pack(self.is_open)
        for days, second in self.before.items():
            put(self.soon[days], rows, columns["starts"][rows] < second)
        for point, chord in self.chords.items():
            chord[rows] = squared_chord(columns, point, rows)
        return True

    def _begins_before(self, second: float) -> Bits:
        return pack(self.columns.wide("starts") < second)

    def within(self, days: int, moment: Moment) -> Bits:
        """Return what begins within so many days, or has begun."""
        known = self.soon.get(days)
        return known if known is not None else self._begins_before(moment.within(days))

    def chord(self, point: Point) -> Floats:
        """Return the squared straight line from a point to each mission, NaN for what is only done from home; the last few are kept."""
        known = self.chords.pop(point, None)
        if known is None:
            known = squared_chord(self.columns, point, slice(0, self.columns.size))
            while len(self.chords) >= KEPT_POINTS:
                self.chords.pop(next(iter(self.chords)))
        self.chords[point] = known
        return known


def squared_chord(columns: Columns, point: Point, rows: Any) -> Floats:
    """Return the squared straight line, on a sphere of radius one, from a point to some rows."""
    total: Floats | None = None
    for name, at in zip("xyz", on_sphere(point.lat, point.lon), strict=True):
        step: Floats = columns.arrays[name][rows] - at
        step *= step
        total = step if total is None else np.add(total, step, out=total)
    assert total is not None
    return total


def chord_of(km: float) -> float:
    """Return the squared straight line of a distance on the ground, at most half the Earth's turn; nothing is as near as under zero."""
    if not km >= 0:
        return -1.0
    return (2 * math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2


def kilometres(chord: Floats) -> Floats:
    """Return the distance on the ground of a squared straight line."""
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord) / 2)))


class Selection:
    """The missions that can answer (`base`) and what each filter leaves of them."""

    def __init__(self, standing: Standing, request: SearchRequest, moment: Moment) -> None:
        self.standing, self.request, self.columns = standing, request, standing.columns
        self.words = len(standing.open)
        self.base = standing.open
        self.partly = False
        self.near: Floats | None = None
        self.filters: dict[str, Bits] = {}
        for name in request.flags:
            self.base = self.base & self._plane("flag", name)
        self._choose(moment)
        self._place()

    def _plane(self, group: str, value: Any) -> Bits:
        return self.columns.facts.plane(group, value, self.words)

    def _choose(self, moment: Moment) -> None:
        request, facts = self.request, self.columns.facts
        if request.domains:
            self.filters["domain"] = facts.any_of("domain", request.domains, self.words)
        if request.kind is not None:
            self.filters["kind"] = self._plane("kind", request.kind)
        if request.half_days:
            bits = [bit for bit in range(21) if request.half_days >> bit & 1]
            self.filters["half_day"] = facts.any_of("half_day", bits, self.words)
        if request.french is not None:
            self.filters["french"] = self._plane("french", request.french)
        if request.setting is not None and request.setting is not Setting.EITHER:
            self.filters["setting"] = self._plane("setting", request.setting)
        if request.competences:
            self.filters["competence"] = facts.any_of("competence", request.competences, self.words)
        if request.within_days is not None:
            self.filters["within"] = self.standing.within(request.within_days, moment)
        if request.association is not None:
            self.filters["association"] = pack(self.columns.wide("association") == request.association)

    def _place(self) -> None:
        request = self.request
        area = request.territory is not None or request.isere
        circle = request.point is not None and request.radius_km is not None and not area
        if request.point is not None:
            self.near = self.standing.chord(request.point)
        if request.remote:
            self.filters["where"] = self._plane("where", "remote")
        elif circle and self.near is not None and request.radius_km is not None:
            self.filters["where"] = pack(self.near <= chord_of(request.radius_km))
        elif area:
            bits = self._plane("area", request.territory) if request.territory is not None else self._plane("where", "isere")
            self.filters["where"] = bits & self._plane("where", "isere") if request.isere else bits

    def take_words(self, match: Match, *, every: bool = False) -> None:
        """Keep the rows that hold every word, and those that hold a part of them when too few that answer hold them all (`partly`).

        With `every`, those that hold them all and no other. Those that hold a word to leave out are dropped.
        """
        if len(match.excluded):
            self.base = self.base & ~self._of(match.excluded)
        if not match.asked:
            return
        all_words = self._of(match.rows[match.held >= match.asked])
        self.partly = not every and match.asked > 1 and size(self.chosen() & all_words) < ENOUGH_WHOLE
        self.base = self.base & (self._of(match.rows[match.held > 0]) if self.partly else all_words)

    def _of(self, rows: Rows) -> Bits:
        mask: Mask = np.zeros(self.columns.size, dtype=np.bool_)
        mask[rows] = True
        return pack(mask)

    def chosen(self) -> Bits:
        """Return the missions that answer everything."""
        return self.but("")

    def but(self, group: str) -> Bits:
        """Return the missions that answer everything but one filter."""
        left = self.base
        for name, bits in self.filters.items():
            if name != group:
                left = left & bits
        return left
