"""Counting the statements a page or a read sends, so that none grows with the number of rows shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from benevolat.core.db import db


@contextmanager
def counted_queries(kind: str = "") -> Iterator[list[str]]:
    """Collect the statements sent inside the block, those alone that begin with `kind` when one is given."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(kind):
            seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
