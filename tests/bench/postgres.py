"""A rival: PostgreSQL's own full text (GIN over the same stems) with the facts in columns, when a server can be started."""

import re
from typing import Any

import psycopg

from tests.bench.facts import NAMES, Reading, Shared
from tests.bench.sql import SqlRival

REAL = {"lat", "lon", "starts", "until", "newest"}


class Postgres(SqlRival):
    """Two tables in a database that holds nothing else."""

    least, greatest = "least", "greatest"

    def __init__(self, shared: Shared, url: str) -> None:
        super().__init__(shared)
        self.base = psycopg.connect(url.replace("+psycopg", ""), autocommit=True, prepare_threshold=2)
        kinds = ", ".join(f"{name} {'double precision' if name in REAL else 'bigint'}" for name in NAMES)
        self.base.execute(b"CREATE TABLE t(id bigint PRIMARY KEY, said tsvector)")
        self.base.execute(f"CREATE TABLE f({kinds}, PRIMARY KEY (id))".encode())
        with self.base.cursor() as cursor, cursor.copy(f"COPY f ({', '.join(NAMES)}) FROM STDIN".encode()) as copy:
            for each in shared.facts:
                copy.write_row([getattr(each, name) for name in NAMES])
        with self.base.cursor() as cursor:
            cursor.execute(b"CREATE TEMP TABLE given(id bigint, a text, b text, c text)")
            with cursor.copy(b"COPY given FROM STDIN") as copy:
                for key, parts in shared.texts():
                    copy.write_row((key, *parts))
        self.base.execute(
            b"INSERT INTO t SELECT id, setweight(to_tsvector('simple', a), 'A') || setweight(to_tsvector('simple', b), 'B')"
            b" || to_tsvector('simple', c) FROM given"
        )
        for statement in ("CREATE INDEX ON t USING gin(said)", *(f"CREATE INDEX ON f({name})" for name in ("lat", "domain", "area")),
                          "DROP TABLE given", "ANALYZE"):
            self.base.execute(statement.encode())

    def execute(self, statement: str, values: dict[str, Any]) -> list[Any]:
        """Run a statement."""
        written = re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", statement.replace("%", "%%"))
        return self.base.execute(written.encode(), values).fetchall()

    def matching(self, words: str) -> tuple[str, str, str]:
        """Return tables, condition and rank."""
        return "t JOIN f ON f.id = t.id", "t.said @@ :words::tsquery", "-ts_rank('{0.1, 0.1, 0.4, 1}', t.said, :words::tsquery)"

    def partial(self) -> str:
        """Return the condition that says that a row does not hold `:every` word."""
        return "NOT t.said @@ :every::tsquery"

    def spell(self, reading: Reading, *, every: bool) -> str:
        """Return the words as a tsquery."""
        said = []
        for ways, begun in zip(reading.words, reading.begun, strict=True):
            if begun is not None:
                said.append(f"'{begun}':*" if len(begun) > 2 else f"'{begun}'")
            else:
                said.append("(" + " | ".join("(" + " & ".join(f"'{each}'" for each in way) + ")" for way in ways) + ")")
        found = (" & " if every else " | ").join(said)
        barred = " & ".join(f"!'{each}'" for each in reading.without)
        return " & ".join(each for each in (f"({found})" if found else "", barred) if each)

    @property
    def megabytes(self) -> float:
        """How much its tables and indexes weigh."""
        row = self.base.execute(b"SELECT pg_total_relation_size('t') + pg_total_relation_size('f')").fetchone()
        assert row is not None
        return float(row[0] / 1e6)

    def close(self) -> None:
        """Give it back."""
        self.base.close()
