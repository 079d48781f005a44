"""Which figures may be shown, so that no shown figure, nor any difference between shown figures, tells what fewer than five persons did.

The rule, on a table whose rows are territories (or domains, or months) and whose columns are quarters:

1. A cell is small when fewer than five persons stand behind it. Nobody is fewer than five: a zero is small like the others.
2. In one quarter small rows are shown together, with the smallest of the others when they are still too few. Each figure shown is that
   of a group, groups never overlap, and together they make the total of the Isère: taking one from another leaves only sums of groups.
   Rows of one number go together: else which of them was taken would tell something of the small one.
3. A year tells what a quarter hid: for a row hidden in several quarters, the sum of these. Such a sum crosses the groups of rule 2, so
   each is tried, largest first, and is kept only if every hidden cell can still be five different numbers (`Hidden.room`).
4. What was shown is never shown again otherwise: a quarter is written once, after its end.

Rows that are shown by territory, by domain and by month have only the total of their quarter in common; any two lists of figures with one
total can be those of the same world, so that one axis tells nothing of another. The cross of two axes is never shown.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Node = tuple[str, ...]
SMALLEST = 5
"""The least number of persons behind a figure that is shown."""
ROOM = SMALLEST - 1
"""How many other numbers a hidden cell can be, at least, for whoever knows every figure shown."""
Place = tuple[str, str]
"""A row and a column."""


class Cell(NamedTuple):
    """A number, and who stands behind it: the persons themselves, so that whoever is in two cells is one person in their sum."""

    value: int = 0
    people: frozenset[Hashable] = frozenset()

    def __add__(self, other: object) -> "Cell":
        """Return the cell of both."""
        return Cell(self.value + other.value, self.people | other.people) if isinstance(other, Cell) else NotImplemented

    @property
    def is_small(self) -> bool:
        """Whether too few stand behind it."""
        return min(self.value, len(self.people)) < SMALLEST


class Group(NamedTuple):
    """Rows shown together, in their order, and their number."""

    rows: tuple[str, ...]
    value: int


def total(cells: Iterable[Cell]) -> Cell:
    """Return the cell of all."""
    whole = Cell()
    for each in cells:
        whole += each
    return whole


def _tells_nothing(cells: Collection[Cell]) -> bool:
    """Tell whether the sum of these cells may be shown: several, of five persons or more, and not all of them at their most."""
    whole = total(cells)
    return len(cells) > 1 and not whole.is_small and whole.value != ROOM * len(cells)


def split(cells: Mapping[str, Cell], *parts: Mapping[str, Cell]) -> tuple[Group, ...]:
    """Return the groups that may be shown of the rows of one quarter, in the order of the rows; none when all together are too few.

    With `parts`, into which each row is cut (those who began, those who did already), every part of every group may be shown too.
    """
    order, tables = list(cells), (cells, *parts)
    if any(total(each.values()).is_small for each in tables):
        return ()
    hidden = [row for row in order if any(each[row].is_small for each in tables)]
    others = sorted((row for row in order if row not in hidden), key=lambda row: cells[row].value)
    while hidden and others and not all(_tells_nothing([each[row] for row in hidden]) for each in tables):
        least = cells[others[0]].value
        hidden += [row for row in others if cells[row].value == least]
        others = [row for row in others if cells[row].value != least]
    groups = [Group((row,), cells[row].value) for row in others]
    if hidden:
        groups.append(Group(tuple(sorted(hidden, key=order.index)), total(cells[row] for row in hidden).value))
    return tuple(sorted(groups, key=lambda each: order.index(each.rows[0])))


@dataclass(frozen=True)
class Hidden:
    """The cells of a year that no figure tells: each known only through the sum of its column, and of its row when that is `told`."""

    values: Mapping[Place, int]
    told: frozenset[str]

    def room(self, place: Place, enough: int = ROOM) -> int:
        """Return how many other numbers, at most `enough`, this cell may hold in a world with the same known sums."""
        above = self._moves(place, 1, enough)
        return above + self._moves(place, -1, enough - above)

    def _moves(self, place: Place, step: int, most: int) -> int:
        """Return how many times a cell can rise (or fall) by one, the others making up for it.

        Two worlds with the same sums differ by closed chains of cells that rise and fall in turn: each time one through this cell is
        looked for, and followed.
        """
        values = dict(self.values)
        for done in range(most):
            chain = self._chain(values, place, step)
            if chain is None:
                return done
            for other, change in chain:
                values[other] += change
        return most

    def _chain(self, values: Mapping[Place, int], place: Place, step: int) -> list[tuple[Place, int]] | None:
        """Return a closed chain that begins by changing this cell by `step`, or None."""
        if step < 0 and values[place] == 0:
            return None
        row, column = self._sum_of(place[0]), ("column", place[1])
        start, end = (column, row) if step > 0 else (row, column)
        steps: dict[Node, list[tuple[Node, Place, int]]] = {}
        for other, value in values.items():
            if other != place:
                its_row, its_column = self._sum_of(other[0]), ("column", other[1])
                steps.setdefault(its_row, []).append((its_column, other, 1))
                if value > 0:
                    steps.setdefault(its_column, []).append((its_row, other, -1))
        came: dict[Node, tuple[Node, Place, int] | None] = {start: None}
        ahead = deque([start])
        while ahead and end not in came:
            here = ahead.popleft()
            for there, other, change in steps.get(here, ()):
                if there not in came:
                    came[there] = (here, other, change)
                    ahead.append(there)
        if end not in came:
            return None
        chain, back = [(place, step)], came[end]
        while back is not None:
            chain.append((back[1], back[2]))
            back = came[back[0]]
        return chain

    def _sum_of(self, row: str) -> Node:
        """Return the known sum a row belongs to; rows without one give and take freely, as one."""
        return ("row", row) if row in self.told else ("row",)


def rest_of_year(columns: Mapping[str, Mapping[str, Cell]], shown: Mapping[str, tuple[Group, ...]]) -> dict[str, Group]:
    """Return, for rows hidden in several quarters of a year, the sum of these quarters when it may be told besides the groups shown.

    `columns` holds the cells of each quarter that is shown, `shown` its groups; the `rows` of a group found are the quarters it sums.
    """
    cells = {
        (row, column): columns[column][row]
        for column, groups in shown.items() for group in groups if len(group.rows) > 1 for row in group.rows
    }
    values = {place: cell.value for place, cell in cells.items()}
    among: dict[str, list[str]] = {}
    for row, column in cells:
        among.setdefault(row, []).append(column)
    sums = {row: total(cells[row, each] for each in hidden) for row, hidden in among.items() if len(hidden) > 1}
    found: dict[str, Group] = {}
    for row in sorted((row for row in sums if not sums[row].is_small), key=lambda row: (-sums[row].value, list(sums).index(row))):
        hidden = Hidden(values, frozenset((*found, row)))
        if all(hidden.room(place) == ROOM for place in cells):
            found[row] = Group(tuple(among[row]), sums[row].value)
    return found
