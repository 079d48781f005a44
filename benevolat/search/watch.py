"""Whether anything was committed since the last look, asked of the database at the start of each question."""

import sqlite3
from contextlib import suppress

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

SNAPSHOT = "SELECT pg_current_snapshot()::text"


class Watch:
    """SQLite says so itself, in microseconds, to one connection of its own; PostgreSQL by the transactions it knows of.

    Two looks that read the same on PostgreSQL have seen no transaction write in between.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_file = engine.dialect.name == "sqlite"
        self.file: sqlite3.Connection | None = None
        self.cursor: sqlite3.Cursor | None = None
        self.line: Connection | None = None
        self.seen: int | str | None = None

    def moved(self) -> bool:
        """Tell whether anything may have been committed since the last look."""
        now = self._look()
        moved, self.seen = now != self.seen, now
        return moved

    def _look(self) -> int | str:
        if not self.is_file:
            return self._snapshot()
        if self.cursor is None:
            self.file = sqlite3.connect(str(self.engine.url.database), check_same_thread=False, isolation_level=None)
            self.cursor = self.file.cursor()
        version: int = self.cursor.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _snapshot(self) -> str:
        """Ask on the line kept open; on a new one when the server hung up, as a restart does."""
        if self.line is not None:
            with suppress(DBAPIError):
                return str(self.line.exec_driver_sql(SNAPSHOT).scalar_one())
            self.line.invalidate()
            self.line.close()
            self.line = None
        self.line = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return str(self.line.exec_driver_sql(SNAPSHOT).scalar_one())

    def close(self) -> None:
        """Give the connection back."""
        if self.line is not None:
            self.line.close()
            self.line = None
        if self.file is not None:
            self.file.close()
            self.file = self.cursor = None
