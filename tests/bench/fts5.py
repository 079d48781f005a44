"""The competitor: SQLite's own FTS5 with a bounding box, over the same stems and the same facts, answering the same questions."""

import sqlite3
from collections.abc import Iterable

import numpy as np

from benevolat.core.geo import EARTH_RADIUS_KM, box
from benevolat.search.columns import FLAGS, KINDS, REMOTE
from benevolat.search.engine import SearchState
from benevolat.search.french import stem
from benevolat.search.question import question
from benevolat.search.request import SearchRequest, Sort

Answer = tuple[list[int], int, dict[int, int]]
FAR = (
    f"2 * {EARTH_RADIUS_KM} * asin(min(1, sqrt(pow(sin((radians(f.lat) - radians(:lat)) / 2), 2)"
    " + cos(radians(:lat)) * cos(radians(f.lat)) * pow(sin((radians(f.lon) - radians(:lon)) / 2), 2))))"
)


class Fts5:
    """A database in memory: a table of facts with its indexes, and a table of stems."""

    def __init__(self, state: SearchState, texts: Iterable[tuple[int, tuple[str, str, str]]]) -> None:
        self.base = sqlite3.connect(":memory:", isolation_level=None)
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(title, commune, rest, tokenize = 'ascii', prefix = '3')")
        public = set(state.columns["mission"][state.live].tolist())
        self.base.executemany(
            "INSERT INTO t(rowid, title, commune, rest) VALUES (?, ?, ?, ?)", ((key, *parts) for key, parts in texts if key in public)
        )
        self.base.execute(
            "CREATE TABLE f(id INTEGER PRIMARY KEY, lat REAL, lon REAL, domain INT, territory INT, kind INT, flags INT, half_days INT,"
            " starts REAL, until REAL, newest REAL)"
        )
        columns = state.columns
        self.domains, self.territories = columns.domains, columns.territories
        live = np.flatnonzero(state.live)
        names = ("mission", "lat", "lon", "domain", "territory", "kind", "flags", "half_days", "starts", "until", "newest")
        rows = zip(*(columns[name][live].tolist() for name in names), strict=True)
        self.base.executemany("INSERT INTO f VALUES (?,?,?,?,?,?,?,?,?,?,?)", (
            tuple(None if value != value else value for value in row) for row in rows
        ))
        for name in ("lat", "domain", "territory"):
            self.base.execute(f"CREATE INDEX f_{name} ON f({name})")
        self.base.execute("ANALYZE")

    def answer(self, asked: SearchRequest, now: float, midnight: float) -> Answer:
        """Return the page, the total and the counts by domain."""
        words = [self._term(each) for each in question(asked.words).typed]
        found = self._ask(asked, " AND ".join(words), now, midnight)
        return found if found[1] or len(words) < 2 else self._ask(asked, " OR ".join(words), now, midnight)

    def _term(self, word: str) -> str:
        root = stem(word)
        exact = self.base.execute("SELECT 1 FROM t WHERE t MATCH ? LIMIT 1", (f'"{root}"',)).fetchone()
        return f'"{root}"' if exact or len(word) < 3 else f'"{word}"*'

    def _ask(self, asked: SearchRequest, match: str, now: float, midnight: float) -> Answer:
        values: dict[str, object] = {"now": now, "midnight": midnight, "match": match, "limit": asked.limit, "skip": asked.skip}
        where = ["f.until > :now"]
        source = "f"
        if match:
            source, where = "t JOIN f ON f.id = t.rowid", [*where, "t MATCH :match"]
        where += self._place(asked, values)
        others = list(where)
        if asked.domains:
            codes = ",".join(str(self.domains.index(each)) for each in asked.domains if each in self.domains)
            where.append(f"f.domain IN ({codes})")
        if asked.kind is not None:
            where.append(f"f.kind = {KINDS.index(asked.kind)}")
            others.append(where[-1])
        order = self._order(asked, bool(match))
        page = self.base.execute(
            f"SELECT f.id FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT :limit OFFSET :skip", values
        ).fetchall()
        [total] = self.base.execute(f"SELECT count(*) FROM {source} WHERE {' AND '.join(where)}", values).fetchone()
        counts = self.base.execute(f"SELECT f.domain, count(*) FROM {source} WHERE {' AND '.join(others)} GROUP BY f.domain", values)
        return [row[0] for row in page], total, dict(counts.fetchall())

    def _place(self, asked: SearchRequest, values: dict[str, object]) -> list[str]:
        where = []
        wanted = sum(1 << bit for bit, name in enumerate(FLAGS) if name in asked.flags)
        if wanted:
            where.append(f"(f.flags & {wanted}) = {wanted}")
        if asked.half_days:
            where.append(f"((f.half_days & {asked.half_days}) <> 0 OR f.half_days = 0)")
        if asked.point is not None:
            values |= {"lat": asked.point.lat, "lon": asked.point.lon}
        if asked.remote:
            return [*where, f"(f.flags >> {REMOTE}) & 1"]
        if asked.territory is not None:
            where.append(f"f.territory = {self.territories.index(asked.territory) if asked.territory in self.territories else -2}")
            where.append("f.lat IS NOT NULL")
        if asked.isere:
            where.append("f.territory >= 0 AND f.lat IS NOT NULL")
        elif asked.point is not None and asked.radius_km is not None and asked.territory is None:
            south, north, west, east = box(asked.point, asked.radius_km)
            values |= {"south": south, "north": north, "west": west, "east": east, "radius": asked.radius_km}
            where += ["f.lat BETWEEN :south AND :north AND f.lon BETWEEN :west AND :east", f"{FAR} <= :radius"]
        return where

    @staticmethod
    def _order(asked: SearchRequest, words: bool) -> str:
        sort, near = asked.sort, asked.point is not None
        if (sort is Sort.RELEVANCE and not words) or (sort is Sort.DISTANCE and not near):
            sort = None
        if sort is None:
            sort = Sort.RELEVANCE if words else Sort.DISTANCE if near and not asked.remote else Sort.NEWEST
        far = f"coalesce({FAR}, 1e9)" if near else "NULL"
        first = {Sort.RELEVANCE: "bm25(t, 3.0, 2.0, 1.0)", Sort.DISTANCE: far, Sort.NEWEST: "-f.newest",
                 Sort.DATE: "max(f.starts, :midnight)"}[sort]
        return f"{first}, {far}, -f.newest, -f.id"
