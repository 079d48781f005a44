"""Associations are found by name without reading those that are not shown."""

import pytest
from flask import Flask

from benevolat.associations.models import State
from benevolat.core.db import db
from benevolat.search import engine
from benevolat.search.queries import associations
from tests.factories import world
from tests.support.queries import counted_queries


def named(text: str, communes: set[str] | None = None, **page: int) -> tuple[list[str], int]:
    """Return the names found, after committing what the test wrote."""
    db.session.commit()
    found, total = associations(text, communes, **{"skip": 0, "limit": 20, **page})
    return [each.name for each, _count in found], total


def test_every_word_of_the_name_in_any_case_and_accent(fresh_app: Flask) -> None:
    world.association(name="Épicerie du Trièves", commune_code="38226")
    world.association(name="Épicerie de Voiron", commune_code="38563")
    world.association(name="Chorale de Voiron", commune_code="38563", state=State.PENDING)
    assert named("epicerie") == (["Épicerie de Voiron", "Épicerie du Trièves"], 2)
    assert named("VOIRON épi") == (["Épicerie de Voiron"], 1)
    assert named("", {"38226"}) == (["Épicerie du Trièves"], 1)
    assert named("chorale") == ([], 0)
    assert named("", skip=1, limit=1) == (["Épicerie du Trièves"], 2)
    assert named("", skip=10**9) == ([], 2)


def test_a_change_is_seen_and_the_count_of_missions_is_that_of_the_search(fresh_app: Flask) -> None:
    host = world.association(name="Épicerie")
    world.mission(host)
    db.session.commit()
    assert [(each.id, count) for each, count in associations("epicerie", None, skip=0, limit=20)[0]] == [(host.id, 1)]
    host.name = "Recyclerie"
    assert named("epicerie") == ([], 0)
    assert named("recyclerie") == (["Recyclerie"], 1)
    host.state, host.state_reason = State.SUSPENDED, "Essai"
    assert named("recyclerie") == ([], 0)


def test_the_rows_read_do_not_grow_with_the_associations(fresh_app: Flask) -> None:
    for number in range(60):
        world.association(name=f"Jardin {number}")
    assert named("jardin")[1] == 60
    with counted_queries("SELECT") as seen:
        shown, total = associations("jardin", None, skip=20, limit=20)
    assert (len(shown), total) == (20, 60)
    assert len(seen) == 1


def test_names_are_read_again_once_a_second_at_most(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    host = world.association(name="Épicerie")
    monkeypatch.setattr(engine, "COUNTED_EVERY", 60.0)
    assert named("epicerie") == (["Épicerie"], 1)
    host.name = "Recyclerie"
    assert named("recyclerie") == ([], 0)
    host.state, host.state_reason = State.SUSPENDED, "Essai"
    assert named("epicerie")[0] == [], "one that is no longer verified is never shown, even from names read before"
    monkeypatch.setattr(engine, "COUNTED_EVERY", 0.0)
    assert named("") == ([], 0)
