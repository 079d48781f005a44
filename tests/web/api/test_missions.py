"""GET /api/v1/missions: partners' field names, what a person types, and clear refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.associations.models import State as AssociationState
from benevolat.core.db import db
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import touch
from tests.factories import world
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries

FIELDS = {
    "clientId", "title", "description", "domain", "activities", "schedule", "startAt", "endAt", "places", "remote", "openToMinors",
    "reducedMobilityAccessible", "closeToTransport", "softSkills", "addresses", "organizationClientId", "organizationName",
    "organizationRNA", "organizationSiren", "organizationDescription",
}
DATA = Path(__file__).parents[2] / "exchange" / "data" / "missions.json"


def written(**values: Any) -> Mission:
    mission = world.mission(values.pop("host", None), **values)
    touch(mission, text=True)
    return mission


def get(client: PageClient, query: str = "", status: int = 200) -> Any:
    answer = client.get(f"/api/v1/missions{'?' + query if query else ''}")
    assert answer.status_code == status, answer.text
    return answer.json


def test_the_answer_has_the_fields_of_a_file_and_three_more(client: PageClient) -> None:
    mission = written(title="Arroser le potager")
    answer = get(client, "keywords=arroser&place=Voiron&distance=10km")
    assert {name: answer[name] for name in ("ok", "total", "limit", "skip")} == {"ok": True, "total": 1, "limit": 20, "skip": 0}
    [shown] = answer["data"]
    assert set(shown) == FIELDS | {"id", "url", "distance_km"}
    assert shown["url"] == f"http://localhost/missions/{mission.public_id}"
    assert (shown["domain"], shown["remote"], shown["distance_km"]) == ("environnement", "no", 0.0)
    assert shown["addresses"][0]["city"] == "Voiron"
    assert shown["addresses"][0]["postalCode"] == "38500"


def test_a_file_goes_in_and_comes_out(client: PageClient, fresh_app: Flask) -> None:
    db.session.commit()
    assert fresh_app.test_cli_runner().invoke(args=["missions", "import", str(DATA), "--publish"]).exit_code == 0
    sent = {each["clientId"]: each for each in json.loads(DATA.read_text())["data"]}
    answer = get(client, "limit=100")
    assert answer["total"] == len(sent)
    for shown in answer["data"]:
        source = sent[shown["clientId"]]
        for name in ("title", "schedule", "places", "remote", "organizationName", "organizationRNA"):
            assert shown[name] == source[name], name
        assert shown["openToMinors"] == (source["openToMinors"] == "yes")


def test_a_private_street_and_an_exact_point_are_not_given(client: PageClient) -> None:
    commune = written(address="3 rue Secrète", address_public=False, lat=45.371, lon=5.601).commune
    assert commune is not None
    [[shown]] = [each["addresses"] for each in get(client)["data"]]
    assert (shown["street"], shown["location"]) == (None, {"lat": commune.lat, "lon": commune.lon})


def test_only_slots_to_come_are_counted(client: PageClient) -> None:
    mission = written(kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    world.creneau(mission, days=-3, places=5)
    world.creneau(mission, days=2, places=7, cancelled=True)
    coming = world.creneau(mission, days=9, places=2)
    touch(mission, text=True)
    [shown] = get(client)["data"]
    assert (shown["places"], shown["startAt"], shown["endAt"]) == (2, coming.starts_at.isoformat(), coming.ends_at.isoformat())


def test_from_home_has_no_address(client: PageClient) -> None:
    written(where=Where.REMOTE, address="3 rue Secrète", address_public=True)
    assert [each["addresses"] for each in get(client)["data"]] == [[]]


def test_only_what_the_public_may_see(client: PageClient) -> None:
    for publication in (each for each in Publication if each is not Publication.PUBLISHED):
        written(publication=publication, publication_reason="Essai")
    for state in (each for each in AssociationState if each is not AssociationState.VERIFIED):
        written(host=world.association(state=state, state_reason="Essai"))
    assert get(client) == {"ok": True, "data": [], "total": 0, "whole": 0, "limit": 20, "skip": 0}


def test_any_site_may_read_it_and_no_cookie_is_set(client: PageClient) -> None:
    answer = client.get("/api/v1/missions")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert client.post("/api/v1/missions").status_code == 405


def test_pages_domains_and_places(client: PageClient) -> None:
    for n in range(5):
        written(title=f"Mission {n}", domaine_code="sport" if n % 2 else "environnement")
    assert [len(get(client, f"limit=2&skip={skip}")["data"]) for skip in (0, 2, 4, 1_000_000_000)] == [2, 2, 1, 0]
    assert get(client, "domain=sport")["total"] == 2
    assert get(client, "domain=sport&domain=environnement")["total"] == 5
    assert get(client, "place=le+trièves")["total"] == 0
    assert get(client, "place=isère")["total"] == 5
    assert get(client, "lat=45.36&lon=5.59&distance=3")["total"] == 5


REFUSED = [
    ("lat=91&lon=5", "lat"), ("lat=NaN&lon=5", "lat"), ("lat=1e999&lon=5", "lat"), ("lat=45", "lat"), ("lon=x&lat=4", "lon"),
    ("distance=-1", "distance"), ("distance=10000km", "distance"), ("distance=0", "distance"), ("distance=nan", "distance"),
    ("distance=25m", "distance"), ("limit=101", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("skip=-1", "skip"),
    ("skip=99999999999999999999", "skip"), ("domain=magie", "domain"), ("keywords=" + "a" * 10_000, "keywords"),
    ("lat=45&lon=181", "lon"), ("place=xyzzy", "pas trouvé cette commune"), ("place=38350", "La Mure"), ("place=" + "b" * 500, "place"),
]


@pytest.mark.parametrize(("query", "said"), REFUSED, ids=[each[0][:40] for each in REFUSED])
def test_a_bad_value_is_400_with_a_sentence(client: PageClient, query: str, said: str) -> None:
    answer = get(client, query, 400)
    assert answer["ok"] is False
    assert answer["code"] == 400
    assert said in answer["message"]


@pytest.mark.parametrize("query", [
    "keywords=%F0%9F%8E%89", "keywords=%00", "keywords=AND+OR+(", "unknown=1", "keywords=%D9%85", "limit=0", "%ff=%fe",
])
def test_odd_questions_are_answered(client: PageClient, query: str) -> None:
    assert get(client, query)["ok"] is True


def test_an_unknown_address_of_the_api_is_json(client: PageClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json["ok"]) == (404, False)


def test_as_many_queries_for_twenty_as_for_two(client: PageClient) -> None:
    def asked() -> int:
        get(client)
        with counted_queries("SELECT") as seen:
            get(client)
        return len(seen)

    written(), written()
    few = asked()
    for _n in range(18):
        written()
    assert asked() == few <= 6
