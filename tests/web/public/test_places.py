"""GET /lieux: suggestions of places."""

from tests.support.page_client import PageClient


def test_suggestions_are_public_and_kept_by_caches(client: PageClient) -> None:
    answer = client.get("/lieux?q=pontch")
    assert answer.json["lieux"][0]["label"] == "Pontcharra (38530)"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers


def test_odd_questions_get_an_empty_list(client: PageClient) -> None:
    for odd in ("", "%20", "🎉", "a" * 5000, "%00"):
        assert client.get(f"/lieux?q={odd}").json == {"lieux": []}
