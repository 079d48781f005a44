"""What other software follows: news as Atom, the map of the site, facts as schema.org; well formed, public, without a cookie."""

import json
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from benevolat.associations.models import Lieu, Logo, Opening
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.exchange.documents import mission_data
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import touch
from benevolat.web.public import flux
from tests.factories import keep, world
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "</script><script>alert(1)</script> <!-- & «\u2028»"
TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://"}
HOST = {"type": "object", "required": ["@type", "name", "url"], "properties": {"@type": {"const": "NGO"}, "name": TEXT, "url": ADDRESS}}
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]\d\d:\d\d$"
EVENT = {
    "required": ["@type", "name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "organizer"],
    "properties": {
        "@type": {"const": "Event"}, "name": TEXT, "startDate": {"pattern": MOMENT}, "organizer": HOST,
        "eventStatus": {"const": "https://schema.org/EventScheduled"}, "url": ADDRESS,
    },
}
POSTING = {
    "required": ["@type", "title", "description", "datePosted", "hiringOrganization", "employmentType"],
    "anyOf": [{"required": ["jobLocation"]}, {"required": ["jobLocationType", "applicantLocationRequirements"]}],
    "properties": {
        "@type": {"const": "JobPosting"}, "employmentType": {"const": "VOLUNTEER"}, "hiringOrganization": HOST, "baseSalary": False,
        "datePosted": {"pattern": r"^\d{4}-\d\d-\d\d$"},
    },
}
"""What search engines ask of each kind."""


def written(**values: Any) -> Mission:
    mission = world.mission(values.pop("host", None), **values)
    touch(mission, text=True)
    return mission


def atom(client: PageClient, query: str = "") -> Any:
    answer = client.get(f"/missions.atom?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    assert "Set-Cookie" not in answer.headers
    return etree.fromstring(answer.data)


def linked(client: PageClient) -> Any:
    [block] = [each for each in client.page.iter("script") if each.get("type") == "application/ld+json"]
    return json.loads(block.text or "")


def test_news_are_those_of_the_search_newest_first(client: PageClient, session: Any) -> None:
    old = written(title="Arroser le potager", published_at=clock.now() - timedelta(days=3))
    new = written(title=f"Arroser les fleurs {HOSTILE}")
    written(title="Servir la soupe", commune_code="38185")
    feed = atom(client, "q=arroser&lieu=Voiron")
    assert [each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")] == [
        f"http://localhost/missions/{new.public_id}", f"http://localhost/missions/{old.public_id}",
    ]
    assert "</script>" in feed.findtext(f"{ATOM}entry/{ATOM}title")
    assert {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")} == {
        "alternate": "http://localhost/missions?q=arroser&lieu=Voiron", "self": "http://localhost/missions.atom?q=arroser&lieu=Voiron",
    }
    for each in feed.iter(f"{ATOM}entry"):
        assert all(each.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published", "summary"))
    assert len(atom(client).findall(f"{ATOM}entry")) == 3
    assert len(atom(client, "lieu=Xyzzy&q=%00").findall(f"{ATOM}entry")) >= 0


def test_whoever_has_the_news_already_is_told_so(client: PageClient, session: Any) -> None:
    written()
    answer = client.get("/missions.atom")
    assert client.get("/missions.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    written()
    assert client.get("/missions.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_the_page_of_a_search_names_its_news(client: PageClient, session: Any) -> None:
    client.get("/missions?q=jardin&lieu=Voiron")
    [shown] = [each for each in client.page.iter("link") if each.get("type") == "application/atom+xml"]
    assert shown.get("href") == "/missions.atom?q=jardin&lieu=Voiron"


def test_as_many_statements_for_thirty_news_as_for_two(client: PageClient, session: Any) -> None:
    def asked() -> int:
        atom(client)
        with counted_queries("SELECT") as seen:
            atom(client)
        return len(seen)

    written(), written()
    few = asked()
    for _n in range(28):
        written()
    assert asked() == few


def addresses(client: PageClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [each.text or "" for each in etree.fromstring(answer.data).iter(f"{MAP}loc")]


def test_the_map_of_the_site_holds_what_is_public(client: PageClient, session: Any) -> None:
    mission = written()
    for publication in (each for each in Publication if each is not Publication.PUBLISHED):
        written(publication=publication, publication_reason="Essai")
    written(ends_on=clock.today() - timedelta(days=1), starts_on=None)
    hidden = world.association(state=AssociationState.SUSPENDED, state_reason="Essai")
    shown = addresses(client, "/sitemap.xml")
    assert f"http://localhost/missions/{mission.public_id}" in shown
    assert [each for each in shown if "/missions/" in each] == [f"http://localhost/missions/{mission.public_id}"]
    assert hidden.public_id not in " ".join(shown)
    for address in shown:
        if "/missions/" not in address and "/associations/" not in address:
            assert client.get(address.removeprefix("http://localhost")).status_code == 200, address
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_map_that_is_too_long_is_several(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flux, "MOST", len(flux.FIXED) + 2)
    wanted = {f"http://localhost/missions/{written().public_id}" for _n in range(3)}
    files = addresses(client, "/sitemap.xml")
    assert [each.removeprefix("http://localhost") for each in files] == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-2.xml"]
    found = [each for path in files for each in addresses(client, path.removeprefix("http://localhost"))]
    assert len(found) == len(set(found)) == len(flux.FIXED) + 6
    assert wanted <= set(found)
    assert client.get("/sitemap-3.xml").status_code == 404


def test_a_mission_with_dates_is_an_event_for_each(client: PageClient, session: Any) -> None:
    mission = written(kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None, title=HOSTILE, description=HOSTILE)
    world.creneau(mission, days=2), world.creneau(mission, days=9, cancelled=True)
    client.get(f"/missions/{mission.public_id}")
    Draft202012Validator(EVENT).validate(linked(client))
    assert linked(client)["name"] == HOSTILE
    world.creneau(mission, days=16)
    client.get(f"/missions/{mission.public_id}")
    assert len(linked(client)["@graph"]) == 2
    for each in linked(client)["@graph"]:
        Draft202012Validator(EVENT).validate(each)


@pytest.mark.parametrize("where", list(Where))
def test_a_mission_that_comes_back_is_a_volunteers_place(client: PageClient, session: Any, where: Where) -> None:
    mission = written(where=where, address="3 rue Secrète", address_public=False, lat=45.371, lon=5.601)
    client.get(f"/missions/{mission.public_id}")
    Draft202012Validator(POSTING).validate(linked(client))
    assert "Secrète" not in client.source
    assert "45.371" not in client.source
    assert f'<link rel="canonical" href="http://localhost/missions/{mission.public_id}">' in client.source


def test_a_closed_mission_says_nothing_to_search_engines(session: Any) -> None:
    assert mission_data(world.mission(recruiting=False), base="") is None


def test_an_association_is_an_ngo(client: PageClient, session: Any) -> None:
    host = world.association(name=f"L’entraide {HOSTILE}", website="javascript:alert(1)", address="3 rue Secrète")
    client.get(f"/associations/{host.public_id}")
    Draft202012Validator(HOST).validate(linked(client))
    assert "sameAs" not in linked(client)
    assert "Secrète" not in client.source
    assert linked(client)["identifier"] == [{"@type": "PropertyValue", "propertyID": "RNA", "value": host.rna}]


def test_search_engines_are_told_the_logo_the_hours_and_the_places(client: PageClient, session: Any) -> None:
    mission = written(kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    host = mission.association
    world.creneau(mission, days=2)
    keep(Logo(association_id=host.id, digest="a" * 64, content=b"x", width=320, height=160, alt="Une main"))
    keep(Opening(association_id=host.id, weekday=1, opens=14 * 60, closes=18 * 60))
    keep(Lieu(association_id=host.id, name="Le local", address="1 rue des Lilas", commune_code="38563"))
    hours = [{"@type": "OpeningHoursSpecification", "dayOfWeek": ["https://schema.org/Tuesday"], "opens": "14:00", "closes": "18:00"}]
    client.get(f"/associations/{host.public_id}")
    told, address = linked(client), f"http://localhost/associations/{host.public_id}/logo/{'a' * 64}.webp"
    assert (told["logo"]["url"], told["logo"]["caption"]) == (address, "Une main")
    assert client.get(told["logo"]["url"].removeprefix("http://localhost")).status_code == 200
    assert [each.get("openingHoursSpecification") for each in told["location"]] == [hours, None]
    assert told["location"][1]["address"]["streetAddress"] == "1 rue des Lilas"
    client.get(f"/missions/{mission.public_id}")
    organizer = linked(client)["organizer"]
    assert (organizer["logo"], organizer["location"][0]["openingHoursSpecification"]) == (told["logo"], hours)
    assert len(organizer["location"]) == 1, "the other places are not where this mission is"
