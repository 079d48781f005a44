"""What other sites show of us, and what the former site left: axe, 320 px, a quiet console, on a telephone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.exchange.models import FileKind, FileState
from benevolat.exchange.services import keep_reprise, read_content
from benevolat.exchange.services.addresses import keep_address
from benevolat.exchange.services.invitations import invitation_path
from benevolat.exchange.services.lines import Line
from benevolat.missions.services import touch
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import world
from tests.factories.people import agent, person

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


def test_the_former_site_brought_and_its_associations_invited(
    fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int
) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    world.mission(title="Jardinage")
    world.association(source="reprise", name="Le Comité des fêtes de la vallée", email="comite@vallee.example")
    world.association(source="reprise", member=person())
    world.association(source="reprise", email=None)
    text = "Id;Nom;RNA;Commune\n1;Les Amis du lac;W381234567;Voiron\n2;=1+1;W381234568;Voiron\n"
    tried = keep_reprise(FileKind.ASSOCIATIONS, "associations.csv", read_content(text.encode(), "associations", {}), judged_before=True,
                         by=boss)
    running = keep_reprise(FileKind.ADDRESSES, "adresses.csv", [Line(2, {"old": "/a", "new": "/aide"})], judged_before=False, by=boss)
    running.state, running.done = FileState.TRYING, 0
    session.commit()
    someone = visitor(width).signed_in(fresh_app, boss)
    someone.go("/administration/echanges").go("/administration/reprise")
    someone.go(f"/administration/reprise/{running.public_id}")
    someone.go(f"/administration/reprise/{tried.public_id}").press("Écrire ce fichier")
    assert "Ce que ce fichier a fait" in someone.text
    someone.go("/administration/reprise/associations").page.locator("summary", has_text="Écrire à 1").click()
    someone.press("Écrire à 1 association")
