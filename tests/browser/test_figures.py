"""Axe and 320 px on every page of figures, empty and full, on a telephone and a desktop."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.reporting import services
from tests.factories.people import agent
from tests.reporting.histories import FATES, Act, World, count

from .visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]


def test_the_pages_of_figures(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    fresh_app.config["PUBLIC_FIGURES"].unlink(missing_ok=True)
    reader, passer = visitor(width).signed_in(fresh_app, agent(Role.PILOTE)), visitor(width)
    reader.go("/pilotage/chiffres").go("/pilotage/chiffres/sent")
    passer.go("/chiffres")
    world = World()
    for turn in range(120):
        world.live(Act(turn * 7 % 15, turn % 41, turn * 4 % 460, turn % 9, FATES[turn % len(FATES)]), turn)
    for place in ("trieves", "oisans", "vercors"):
        count(place, 4, 9, 7)
    session.flush()
    with clock.frozen(clock.paris(2026, 6, 1)):
        services.close_quarters()
    session.commit()
    services.write_public_file()
    db.session.rollback()
    for query in ("", "?annee=2025", "?territoire=trieves", "?domaine=sport", "?territoire=trieves&domaine=sport"):
        reader.go(f"/pilotage/chiffres{query}")
    for series in ("sent", "attested", "unmet", "offered"):
        reader.go(f"/pilotage/chiffres/{series}")
    passer.go("/chiffres")
    fresh_app.config["PUBLIC_FIGURES"].unlink()
