"""Axe, at both widths, on how an association shows itself: pages that are empty, full, and sent back with errors."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from benevolat.accounts.models import Role
from benevolat.associations import services
from benevolat.associations.models import Right
from benevolat.core import clock
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import world
from tests.factories.people import agent, person

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]


def test_how_an_association_shows_itself(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    admin = person()
    host, empty = world.association(member=admin), world.association(member=admin)
    row = world.mission(host)
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "#F2A65A").save(picture, "PNG")
    services.put_logo(host, picture.getvalue(), alt="Un bol", by=admin)
    services.open_on(host, [1, 2, 3], 540, 720, by=admin)
    lieu = services.add_lieu(host, by=admin, name="Le local", address="1 rue des Lilas", commune_code="38563", directions="Porte verte.")
    services.announce_absence(host, by=admin, first_day=clock.today(), last_day=clock.today() + timedelta(days=9))
    services.invite_member(host, by=admin, email="karim@courriel.example", rights=[Right.HOURS])
    desk = agent(Role.MODERATEUR)
    services.set_trusted(host, True, by=desk, reason="Vos missions sont claires.")
    session.commit()
    someone = visitor(width).signed_in(fresh_app, admin)
    for each in (host, empty):
        for page in ("", "/equipe", "/logo", "/horaires", "/lieux", "/absences", "/page"):
            someone.go(f"/association/{each.public_id}{page}")
    someone.go(f"/association/{host.public_id}/lieux/{lieu.public_id}")
    for path in (f"/associations/{host.public_id}", f"/missions/{row.public_id}", f"/missions/{row.public_id}/candidater"):
        visitor(width).go(path)
    for answer in ("oui", "non"):
        visitor(width).signed_in(fresh_app, desk).go(f"/moderation/associations/{host.public_id}/confiance-{answer}")
