"""What other sites show of us, and what the former site left: axe, 320 px, a quiet console, on a telephone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from benevolat.core import clock
from benevolat.exchange.services.addresses import keep_address
from benevolat.exchange.services.invitations import invitation_path
from benevolat.missions.services import touch
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import world

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]
ALERTE = ("zoe@courriel.example", "q=jardin&lieu=Voiron")


def test_a_frame_its_code_and_the_page_of_the_api(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    for n in range(3):
        touch(world.mission(title=f"Arroser le jardin de la bibliothèque intercommunale n° {n}"), text=True)
    session.commit()
    someone = visitor(width)
    for path in (
        "/widget?lieu=Voiron&nombre=3", "/widget?domaine=sport", "/integrer", "/integrer?lieu=Voiron&nombre=2", "/integrer?lieu=38350",
        "/api",
    ):
        someone.go(path)


def test_a_link_of_the_frame_opens_in_the_whole_window(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    mission = world.mission(title="Arroser le potager")
    touch(mission, text=True)
    session.commit()
    someone = visitor(width).go("/integrer?lieu=Voiron")
    with someone.page.expect_navigation():
        someone.page.frame_locator("iframe").get_by_role("link", name="Arroser le potager").click()
    assert someone.page.url.endswith(f"/missions/{mission.public_id}")
    assert someone.h1 == "Arroser le potager"


def test_a_partners_mission_and_what_the_former_site_left(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    theirs = world.mission(publisher="un-partenaire", client_id="1", application_url="https://un-partenaire.example/1")
    keep_address("/vieux", None)
    with clock.frozen(clock.now() - timedelta(days=91)):
        too_old = invitation_path(*ALERTE)
    session.commit()
    someone = visitor(width)
    someone.go(f"/missions/{theirs.public_id}")
    someone.go("/vieux", status=410)
    someone.go(too_old, status=410)
    someone.go(invitation_path(*ALERTE))
    someone.press("Garder mon alerte")
    assert "jardin" in someone.text
