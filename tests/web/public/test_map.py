"""The map of /missions: exactly the missions of the list, at the point of their commune, and nothing asked of anybody else before."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask

from benevolat.missions.models import Mission, Where
from benevolat.missions.services import touch
from benevolat.search.spots import DRAWN
from tests.factories import world
from tests.support.page_client import PageClient, all_of
from tests.support.queries import counted_queries

TILES = "https://tuiles.example/wmts?z={z}&x={x}&y={y}"


def written(**values: Any) -> Mission:
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def titles(answer: dict[str, Any]) -> list[str]:
    return sorted(row["title"] for spot in answer["spots"] for row in spot["missions"])


def test_the_map_holds_the_missions_of_the_list_whatever_its_page(client: PageClient, session: Any) -> None:
    for n in range(23):
        written(title=f"Mission {n}", by_bus=n % 2 == 0)
    written(title="Ailleurs", commune_code="38226", by_bus=True)
    answer = client.get("/missions/carte.json?q=voiron&avec=bus&page=2").json
    assert titles(answer) == sorted(f"Mission {n}" for n in range(0, 23, 2))
    assert (answer["total"], answer["drawn"]) == (12, 12)
    [spot] = answer["spots"]
    assert (spot["name"], answer["circle"]["km"]) == ("Voiron", 10.0)


def test_a_mission_stands_at_its_communes_point_unless_its_address_is_public(client: PageClient, session: Any) -> None:
    hidden = written(title="Cachée", lat=45.37123, lon=5.60123, address="3 rue Secrète", address_public=False)
    shown = written(title="Publique", lat=45.37321, lon=5.60321, address="Place du marché", address_public=True)
    answer = client.get("/missions/carte.json")
    assert "45.37123" not in answer.text
    assert "Secrète" not in answer.text
    spots = {spot["missions"][0]["title"]: (spot["lat"], spot["lon"]) for spot in answer.json["spots"]}
    assert spots["Publique"] == (shown.lat, shown.lon)
    assert spots["Cachée"] == (hidden.commune.lat, hidden.commune.lon)


def test_what_is_done_from_home_is_in_the_list_alone(client: PageClient, session: Any) -> None:
    written(title="De chez moi", where=Where.REMOTE, lat=None, lon=None)
    written(title="Les deux", where=Where.BOTH)
    answer = client.get("/missions/carte.json").json
    assert titles(answer) == ["Les deux"]
    assert (answer["total"], answer["drawn"]) == (2, 1)


def test_a_map_is_bounded_and_asks_as_often_for_many_as_for_few(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benevolat.search.spots.MOST", 2)
    monkeypatch.setattr("benevolat.search.spots.DRAWN", 6)
    for n in range(9):
        written(title=f"Mission {n}")
    client.get("/missions/carte.json")
    with counted_queries("SELECT") as seen:
        answer = client.get("/missions/carte.json").json
    assert (answer["total"], answer["drawn"]) == (9, 6)
    assert len(seen) <= 4
    assert DRAWN == 1_000


@pytest.mark.parametrize("query", [
    "q=" + "a" * 10_000, "lat=91&lon=5", "lat=NaN&lon=inf", "rayon=-1&lieu=voiron", "page=1000000000", "domaine=x&quand=99&competence=x",
    "association=%00", "lieu=xyzzy", "lieu=38350", "%ff=%fe",
])
def test_odd_questions_get_an_answer(client: PageClient, session: Any, query: str) -> None:
    written()
    answer = client.get(f"/missions/carte.json?{query}")
    assert answer.status_code == 200
    assert "NaN" not in answer.text


def test_communes_are_drawn_from_our_own_list(client: PageClient, session: Any) -> None:
    answer = client.get("/lieux/communes.json")
    assert answer.json[0][0] == "Grenoble"
    assert len(answer.json) > 500
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_the_tile_server_is_allowed_on_the_page_of_the_map_alone(
    client: PageClient, fresh_app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = written()
    assert "img-src 'self' data:;" in client.get("/missions").headers["Content-Security-Policy"]
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_URL", TILES)
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_CREDIT", "© Tuiles")
    assert "img-src 'self' data: https://tuiles.example;" in client.get("/missions").headers["Content-Security-Policy"]
    for path in ("/", f"/missions/{row.public_id}", "/missions/carte.json", "/associations"):
        assert "tuiles" not in client.get(path).headers["Content-Security-Policy"], path


def test_the_button_leads_to_the_list_where_scripts_are_off(client: PageClient, session: Any) -> None:
    written()
    client.get("/missions?q=arroser&avec=bus&rayon=25")
    [link] = [each for each in all_of(client.page, "a") if each.get("data-module") == "map"] or [None]
    assert link is None, "no mission by bus: nothing to draw"
    client.get("/missions?q=arroser&rayon=25")
    [link] = [each for each in all_of(client.page, "a") if each.get("data-module") == "map"]
    assert (link.get("href") or "").endswith("#resultats")
    client.get(link.get("href") or "")
    assert "La carte a besoin de JavaScript" in client.source
    data = json.loads(link.get("data-map") or "")
    assert client.get(data["spots"]).json["drawn"] == 1
    assert not data["tiles"]
    assert all(client.get(each).status_code == 200 for each in (*data["scripts"][-1:], *data["styles"][-1:]))


def test_the_zone_of_the_map_is_a_place_until_another_one_is_typed(client: PageClient, session: Any) -> None:
    written(title="À Voiron")
    written(title="À Grenoble", commune_code="38185")
    zone = "lieu=La+zone+de+la+carte&lat=45.36&lon=5.59&rayon=5"
    client.get(f"/missions?q=grenoble&{zone}")
    assert "à moins de 5 km, près de Voiron" in client.text
    client.get(f"/missions?{zone}")
    client.submit("Chercher", lieu="Grenoble")
    assert "à moins de 5 km de Grenoble" in client.text


def test_the_page_stays_under_sixty_kilobytes_without_its_map(client: PageClient, session: Any) -> None:
    for n in range(25):
        written(title=f"Mission {n}", by_bus=True, costs_refunded=True, description=f"Texte numéro {n}. " * 30)
    page = gzip.compress(client.get("/missions?q=mission+voiron").data)
    links = {each.get("href") or each.get("src") or "" for name in ("link", "script") for each in all_of(client.page, name)}
    site = [gzip.compress(client.get(each).data) for each in links if each.startswith("/actifs/")]
    assert len(site) == 2
    assert "leaflet" not in "".join(links)
    assert len(page) + sum(map(len, site)) <= 60_000 - 2 * 18_000, "two faces of the typeface are the rest"
