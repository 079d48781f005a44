"""The OpenAPI document is one, says what the API answers, and the page that people read says the same."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from jsonschema import Draft202012Validator

from benevolat.missions.models import MissionKind, Where
from benevolat.missions.services import touch
from benevolat.web import limits
from benevolat.web.api.answers import linked
from benevolat.web.api.openapi import ROUTES, document
from tests.factories import world
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries


@pytest.fixture
def some(session: Any) -> dict[str, str]:
    """Missions of each kind, and an id of each noun."""
    regular = world.mission(address="3 rue des Tilleuls", address_public=True)
    remote = world.mission(where=Where.REMOTE)
    dated = world.mission(kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None, domaine_code="sport")
    world.creneau(dated)
    for each in (regular, remote, dated):
        touch(each, text=True)
    return {"/v1/missions/{id}": regular.public_id, "/v1/associations/{id}": regular.association.public_id}


def whole() -> dict[str, Any]:
    return document("http://localhost")


def references(node: Any) -> Iterator[str]:
    """Give every $ref of a document."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def get(client: PageClient, path: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(f"/api{path}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer


def test_the_document_is_one(client: PageClient, session: Any) -> None:
    answer = get(client, "/v1/openapi.json")
    standard = json.loads((Path(__file__).parent / "data" / "openapi-3.1.json").read_text(encoding="utf-8"))
    Draft202012Validator(standard).validate(answer.json)
    for each in answer.json["components"]["schemas"].values():
        Draft202012Validator.check_schema(each)
    for pointer in references(answer.json):
        node = answer.json
        for part in pointer.removeprefix("#/").split("/"):
            node = node[part]
    names = [each["get"]["operationId"] for each in answer.json["paths"].values()]
    assert len(names) == len(set(names))
    assert answer.json["servers"] == [{"url": "http://localhost/api"}]


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.path)
def test_each_answer_is_what_the_document_says(client: PageClient, some: dict[str, str], route: Any) -> None:
    answer = get(client, route.path.replace("{id}", some.get(route.path, "")))
    [(mimetype, media)] = whole()["paths"][route.path]["get"]["responses"]["200"]["content"].items()
    assert answer.mimetype == mimetype
    schema = {**media["schema"], "components": whole()["components"]}
    Draft202012Validator(schema).validate(answer.get_json(force=True))


def test_every_address_is_in_the_document_and_nothing_else(app: Flask) -> None:
    rules = {re.sub(r"<[^>]+>", "{id}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    assert rules == {f"/api{each.path}" for each in ROUTES} | {"/api/v1/openapi.json"}


@pytest.mark.parametrize("route", [each for each in ROUTES if each.query], ids=lambda each: each.path)
def test_each_value_of_the_document_is_accepted_and_its_bounds_are_true(client: PageClient, some: dict[str, str], route: Any) -> None:
    for each in whole()["paths"][route.path]["get"]["parameters"]:
        schema = each["schema"]
        if "maximum" in schema and each["name"] not in {"lat", "lon"}:
            for value in (schema["minimum"], schema["maximum"]):
                get(client, f"{route.path}?{each['name']}={value}")
            get(client, f"{route.path}?{each['name']}={schema['maximum'] + 1}", 400)
        if "maxLength" in schema:
            get(client, f"{route.path}?{each['name']}={'a' * (schema['maxLength'] + 1)}", 400)


def links(answer: Any) -> dict[str, str]:
    return {name: address for each in answer.headers.getlist("Link") for address, name in re.findall(r'<([^>]+)>; rel="(\w+)"', each)}


def test_pages_lead_to_one_another_and_through_everything(client: PageClient, session: Any) -> None:
    for n in range(7):
        touch(world.mission(title=f"Mission {n}"), text=True)
    answer = get(client, "/v1/missions?limit=3&domain=environnement&domain=sport")
    assert set(links(answer)) == {"first", "next", "last"}
    seen = [each["id"] for each in answer.json["data"]]
    while "next" in links(answer):
        answer = get(client, links(answer)["next"].removeprefix("http://localhost/api"))
        seen += [each["id"] for each in answer.json["data"]]
    assert len(seen) == len(set(seen)) == 7
    assert set(links(answer)) == {"first", "prev", "last"}
    assert "domain=environnement&domain=sport" in links(answer)["first"]
    assert set(links(get(client, "/v1/missions?skip=500&limit=3"))) == {"first", "prev", "last"}
    assert links(get(client, "/v1/missions?limit=0")) == {}


@pytest.mark.parametrize(("skip", "expected"), [
    (0, {"first": 0, "next": 3, "last": 3}), (2, {"first": 0, "prev": 0, "next": 5, "last": 3}), (3, {"first": 0, "prev": 0, "last": 3}),
    (500, {"first": 0, "prev": 3, "last": 3}),
])
def test_no_page_is_named_before_the_first_or_after_the_last(app: Flask, skip: int, expected: dict[str, int]) -> None:
    with app.test_request_context(f"/api/v1/missions?limit=3&skip={skip}"):
        made = linked(Response(), 6, limit=3, skip=skip)
    assert {name: int(re.findall(r"skip=(\d+)", address)[0]) for name, address in links(made).items()} == expected


@pytest.mark.parametrize("path", [each.path for each in ROUTES if "{" not in each.path] + ["/v1/openapi.json"])
def test_whoever_has_it_already_is_told_so(client: PageClient, some: dict[str, str], path: str) -> None:
    answer = get(client, path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    again = get(client, path, 304, **{"If-None-Match": answer.headers["ETag"]})
    assert again.data == b""


def test_a_map_has_points_and_no_private_one(client: PageClient, some: dict[str, str], session: Any) -> None:
    hidden = world.mission(address="3 rue Secrète", address_public=False, lat=45.371, lon=5.601)
    touch(hidden, text=True)
    features = {each["id"]: each for each in get(client, "/v1/missions.geojson?limit=100").get_json(force=True)["features"]}
    assert hidden.commune is not None
    assert features[hidden.public_id]["geometry"]["coordinates"] == [hidden.commune.lon, hidden.commune.lat]
    assert [each["geometry"] for each in features.values() if each["properties"]["remote"] == "full"] == [None]


def test_one_that_nobody_may_see_does_not_exist(client: PageClient, session: Any) -> None:
    for path in (f"/v1/missions/{world.mission(publication='draft').public_id}", "/v1/missions/rien", "/v1/associations/rien"):
        assert get(client, path, 404).json["ok"] is False


def test_lists_are_found_by_name_and_place(client: PageClient, session: Any) -> None:
    host = world.association(name="L’épicerie du Voironnais", commune_code="38563", website="javascript:alert(1)")
    world.association(name="Ailleurs", commune_code="38226")
    [shown] = get(client, "/v1/associations?q=epicerie&place=Voiron").json["data"]
    assert (shown["id"], shown["website"], shown["missions"]) == (host.public_id, None, 0)
    assert "email" not in shown
    get(client, "/v1/associations?place=Xyzzy", 400)
    get(client, "/v1/associations?place=Isère", 400)
    assert [each["name"] for each in get(client, "/v1/communes?q=voiron").json["data"]] == ["Voiron"]
    assert get(client, "/v1/communes?q=38350&limit=100").json["total"] == 20
    assert len(get(client, "/v1/territories").json["data"]) == 13
    assert len(get(client, "/v1/domains").json["data"]) == 12


def test_too_many_questions_wait(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "api", limits.Limit(target=0, address=3, window=limits.LIMITS["api"].window))
    assert [client.get("/api/v1/domains").status_code for _n in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/missions")
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.json["code"] == 429
    assert client.get("/api").status_code == 200


def test_people_read_the_same(client: PageClient, session: Any) -> None:
    client.get("/api")
    for each in ROUTES:
        assert f"GET {each.path}" in client.text
        assert str(each.summary) in client.text
    for name in ("organizationRNA", "reducedMobilityAccessible", "If-None-Match", "1200 questions"):
        assert name in client.text


@pytest.mark.parametrize("path", ["/v1/associations?limit=100", "/v1/missions.geojson?limit=100"])
def test_as_many_statements_for_twenty_as_for_two(client: PageClient, session: Any, path: str) -> None:
    def asked() -> int:
        get(client, path)
        with counted_queries("SELECT") as seen:
            get(client, path)
        return len(seen)

    def write(count: int) -> None:
        for _n in range(count):
            touch(world.mission(), text=True)

    write(2)
    few = asked()
    write(18)
    assert asked() == few
