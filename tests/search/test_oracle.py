"""The search against brute force: same ids in the same order, same totals and counts, before and after many edits, with an index or not."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.search import engine, indexing
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.factories import world
from tests.search.conftest import Site
from tests.search.oracle import Oracle
from tests.support.corpus import change, edit, fill, questions

COUNT, ASKED = 800, 200


def differences(asked: list[SearchRequest]) -> list[str]:
    """Return what the search answers otherwise than brute force does."""
    oracle, found = Oracle(), []
    for each in asked:
        wanted, result = oracle.answer(each), search(each)
        counts = wanted.pop("facets")
        given = {"ids": [hit.mission for hit in result.hits], "total": result.total, "whole": result.whole}
        found += [f"{each}: {name} {given[name]} instead of {wanted[name]}" for name in wanted if given[name] != wanted[name]]
        found += [
            f"{each}: {name} {getattr(result.facets, name)} instead of {counts[name]}"
            for name in counts if getattr(result.facets, name) != counts[name]
        ]
    return found


def commit(app: Flask) -> list[Mission]:
    """Write the corpus and commit it, as another process would have."""
    missions = fill(COUNT)
    db.session.commit()
    return missions


@pytest.mark.parametrize("indexed", [False, True], ids=["overlay alone", "index"])
def test_same_answers_as_brute_force_before_and_after_400_edits(fresh_app: Flask, indexed: bool) -> None:
    missions, asked = commit(fresh_app), questions(ASKED)
    folder = Path(fresh_app.config["INDEX_DIR"])
    if indexed:
        assert indexing.rebuild(folder) > 600
    assert differences(asked) == []
    assert (len(engine.state().overlay) == 0) == indexed
    edit(missions, 400, seed=1)
    db.session.commit()
    assert differences(asked) == []
    if indexed:
        assert len(engine.state().overlay) > 50
        indexing.fold(folder)
        search(SearchRequest())
        engine.state().settle()
        assert differences(asked) == []
        assert len(engine.state().overlay) == 0


@pytest.mark.parametrize("site", ["postgres"], indirect=True)
def test_same_answers_as_brute_force_on_postgresql(site: Site) -> None:
    asked, missions = questions(ASKED), list(db.session.scalars(sa.select(Mission).order_by(Mission.id)))
    assert differences(asked) == []
    edit(missions, 400, seed=2)
    db.session.commit()
    assert differences(asked) == []
    assert len(engine.state().overlay) > 50
    indexing.fold(site.folder / "index")
    search(SearchRequest())
    engine.state().settle()
    assert differences(asked) == []


def test_what_followed_a_few_edits_answers_like_what_is_read_anew(fresh_app: Flask) -> None:
    missions, asked, chance = commit(fresh_app), questions(ASKED), random.Random(5)
    folder = Path(fresh_app.config["INDEX_DIR"])
    indexing.rebuild(folder)
    host = next(each.association for each in missions if each.association.state is State.VERIFIED)
    around = SearchRequest(point=Point(45.3636, 5.5906), radius_km=10.0)
    for each in (*asked, around):
        search(each)
    standing, corpus = engine.state().standing, engine.state().corpus
    for turn in range(16):
        change(missions, chance.randint(1, 4), chance)
        if turn % 10 == 5:
            later = clock.today() + timedelta(days=20)
            missions.append(world.mission(host, title="Jouer de la harpe", starts_on=later))
            touch(missions[-1], text=True)
        db.session.commit()
        anew, now = engine.SearchState(db.engine, folder), [around, *asked[turn % 10::10], around]
        assert [search(each) for each in now] == [anew.answer(each) for each in now]
        anew.close()
    assert (standing, corpus) == (engine.state().standing, engine.state().corpus), "they were not followed but made again"


def test_the_questions_find_something(fresh_app: Flask) -> None:
    commit(fresh_app)
    totals = [search(each).total for each in questions(ASKED)]
    assert sum(1 for each in totals if each) > ASKED * 0.8
    assert sum(1 for each in totals if each > 20) > ASKED * 0.3
