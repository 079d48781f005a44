"""A « no », a « not now » and a silence: three stories of which the référent reads one and the same page, and no row tells which it was."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.contrats.models import AnonymousCount, Figure
from benevolat.core import clock, entropy, jobs
from benevolat.core.db import Base, db
from tests.conftest import restore
from tests.factories.insertion import referent

from .cast import agent_at_work, browser, mails_to, sign_up
from .companions import NEUTRAL, answer, begin, open_annexe, page_of, read, write_annexe

TUESDAY = clock.paris(2026, 11, 24, 10)
AMINA = "amina@courriel.example"
PASSES = {"form_key", "rate_window", "insertion_anonymous_count", "insertion_offer"}
"""Rows of the gesture itself, without a name or a moment; and the coarse figures, which are looked at apart."""


def rows() -> dict[str, list[Any]]:
    """Return every row of every table, so that two stories can be compared."""
    compared = {name: table for name, table in Base.metadata.tables.items() if name not in PASSES}
    return {name: [tuple(row) for row in db.session.execute(sa.select(table))] for name, table in compared.items()}


def story(app: Flask, said: str | None) -> tuple[str, dict[str, list[Any]], dict[str, list[Any]]]:
    """Play the story; return the référent's page afterwards, the rows, and those that remain after the thirty days."""
    with clock.frozen(TUESDAY), entropy.seeded(7):
        helper = referent(first_name="Paul", last_name="Morel", email="paul@isere.example")
        amina, paul = browser(app), agent_at_work(app, helper)
        sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
        begin(amina, paul)
        write_annexe(paul)
        if said is None:
            open_annexe(amina)
        else:
            answer(amina, said)
            assert "Votre réponse n’est gardée nulle part avec votre nom" in amina.text
        with entropy.seeded(8):
            page = read(paul, page_of(AMINA))
        kept = rows()
    with clock.frozen(TUESDAY + timedelta(days=31)):
        jobs.plan_periodic()
        jobs.run_due()
        assert not [each.body for each in mails_to(AMINA) if NEUTRAL.search(each.subject + each.body)]
        left = {name: found for name, found in rows().items() if name.startswith("insertion_annexe")}
    return page, kept, left


@pytest.mark.parametrize("said", ["later", "no"])
def test_a_no_leaves_what_a_silence_leaves(fresh_app: Flask, session: Any, said: str) -> None:
    page, kept, left = story(fresh_app, said)
    refused = db.session.scalar(sa.select(AnonymousCount.value).where(AnonymousCount.figure == Figure.REFUSED))
    assert refused == 1, "counted, in a territory and a quarter"
    db.session.remove()
    restore(fresh_app)
    silent_page, silent_kept, silent_left = story(fresh_app, None)
    assert page == silent_page
    assert [name for name in kept if kept[name] != silent_kept[name]] == []
    assert left == silent_left
    assert not any(left.values())
