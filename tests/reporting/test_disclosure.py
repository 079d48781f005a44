"""No shown figure, nor any combination of shown figures, tells a number under five: against linear algebra, bounds, and every world."""

import itertools
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benevolat.reporting.disclosure import ROOM, SMALLEST, Cell, Group, Hidden, rest_of_year, split, total

QUARTERS = ("T1", "T2", "T3", "T4")
Equation = tuple[frozenset[tuple[str, str]], int]


def cell(row: str, column: str, value: int) -> Cell:
    return Cell(value, frozenset((row, column, n) for n in range(value)))


def year(values: dict[str, list[int]]) -> dict[str, dict[str, Cell]]:
    """The cells of each quarter."""
    return {column: {row: cell(row, column, each[n]) for row, each in values.items()} for n, column in enumerate(QUARTERS)}


def published(columns: dict[str, dict[str, Cell]]) -> list[Equation]:
    """Everything an attacker reads: the groups of each quarter, the sums of the year, and that of the whole (sums of the groups)."""
    shown = {column: split(cells) for column, cells in columns.items()}
    shown = {column: groups for column, groups in shown.items() if groups}
    known = [(frozenset((row, column) for row in group.rows), group.value) for column, groups in shown.items() for group in groups]
    rest = rest_of_year({column: columns[column] for column in shown}, shown)
    return known + [(frozenset((row, column) for column in group.rows), group.value) for row, group in rest.items()]


def told_by_algebra(equations: list[Equation]) -> set[tuple[str, str]]:
    """Return the cells that the equations alone determine, by elimination over exact fractions."""
    places = sorted({place for cells, _value in equations for place in cells})
    lines = [[Fraction(int(place in cells)) for place in places] for cells, _value in equations]
    reduced: list[list[Fraction]] = []
    for line in lines:
        for pivot in reduced:
            lead = next(n for n, each in enumerate(pivot) if each)
            if line[lead]:
                line = [a - line[lead] * b for a, b in zip(line, pivot, strict=True)]
        if any(line):
            lead = next(each for each in line if each)
            line = [each / lead for each in line]
            where = line.index(1)
            reduced = [[a - pivot[where] * b for a, b in zip(pivot, line, strict=True)] for pivot in reduced]
            reduced.append(line)
    return {places[line.index(1)] for line in reduced if sum(1 for each in line if each) == 1}


def told_by_bounds(equations: list[Equation]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what each cell lies between, by making every equation bound each of its cells until nothing moves."""
    bounds = {place: (0, 10**6) for cells, _value in equations for place in cells}
    moved = True
    while moved:
        moved = False
        for cells, value in equations:
            least, most = sum(bounds[each][0] for each in cells), sum(bounds[each][1] for each in cells)
            for place in cells:
                low, high = bounds[place]
                new = (max(low, value - (most - high)), min(high, value - (least - low)))
                if new != (low, high):
                    bounds[place], moved = new, True
    return bounds


counts = st.one_of(st.integers(0, 4), st.integers(0, 9), st.integers(0, 40))


@settings(max_examples=80)
@given(st.integers(2, 14).flatmap(lambda rows: st.lists(st.tuples(counts, counts, counts, counts), min_size=rows, max_size=rows)))
def test_no_attacker_with_algebra_or_bounds_tells_a_small_cell(values: list[tuple[int, ...]]) -> None:
    columns = year({f"r{n}": list(each) for n, each in enumerate(values)})
    equations = published(columns)
    exact, bounds = told_by_algebra(equations), told_by_bounds(equations)
    for column, cells in columns.items():
        for row, each in cells.items():
            if each.value < SMALLEST and (row, column) in bounds:
                low, high = bounds[row, column]
                assert low <= each.value <= high
                assert (row, column) not in exact
                assert high - low >= ROOM, (row, column, low, high)
    assert all(value >= SMALLEST for _cells, value in equations)
    assert all(len(cells) > 1 or value >= SMALLEST for cells, value in equations)


@pytest.mark.parametrize(("rows", "most"), [(2, 14), (3, 12), (4, 9)])
def test_whoever_knows_the_rule_tells_no_small_cell(rows: int, most: int) -> None:
    """Every table of so many rows: those that would be shown alike must leave two numbers at least to each small cell."""
    worlds: defaultdict[tuple[Group, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in itertools.product(range(most + 1), repeat=rows):
        worlds[split({str(n): cell(str(n), "", each) for n, each in enumerate(values)})].append(values)
    for shown, alike in worlds.items():
        for n in range(rows):
            possible = {each[n] for each in alike}
            assert len(possible) > 1 or min(possible) >= SMALLEST, (shown, alike[:3])


def test_two_axes_of_the_same_facts_tell_no_more_than_each() -> None:
    """Every world of two territories and two domains: what is shown by the one and by the other leaves each small number in doubt."""
    worlds: defaultdict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for a, b, c, d in itertools.product(range(8), repeat=4):
        margins = (a + b, c + d), (a + c, b + d)
        shown = tuple(split({str(n): cell(str(n), "", each) for n, each in enumerate(margin)}) for margin in margins)
        worlds[shown].append((*margins[0], *margins[1]))
    for shown, alike in worlds.items():
        for n in range(4):
            possible = {each[n] for each in alike}
            assert len(possible) > 1 or min(possible) >= SMALLEST, (shown, alike[:3])


def test_a_zero_is_small_and_equals_go_together() -> None:
    cells = {"a": cell("a", "", 9), "b": cell("b", "", 0), "c": cell("c", "", 5), "d": cell("d", "", 5), "e": cell("e", "", 7)}
    assert split(cells) == (Group(("a",), 9), Group(("b", "c", "d"), 10), Group(("e",), 7))
    assert split({"a": cell("a", "", 3), "b": cell("b", "", 1)}) == ()
    assert split({"a": cell("a", "", 8), "b": cell("b", "", 6)}) == (Group(("a",), 8), Group(("b",), 6))


def test_one_person_six_times_is_one_person() -> None:
    alone = Cell(6, frozenset({"nadia"}))
    assert split({"a": alone, "b": cell("b", "", 9), "c": cell("c", "", 12)}) == (Group(("a", "b"), 15), Group(("c",), 12))
    assert split({"a": alone, "b": Cell(3, frozenset({"nadia", "karim"}))}) == ()
    assert total([alone, Cell(1, frozenset({"nadia"}))]) == Cell(7, frozenset({"nadia"}))


def test_a_part_is_shown_only_with_the_others_of_five_or_more() -> None:
    first = {"a": cell("a", "f", 6), "b": cell("b", "f", 9), "c": cell("c", "f", 7), "d": cell("d", "f", 8)}
    others = {"a": cell("a", "o", 1), "b": cell("b", "o", 9), "c": cell("c", "o", 3), "d": cell("d", "o", 6)}
    assert split(first, others) == (Group(("a", "c", "d"), 21), Group(("b",), 9))


def test_a_year_tells_a_small_territory_what_its_quarters_hid() -> None:
    columns = year({"trieves": [4, 3, 4, 2], "oisans": [2, 4, 3, 4], "vercors": [3, 2, 4, 3], "grenoble": [60, 70, 80, 90]})
    shown = {column: split(cells) for column, cells in columns.items()}
    rest = rest_of_year(columns, shown)
    assert rest["trieves"] == Group(QUARTERS, 13)
    assert "grenoble" not in rest


def test_a_sum_that_would_tell_too_much_is_kept_back() -> None:
    columns = {column: {"a": cell("a", column, 5), "b": cell("b", column, 0)} for column in ("T1", "T2")}
    shown = {column: split(cells) for column, cells in columns.items()}
    assert shown["T1"] == (Group(("a", "b"), 5),)
    assert rest_of_year(columns, shown) == {}


def test_the_room_of_a_cell_is_that_of_every_world() -> None:
    """Enumerate every table with the same known sums: the largest and smallest number of a cell are as far apart as `room` says."""
    values = {("a", "x"): 3, ("b", "x"): 2, ("a", "y"): 1, ("b", "y"): 4, ("c", "y"): 2}
    hidden = Hidden(values, frozenset({"a"}))
    possible = defaultdict(set)
    for a, c in itertools.product(range(6), range(8)):
        x = {"a": a, "b": 5 - a}
        y = {"a": 4 - a, "c": c, "b": 7 - (4 - a) - c}
        if min(*x.values(), *y.values()) >= 0:
            for row, each in x.items():
                possible[row, "x"].add(each)
            for row, each in y.items():
                possible[row, "y"].add(each)
    for place in values:
        assert hidden.room(place, 100) == max(possible[place]) - min(possible[place]), place
