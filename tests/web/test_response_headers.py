"""What a browser is told with every answer, errors and files included, and what it must bring back."""

import pytest

from tests.support.page_client import PageClient

PATHS = ("/", "/rien-ici", "/static/img/favicon.svg", "/api/v1/missions?limit=0", "/compte")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_bears_its_protections(client: PageClient, path: str) -> None:
    with client.get(path, base_url="https://localhost") as answer:
        headers = answer.headers
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "text/" not in headers["Content-Type"] or "charset=utf-8" in headers["Content-Type"]


def test_what_a_browser_keeps_of_a_session_is_for_the_site_alone(client: PageClient) -> None:
    cookie = client.get("/connexion").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert client.get("/connexion").headers["Cache-Control"] == "no-store"


def test_what_another_site_sends_is_refused(client: PageClient) -> None:
    assert client.post("/connexion", data={"contact": "nadia@courriel.example"}).status_code == 400
    assert "rechargez la page" in client.text


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_no_other_method_is_served(client: PageClient, method: str) -> None:
    assert client.open("/connexion", method=method).status_code == 405
