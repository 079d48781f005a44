"""Alembic's environment: migrates the application's database; batch mode, because SQLite cannot alter a table.

Batch mode makes the table anew and drops the old one: with its foreign keys enforced, SQLite would empty with it every table that
points to it. They are therefore not enforced while migrating, and checked before anything is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
options = {"target_metadata": database.Model.metadata, "render_as_batch": True, "compare_type": True}


@contextmanager
def without_foreign_keys(connection: Any) -> Iterator[None]:
    """Let SQLite rewrite tables without following their foreign keys; PostgreSQL alters in place and needs nothing."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"a migration would leave rows that point to nothing: {broken[:5]}")
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    context.configure(url=str(database.engine.url), literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with database.engine.connect() as connection:
        with without_foreign_keys(connection):
            context.configure(connection=connection, **options)
            with context.begin_transaction():
                context.run_migrations()
        connection.commit()
