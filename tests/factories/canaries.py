"""A row in every table for every way in which the register says that it leads to a person, with a mark of its own in each text."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.privacy.queries import parameters_of, rows_about
from benevolat.privacy.register import TABLES, Person, Role, Table
from benevolat.privacy.register.journals import OWNED

Marks = dict[str, tuple[Table, Person, str]]
TABLES_OF = Base.metadata.tables
OF_A_NOUN = {"transition_log": "candidature", "desk_decision": "temoignage", "desk_claim": "temoignage"}


class Planter:
    """Plants rows about one person; each text of theirs bears a mark found again by its bytes."""

    def __init__(self, user: User, *, stays: bool) -> None:
        """`stays`: hours were confirmed and documents outlive the account, so that their rows stay."""
        self.user, self.stays = user, stays
        self.marks: Marks = {}
        self._numbers = count(1)

    def plant(self) -> None:
        """Plant every way of every table, and make sure that the register finds what was planted."""
        connection = db.session.connection()
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        try:
            for table, person in subjects():
                before = self._found(table, person)
                self._row(table, person)
                assert self._found(table, person) > before or table.name == "user_account", f"{table.name}: {person.path or person.where}"
        finally:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")

    def _found(self, table: Table, person: Person) -> int:
        db.session.expire_all()
        about = rows_about(table, person, parameters_of(self.user))
        return db.session.scalar(sa.select(sa.func.count()).select_from(TABLES_OF[table.name]).where(about)) or 0

    def _row(self, table: Table, person: Person) -> None:
        if table.name == "user_account":
            values = self._values(table, person, {}, only_texts=True)
            db.session.execute(sa.update(User.__table__).where(User.id == self.user.id).values(values))
            return
        self._insert(table.name, self._fixed(table, person), (table, person))

    def _fixed(self, table: Table, person: Person) -> dict[str, Any]:
        """Return the values by which a row leads to the person."""
        if person.path:
            return {person.path[0]: self._target(table.name, person.path)}
        if table.name in OF_A_NOUN:
            noun = OF_A_NOUN[table.name]
            owned = db.session.scalar(sa.text(OWNED[noun]), {"user": self.user.id})
            return {"noun": noun, "object_id": owned or self._target(noun, ("engagement_id", "user_id"), itself=True)}
        columns = TABLES_OF[table.name].columns.keys()
        reached = {"email": self.user.email, "target": self.user.email, "phone": self.user.phone, "contact_name": self.user.first_name,
                   "host_name": self.user.first_name, "recipient": self.user.phone if table.name == "outgoing_sms" else self.user.email}
        fixed = {name: value for name, value in reached.items() if name in columns and f"{name} " in person.where}
        more: dict[str, dict[str, Any]] = {
            "rate_window": {"key": f"send_code:{self.user.email}"}, "job": {"payload": {"to": self.user.email}},
            "signalement": {"candidature_id": self._any("candidature", "user_id")},
            "mission": {"association_id": self._any("membership", "user_id", "association_id")},
            "mission_welcome": {"mission_id": self._mission_of_their_team()},
            "proof_request": {"engagement_id": self._of_somebody_else()},
            "alerte_part": {"alerte_id": self._any("alerte", "email", value=self.user.email)},
            "alerte_mission": {"alerte_id": self._any("alerte", "email", value=self.user.email)},
            "insertion_import_line": {"invitation_id": self._any("insertion_invitation", "email", value=self.user.email), "user_id": None},
        }
        return fixed | more.get(table.name, {})

    def _any(self, name: str, column: str, wanted: str = "id", value: Any = None) -> Any:
        table = TABLES_OF[name]
        return db.session.scalar(sa.select(table.c[wanted]).where(table.c[column] == (value or self.user.id)).limit(1))

    def _of_somebody_else(self) -> Any:
        engagement = TABLES_OF["engagement"]
        return db.session.scalar(sa.select(engagement.c.id).where(engagement.c.user_id != self.user.id).limit(1))

    def _mission_of_their_team(self) -> Any:
        mission = TABLES_OF["mission"]
        team = sa.select(TABLES_OF["membership"].c.association_id).where(TABLES_OF["membership"].c.user_id == self.user.id)
        welcomed = sa.select(TABLES_OF["mission_welcome"].c.mission_id)
        return db.session.scalar(sa.select(mission.c.id).where(mission.c.association_id.in_(team), mission.c.id.not_in(welcomed)).limit(1))

    def _target(self, name: str, path: tuple[str, ...], *, itself: bool = False) -> Any:
        """Return the value by which the first column of a path leads to the person; rows on the way are found or planted."""
        if len(path) == 1 and not itself:
            return self.user.id
        column = TABLES_OF[name].c[path[0]]
        if itself:
            found = self._target(name, path)
            return self._insert(name, {path[0]: found}, self._way_of(name, path))
        key = next(iter(column.foreign_keys)).column
        if key.table.name == "user_account":
            return self.user.id
        way = self._way_of(key.table.name, path[1:])
        theirs = sa.select(key).where(rows_about(*way, parameters_of(self.user))).limit(1)
        alone = column.primary_key or column.unique
        found = db.session.scalar(theirs.where(key.not_in(sa.select(column).where(column.is_not(None)))) if alone else theirs)
        if found is not None:
            return found
        return self._insert(key.table.name, {path[1]: self._target(key.table.name, path[1:])}, way, key.name)

    def _way_of(self, name: str, path: tuple[str, ...]) -> tuple[Table, Person]:
        return next((table, each) for table, each in subjects() if table.name == name and each.path == path)

    def _insert(self, name: str, fixed: dict[str, Any], about: tuple[Table, Person] | None, wanted: str | None = None) -> Any:
        table = TABLES_OF[name]
        values = self._values(*about, fixed) if about else self._plain(table, fixed)
        made = db.session.execute(sa.insert(table).values(values).returning(table.c[wanted] if wanted else next(iter(table.primary_key))))
        return made.scalar_one()

    def _plain(self, table: sa.Table, fixed: dict[str, Any]) -> dict[str, Any]:
        return {each.name: fixed.get(each.name, self._filler(each)) for each in table.columns if not _given(each)}

    def _values(self, table: Table, person: Person, fixed: dict[str, Any], *, only_texts: bool = False) -> dict[str, Any]:
        values = dict(fixed)
        for column in TABLES_OF[table.name].columns:
            if column.name in fixed or _given(column) or (only_texts and column.name in {"public_id", "email", "phone"}):
                continue
            if _is_text(column) and not column.foreign_keys:
                values[column.name] = self._marked(table, person, column)
            elif not only_texts:
                values[column.name] = self._filler(column)
        if self.stays and table.name == "engagement":
            values["association_id"] = self._first(TABLES_OF["association"].c.id)
        if table.name == "document":
            values["outlives"] = self.stays
        return values

    def _marked(self, table: Table, person: Person, column: sa.Column[Any]) -> Any:
        mark = f"Zq{next(self._numbers):04d}x"
        self.marks[mark] = (table, person, column.name)
        if isinstance(column.type, sa.JSON):
            return {"said": mark}
        return mark.encode() if isinstance(column.type, sa.LargeBinary) else mark

    def _first(self, column: sa.Column[Any]) -> Any:
        return db.session.scalar(sa.select(column).limit(1))

    def _filler(self, column: sa.Column[Any]) -> Any:
        """Return any value of a column's kind; for a key, that of the first row it may point to, made when there is none."""
        if column.foreign_keys:
            if column.nullable:
                return None
            key = next(iter(column.foreign_keys)).column
            busy = column.unique or (column.primary_key and len(column.table.primary_key) == 1)
            found = None if busy else self._first(key)
            return found if found is not None else self._insert(key.table.name, {}, None, key.name)
        if isinstance(column.type, sa.Enum):
            return next(iter(column.type.enum_class or ()))
        if isinstance(column.type, sa.JSON):
            return {}
        if isinstance(column.type, sa.LargeBinary):
            return b"-"
        if _is_text(column):
            return f"p{next(self._numbers)}"
        kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
        if isinstance(kind, sa.DateTime):
            return clock.now()
        if isinstance(kind, sa.Date):
            return clock.today()
        return False if isinstance(kind, sa.Boolean) else next(self._numbers)


def _given(column: sa.Column[Any]) -> bool:
    """Whether the database numbers it."""
    return bool(column.primary_key and column.autoincrement == "auto" and column is column.table.autoincrement_column)


def _is_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String | sa.Text | sa.JSON | sa.LargeBinary) and not isinstance(column.type, sa.Enum)


def subjects() -> Iterator[tuple[Table, Person]]:
    """Return every way to the person a row is about, tables before those that point to them."""
    order = {name: rank for rank, name in enumerate(each.name for each in Base.metadata.sorted_tables)}
    late = {"transition_log", "desk_decision", "desk_claim", "signalement", "mission", "mission_welcome", "outgoing_mail", "outgoing_sms"}
    for table in sorted(TABLES, key=lambda each: (each.name in late, order[each.name])):
        yield from ((table, each) for each in table.people if each.role is Role.SUBJECT)
