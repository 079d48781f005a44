"""The screens of missions in minutes, as Chromium and axe see them: full, empty, wrong, at both widths; and the advice that comes live."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.core import clock
from benevolat.missions.models import MissionKind, Publication
from benevolat.missions.permissions import key_of
from benevolat.missions.services import add_place, keep_import
from benevolat.missions.sheet import Column, Fault, Line, Problem
from tests.factories import world
from tests.factories.people import person

from .visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]


def test_the_screens_of_missions_in_minutes(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    member = person()
    host, empty = world.association(member=member), world.association(member=member)
    row = world.mission(host)
    dated = world.mission(host, kind=MissionKind.DATED, publication=Publication.DRAFT, published_at=None, title="Une fête")
    slot = world.creneau(dated)
    world.mission(host, publication=Publication.WITHDRAWN)
    asked = world.mission(host, reminders=1, reminded_at=clock.now(), title="Trier des vêtements donnés")
    add_place(row, by=member, commune_code="38185", address="3 rue des Tilleuls", address_public=True, meeting_point=None, places=2)
    answers = {"title": "Cueillir les prunes", "description": "Vous cueillez les prunes.", "places": 2, "commune_code": "38563"}
    kept = keep_import(host, [Line(2, "jardin-1", answers)], [Problem(3, Column.TITLE, Fault.LONG)], by=member)
    session.commit()
    home, mission = f"/association/{host.public_id}", f"/association/missions/{row.public_id}"
    asks = f"weekdays=1&rhythm=week&slot_start=14:00&slot_places=2&first={clock.today()}&last={clock.today() + timedelta(days=60)}"
    someone = visitor(width).signed_in(fresh_app, member)
    for path in (
        f"{home}/missions", f"{home}/missions?archives=1", f"{home}/missions?q=introuvable", f"/association/{empty.public_id}/missions",
        f"/association/{empty.public_id}/missions?archives=1", f"{home}/missions/nouvelle", f"{home}/missions/nouvelle?q=introuvable",
        f"{home}/missions/ensemble?acte=retirer&m={row.public_id}", f"{home}/missions/ensemble?acte=pause&m={row.public_id}",
        f"{home}/missions/ensemble", f"{home}/missions/importer", f"{home}/missions/importer/{kept.public_id}", f"{mission}/pause",
        f"{mission}/autre-lieu", mission, f"/association/missions/{dated.public_id}/dates/{slot.public_id}",
        f"/association/missions/{dated.public_id}/serie", f"/association/missions/{dated.public_id}/serie?{asks}&slot_end=16:00",
        f"/association/actualite/{asked.public_id}/{key_of(asked)}", f"/association/actualite/{asked.public_id}/{'0' * 32}",
    ):
        someone.go(path)
    someone.go(f"/association/missions/{dated.public_id}/serie?{asks}&slot_end=12:00", status=400)


def test_advice_comes_while_one_writes(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    member = person()
    draft = world.mission(world.association(member=member), publication=Publication.DRAFT, published_at=None)
    someone = visitor(width).signed_in(fresh_app, member)
    someone.go(f"/association/missions/{draft.public_id}/etape-1")
    advice = someone.page.locator("#conseils")
    assert advice.is_hidden() or "devez" not in advice.inner_text()
    someone.page.fill("textarea[name=description]", "Vous devez venir chaque mardi. " * 6)
    advice.get_by_text("« devez »".replace(" ", "\u00a0")).wait_for()
    someone.page.fill("textarea[name=description]", "Vous venez quand vous voulez, et nous rangeons ensemble à la fin. " * 3)
    advice.wait_for(state="hidden")
