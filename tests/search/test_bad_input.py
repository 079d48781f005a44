"""Whatever is asked, there is an answer: never an exception, never a process that hangs (the benches judge how fast)."""

import math
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Mission, Setting
from benevolat.search import indexing
from benevolat.search.queries import associations, rows, search, wider
from benevolat.search.request import SearchRequest, Sort
from tests.support.corpus import fill
from tests.support.hostile import HOSTILE

WORDS = (
    "a" * 10_000, "mot " * 2_500, " ".join(f"zorglub{n}" for n in range(2_000)), "a*b*c*", '"jardin', "jardin AND OR NOT (", "jar?in~2^9",
    "🎉🧑‍🌾", "متطوع في الحديقة", "志愿者", "\x00\x01\x1b[2J", "‮jardin", "%_\\", "'; DROP TABLE mission; --", "${7*7}{{7*7}}", "é" * 500,
    "-" * 9_000, " " * 10_000, "1e309", "NaN", "jardin\ud800",
)
VOIRON = Point(45.3636, 5.5906)
REQUESTS: tuple[dict[str, Any], ...] = (
    {"skip": 10**9}, {"skip": -5, "limit": 10**9}, {"limit": -1}, {"limit": 0}, {"half_days": -1}, {"half_days": 2**64},
    {"within_days": -3}, {"within_days": 10**9}, {"domains": ("inconnu", "")}, {"competences": ("inconnue",)}, {"association": 10**15},
    {"association": -1}, {"territory": "atlantide"}, {"territory": "", "isere": True}, {"flags": frozenset({"inconnu"})},
    {"setting": Setting.EITHER}, {"without": ("a" * 10_000, "", "*", "🎉")}, {"without": tuple(f"mot{n}" for n in range(5_000))},
    *({"point": VOIRON, "radius_km": radius} for radius in (-1.0, 0.0, 1e-300, 1e308, math.inf, math.nan)),
    *({"point": Point(*at), "radius_km": 50.0} for at in ((90, 0), (-90, 180), (0, -180))), *({"sort": sort} for sort in Sort),
)


@pytest.fixture
def filled(fresh_app: Flask) -> Flask:
    """An application with eighty missions, indexed."""
    fill(80)
    db.session.commit()
    indexing.rebuild(fresh_app.config["INDEX_DIR"])
    return fresh_app


def holds(request: SearchRequest) -> None:
    """Ask, and look at what an answer promises whatever the question."""
    found = search(request)
    assert 0 <= len(found.hits) <= min(100, max(0, request.limit))
    assert len(found.hits) <= found.total <= 80
    assert len(rows(found.hits)) <= len(found.hits)
    assert all(0 <= count <= 80 for count in found.facets.flags.values())


def test_whatever_is_typed(filled: Flask) -> None:
    for words in (*WORDS, *HOSTILE):
        holds(SearchRequest(words))
        holds(SearchRequest(words, without=(words,), point=VOIRON, radius_km=10.0))
        associations(words, None, skip=0, limit=20)
    for words in WORDS:
        wider(SearchRequest(words))


def test_whatever_else_is_asked(filled: Flask) -> None:
    for asked in REQUESTS:
        for words in ("", "jardin"):
            holds(replace(SearchRequest(words), **asked))


def test_a_place_that_is_none_is_refused_where_it_is_made() -> None:
    for lat, lon in ((91.0, 0.0), (0.0, 181.0), (math.nan, 0.0), (0.0, math.nan), (math.inf, 0.0)):
        with pytest.raises(ValueError, match="latitude"):
            Point(lat, lon)


def test_a_radius_that_is_no_number_finds_nothing_and_one_that_is_too_large_finds_all(filled: Flask) -> None:
    everywhere = search(SearchRequest(point=VOIRON, radius_km=20_100.0)).total
    assert everywhere > 30
    assert search(SearchRequest(point=VOIRON, radius_km=math.inf)).total == everywhere
    here = Point(*db.session.execute(sa.select(Mission.lat, Mission.lon).where(Mission.id == search(SearchRequest(
        point=VOIRON, radius_km=50.0, sort=Sort.DISTANCE)).hits[0].mission)).one())
    assert [search(SearchRequest(point=here, radius_km=each)).total > 0 for each in (0.001, -1.0, math.nan)] == [True, False, False]
    assert search(SearchRequest(flags=frozenset({"inconnu"}))).total == 0
