"""The headline promise: nothing below the RSA line differs by one byte between a person who is accompanied and any citizen."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from benevolat.accompagnement.models import Accompagnement
from benevolat.accounts.models import User
from benevolat.candidatures.models import Candidature
from benevolat.core.db import db
from benevolat.core.mail import Letter
from benevolat.engagements import mails
from benevolat.engagements.models import Engagement
from tests.conftest import restore

from .worlds import build, letters, observe

LEFT_OUT = ("insertion.", "referent.", "pilotage.", "assets.", "static", "public.mailbox")
TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')


@cache
def _citizen() -> tuple[dict[str, bytes], list[Any]]:
    """The world in which nobody is accompanied, observed once: no leak can change it."""
    return _seen(current_app._get_current_object(), accompanied=False)  # type: ignore[attr-defined]


def _seen(app: Flask, *, accompanied: bool) -> tuple[dict[str, bytes], list[Any]]:
    restore(app)
    db.session.expire_all()
    world = build(app, accompanied=accompanied)
    sent = letters(world)
    pages = {where: TOKEN.sub(rb'\1"', answer) for where, answer in observe(world, skip=lambda name: name.startswith(LEFT_OUT))}
    return pages, sent


def _differences(app: Flask) -> list[str]:
    citizen, citizen_letters = _citizen()
    accompanied, accompanied_letters = _seen(app, accompanied=True)
    assert sum(b"Amina" in each for each in citizen.values()) > 5, "the worlds show the person somewhere, or nothing is compared"
    assert citizen_letters
    for place in ("visitor /v/", "visitor /partage/", "volunteer /mon-passeport/choix/", "host /en/v/",
                  "visitor /attester/", "modérateur /moderation/feuilles/"):
        assert any(where.startswith(place) and b"Amina" in page for where, page in citizen.items()), place
    for place in ("visitor /temoignages", "visitor /associations/", "host /association/", "modérateur /moderation/temoignages/"):
        assert any(where.startswith(place) and "quand j’étais au RSA".encode() in page for where, page in citizen.items()), place
    assert any(where.endswith(".pdf") and b"%PDF-" in page for where, page in citizen.items())
    found = [where for where in citizen if accompanied.get(where) != citizen[where]]
    return found + (["letters"] if accompanied_letters != citizen_letters else []) + sorted(set(accompanied) ^ set(citizen))


def test_not_one_byte_differs(fresh_app: Flask) -> None:
    assert _differences(fresh_app) == []


def _is_accompanied(user_id: int) -> bool:
    return db.session.scalar(sa.select(Accompagnement.id).where(Accompagnement.user_id == user_id)) is not None


@contextmanager
def _a_word() -> Iterator[None]:
    """A name followed by a mark, as a careless template would write."""
    plain = User.full_name
    marked = property(lambda self: plain.fget(self) + (" *" if _is_accompanied(self.id) else ""))  # type: ignore[attr-defined]
    User.full_name = marked  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        User.full_name = plain  # type: ignore[method-assign]


@contextmanager
def _an_order() -> Iterator[None]:
    """Candidatures sorted with those of people who are accompanied first, and otherwise as the page sorts them, newest first."""
    accompanied = sa.exists().where(Accompagnement.user_id == Candidature.user_id)

    def reorder(state: Any) -> None:
        if state.is_select and state.bind_mapper is not None and state.bind_mapper.class_ is Candidature:
            state.statement = state.statement.order_by(None).order_by(accompanied.desc(), Candidature.id.desc())

    sa.event.listen(db.session, "do_orm_execute", reorder)
    try:
        yield
    finally:
        sa.event.remove(db.session, "do_orm_execute", reorder)


@contextmanager
def _a_mail() -> Iterator[None]:
    """A letter to the association worded otherwise."""
    plain = mails.to_close_association

    def worded(engagement: Engagement) -> Letter:
        letter = plain(engagement)
        return replace(letter, subject=letter.subject + " (suivi)") if _is_accompanied(engagement.user_id) else letter

    mails.to_close_association = worded
    try:
        yield
    finally:
        mails.to_close_association = plain


@pytest.mark.parametrize("leak", [_a_word, _an_order, _a_mail], ids=["a word", "an order", "a mail"])
def test_a_planted_leak_is_seen(fresh_app: Flask, leak: Callable[[], AbstractContextManager[None]]) -> None:
    with leak():
        assert _differences(fresh_app) != []
