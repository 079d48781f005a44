"""Limits: exactly N tries pass, in parallel too; a new window begins when the old one ended; keys hold no address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request

from benevolat import create_app
from benevolat.accounts.models import RateWindow
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import TooManyAttempts
from benevolat.web import limits

WINDOW = timedelta(minutes=5)


def test_exactly_n_of_forty_parallel_tries_pass(fresh_app: Flask) -> None:
    def attempt(_number: int) -> int:
        with fresh_app.app_context():
            wait = limits.limited("essai", limit=7, window=WINDOW)
            db.session.remove()
            return wait

    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(attempt, range(40)))
    assert waits.count(0) == 7
    assert all(0 < wait <= 301 for wait in waits if wait)


def test_a_new_window_begins_when_the_old_one_has_ended(session: Any) -> None:
    start = clock.now()
    with clock.frozen(start):
        assert [bool(limits.limited("essai", limit=2, window=WINDOW)) for _try in range(3)] == [False, False, True]
    with clock.frozen(start + WINDOW - timedelta(seconds=1)):
        assert limits.limited("essai", limit=2, window=WINDOW) == 2
    with clock.frozen(start + WINDOW):
        assert [bool(limits.limited("essai", limit=2, window=WINDOW)) for _try in range(3)] == [False, False, True]


def test_keys_do_not_mix(session: Any) -> None:
    assert limits.limited("un", limit=1, window=WINDOW) == 0
    assert limits.limited("deux", limit=1, window=WINDOW) == 0
    assert limits.limited("un", limit=1, window=WINDOW) > 0


def test_a_target_and_a_network_address_are_both_counted(fresh_app: Flask) -> None:
    rule = limits.LIMITS["call_back"]
    with fresh_app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        for _try in range(rule.target):
            limits.check("call_back", "+33639980001")
        with pytest.raises(TooManyAttempts) as refusal:
            limits.check("call_back", "+33639980001")
        assert 0 < (refusal.value.retry_after or 0) <= rule.window.total_seconds() + 1
        for number in range(rule.address - rule.target - 1):
            limits.check("call_back", f"+3363997{number:04d}")
        with pytest.raises(TooManyAttempts):
            limits.check("call_back", "+33639989999")
    with fresh_app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.2"}):
        limits.check("call_back", "+33639989998")


def test_the_table_holds_no_address(fresh_app: Flask) -> None:
    with fresh_app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        limits.check("send_code", "nadia@courriel.example")
    kept = " ".join(db.session.scalars(sa.select(RateWindow.key)))
    assert "nadia" not in kept
    assert "192.0.2.1" not in kept


@pytest.mark.parametrize(("proxies", "expected"), [(0, "127.0.0.1"), (1, "192.0.2.9")])
def test_a_visitors_address_is_believed_of_our_own_proxies_only(
    app: Flask, tmp_path: Path, proxies: int, expected: str
) -> None:
    """Else whoever writes a header of their own has as many limits as they like."""
    made = create_app({**{key: app.config[key] for key in app.config if key.isupper()}, "INSTANCE": tmp_path, "PROXIES": proxies,
                       "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'proxies.sqlite3'}"})
    seen: list[str | None] = []
    made.before_request(lambda: seen.append(request.remote_addr))
    made.test_client().get("/actifs/rien", headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.9"})
    assert seen == [expected]
