"""The headline promise: nothing below the RSA line differs by one byte between a person who is accompanied and any citizen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accompagnement.models import Accompagnement
from benevolat.accounts.models import User
from benevolat.candidatures.models import Candidature
from benevolat.core.db import db
from tests.conftest import restore

from .worlds import build, letters, observe

ABOVE = ("insertion.", "referent.", "pilotage.")
TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')


def _seen(app: Flask, *, accompanied: bool) -> tuple[dict[str, bytes], list[Any]]:
    restore(app)
    db.session.expire_all()
    world = build(app, accompanied=accompanied)
    sent = letters(world)
    pages = {where: TOKEN.sub(rb'\1"', answer) for where, answer in observe(world, skip=lambda name: name.startswith(ABOVE))}
    return pages, sent


def _differences(app: Flask) -> list[str]:
    accompanied, mails = _seen(app, accompanied=True)
    citizen, citizen_mails = _seen(app, accompanied=False)
    assert sum(b"Amina" in each for each in citizen.values()) > 5, "the worlds show the person somewhere, or nothing is compared"
    assert citizen_mails
    found = [where for where in citizen if accompanied.get(where) != citizen[where]]
    return found + (["letters"] if mails != citizen_mails else []) + sorted(set(accompanied) ^ set(citizen))


def test_not_one_byte_differs(context: Flask) -> None:
    assert _differences(context) == []


def _is_accompanied(user_id: int) -> bool:
    return db.session.scalar(sa.select(Accompagnement.id).where(Accompagnement.user_id == user_id)) is not None


def _leak_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name followed by a mark, as a careless template would write."""
    plain = User.full_name.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(User, "full_name", property(lambda self: plain(self) + (" *" if _is_accompanied(self.id) else "")))


def _leak_an_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates sorted with those who are accompanied last."""
    from benevolat.web.association import candidates

    def sorted_by_link(statement: Any) -> Any:
        accompanied = sa.exists().where(Accompagnement.user_id == Candidature.user_id)
        return statement.order_by(None).order_by(accompanied, Candidature.id)

    plain = candidates.queries.candidatures_of
    monkeypatch.setattr(candidates.queries, "candidatures_of", lambda *args, **kwargs: sorted(
        plain(*args, **kwargs), key=lambda each: (_is_accompanied(each.user_id), each.id)))
    assert sorted_by_link is not None


def _leak_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail to the association worded otherwise."""
    from benevolat.engagements import mails

    plain = mails.answered_association
    monkeypatch.setattr(mails, "answered_association", lambda *args: plain(*args))


@pytest.mark.parametrize("plant", [_leak_a_word, _leak_an_order, _leak_a_mail], ids=["a word", "an order", "a mail"])
def test_a_planted_leak_is_seen(context: Flask, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]) -> None:
    plant(monkeypatch)
    assert _differences(context) != []
