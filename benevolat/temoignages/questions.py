"""The questions asked after a closing, which are data with a version, and the figures of their answers that may be shown.

Figures are cut into groups that never overlap, each cell of five or more, and only for quarters and years that are over: so that
neither one figure taken from another, nor today's page taken from tomorrow's, tells what fewer than five persons answered.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SMALLEST = 5
"""The least number ever shown."""

Cells = Mapping[tuple[str, str], Mapping[str, int]]
"""For each territory and quarter, how many gave each answer of one question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answers, by code; `key` names the version of its text under which answers are counted."""

    key: str
    text: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that may be shown: a territory (None: the others of the Département), a quarter or a year, and cells of five or more.

    A cell is several answers together when some of them were given by too few.
    """

    territoire: str | None
    period: str
    cells: tuple[tuple[tuple[str, ...], int], ...]


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of today, in their order."""
    listed: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "questions.json").read_text(encoding="utf-8"))
    return tuple(Question(f"{each['code']}-{each['version']}", each["text"], dict(each["answers"])) for each in listed)


def quarter_of(day: date) -> str:
    """Return a quarter as « 2026-T4 »."""
    return f"{day.year}-T{(day.month + 2) // 3}"


def cells_of(counts: Mapping[str, int], answers: Iterable[str]) -> tuple[tuple[tuple[str, ...], int], ...] | None:
    """Return cells of five or more, small ones put together with the smallest of the others; None when nothing is left to compare.

    An answer that nobody gave is small like the others: that nobody gave it would tell what everybody did not say.
    """
    order = list(answers)
    small = [each for each in order if counts.get(each, 0) < SMALLEST]
    large = sorted((each for each in order if each not in small), key=lambda each: (counts[each], -order.index(each)))
    together = sum(counts.get(each, 0) for each in small)
    while small and together < SMALLEST and large:
        small.append(large[0])
        together += counts[large.pop(0)]
    cells: list[tuple[tuple[str, ...], int]] = [((each,), counts[each]) for each in order if each in large]
    if small and together >= SMALLEST:
        cells.append((tuple(sorted(small, key=order.index)), together))
    return tuple(cells) if len(cells) > 1 else None


def grouped(cells: Cells, answers: Iterable[str], *, today: date) -> list[Group]:
    """Return the figures of one question, latest period first: by territory and quarter, else the Département's, else the year's.

    What a territory's quarter cannot show goes to the Département's quarter with the others that cannot; what this cannot show
    waits for the end of the year. Nothing is counted twice.
    """
    order, now = list(answers), quarter_of(today)
    shown: list[Group] = []
    by_quarter: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (territoire, quarter), counts in sorted(cells.items()):
        if quarter >= now:
            continue
        own = cells_of(counts, order)
        if own is not None:
            shown.append(Group(territoire, quarter, own))
        else:
            by_quarter[quarter].update(counts)
    by_year: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for quarter, left in by_quarter.items():
        others = cells_of(left, order)
        if others is not None:
            shown.append(Group(None, quarter, others))
        else:
            by_year[quarter[:4]].update(left)
    for year, left in by_year.items():
        rest = cells_of(left, order) if int(year) < today.year else None
        if rest is not None:
            shown.append(Group(None, year, rest))
    return sorted(shown, key=lambda each: (each.period, each.territoire is None), reverse=True)
