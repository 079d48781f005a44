"""A rival: SQLite's own FTS5 with a bounding box, over the same stems and the same facts."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.facts import NAMES, Reading, Shared
from tests.bench.sql import Counted, SqlRival

FACETS = "f.flags, f.half_days, f.settings, f.competences, f.french, f.remote, f.association"
WEIGHTS = "bm25(t, 3.0, 2.0, 1.0)"


class Fts5(SqlRival):
    """A database of its own: in memory, or in a file when another process is to read it."""

    def __init__(self, shared: Shared, path: Path | None = None) -> None:
        super().__init__(shared)
        self.base = sqlite3.connect(str(path) if path else ":memory:", isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(title, commune, rest, tokenize = 'ascii', prefix = '3')")
        self.base.execute(f"CREATE TABLE f({', '.join(f'{name} NUMERIC' for name in NAMES[1:])}, id INTEGER PRIMARY KEY)")
        self.base.execute("BEGIN")
        said = ((key, *parts) for key, parts in shared.texts())
        self.base.executemany("INSERT INTO t(rowid, title, commune, rest) VALUES (?, ?, ?, ?)", said)
        rows = ([getattr(each, name) for name in NAMES] for each in shared.facts)
        self.base.executemany(f"INSERT INTO f({', '.join(NAMES)}) VALUES ({', '.join('?' * len(NAMES))})", rows)
        for name in ("lat", "domain", "area"):
            self.base.execute(f"CREATE INDEX f_{name} ON f({name})")
        self.base.execute("COMMIT")
        self.base.execute("ANALYZE")

    def execute(self, statement: str, values: dict[str, Any]) -> list[Any]:
        """Run a statement."""
        return self.base.execute(statement, values).fetchall()

    def matching(self, words: str) -> tuple[str, str, str]:
        """Return tables, condition and rank."""
        return "t JOIN f ON f.id = t.rowid", "t MATCH :words", WEIGHTS

    def partial(self) -> str:
        """Return the condition that says that a row does not hold `:every` word."""
        return "t.rowid NOT IN (SELECT rowid FROM t WHERE t MATCH :every)"

    def spell(self, reading: Reading, *, every: bool) -> str:
        """Return the words in FTS5's own language."""
        said = []
        for ways, begun in zip(reading.words, reading.begun, strict=True):
            if begun is not None:
                said.append(f'"{begun}"*' if len(begun) > 2 else f'"{begun}"')
            else:
                said.append("(" + " OR ".join("(" + " AND ".join(f'"{each}"' for each in way) + ")" for way in ways) + ")")
        found = (" AND " if every else " OR ").join(said)
        if reading.without and found:
            return f"({found}) NOT ({' OR '.join(f'{chr(34)}{each}{chr(34)}' for each in reading.without)})"
        return found

    def _filters(self, reading: Reading, values: dict[str, Any], moment: Any) -> list[str]:
        found = super()._filters(reading, values, moment)
        if reading.without and not reading.words:
            values["barred"] = " OR ".join(f'"{each}"' for each in reading.without)
            found.append("f.id NOT IN (SELECT rowid FROM t WHERE t MATCH :barred)")
        return found

    def count_facets(self, asked: Counted) -> None:
        """Count every other facet over the rows themselves, in numpy: half as long again would be spent on a sum of SQL for each."""
        rows = self.execute(f"SELECT {FACETS} {asked.source}", asked.values)
        if not rows:
            return
        facts = np.array(rows, dtype=np.int64)
        bits = np.unpackbits(facts[:, :4].copy().view(np.uint8), axis=1, bitorder="little").sum(axis=0).tolist()
        levels = np.bincount(facts[:, 4], minlength=3).cumsum().tolist()
        counts = np.bincount(facts[:, 6])
        hosts = np.argsort(-counts, kind="stable")[:50]
        assert len(bits) + len(levels) + int(facts[:, 5].sum()) + len(hosts.tolist()) + len(counts[hosts].tolist())

    @property
    def megabytes(self) -> float:
        """How much its pages weigh."""
        pages, size = (self.base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return float(pages * size / 1e6)

    def close(self) -> None:
        """Give it back."""
        self.base.close()
