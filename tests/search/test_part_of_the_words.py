"""When few missions hold every word, those that hold a part of them come after, in every order, and are counted with them."""

from dataclasses import replace

import pytest
from flask import Flask

from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.search.box import read_box
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest, Sort
from benevolat.search.selection import ENOUGH_WHOLE
from tests.factories import world

GRENOBLE = Point(45.1885, 5.7245)


def written(**values: object) -> int:
    """Return the row of a mission that the search has been told of."""
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission.id


def garden_and_dogs(gardens: int) -> tuple[list[int], list[int]]:
    """Write so many missions about a garden at Voiron, then two about dogs; return both kinds, the earliest first."""
    both = [written(title="Arroser les tomates", description="Un chien garde le potager") for _n in range(gardens)]
    dogs = [written(title="Promener un chien", description="Au refuge", commune_code="38185") for _n in range(2)]
    db.session.commit()
    return both, dogs


def test_with_fewer_than_five_that_hold_every_word_those_with_a_part_come_after(fresh_app: Flask) -> None:
    gardens, dogs = garden_and_dogs(ENOUGH_WHOLE - 1)
    result = search(SearchRequest("tomates chien"))
    assert (result.whole, result.total) == (ENOUGH_WHOLE - 1, ENOUGH_WHOLE + 1)
    assert ({each.mission for each in result.hits[:-2]}, {each.mission for each in result.hits[-2:]}) == (set(gardens), set(dogs))
    assert sum(result.facets.kinds.values()) == result.total
    assert search(SearchRequest("chien")).whole == ENOUGH_WHOLE + 1


def test_five_that_hold_every_word_are_enough(fresh_app: Flask) -> None:
    gardens, _dogs = garden_and_dogs(ENOUGH_WHOLE)
    result = search(SearchRequest("tomates chien"))
    assert ({each.mission for each in result.hits}, result.whole, result.total) == (set(gardens), ENOUGH_WHOLE, ENOUGH_WHOLE)


@pytest.mark.parametrize("sort", list(Sort))
def test_those_with_a_part_of_the_words_come_last_in_every_order_and_full_ones_last_in_each_part(fresh_app: Flask, sort: Sort) -> None:
    gardens, dogs = garden_and_dogs(3)
    for full in (gardens[2], dogs[1]):
        mission = db.session.get_one(Mission, full)
        mission.places = mission.places_taken = 1
        touch(mission, text=False)
    db.session.commit()
    grenoble = SearchRequest("tomates chien", point=GRENOBLE, radius_km=100.0, sort=sort)
    result = search(grenoble)
    assert (result.sort, result.whole) == (sort, 3)
    assert [each.mission for each in result.hits] == [gardens[1], gardens[0], gardens[2], dogs[0], dogs[1]]
    pages = [search(replace(grenoble, skip=skip, limit=2)).hits for skip in range(0, 6, 2)]
    assert [each.mission for page in pages for each in page] == [each.mission for each in result.hits]


def test_the_place_and_the_filters_say_which_missions_are_few(fresh_app: Flask) -> None:
    gardens, dogs = garden_and_dogs(ENOUGH_WHOLE)
    at_grenoble = SearchRequest("tomates chien", point=GRENOBLE, radius_km=5.0)
    result = search(at_grenoble)
    assert ({each.mission for each in result.hits}, result.whole) == (set(dogs), 0)
    assert search(replace(at_grenoble, radius_km=100.0)).whole == len(gardens)


def test_a_common_word_is_a_place_when_that_reading_finds_more_that_hold_every_word(fresh_app: Flask) -> None:
    for _n in range(3):
        written(title="Bouger son corps", description="En douceur.")
    for commune in ("38128", "38469"):
        written(title="Arroser les tomates", description="Avec l’équipe.", commune_code=commune)
    db.session.commit()
    read = read_box("tomates corps")
    assert read.place is not None
    assert (read.words, read.place.name) == ("tomates", "Corps")
