"""Invented people are loaded in a demonstration only, all of them or none."""

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.demo import insertion
from benevolat.demo.loading import is_loaded
from benevolat.demo.timeline import Timeline


def test_nothing_is_loaded_where_real_people_are(fresh_app: Flask) -> None:
    result = fresh_app.test_cli_runner().invoke(args=["demo", "load", "--once"])
    assert result.exit_code == 1
    assert "BENEVOLAT_DEMO=1" in result.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0


def test_a_failure_on_the_way_leaves_nothing(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_later(timeline: Timeline, _world: object) -> None:
        def fail() -> None:
            raise OSError("disque plein")
        timeline.plan(560, "12:00", fail)

    monkeypatch.setitem(fresh_app.config, "DEMO", True)
    monkeypatch.setattr(insertion, "plan", fail_later)
    result = fresh_app.test_cli_runner().invoke(args=["demo", "load"])
    assert isinstance(result.exception, OSError)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
    assert not is_loaded()
