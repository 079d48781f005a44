"""The register put to work: for one account, each row goes, is blanked or stays as it says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from benevolat.core.db import Base, db

from ..queries import rows_about
from ..register import BY_NAME, Fate, Person, Table

QUEUES = ("outgoing_mail", "outgoing_sms")
"""What waits to leave, and what left: forgotten first, so that what the erasure itself writes to others still leaves."""


def forget_messages(parameters: Mapping[str, Any]) -> None:
    """Erase the messages to a person, and those to others that name them or lead to what they do."""
    for name in QUEUES:
        for each in BY_NAME[name].people:
            _apply(BY_NAME[name], each, parameters)


def forget(parameters: Mapping[str, Any]) -> None:
    """Do what the register says with every row that leads to an account, queues left apart."""
    for table, person in _in_order():
        if table.name not in QUEUES:
            _apply(table, person, parameters)


def _in_order() -> Iterator[tuple[Table, Person]]:
    """Return the ways to somebody in an order in which none is lost: conditions first, then tables before those they point to."""
    known = [BY_NAME[each.name] for each in reversed(Base.metadata.sorted_tables)]
    yield from ((table, each) for table in known for each in table.people if each.where)
    yield from ((table, each) for table in known for each in table.people if not each.where)


def _apply(table: Table, person: Person, parameters: Mapping[str, Any]) -> None:
    target, about = Base.metadata.tables[table.name], rows_about(table, person, parameters)
    if person.fate is Fate.GOES:
        gone = sa.delete(target).where(about)
        db.session.execute(gone.where(sa.text(f"NOT ({person.unless})")) if person.unless else gone)
    if person.blank:
        values = {name: blank_of(target.c[name]) for name in person.blank}
        db.session.execute(sa.update(target).where(about).values(values))


def blank_of(column: sa.Column[Any]) -> Any:
    """Return what takes the place of a value: nothing where the table allows it, else the emptiest value of its kind.

    A text whose presence a rule of the table speaks of (« a refusal has its reason ») becomes empty, and stays absent where it was.
    """
    if isinstance(column.type, sa.JSON):
        return sa.null() if column.nullable else {}
    if not column.nullable:
        return ""
    if isinstance(column.type, sa.Enum) or not isinstance(column.type, sa.String | sa.Text) or _is_unique(column) or not _is_ruled(column):
        return None
    return sa.case((column.is_(None), sa.null()), else_="")


def _is_unique(column: sa.Column[Any]) -> bool:
    return bool(column.unique) or any(
        column.name in each.columns for each in column.table.constraints if isinstance(each, sa.UniqueConstraint)
    )


def _is_ruled(column: sa.Column[Any]) -> bool:
    return any(
        re.search(rf"\b{column.name}\b", str(each.sqltext)) for each in column.table.constraints if isinstance(each, sa.CheckConstraint)
    )
