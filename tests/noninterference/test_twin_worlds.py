"""The headline promise: nothing below the RSA line differs by one byte between a person who is accompanied and any citizen."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from benevolat.core.db import db
from benevolat.temoignages.models import AnswerCount
from tests.conftest import restore

from .leaks import LEAKS
from .worlds import World, build, letters, observe

LEFT_OUT = (
    "insertion.", "droits.", "donnees.index", "donnees.erase", "referent.", "pilotage.", "assets.", "static", "public.mailbox",
    "public.figures",
    "administration.journal", "administration.health",  # what agents did, of nobody named, and the machine: an administrateur's alone
)
TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')

Seen = tuple[dict[str, bytes], list[Any]]


@cache
def seen(*views: str, accompanied: bool) -> Seen:
    """Return what a world shows by page (of those views, of all when none is given), and its letters; observed once in a process."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return _observed(app, views, accompanied=accompanied)


def _observed(app: Flask, views: tuple[str, ...], *, accompanied: bool) -> Seen:
    restore(app)
    db.session.expire_all()
    world = build(app, accompanied=accompanied)
    sent = letters(world)
    return dict(_pages(world, views)), sent


def _pages(world: World, views: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    counters = sa.select(AnswerCount.territoire_code, AnswerCount.quarter, AnswerCount.question, AnswerCount.answer, AnswerCount.value)
    yield "every counter of answers", repr(db.session.execute(counters.order_by(*counters.selected_columns)).all()).encode()
    for where, answer in observe(world, skip=lambda name: name.startswith(LEFT_OUT) or not name.startswith(views or "")):
        yield where, TOKEN.sub(rb'\1"', answer)


def _differences(one: Seen, other: Seen) -> list[str]:
    """Return where two worlds differ."""
    pages, more = one[0], other[0]
    return [where for where in {**pages, **more} if pages.get(where) != more.get(where)] + (["letters"] if one[1] != other[1] else [])


def test_the_worlds_show_the_person_somewhere(fresh_app: Flask) -> None:
    citizen, citizen_letters = seen(accompanied=False)
    assert sum(b"Amina" in each for each in citizen.values()) > 5
    assert citizen_letters
    for place in ("visitor /v/", "visitor /partage/", "volunteer /mon-passeport/choix/", "host /en/v/",
                  "visitor /attester/", "modérateur /moderation/feuilles/"):
        assert any(where.startswith(place) and b"Amina" in page for where, page in citizen.items()), place
    for place in ("visitor /temoignages", "visitor /associations/", "host /association/", "modérateur /moderation/temoignages/"):
        assert any(where.startswith(place) and "quand j’étais au RSA".encode() in page for where, page in citizen.items()), place
    assert any(where.endswith(".pdf") and b"%PDF-" in page for where, page in citizen.items())


def test_not_one_byte_differs(fresh_app: Flask) -> None:
    assert _differences(seen(accompanied=False), seen(accompanied=True)) == []


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_seen(fresh_app: Flask, name: str) -> None:
    leak = LEAKS[name]
    views = leak.views or ("none",)
    citizen = seen(*views, accompanied=False)
    with leak.plant(fresh_app):
        assert _differences(citizen, _observed(fresh_app, views, accompanied=True))
