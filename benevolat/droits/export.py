"""Everything the register says a person takes away, as plain values: the file to carry, and what the readable document is made of."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.privacy.queries import parameters_of, rows_about
from benevolat.privacy.register import TABLES, TREATMENTS, Person, Role, Table, Treatment

FORMAT, VERSION = "isere-benevolat/mes-donnees", 1
"""The name of the file's shape. A new key leaves the version; a key that goes or changes its meaning raises it."""
OWN_ROWS = {"outgoing_mail": "recipient = :email", "outgoing_sms": "recipient = :phone"}
"""Letters to others may name a person, and go when the account is erased; one takes away those one received, never another's address."""
NAMES = {
    "mission": "title", "association": "name", "commune": "name", "competence": "label", "domaine": "label", "insertion_service": "name",
    "insertion_action": "title",
}
"""What says in words which thing a number or a code means: the public name of what it points to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one table holds about a person: its rows, column by column, in the order of their keys."""

    table: Table
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A treatment and what its tables hold about a person."""

    treatment: Treatment
    taken: list[Taken]


def exported_columns(table: Table) -> list[str]:
    """Return the columns of a table that the person it is about takes away."""
    return [name for line in table.columns if line.is_exported for name in line.listed()]


def gather(user: User) -> list[Chapter]:
    """Return what the register says a person takes away, by treatment. One statement a table, whatever the number of rows."""
    parameters = parameters_of(user)
    held: dict[str, list[Taken]] = {}
    for table in TABLES:
        wanted = _select(table, parameters)
        rows = [dict(row) for row in db.session.execute(wanted).mappings()] if wanted is not None else []
        if rows:
            held.setdefault(table.treatment, []).append(Taken(table, rows))
    return [Chapter(each, held[each.key]) for each in TREATMENTS if each.key in held]


def _select(table: Table, parameters: dict[str, Any]) -> sa.Select[Any] | None:
    kept, names = Base.metadata.tables[table.name], exported_columns(table)
    subjects = [Person(where=OWN_ROWS[table.name])] if table.name in OWN_ROWS else [p for p in table.people if p.role is Role.SUBJECT]
    if not names or not subjects:
        return None
    about = sa.or_(*(rows_about(table, each, parameters) for each in subjects))
    return sa.select(*_marks(table, kept), *(kept.c[name] for name in names)).where(about).order_by(*kept.primary_key)


def _marks(table: Table, kept: sa.Table) -> Iterator[sa.ColumnElement[Any]]:
    """Yield what ties a row to the others and tells in words what it points to: its public id, its parent's, names."""
    if "public_id" in kept.c:
        yield kept.c.public_id.label("id")
    path = next((each.path for each in table.people if len(each.path) > 1 and each.role is Role.SUBJECT), ())
    if path:
        target = next(iter(kept.c[path[0]].foreign_keys)).column
        if "public_id" in target.table.c:
            yield sa.select(target.table.c.public_id).where(target == kept.c[path[0]]).scalar_subquery().label("of")
    for column in kept.c:
        for key in column.foreign_keys:
            if (name := NAMES.get(key.column.table.name)) is not None:
                said = sa.select(key.column.table.c[name]).where(key.column == column).correlate(kept).scalar_subquery()
                yield said.label(f"{key.column.table.name.removeprefix('insertion_')}_name")


def plain(value: Any) -> Any:
    """Return a value as JSON writes it: moments in UTC and days in ISO 8601, states by their code, files in base64."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return {"base64": b64encode(value).decode()}
    return value


def as_file(chapters: list[Chapter], readings: list[dict[str, str]]) -> dict[str, Any]:
    """Return the file that a person carries: format, version, moment, then each treatment with its tables and their rows."""
    return {
        "format": FORMAT, "version": VERSION, "made_at": clock.now().isoformat(),
        "treatments": [{
            "key": each.treatment.key, "title": str(each.treatment.title), "purpose": str(each.treatment.purpose),
            "basis": str(each.treatment.basis), "recipients": str(each.treatment.recipients), "retention": str(each.treatment.retention),
            "tables": [
                {"table": held.table.name, "rows": [{name: plain(value) for name, value in row.items()} for row in held.rows]}
                for held in each.taken
            ],
        } for each in chapters],
        "readings": readings,
    }
