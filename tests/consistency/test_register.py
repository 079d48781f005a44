"""The register knows every column of every table and no other, and whatever it says of a row can be asked of the database."""

from itertools import chain

import sqlalchemy as sa
from flask import Flask

from benevolat.core.db import Base, db
from benevolat.privacy.queries import rows_about
from benevolat.privacy.register import BY_KEY, TABLES, Category, Fate, Role

NOBODY = {"user": -1, "public_id": None, "email": None, "phone": None, "name": None, "first_name": None}
PERSONAL = {Category.IDENTITY, Category.CONTACT, Category.LIFE, Category.SENSITIVE, Category.SECRET}


def test_every_table_and_every_column_is_in_the_register_once(app: Flask) -> None:
    written = sorted(f"{table.name}.{column}" for table in TABLES for line in table.columns for column in line.listed())
    assert written == sorted(f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns)


def test_a_table_says_why_it_is_kept_and_whom_it_is_about() -> None:
    for table in TABLES:
        assert table.treatment in BY_KEY, table.name
        assert bool(table.people) != bool(table.why), f"{table.name}: either whom it is about, or why about nobody"
        subjects = [each for each in table.people if each.role is Role.SUBJECT]
        categories = {line.category for line in table.columns}
        assert subjects or not categories & PERSONAL or table.treatment == "agents", f"{table.name}: something personal, of whom?"
        assert (Category.LINK in categories) <= bool(table.people), f"{table.name}: a link to an account leads to somebody"


def test_every_link_to_an_account_is_a_way_to_somebody(app: Flask) -> None:
    for table in TABLES:
        ways = {each.path[0] for each in table.people if each.path}
        wheres = " ".join(each.where for each in table.people)
        for column in Base.metadata.tables[table.name].columns:
            if any(key.column.table.name == "user_account" for key in column.foreign_keys):
                assert column.name in ways or f"{column.name} = :user" in wheres, f"{table.name}.{column.name}"


def test_what_stays_says_why_and_what_is_blanked_exists(app: Flask) -> None:
    for table in TABLES:
        columns = Base.metadata.tables[table.name].columns
        for each in table.people:
            assert set(each.blank) <= set(columns.keys()), table.name
            assert not set(each.blank) & {column.name for column in columns if column.primary_key}, table.name
            assert each.why or (each.fate is Fate.GOES and not each.unless), f"{table.name} keeps something without saying why"


def test_every_way_to_somebody_can_be_asked(fresh_app: Flask) -> None:
    for table, person in chain.from_iterable(((table, each) for each in table.people) for table in TABLES):
        kept = sa.select(sa.func.count()).select_from(Base.metadata.tables[table.name]).where(rows_about(table, person, NOBODY))
        assert db.session.scalar(kept if not person.unless else kept.where(sa.text(person.unless))) == 0, table.name
