"""Writing figures: a quarter five weeks after its end, what its quarters hid after a year's end; each once, and never changed."""

import json
import os
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benevolat.competences.queries import all_domaines
from benevolat.core import clock, settings
from benevolat.core.db import db
from benevolat.territoire.queries import all_territoires

from . import counting
from .counting import Answer, Counted
from .disclosure import Cell, Group, rest_of_year, split, total
from .models import Axis, Closing, Series, ShownFigure
from .queries import closings_of, public_figures
from .series import AXES, NO_DOMAIN, NOWHERE, PART_OF, Quarter, due_quarters

FEWEST_ANSWERS = 10
"""Quartiles of fewer answers would be the delay of one of them."""

KEPT = "figures.public"
"""The setting that holds the public figures, which each host copies."""

Table = dict[str, Cell]


def rows_of(axis: Axis, quarter: Quarter) -> list[str]:
    """Return every row of an axis: one with nothing in it is a small cell like the others."""
    if axis is Axis.TERRITOIRE:
        return [*(each.code for each in all_territoires()), NOWHERE]
    return [*(each.code for each in all_domaines()), NO_DOMAIN] if axis is Axis.DOMAINE else list(quarter.months)


def _row(counted: Counted, axis: Axis, quarter: Quarter) -> str:
    if axis is Axis.TERRITOIRE:
        return counted.territoire
    return counted.domaine if axis is Axis.DOMAINE else quarter.months[counted.month]


def table(counted: Iterable[Counted], axis: Axis, quarter: Quarter) -> Table:
    """Return the cells of one axis."""
    values = dict.fromkeys(rows_of(axis, quarter), 0)
    people: dict[str, set[Any]] = {row: set() for row in values}
    for each in counted:
        row = _row(each, axis, quarter)
        values[row] += each.value
        people[row].add(each.person)
    return {row: Cell(value, frozenset(people[row])) for row, value in values.items()}


def due() -> list[tuple[Series, Quarter]]:
    """Return what is to be written today and is not, the oldest quarter first."""
    since = counting.first_moment()
    written = set(db.session.execute(sa.select(Closing.series, Closing.period)).all())
    quarters = due_quarters(clock.local(since).date()) if since is not None else ()
    return [
        (series, quarter) for quarter in quarters for series in Series if series not in PART_OF and (series, quarter.code) not in written
    ]


def close(series: Series, quarter: Quarter) -> None:
    """Write the figures of a series for a quarter and, after the last of a year, what the year tells."""
    if close_quarter(series, quarter) and quarter.number == 4:
        close_year(series, quarter.year)


def close_quarters() -> int:
    """Write everything that is due; return how many were written."""
    waiting = due()
    for series, quarter in waiting:
        close(series, quarter)
    return len(waiting)


def close_quarter(series: Series, quarter: Quarter) -> bool:
    """Write the figures of a series, and of the series that counts a part of it, for a quarter; False when they are written."""
    if db.session.get(Closing, (series, quarter.code)) is not None:
        return False
    counted = counting.count(series, quarter)
    tables = {axis: table(counted, axis, quarter) for axis in AXES[series]}
    shown = {axis: split(cells) for axis, cells in tables.items()}
    whole = sum(each.value for each in counted)
    if any(shown.values()):
        _write(series, quarter.code, Axis.ISERE, [Group(("isere",), whole)], [quarter.code])
    for axis, groups in shown.items():
        _write(series, quarter.code, axis, groups, [quarter.code])
    db.session.add(Closing(series=series, period=quarter.code, shown=any(shown.values()), closed_at=clock.now()))
    if series is Series.ATTESTED:
        _add_hours(quarter, counted)
    if series is Series.ANSWERED:
        _add_quartiles(quarter, counting.answers(quarter))
    for part in (each for each, of in PART_OF.items() if of is series):
        _close_part(part, quarter, shown[Axis.TERRITOIRE], tables[Axis.TERRITOIRE])
    db.session.flush()
    return True


def _write(series: Series, period: str, axis: Axis, groups: Iterable[Group], quarters: Sequence[str]) -> None:
    db.session.add_all([
        ShownFigure(series=series, period=period, axis=axis, rows="|".join(each.rows), quarters="+".join(quarters), value=each.value)
        for each in groups
    ])


def _close_part(part: Series, quarter: Quarter, groups: Sequence[Group], whole: Mapping[str, Cell]) -> None:
    """Write what some of a series are: on its own groups, put together again until these, and the others, are five or more."""
    counted = table(counting.count(part, quarter), Axis.TERRITOIRE, quarter)
    cells = {"|".join(each.rows): total(counted[row] for row in each.rows) for each in groups}
    others = {
        "|".join(each.rows): total(_but(whole[row], counted[row]) for row in each.rows) for each in groups
    }
    shown = split(cells, others) if cells else ()
    if shown:
        _write(part, quarter.code, Axis.ISERE, [Group(("isere",), sum(each.value for each in shown))], [quarter.code])
        apart = [Group(tuple(row for each in group.rows for row in each.split("|")), group.value) for group in shown]
        _write(part, quarter.code, Axis.TERRITOIRE, apart, [quarter.code])
    db.session.add(Closing(series=part, period=quarter.code, shown=bool(shown), closed_at=clock.now()))


def _but(whole: Cell, part: Cell) -> Cell:
    """Return what of a cell is not in its part; somebody who is in both is in neither for sure, and is not counted as one more."""
    return Cell(max(0, whole.value - part.value), whole.people - part.people)


def _of_quarter(series: Series, period: str) -> list[ShownFigure]:
    return list(db.session.scalars(sa.select(ShownFigure).where(ShownFigure.series == series, ShownFigure.period == period)))


def _add_hours(quarter: Quarter, counted: Sequence[Counted]) -> None:
    """Put the hours beside each figure of attested engagements: they are those of the same five persons or more."""
    db.session.flush()
    for figure in _of_quarter(Series.ATTESTED, quarter.code):
        figure.minutes = sum(
            each.minutes for each in counted if figure.axis is Axis.ISERE or _row(each, figure.axis, quarter) in figure.codes
        )


def _add_quartiles(quarter: Quarter, answers: Sequence[Answer]) -> None:
    """Put how long answers took beside the figures of the Isère and of its territories."""
    db.session.flush()
    for figure in _of_quarter(Series.ANSWERED, quarter.code):
        among = [each.days for each in answers if figure.axis is Axis.ISERE or each.territoire in figure.codes]
        if figure.axis in (Axis.ISERE, Axis.TERRITOIRE) and len(among) >= FEWEST_ANSWERS:
            figure.first_quartile, figure.median, figure.third_quartile = (
                round(each, 1) for each in statistics.quantiles(among, n=4, method="inclusive")
            )


def close_year(series: Series, year: int) -> bool:
    """Write what the quarters of a year hid and all of them together may tell; False when it is written, or a quarter is not."""
    quarters = [Quarter(year, number) for number in range(1, 5)]
    closed = closings_of(series, [each.code for each in quarters])
    if db.session.get(Closing, (series, str(year))) is not None or len(closed) < len(quarters):
        return False
    counted = {each: counting.count(series, each) for each in quarters}
    before = db.session.scalar(sa.select(sa.func.count()).select_from(ShownFigure)) or 0
    for axis in (each for each in AXES[series] if each is not Axis.MONTH):
        _close_axis(series, str(year), axis, {each: table(rows, axis, each) for each, rows in counted.items()}, closed)
    db.session.flush()
    after = db.session.scalar(sa.select(sa.func.count()).select_from(ShownFigure)) or 0
    db.session.add(Closing(series=series, period=str(year), shown=after > before, closed_at=clock.now()))
    if series is Series.ATTESTED:
        _add_hours_of_year(str(year), counted)
    return True


def _close_axis(series: Series, year: str, axis: Axis, tables: Mapping[Quarter, Table], closed: Mapping[str, bool]) -> None:
    """Write, for an axis, the quarters that were too small to be shown put together, and the sums of what each row hid."""
    columns: dict[str, Table] = {each.code: cells for each, cells in tables.items() if closed[each.code]}
    shown = {code: split(cells) for code, cells in columns.items()}
    if any(_as_written(series, code, axis) != set(groups) for code, groups in shown.items()):
        return
    small = [each for each in tables if not closed[each.code]]
    pooled = {row: total(tables[each][row] for each in small) for row in rows_of(axis, next(iter(tables)))}
    together = split(pooled) if len(small) > 1 and total(pooled.values()).value != 4 * len(small) else ()
    if together:
        names = [each.code for each in small]
        if axis is Axis.TERRITOIRE:
            _write(series, year, Axis.ISERE, [Group(("isere",), total(pooled.values()).value)], names)
        _write(series, year, axis, together, names)
        columns["+".join(names)], shown["+".join(names)] = pooled, together
    for row, sum_of in rest_of_year(columns, shown).items():
        _write(series, year, axis, [Group((row,), sum_of.value)], [each for names in sum_of.rows for each in names.split("+")])


def _as_written(series: Series, period: str, axis: Axis) -> set[Group]:
    """Return the groups that were shown: what changed since (an account that was erased) must not be told by a difference."""
    rows = db.session.execute(
        sa.select(ShownFigure.rows, ShownFigure.value)
        .where(ShownFigure.series == series, ShownFigure.period == period, ShownFigure.axis == axis)
    )
    return {Group(tuple(names.split("|")), value) for names, value in rows}


def _add_hours_of_year(year: str, counted: Mapping[Quarter, Sequence[Counted]]) -> None:
    by_code = {each.code: (each, rows) for each, rows in counted.items()}
    for figure in _of_quarter(Series.ATTESTED, year):
        figure.minutes = sum(
            each.minutes for code in figure.quarters.split("+") for each in by_code[code][1]
            if figure.axis is Axis.ISERE or _row(each, figure.axis, by_code[code][0]) in figure.codes
        )


def write_public_file() -> Path:
    """Write the figures anybody may read as one file, whole or not at all; written again it is the same."""
    return _write_file(_public_text())


def keep_public_figures() -> Path:
    """Keep the figures anybody may read in the database, in the present transaction, for every host to copy; write this host's file."""
    text = _public_text()
    if settings.read(KEPT, "")[0] != text:
        settings.write(KEPT, text, by=None)
    return _write_file(text)


def copy_public_figures() -> None:
    """Write this host's file as the figures were last kept, so that hosts show the same and share no disk; nothing when none was."""
    text, version = settings.read(KEPT, "")
    if version:
        _write_file(text)


def _public_text() -> str:
    return json.dumps(public_figures(), ensure_ascii=False, indent=1, sort_keys=True)


def _write_file(text: str) -> Path:
    target, body = Path(settings.config("PUBLIC_FIGURES")), text.encode()
    if target.exists() and target.read_bytes() == body:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_bytes(body)
    beside.replace(target)
    return target
