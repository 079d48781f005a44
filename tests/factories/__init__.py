"""Plain functions that write invented rows: each gives what a test does not care about, and commits nothing."""

from itertools import count
from typing import Any

from benevolat.core.db import db

_numbers = count(1)


def number() -> int:
    """Return a number never given before in this run."""
    return next(_numbers)


def keep(row: Any) -> Any:
    """Write a row and return it."""
    db.session.add(row)
    db.session.flush()
    return row
