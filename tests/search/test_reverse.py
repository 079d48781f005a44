"""New missions compared with kept questions: the same answers as a search for each question, whatever the question and the mission."""

import random
from pathlib import Path

import pytest
from flask import Flask

from benevolat.core.db import db
from benevolat.missions.models import Mission
from benevolat.search import engine, indexing
from benevolat.search.queries import search
from benevolat.search.request import MOST, SearchRequest
from benevolat.search.reverse import answering
from tests.support.corpus import edit, fill, questions

COUNT, ASKED, NEW = 300, 200, 60


def by_searching(asked: SearchRequest, among: set[int]) -> set[int]:
    """Return which of these missions a search finds with all its words, page after page."""
    found: set[int] = set()
    for skip in range(0, COUNT, MOST):
        result = search(SearchRequest(**{**plain(asked), "skip": skip, "limit": MOST}))
        found |= {hit.mission for place, hit in enumerate(result.hits, start=skip) if place < result.whole}
    return found & among


def plain(asked: SearchRequest) -> dict[str, object]:
    """Return the parts of a question by their names."""
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


def differences(asked: list[SearchRequest], missions: list[Mission]) -> list[str]:
    """Return the questions that are answered otherwise than by searching."""
    among = {each.id for each in missions}
    given = answering(asked, among)
    found = []
    for each in asked:
        hits = given.get(each, ())
        wanted = by_searching(each, among)
        if {hit.mission for hit in hits} != wanted:
            found.append(f"{each}: {sorted(hit.mission for hit in hits)} instead of {sorted(wanted)}")
    return found


@pytest.mark.parametrize("indexed", [False, True], ids=["overlay alone", "index"])
def test_same_missions_as_a_search_for_each_question(fresh_app: Flask, indexed: bool) -> None:
    missions = fill(COUNT)
    db.session.commit()
    if indexed:
        indexing.rebuild(Path(fresh_app.config["INDEX_DIR"]))
    asked, new = questions(ASKED), random.Random(3).sample(missions, NEW)
    assert differences(asked, new) == []
    assert sum(1 for each in answering(asked, {each.id for each in new}).values() if each) > ASKED / 4
    edit(missions, 100, seed=2)
    db.session.commit()
    assert differences(asked, new) == []


def test_the_distance_is_the_one_a_search_gives(fresh_app: Flask) -> None:
    missions = fill(COUNT)
    db.session.commit()
    for each in questions(40):
        shown = {hit.mission: hit.distance_km for hit in search(each).hits}
        for hit in answering([each], {mission.id for mission in missions}).get(each, ()):
            assert hit.mission not in shown or hit.distance_km == shown[hit.mission]


def test_missions_nobody_may_see_answer_nothing(fresh_app: Flask) -> None:
    missions = fill(COUNT)
    db.session.commit()
    search(SearchRequest())
    hidden = [each.id for each in missions if each.id not in engine.state().columns.row_of]
    assert hidden
    assert answering([SearchRequest()], [*hidden, 10**9]) == {}
    assert answering([SearchRequest()], []) == {}


def test_words_are_looked_for_only_where_a_mission_passes_the_rest(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    missions = fill(COUNT)
    db.session.commit()
    looked: list[SearchRequest] = []
    plain_matching = engine.SearchState.matching

    def counted(self: engine.SearchState, request: SearchRequest) -> object:
        looked.append(request)
        return plain_matching(self, request)

    asked = [SearchRequest(words=f"jardin {n}", association=10**6 + n) for n in range(20)] + [SearchRequest(words="jardin")] * 3
    monkeypatch.setattr(engine.SearchState, "matching", counted)
    answering(asked, {each.id for each in missions})
    assert looked == [SearchRequest(words="jardin")]
