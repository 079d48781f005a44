"""Whether anything was committed since the last look, asked of the database at the start of each question."""

import sqlite3

from sqlalchemy.engine import Engine


class Watch:
    """SQLite says so itself, in microseconds, to one connection of its own; PostgreSQL by the transactions it knows of.

    Two looks that read the same on PostgreSQL have seen no transaction write in between.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file: sqlite3.Connection | None = None
        self.seen: int | str | None = None

    def moved(self) -> bool:
        """Tell whether anything may have been committed since the last look."""
        now = self._look()
        moved, self.seen = now != self.seen, now
        return moved

    def _look(self) -> int | str:
        if self.engine.dialect.name != "sqlite":
            with self.engine.connect() as connection:
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()").scalar_one())
        if self.file is None:
            self.file = sqlite3.connect(str(self.engine.url.database), check_same_thread=False, isolation_level=None)
        return int(self.file.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        if self.file is not None:
            self.file.close()
            self.file = None
