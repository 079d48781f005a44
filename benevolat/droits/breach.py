"""After a breach: whose data it concerns, by which categories, and what the law then asks (RGPD, articles 33 and 34)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core.db import Base, db
from benevolat.core.journal import JournalEntry
from benevolat.privacy.register import TABLES, Category, Person, Role, Table

from .export import OWN_ROWS

NOTICE = timedelta(hours=72)
"""Within which the CNIL is told, from the moment one knows."""
SAID = frozenset(Category) - {Category.NOTHING, Category.TECHNICAL, Category.LINK}
"""What may harm when it leaves."""
GRAVE = frozenset({Category.SENSITIVE, Category.SECRET, Category.CONTACT})
"""What makes a breach one that the people themselves are told of, unless somebody decides otherwise in writing."""
OF_THE_ACCOUNT = {
    "user": "user_account.id", "public_id": "user_account.public_id", "email": "user_account.email", "phone": "user_account.phone",
    "name": "(user_account.first_name || ' ' || user_account.last_name)", "first_name": "user_account.first_name",
}


@dataclass(frozen=True, slots=True)
class Touched:
    """Who a breach concerns: each person's categories, in the order of accounts."""

    people: dict[int, frozenset[Category]]

    def by_category(self) -> dict[Category, int]:
        """Return how many people each category concerns; those that concern nobody are left out."""
        counts = {each: sum(each in held for held in self.people.values()) for each in Category}
        return {each: number for each, number in counts.items() if number}

    @property
    def is_grave(self) -> bool:
        """Whether the people themselves are to be told (article 34), as far as categories tell."""
        return any(held & GRAVE for held in self.people.values())


def categories_of(table: Table) -> frozenset[Category]:
    """Return what a table says of a person that may harm."""
    return frozenset(line.category for line in table.columns) & SAID


def touched_by_tables(tables: Sequence[Table], *, until: datetime) -> Touched:
    """Return the people of whom these tables say something, among the accounts made before `until`. One statement a table."""
    made = set(db.session.scalars(sa.select(User.id).where(User.created_at <= until, User.erased_at.is_(None))))
    found: dict[int, frozenset[Category]] = {}
    for table in tables:
        if held := categories_of(table):
            for each in _people_in(table) & made:
                found[each] = found.get(each, frozenset()) | held
    return Touched(dict(sorted(found.items())))


def touched_by_account(account: User, *, since: datetime, until: datetime) -> Touched:
    """Return whoever a stolen account concerns: its own holder, and the people whose data it read or changed, by the journal."""
    read = set(db.session.scalars(
        sa.select(JournalEntry.subject_id).where(
            JournalEntry.actor_id == account.id, JournalEntry.at >= since, JournalEntry.at <= until, JournalEntry.subject_id.is_not(None),
        )
    ))
    own = touched_by_tables(TABLES, until=until).people
    return Touched({each: own.get(each, frozenset()) for each in sorted({*(one for one in read if one is not None), account.id})})


def _people_in(table: Table) -> set[int]:
    found: set[int] = set()
    for each in [Person(where=OWN_ROWS[table.name])] if table.name in OWN_ROWS else table.people:
        if each.role is Role.SUBJECT:
            found |= set(db.session.scalars(_by_path(table, each.path) if each.path else _by_condition(table, each.where)))
    return found - {None}


def _by_path(table: Table, path: Iterable[str]) -> sa.Select[Any]:
    """Return the accounts at the end of a path of columns."""
    first, *rest = path
    kept = Base.metadata.tables[table.name]
    column, source = kept.c[first], kept
    joined: sa.FromClause = source
    for name in rest:
        target = next(iter(column.foreign_keys)).column
        joined = joined.join(target.table, target == column)
        column = target.table.c[name]
    return sa.select(column).select_from(joined).distinct()


def _by_condition(table: Table, where: str) -> sa.Select[Any]:
    """Return the accounts for which a condition of the register, asked of each, holds for some row."""
    asked = re.sub(r":(\w+)", lambda name: OF_THE_ACCOUNT[name[1]], where)
    some = sa.select(sa.literal(1)).select_from(Base.metadata.tables[table.name]).where(sa.text(f"({asked})")).exists()
    return sa.select(User.id).where(some)
