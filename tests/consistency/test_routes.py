"""Every route declares who may call it, writes only by POST, and its address is French, kebab-case, without accents."""

import re

import pytest
from flask import Flask

from benevolat.web.guard import declared_access
from tests.support.page_client import PageClient


def test_every_route_declares_its_access(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert not [each for each in endpoints if declared_access(app, each) is None]


def test_addresses_are_kebab_case_without_accents(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        words = re.sub(r"<[^>]+>", "x", rule.rule)
        assert re.fullmatch(r"[a-z0-9./_-]*", words), rule.rule


def test_a_route_is_read_or_written_never_guessed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert not (rule.methods or set()) & {"PUT", "PATCH", "DELETE"}, rule.rule


def test_a_route_that_declares_nothing_fails_closed(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(app.view_functions["public.home"], "access")
    with pytest.raises(RuntimeError, match="declares no access"):
        client.get("/")


def test_ids_in_addresses_are_never_row_numbers(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert "int:" not in rule.rule.replace("<int:number>", ""), f"{rule.rule}: strangers would see row numbers; a rank is called number"
