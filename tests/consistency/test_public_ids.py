"""What strangers may see of an identifier: 80 random bits, and never the number of a row."""

from itertools import pairwise
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from benevolat.core import entropy
from benevolat.core.db import Base

NUMBERS = {"number"}
"""Whole numbers in addresses: the part of a plan of the site, of a list. None is a row's."""


def drawn(column: Any) -> Any:
    """Return what makes the value of a column."""
    return getattr(column.default.arg, "__wrapped__", column.default.arg) if column.default is not None else None


def test_every_public_id_is_drawn_and_unique() -> None:
    tables = [table for table in Base.metadata.tables.values() if "public_id" in table.c]
    assert len(tables) > 30
    for table in tables:
        column = table.c.public_id
        assert drawn(column) is entropy.public_id, table.name
        assert column.unique or column.primary_key, table.name


def test_it_has_eighty_bits_that_say_nothing_of_the_one_before() -> None:
    asked: list[int] = []

    def source(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    token = entropy._source.set(source)
    try:
        assert entropy.public_id() == "a" * 16
    finally:
        entropy._source.reset(token)
    assert asked == [10], "ten bytes, all of them in what is seen"
    ids = [int.from_bytes(each.encode(), "big") for each in (entropy.public_id() for _turn in range(500))]
    rising = sum(after > before for before, after in pairwise(ids))
    assert len(set(ids)) == 500
    assert 150 < rising < 350, "neither sequential nor sorted"


def test_no_address_holds_a_row_number(app: Flask) -> None:
    found = {
        name for rule in app.url_map.iter_rules() for name in rule.arguments if isinstance(rule._converters.get(name), IntegerConverter)
    }
    assert found <= NUMBERS
