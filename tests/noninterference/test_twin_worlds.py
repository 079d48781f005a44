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
    "insertion.", "referent.", "pilotage.", "assets.", "static", "public.mailbox", "public.figures",
    "administration.journal", "administration.health",  # what agents did, of nobody named, and the machine: an administrateur's alone
)
TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')


@cache
def _citizen() -> tuple[dict[str, bytes], list[Any]]:
    """The world in which nobody is accompanied, observed once: no leak can change it."""
    world = _built(current_app._get_current_object(), accompanied=False)  # type: ignore[attr-defined]
    sent = letters(world)
    return dict(_pages(world)), sent


def _built(app: Flask, *, accompanied: bool) -> World:
    restore(app)
    db.session.expire_all()
    return build(app, accompanied=accompanied)


def _pages(world: World) -> Iterator[tuple[str, bytes]]:
    counters = sa.select(AnswerCount.territoire_code, AnswerCount.quarter, AnswerCount.question, AnswerCount.answer, AnswerCount.value)
    yield "every counter of answers", repr(db.session.execute(counters.order_by(*counters.selected_columns)).all()).encode()
    for where, answer in observe(world, skip=lambda name: name.startswith(LEFT_OUT)):
        yield where, TOKEN.sub(rb'\1"', answer)


def _first_difference(app: Flask) -> str | None:
    """Return where the accompanied world first differs, None when it does nowhere: looking further than that would tell no more."""
    citizen, citizen_letters = _citizen()
    world = _built(app, accompanied=True)
    if letters(world) != citizen_letters:
        return "letters"
    met = set()
    for where, answer in _pages(world):
        met.add(where)
        if citizen.get(where) != answer:
            return where
    return next(iter(sorted(set(citizen) - met)), None)


def test_the_worlds_show_the_person_somewhere(fresh_app: Flask) -> None:
    citizen, citizen_letters = _citizen()
    assert sum(b"Amina" in each for each in citizen.values()) > 5
    assert citizen_letters
    for place in ("visitor /v/", "visitor /partage/", "volunteer /mon-passeport/choix/", "host /en/v/",
                  "visitor /attester/", "modérateur /moderation/feuilles/"):
        assert any(where.startswith(place) and b"Amina" in page for where, page in citizen.items()), place
    for place in ("visitor /temoignages", "visitor /associations/", "host /association/", "modérateur /moderation/temoignages/"):
        assert any(where.startswith(place) and "quand j’étais au RSA".encode() in page for where, page in citizen.items()), place
    assert any(where.endswith(".pdf") and b"%PDF-" in page for where, page in citizen.items())


def test_not_one_byte_differs(fresh_app: Flask) -> None:
    assert _first_difference(fresh_app) is None


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_seen(fresh_app: Flask, name: str) -> None:
    with LEAKS[name](fresh_app):
        assert _first_difference(fresh_app) is not None
