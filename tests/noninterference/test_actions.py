"""Not a word of a collective action below the line: every row, every page, every letter of the accompanied world is searched."""

import re

import sqlalchemy as sa
from flask import Flask

from benevolat.actions.models import Action, Inscription
from benevolat.core.db import Base, db

from .actions import NEUTRAL
from .test_twin_worlds import LEFT_OUT
from .worlds import World, build, letters, observe

TELLING = re.compile(r"forum\W{0,10}(?:\w{0,3}\W{0,5})?rsa|forum rsa|du trièves", re.IGNORECASE)


def _everything_below(world: World) -> list[tuple[str, str]]:
    rows = [(name, repr(tuple(row))) for name, table in Base.metadata.tables.items() if not name.startswith("insertion_")
            for row in db.session.execute(sa.select(table))]
    said = [("a letter", repr(each)) for each in letters(world)]
    pages = [(where, answer.decode("utf-8", "replace")) for where, answer in observe(world, skip=lambda name: name.startswith(LEFT_OUT))]
    return rows + said + pages


def test_no_row_no_letter_and_no_page_below_says_what_it_was(fresh_app: Flask) -> None:
    world = build(fresh_app, accompanied=True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Action)) == 4
    assert db.session.scalar(sa.select(Inscription.engagement_id).where(Inscription.attended_at.is_not(None))) is not None
    met = _everything_below(world)
    allowed = {"territoire"}  # the territory has that name, which is public
    assert not [(where, found[0]) for where, text in met if where not in allowed and (found := TELLING.search(text))]
    assert sum(NEUTRAL in text for _where, text in met) > 3, "the person kept it, under its neutral name"
