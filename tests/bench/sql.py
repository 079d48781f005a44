"""The questions of the bench in SQL, for FTS5 and PostgreSQL alike: what differs is how words are matched and ranked."""

from dataclasses import dataclass
from typing import Any

from benevolat.core.geo import EARTH_RADIUS_KM, box
from benevolat.search.moment import Moment
from benevolat.search.request import Sort
from benevolat.search.selection import ENOUGH_WHOLE
from tests.bench.facts import KINDS, Reading, Shared

_EVERY_FACET = [
    *(f"sum((f.{name} >> {bit}) & 1)" for name, bits in (("flags", 8), ("half_days", 21), ("settings", 2), ("competences", 49))
      for bit in range(bits)),
    *(f"sum(CASE WHEN f.french <= {level} THEN 1 ELSE 0 END)" for level in range(3)), "sum(f.remote)",
]
"""The counts that our answer gives besides the domains and the kinds."""
Answer = tuple[list[int], int, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A question in SQL (what follows SELECT, the rank of its words, its values), its total and its counts by domain."""

    source: str
    rank: str
    values: dict[str, Any]
    total: int
    counts: dict[int, int]


class SqlRival:
    """A table `f` of facts with its indexes, and stems matched as each database can."""

    least, greatest = "min", "max"

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def execute(self, statement: str, values: dict[str, Any]) -> list[Any]:
        """Run a statement; values are written `:name`."""
        raise NotImplementedError

    def matching(self, words: str) -> tuple[str, str, str]:
        """Return the tables, the condition and the rank of a question's words."""
        raise NotImplementedError

    def spell(self, reading: Reading, *, every: bool) -> str:
        """Return a question's words as the database wants them."""
        raise NotImplementedError

    def partial(self) -> str:
        """Return the condition that says that a row does not hold `:every` word."""
        raise NotImplementedError

    def answer(self, reading: Reading, moment: Moment) -> Answer:
        """Return the page, the total and the counts by domain; few that hold every word are followed by those that hold a part."""
        every = self.spell(reading, every=True)
        asked = self._asked(reading, every, moment)
        if len(reading.words) < 2 or asked.total >= ENOUGH_WHOLE:
            return self._page(reading, asked)
        any_word = self._asked(reading, self.spell(reading, every=False), moment)
        any_word.values["every"] = every
        return self._page(reading, any_word, f"{self.partial()}, ")

    def _asked(self, reading: Reading, words: str, moment: Moment) -> Counted:
        """Return a question in SQL, with its total and its counts by domain."""
        asked = reading.request
        values: dict[str, Any] = {"now": moment.now, "midnight": moment.midnight, "limit": asked.limit, "skip": asked.skip}
        where, tables, rank = ["f.until > :now"], "f", "0"
        if words:
            tables, condition, rank = self.matching(words)
            where.append(condition)
            values["words"] = words
        where += self._filters(reading, values, moment) + self._place(reading, values)
        own = {"domain": None, "kind": None}
        if asked.domains:
            own["domain"] = {self.shared.domains.index(each) for each in asked.domains if each in self.shared.domains}
        if asked.kind is not None:
            own["kind"] = {KINDS.index(asked.kind)}
        grouped = self.execute(f"SELECT f.domain, f.kind, count(*) FROM {tables} WHERE {' AND '.join(where)} GROUP BY 1, 2", values)
        total = sum(n for domain, kind, n in grouped if _in(own["domain"], domain) and _in(own["kind"], kind))
        counts: dict[int, int] = {}
        for domain, kind, n in grouped:
            if _in(own["kind"], kind):
                counts[domain] = counts.get(domain, 0) + n
        where += [f"f.{name} IN ({', '.join(map(str, kept))})" for name, kept in own.items() if kept is not None]
        return Counted(f"FROM {tables} WHERE {' AND '.join(where)}", rank, values, total, counts)

    def _page(self, reading: Reading, asked: Counted, first: str = "") -> Answer:
        order = f"{first}{self._order(reading, asked.rank)}"
        page = self.execute(f"SELECT f.id {asked.source} ORDER BY {order} LIMIT :limit OFFSET :skip", asked.values)
        self.count_facets(asked)
        return [row[0] for row in page], asked.total, asked.counts

    def count_facets(self, asked: Counted) -> None:
        """Count every other facet."""
        self.execute(f"SELECT {', '.join(_EVERY_FACET)} {asked.source}", asked.values)
        self.execute(f"SELECT f.association, count(*) {asked.source} GROUP BY 1 ORDER BY 2 DESC LIMIT 50", asked.values)

    def _filters(self, reading: Reading, values: dict[str, Any], moment: Moment) -> list[str]:
        asked = self.shared.conditions(reading.request, moment)
        values |= {f"asked_{name}": value for name, value in asked.items()}
        forms = {
            "flags": "(f.flags & :asked_flags) = :asked_flags", "half_days": "(f.half_days & :asked_half_days) <> 0",
            "settings": "(f.settings & :asked_settings) <> 0", "competences": "(f.competences & :asked_competences) <> 0",
            "french": "f.french <= :asked_french", "starts": "f.starts < :asked_starts",
            "association": "f.association = :asked_association",
        }
        return [forms[name] for name in asked]

    def _far(self) -> str:
        return (
            f"2 * {EARTH_RADIUS_KM} * asin({self.least}(1, sqrt(pow(sin((radians(f.lat) - radians(:lat)) / 2), 2)"
            " + cos(radians(:lat)) * cos(radians(f.lat)) * pow(sin((radians(f.lon) - radians(:lon)) / 2), 2))))"
        )

    def _place(self, reading: Reading, values: dict[str, Any]) -> list[str]:
        asked = reading.request
        if asked.point is not None:
            values |= {"lat": asked.point.lat, "lon": asked.point.lon}
        if asked.remote:
            return ["f.remote = 1"]
        if asked.territory is not None:
            return [f"f.area = {self.shared.areas.index(asked.territory) if asked.territory in self.shared.areas else -2}"]
        if asked.isere:
            return ["f.area >= 0"]
        if asked.point is None or asked.radius_km is None:
            return []
        south, north, west, east = box(asked.point, asked.radius_km)
        values |= {"south": south, "north": north, "west": west, "east": east, "radius": asked.radius_km}
        return ["f.lat BETWEEN :south AND :north AND f.lon BETWEEN :west AND :east", f"{self._far()} <= :radius"]

    def _order(self, reading: Reading, rank: str) -> str:
        asked, near = reading.request, reading.request.point is not None
        sort = asked.sort
        if (sort is Sort.RELEVANCE and not reading.words) or (sort is Sort.DISTANCE and not near):
            sort = None
        if sort is None:
            sort = Sort.RELEVANCE if reading.words else Sort.DISTANCE if near and not asked.remote else Sort.NEWEST
        far = f"coalesce({self._far()}, 1e9)" if near else "NULL"
        first = {Sort.RELEVANCE: rank, Sort.DISTANCE: far, Sort.NEWEST: "-f.newest", Sort.DATE: f"{self.greatest}(f.starts, :midnight)"}
        return ", ".join(each for each in ("f.full_up", first[sort], far, "-f.newest", "-f.id") if each != "NULL")


def _in(kept: set[int] | None, value: int) -> bool:
    return kept is None or value in kept
