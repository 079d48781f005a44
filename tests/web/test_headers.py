"""Headers of what no view answers (errors, static files), and cookies: under https a cookie is this host's alone."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benevolat import create_app
from benevolat.core.db import db
from benevolat.web.guard import PUBLIC, access
from tests.consistency.guarded import unguarded

REFUSALS = [
    ("GET", "/rien-ici", 404), ("POST", "/cgu", 405), ("GET", "/api/v1/rien", 404), ("POST", "/connexion", 400),
    ("GET", "/static/rien.css", 404),
]


def _alone(app: Flask) -> FlaskClient:
    """A client outside of any context, as a request is: what a request keeps for itself ends with it."""
    return FlaskClient(app, app.response_class)


@pytest.mark.parametrize(("method", "path", "status"), REFUSALS)
def test_a_refusal_is_guarded(fresh_app: Flask, method: str, path: str, status: int) -> None:
    answer = fresh_app.test_client().open(path, method=method)
    assert (answer.status_code, unguarded(answer)) == (status, [])


def test_a_static_file_is_guarded(app: Flask) -> None:
    answer = _alone(app).get("/static/css/tokens.css")
    assert (answer.status_code, unguarded(answer)) == (200, [])
    answer.close()


def test_a_failure_and_a_body_too_long_are_guarded(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fresh_app.config, "TESTING", False)
    monkeypatch.setitem(fresh_app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(fresh_app.view_functions, "public.cgu", _fails)
    for answer in (fresh_app.test_client().get("/cgu"), fresh_app.test_client().post("/connexion", data={"x": "y" * 2_200_000})):
        assert answer.status_code in (500, 413)
        assert unguarded(answer) == []


@access(PUBLIC)
def _fails() -> Any:
    raise LookupError


def test_a_nonce_serves_once(app: Flask) -> None:
    policies = [_alone(app).get("/cgu").headers["Content-Security-Policy"] for _turn in range(2)]
    assert "'nonce-" in policies[0]
    assert policies[0] != policies[1]


def test_under_https_the_cookie_is_this_host_s_and_https_is_for_ever(app: Flask, tmp_path: Path) -> None:
    given = {name: app.config[name] for name in app.config if name.isupper()}
    secure = create_app({**given, "BASE_URL": "https://benevolat.example", "INSTANCE": tmp_path})
    with secure.app_context():
        answer = secure.test_client().get("/connexion", base_url="https://benevolat.example")
        db.engine.dispose()
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not any(each.startswith("Domain") for each in attributes)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in _alone(app).get("/connexion").headers
