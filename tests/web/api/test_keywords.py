"""GET /api/v1/missions?keywords=: the words of the one box, said back; a place given as such wins; whatever is sent has an answer."""

from typing import Any

import pytest

from benevolat.missions.models import Mission, Where
from benevolat.missions.services import touch
from tests.factories import world
from tests.support.page_client import PageClient


def written(**values: Any) -> Mission:
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def get(client: PageClient, **query: Any) -> Any:
    answer = client.get("/api/v1/missions", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def titles(answer: Any) -> list[str]:
    return [each["title"] for each in answer["data"]]


def test_keywords_are_understood_like_the_box_and_said_back(client: PageClient) -> None:
    written(title="Arroser le potager", half_days=0b1 << 6)
    written(title="Arroser la cour", commune_code="38185", half_days=0b1 << 6)
    written(title="Arroser le soir", half_days=0b100)
    answer = get(client, keywords="arroser à 5 km de Voiron le mercredi")
    assert titles(answer) == ["Arroser le potager"]
    assert answer["understood"] == {
        "words": "arroser", "without": [], "place": "Voiron (38500)", "remote": False, "ignored": [], "corrected": [],
    }
    assert "understood" not in get(client)


def test_an_explicit_place_wins(client: PageClient) -> None:
    written(title="À Voiron")
    written(title="À Grenoble", commune_code="38185")
    assert titles(get(client, keywords="Voiron", place="Grenoble", distance="5km")) == ["À Grenoble"]
    assert titles(get(client, keywords="Voiron", lat="45.188", lon="5.724", distance="5km")) == ["À Grenoble"]
    assert titles(get(client, keywords="Grenoble", distance="5km")) == ["À Grenoble"]


def test_remote_in_the_words(client: PageClient) -> None:
    written(title="Sur place")
    written(title="De chez moi", where=Where.REMOTE, lat=None, lon=None)
    assert titles(get(client, keywords="à distance")) == ["De chez moi"]


@pytest.mark.parametrize(("query", "status"), [
    ("keywords=" + "a" * 10_000, 400), ("keywords=a*b*c*+%22+OR+(", 200),
    ("keywords=%F0%9F%8E%89+%D9%85%D8%AA", 200), ("keywords=%00%01", 200),
    ("lat=91&lon=5", 400), ("lat=NaN&lon=5", 400), ("lat=5", 400), ("distance=-1", 400), ("distance=nan", 400), ("skip=1000000000", 200),
    ("skip=1000000001", 400), ("skip=-1", 400), ("limit=101", 400), ("limit=x", 400), ("domain=nope", 400), ("place=xyzzy", 400),
    ("place=38350", 400), ("keywords=corps&skip=1000000000", 200),
])
def test_anything_gets_a_clear_answer(client: PageClient, query: str, status: int) -> None:
    written()
    answer = client.get(f"/api/v1/missions?{query}")
    assert answer.status_code == status, answer.text
    assert answer.is_json
