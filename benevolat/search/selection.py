"""Which missions answer a question: one bitmap for each thing asked, kept apart so that a facet is counted without its own choice."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benevolat.core.geo import EARTH_RADIUS_KM, Point
from benevolat.missions.models import Setting

from .columns import Columns, on_sphere
from .facts import Bits, Mask, Rows, bits_of, pack, put, unpack
from .moment import Moment
from .request import WITHIN_DAYS, SearchRequest
from .scoring import Match

Floats = NDArray[np.float64]
KEPT_POINTS = 4
SPARSE = 8
"""Distances are worked out for the rows that hold the words alone when these are less than an eighth of all."""
NEW_COUNTS, HALF_AFTER_DAYS = 0.1, 30.0
"""Of the relevance, a tenth fades with age: half of that part is left after thirty days."""
OLDEST = 3_650
FRESH: Floats = 1 - NEW_COUNTS + NEW_COUNTS * 0.5 ** (np.arange(OLDEST + 1) / HALF_AFTER_DAYS)
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
        self.fade = self._faded(slice(0, self.size))
        """What is left of the relevance of each, by its age."""
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
        self.fade[rows] = self._faded(rows)
        for days, second in self.before.items():
            put(self.soon[days], rows, columns["starts"][rows] < second)
        for point, chord in self.chords.items():
            chord[rows] = squared_chord(columns, point, rows)
        return True

    def _faded(self, rows: Any) -> Floats:
        age = self.day.toordinal() - self.columns.arrays["born"][rows]
        return np.asarray(FRESH[np.minimum(np.maximum(age, 0), OLDEST)])

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


class Left:
    """Missions that some filters leave: their mask and places among those looked at, their rows, and their bitmap once it is asked for."""

    __slots__ = ("_bits", "_size", "places", "rows")

    def __init__(self, mask: Mask, among: Rows | None, size: int) -> None:
        self.places: Rows = mask.nonzero()[0]
        self.rows = self.places if among is None else among.take(self.places)
        self._bits = pack(mask) if among is None else None
        self._size = size

    @property
    def bits(self) -> Bits:
        """Return them as a bitmap."""
        if self._bits is None:
            self._bits = bits_of(self.rows, self._size)
        return self._bits


class Selection:
    """The missions that can answer and what each filter leaves of them.

    Without words every mission is looked at; with words only those that hold some (`among`): masks and places are among these.
    """

    def __init__(self, standing: Standing, request: SearchRequest, moment: Moment) -> None:
        self.standing, self.request, self.columns = standing, request, standing.columns
        self.words = len(standing.open)
        self.base = standing.open
        self.among: Rows | None = None
        self.scores: Floats | None = None
        self.held: Rows | None = None
        """How many words each holds, when those that hold only a part of them answer too."""
        self.filters: dict[str, Bits] = {}
        self.is_circle = request.territory is None and not request.isere and not request.remote
        self.limit = chord_of(request.radius_km) if self.is_circle and request.point and request.radius_km is not None else None
        self._near: Floats | None = None
        self._lefts: dict[str, Left] = {}
        for name in request.flags:
            self.base = self.base & self._plane("flag", name)
        self._choose(moment)

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
        if request.remote:
            self.filters["where"] = self._plane("where", "remote")
        elif request.territory is not None or request.isere:
            isere = self._plane("where", "isere")
            area = self._plane("area", request.territory) if request.territory is not None else isere
            self.filters["where"] = area & isere if request.isere else area

    def take_words(self, match: Match, *, every: bool = False) -> None:
        """Look among the rows that hold every word, and those that hold a part of them when too few that answer hold them all (`held`).

        With `every`, those that hold them all and no other. Those that hold a word to leave out are dropped.
        """
        if len(match.excluded):
            self.base = self.base & ~bits_of(match.excluded, self.columns.size)
            self._look(self.among, self.scores)
        if not match.asked:
            return
        whole = match.held >= match.asked if match.asked > 1 else None
        if whole is None:
            self._look(match.rows, match.scores)
            return
        self._look(match.rows.compress(whole), match.scores.compress(whole))
        if not every and len(self.left().places) < ENOUGH_WHOLE:
            self._look(match.rows, match.scores)
            self.held = match.held

    def _look(self, among: Rows | None, scores: Floats | None) -> None:
        self.among, self.scores, self._near = among, scores, None
        self._lefts.clear()

    @property
    def near(self) -> Floats | None:
        """Return the squared straight line from the point asked to each of those looked at; None without a point."""
        point = self.request.point
        if self._near is None and point is not None:
            among, standing = self.among, self.standing
            if among is None:
                self._near = standing.chord(point)
            elif point not in standing.chords and len(among) * SPARSE < self.columns.size:
                self._near = squared_chord(self.columns, point, among)
            else:
                self._near = standing.chord(point).take(among)
        return self._near

    def has(self, group: str) -> bool:
        """Tell whether something was asked of a group."""
        return group in self.filters or (group == "where" and self.limit is not None)

    def left(self, but: str = "") -> Left:
        """Return the missions that answer everything, but one filter when it is named."""
        if but and not self.has(but):
            but = ""
        found = self._lefts.get(but)
        if found is None:
            found = self._lefts[but] = Left(self._mask(but), self.among, self.columns.size)
        return found

    def _mask(self, but: str) -> Mask:
        bits = self.base
        for name, each in self.filters.items():
            if name != but:
                bits = bits & each
        mask = self.standing.is_open if bits is self.standing.open else unpack(bits)
        if self.among is not None:
            mask = mask.take(self.among)
        if self.limit is None or self.near is None or but == "where":
            return mask
        return mask & (self.near <= self.limit)
