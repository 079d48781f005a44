"""The frame of a town hall and the page that writes its code: no cookie, no script, nothing of anybody else."""

from typing import Any

import lxml.html
from lxml.etree import _Element as Element

from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.factories import world
from tests.factories.people import person
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def written(**values: Any) -> Mission:
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def directives(answer: Any) -> dict[str, str]:
    return {each.split()[0]: " ".join(each.split()[1:]) for each in answer.headers["Content-Security-Policy"].split(";")}


def test_it_may_be_framed_and_does_nothing_else(client: PageClient, session: Any) -> None:
    written()
    sign_in(client, person())
    answer = client.get("/widget?lieu=Voiron")
    policy = directives(answer)
    assert policy["frame-ancestors"] == "*"
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert policy["form-action"] == "'none'"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "X-Frame-Options" not in answer.headers
    assert not all_of(client.page, "script")
    assert not all_of(client.page, "form")
    assert [each.get("target") for each in all_of(client.page, "base")] == ["_top"]


def test_no_other_page_may_be_framed(client: PageClient, session: Any) -> None:
    for path in ("/", "/missions", "/integrer"):
        assert directives(client.get(path))["frame-ancestors"] == "'none'"
    assert "frame-src" not in directives(client.get("/missions"))
    assert directives(client.get("/integrer"))["frame-src"] == "'self'"


def titles(client: PageClient) -> list[str]:
    return [text_of(each) for each in all_of(client.page, "h2")]


def test_it_shows_as_many_as_asked_there_and_of_that_domain(client: PageClient, session: Any) -> None:
    for n in range(7):
        written(title=f"Mission {n}", domaine_code="sport" if n else "animaux")
    written(title="Loin", commune_code="38269")
    client.get("/widget?lieu=Voiron&rayon=5")
    assert len(titles(client)) == 5
    client.get("/widget?lieu=Voiron&rayon=5&nombre=20")
    assert len(titles(client)) == 7
    client.get("/widget?lieu=Voiron&domaine=animaux&nombre=9999999")
    assert titles(client) == ["Mission 0"]
    assert client.h1 == "Missions de bénévolat : Voiron"
    for odd in ("nombre=-1", "nombre=x", "nombre=٣", "lieu=Xyzzy", "lieu=38350", "lieu=%00", "rayon=nan"):
        assert client.get(f"/widget?{odd}").status_code == 200


def test_as_many_statements_for_twenty_as_for_two(client: PageClient, session: Any) -> None:
    def asked() -> int:
        client.get("/widget?nombre=20")
        with counted_queries("SELECT") as seen:
            client.get("/widget?nombre=20")
        return len(seen)

    written(), written()
    few = asked()
    for _n in range(18):
        written()
    assert asked() == few


def frame_of(code: str) -> Element:
    [found] = lxml.html.fragment_fromstring(code, create_parent=True).iter("iframe")
    return found


def test_the_code_is_the_frame_that_was_asked(client: PageClient, session: Any) -> None:
    written()
    client.get("/integrer")
    client.submit("Mettre le code à jour", lieu="Voiron", rayon="5", domaine="environnement", nombre="3", hauteur="450")
    [code] = [each.text or "" for each in all_of(client.page, "textarea")]
    frame = frame_of(code)
    assert frame.get("src") == "http://localhost/widget?lieu=Voiron&rayon=5&domaine=environnement&nombre=3"
    assert (frame.get("height"), frame.get("title")) == ("450", "Missions de bénévolat\u00a0: Voiron")
    [shown] = all_of(client.page, "iframe")
    assert shown.get("src") == "/widget?lieu=Voiron&rayon=5&domaine=environnement&nombre=3"


def test_a_hostile_place_stays_text_in_the_code(client: PageClient, session: Any) -> None:
    client.get("/integrer", query_string={"lieu": '"><script>alert(1)</script>', "hauteur": "9" * 6, "nombre": "0"})
    [code] = [each.text or "" for each in all_of(client.page, "textarea")]
    assert "<script" not in code
    frame = frame_of(code)
    assert (frame.get("height"), (frame.get("src") or "")[-8:]) == ("2000", "nombre=1")


def test_an_unclear_place_is_said_at_its_field(client: PageClient, session: Any) -> None:
    client.get("/integrer?lieu=38350")
    assert "Plusieurs lieux portent ce nom" in client.text
    client.get("/integrer?lieu=Xyzzy")
    assert "pas trouvé cette commune" in client.text
