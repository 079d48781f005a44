"""Somebody erases their account: whoever they knew here sees and reads the same, whether they were accompanied or not."""

from typing import Any

import pytest
from flask import Flask

from benevolat.core.db import db, transaction
from benevolat.privacy import services
from tests.conftest import restore

from .test_twin_worlds import TOKEN
from .worlds import _at, build, letters, observe

VIEWS = ("association.", "public.", "moderation.", "api.")


def _after(app: Flask, *, accompanied: bool) -> tuple[dict[str, bytes], list[Any]]:
    """Return what a world shows of the person, and its letters, once their account is erased."""
    restore(app)
    db.session.expire_all()
    world = build(app, accompanied=accompanied)
    volunteer = world.actors.pop("volunteer")
    with _at(40.5, 6), transaction():
        services.erase_account(volunteer, by=volunteer)
    pages = observe(world, skip=lambda name: not name.startswith(VIEWS) or name in {"public.mailbox", "public.figures"})
    return {where: TOKEN.sub(rb'\1"', answer) for where, answer in pages}, letters(world)


@pytest.mark.long
def test_an_erasure_tells_nobody_who_was_accompanied(fresh_app: Flask) -> None:
    citizen, citizen_letters = _after(fresh_app, accompanied=False)
    other, other_letters = _after(fresh_app, accompanied=True)
    assert [where for where in citizen | other if citizen.get(where) != other.get(where)] == []
    assert citizen_letters == other_letters
    assert any("Compte effacé".encode() in page for where, page in citizen.items() if where.startswith("host "))
    assert not [where for where, page in citizen.items() if b"Amina" in page or b"Roussel" in page]
