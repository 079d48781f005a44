"""The server's own lines: one of JSON a request, with an id and a duration, and no word of anybody."""

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from benevolat import create_app
from benevolat.core.db import db
from benevolat.web import logs
from benevolat.web.guard import PUBLIC, access

CANARIES = ("canari-mot", "canari-lieu", "canari@courriel.example", "canaridecookie", "canaridepublicid", "canari-valeur")


@pytest.fixture
def written(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Flask, StringIO]]:
    """An application that writes its lines, and what it wrote."""
    names = ("", "benevolat", "werkzeug", *logs.SERVERS)
    kept = [(logging.getLogger(name), logging.getLogger(name).handlers[:], logging.getLogger(name).level) for name in names]
    lines = StringIO()
    monkeypatch.setattr(sys, "stderr", lines)
    made = create_app({**{key: app.config[key] for key in app.config if key.isupper()}, "TESTING": False, "LOGS": True})
    yield made, lines
    for logger, handlers, level in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)
    with made.app_context():
        db.engine.dispose()


def told(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(each) for each in lines.getvalue().splitlines()]


def test_a_request_is_its_endpoint_its_status_and_its_duration(written: tuple[Flask, StringIO]) -> None:
    made, lines = written
    made.test_client().get("/sante/live?x=1")
    made.test_client().get("/nulle-part")
    first, second = told(lines)
    assert (first["endpoint"], first["method"], first["status"], first["level"]) == ("public.alive", "GET", 200, "info")
    assert first["ms"] >= 0
    assert (second["endpoint"], second["method"], second["status"]) == (None, None, 404)
    assert first["request"] != second["request"]
    assert set(first) == {"at", "level", "logger", "said", "request", "method", "endpoint", "status", "ms"}


def test_no_word_of_anybody_is_written(written: tuple[Flask, StringIO], session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made, lines = written
    client = made.test_client()
    client.set_cookie("autre", "canaridecookie")
    client.get("/missions?q=canari-mot&lieu=canari-lieu")
    client.get("/missions/canaridepublicid", headers={"X-Request-Id": "canari-mot-canari", "User-Agent": "canari-mot"})
    client.post("/connexion", data={"contact": "canari@courriel.example"})

    @access(PUBLIC)
    def fail() -> None:
        raise IntegrityError("INSERT INTO user_account VALUES (?)", {"email": "canari@courriel.example"}, ValueError("canari-valeur"))

    monkeypatch.setitem(made.view_functions, "public.alive", fail)
    assert client.get("/sante/live").status_code == 500
    logging.getLogger("gunicorn.error").error("Error handling request %s", "/missions?q=canari-mot")
    logging.getLogger("benevolat.essai").warning("failed: %s", sa.exc.OperationalError.__name__)
    assert not [each for each in CANARIES if each in lines.getvalue()]
    failed = next(each for each in told(lines) if "error" in each)
    assert (failed["error"], failed["said"]) == ("IntegrityError", "unexpected failure on public.alive")
    assert failed["through"][-1].endswith(" fail")
    ended = next(each for each in told(lines) if each.get("status") == 500)
    assert (ended["request"], ended["level"]) == (failed["request"], "warning"), "a failure is found by the id of its request"
    assert "failed: OperationalError" in lines.getvalue()


def test_the_id_of_our_own_proxy_is_taken_over_when_it_is_one(written: tuple[Flask, StringIO]) -> None:
    made, lines = written
    made.config["PROXIES"] = 1
    for given in ("4bf92f3577b34da6", "un nom avec des espaces", "a" * 65):
        made.test_client().get("/sante/live", headers={"X-Request-Id": given})
    first, second, third = (each["request"] for each in told(lines))
    assert first == "4bf92f3577b34da6"
    assert " " not in second
    assert len(third) < 64
