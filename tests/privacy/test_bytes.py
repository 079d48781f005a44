"""The proof by bytes: a mark in every text that leads to a person, then not one left but where the register says that it stays."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.core.db import db, transaction
from benevolat.privacy import services
from benevolat.privacy.register import BY_NAME, TABLES, Fate, Role
from benevolat.privacy.services import erasing
from tests.factories.canaries import Marks, Planter
from tests.factories.people import person
from tests.factories.world import candidature, engagement, mission


def read_bytes(app: Flask) -> bytes:
    """Return all that the instance holds: database, its journal, index, files."""
    places = {Path(app.config["INSTANCE"]), Path(app.config["INDEX_DIR"])}
    return b"\0".join(each.read_bytes() for place in places for each in sorted(place.rglob("*")) if each.is_file())


def left(app: Flask, marks: Marks) -> set[str]:
    """Return the columns whose mark is still to be read somewhere."""
    held = read_bytes(app)
    return {f"{table.name}.{column}" for mark, (table, _person, column) in marks.items() if mark.encode() in held}


def allowed(*, stays: bool) -> set[str]:
    """Return the columns that the register keeps, of rows that stay."""
    return {
        f"{table.name}.{column}" for table in TABLES for each in table.people for line in table.columns for column in line.listed()
        if each.role is Role.SUBJECT and (each.fate is not Fate.GOES or (stays and each.unless)) and column not in each.blank
    }


@pytest.mark.parametrize(
    "stays", [pytest.param(False, id="all goes"), pytest.param(True, id="hours and documents stay", marks=pytest.mark.long)]
)
def test_not_a_byte_is_left_but_where_the_register_says_so(app: Flask, session: Any, monkeypatch: Any, stays: bool) -> None:
    monkeypatch.setattr(erasing, "leave_missions", lambda _user: None)  # the rows planted here follow no workflow
    monkeypatch.setattr(erasing, "leave_associations", lambda _user: None)
    engagement(candidature(mission(), person()))
    someone = person()
    someone.phone = "+33639980011"
    db.session.flush()
    planter = Planter(someone, stays=stays)
    planter.plant()
    db.session.commit()
    services.sink()
    planted = {f"{table.name}.{column}" for table, _person, column in planter.marks.values()}
    assert left(app, planter.marks) == planted, "each mark can be read before"
    with transaction():
        services.erase_again(db.session.merge(someone))
    assert services.sink() == 1
    found = left(app, planter.marks)
    assert found - allowed(stays=stays) == set()
    assert ("engagement.title" in found) is stays
    assert BY_NAME["user_account"].fate_of("first_name") is Fate.BLANKED
