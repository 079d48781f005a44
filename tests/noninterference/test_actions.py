"""Not a word of a collective action below the line: every row, every page, every letter of the accompanied world is searched."""

import re

import sqlalchemy as sa
from flask import Flask

from benevolat.actions.models import Action, Inscription
from benevolat.core.db import Base, db

from .actions import NEUTRAL
from .test_twin_worlds import seen
from .worlds import build, letters

TELLING = re.compile(r"forum\W{0,10}(?:\w{0,3}\W{0,5})?rsa|forum rsa|du trièves", re.IGNORECASE)


def test_no_row_and_no_letter_below_says_what_it_was(fresh_app: Flask) -> None:
    world = build(fresh_app, accompanied=True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Action)) == 4
    assert db.session.scalar(sa.select(Inscription.engagement_id).where(Inscription.attended_at.is_not(None))) is not None
    rows = [(name, repr(tuple(row))) for name, table in Base.metadata.tables.items() if not name.startswith("insertion_")
            for row in db.session.execute(sa.select(table))]
    assert not _telling(rows + [("a letter", repr(each)) for each in letters(world)])


def test_no_page_below_says_what_it_was(fresh_app: Flask) -> None:
    pages = [(where, answer.decode("utf-8", "replace")) for where, answer in seen(accompanied=True)[0].items()]
    assert not _telling(pages)
    assert sum(NEUTRAL in text for _where, text in pages) > 3, "the person kept it, under its neutral name"


def _telling(met: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return where a text says it, but for the territory, which has that name publicly."""
    return [(where, found[0]) for where, text in met if where != "territoire" and (found := TELLING.search(text))]
