"""Reads driven by the register: which rows of a table are about somebody, and which treatments hold something of them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core.db import Base, db

from .register import BY_KEY, TABLES, Person, Role, Table, Treatment


def parameters_of(user: User) -> dict[str, Any]:
    """Return what a condition of the register may ask of an account; an empty value is NULL, which is equal to nothing."""
    return {
        "user": user.id, "public_id": user.public_id, "email": user.email or None, "phone": user.phone or None,
        "name": user.full_name if user.first_name and user.last_name else None, "first_name": user.first_name or None,
    }


def rows_about(table: Table, person: Person, parameters: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    """Return the condition, on a table of the register, that its rows lead to an account in this way."""
    if person.where:
        written = f"({person.where})"
        asked = [sa.bindparam(name, value, type_=sa.Integer() if name == "user" else sa.Text()) for name, value in parameters.items()
                 if f":{name}" in written]
        return sa.text(written).bindparams(*asked).self_group()  # type: ignore[return-value]
    return _follow(Base.metadata.tables[table.name], person.path, parameters["user"])


def _follow(table: sa.Table, path: tuple[str, ...], user_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that a path of columns leads to an account."""
    column = table.c[path[0]]
    if len(path) == 1:
        return column == user_id
    target = next(iter(column.foreign_keys)).column
    return column.in_(sa.select(target).where(_follow(target.table, path[1:], user_id)))




def treatments_about(user: User) -> list[tuple[Treatment, int]]:
    """Return the treatments that hold at least one row about an account, in the order of the register, with how many."""
    parameters, found = parameters_of(user), dict.fromkeys(BY_KEY, 0)
    counts = []
    for table in TABLES:
        about = [rows_about(table, each, parameters) for each in table.people if each.role is Role.SUBJECT]
        if about:
            rows = sa.select(sa.func.count()).select_from(Base.metadata.tables[table.name]).where(sa.or_(*about)).scalar_subquery()
            counts.append((table.treatment, rows))
    values = db.session.execute(sa.select(*(rows for _key, rows in counts))).one()
    for (key, _rows), value in zip(counts, values, strict=True):
        found[key] += value
    return [(BY_KEY[key], number) for key, number in found.items() if number]
