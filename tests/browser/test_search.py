"""The search and its map in a browser: on a telephone and on a desk, by the keyboard, with and without scripts, asking nobody else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from benevolat.missions.services import touch
from benevolat.setup.install import VENDOR
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import world

pytestmark = pytest.mark.browser
COVERED = """() => [...document.querySelectorAll(".leaflet-popup a")].filter((each) => {
  const { left, top, width, height } = each.getBoundingClientRect();
  return !each.contains(document.elementFromPoint(left + width - 4, top + height / 2));
}).map((each) => each.textContent)"""


@pytest.fixture(autouse=True)
def missions(session: Any) -> None:
    for commune, title in (("38563", "Arroser le potager"), ("38563", "Tailler les fruitiers"), ("38185", "Lire des contes")):
        touch(world.mission(title=title, commune_code=commune, by_bus=commune == "38185"), text=True)
    session.commit()


def opened(visitor: Visitor) -> Page:
    """Open the map of a page that shows its button, and wait for it."""
    if not (VENDOR / "leaflet" / "leaflet.js").exists():
        pytest.skip("leaflet n’est pas installé : lancez python3 benevolat test")
    page = visitor.page
    page.get_by_role("button", name="Voir sur la carte").click()
    expect(page.locator(".map__said")).to_contain_text("sur la carte")
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_the_list_begins_within_the_first_screen_of_a_telephone(visitor: Callable[..., Visitor], scripts: bool) -> None:
    someone = visitor(PHONE, java_script_enabled=scripts).go("/missions")
    someone.check()
    page = someone.page
    box = page.locator(".results .card h3").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 640, "a small telephone shows 640 points"
    page.get_by_text("D’abord\u00a0: les plus récentes").click()
    with page.expect_navigation():
        page.get_by_role("link", name="les premières à commencer").click()
    with page.expect_navigation():
        page.get_by_role("textbox").or_(page.get_by_role("searchbox")).first.fill("contes")
        page.get_by_role("button", name="Chercher", exact=True).first.click()
    expect(page.get_by_role("heading", name="Lire des contes")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_map_opens_beside_the_list_without_any_other_host(visitor: Callable[..., Visitor], width: int) -> None:
    someone = visitor(width).go("/missions?lieu=Voiron&rayon=25")
    assert someone.page.locator("script[src*=leaflet]").count() == 0, "nothing of the map comes before it is asked for"
    page = opened(someone)
    someone.check()
    expect(page.locator(".map__said")).to_have_text("3 missions sur la carte. La liste montre les mêmes missions.")
    view, first = page.locator(".map__view").bounding_box(), page.locator(".results .card").first.bounding_box()
    assert view is not None
    assert first is not None
    assert (view["x"] >= first["x"] + first["width"]) if width == DESKTOP else (view["y"] + view["height"] <= first["y"])
    page.reload()
    expect(page.locator(".map__said")).to_contain_text("3 missions sur la carte")
    page.get_by_role("button", name="Fermer la carte").click()
    expect(page.locator(".map__view")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Voir sur la carte")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_map_is_used_by_the_keyboard_alone(visitor: Callable[..., Visitor], width: int) -> None:
    someone = visitor(width).go("/missions?lieu=Voiron&rayon=25")
    page = opened(someone)
    spot = page.get_by_role("button", name="Voiron : 2 missions", exact=True)
    spot.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Arroser le potager", exact=True).last
    links = page.locator(".map__spot a")
    expect(links).to_have_count(2)
    assert page.evaluate("document.activeElement.closest('.map__spot') !== null"), "the list of the point took the focus"
    page.wait_for_timeout(400)
    assert page.evaluate(COVERED) == [], "nothing of the list is under the buttons of the map"
    someone.check()
    page.keyboard.press("Escape")
    expect(links).to_have_count(0)
    expect(spot).to_be_focused()
    page.keyboard.press("Enter")
    expect(links).to_have_count(2)
    with page.expect_navigation():
        link.press("Enter")
    assert someone.h1 == "Arroser le potager"


def test_searching_in_the_zone_of_the_map_puts_it_in_the_address(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(DESKTOP).go("/missions?q=contes&lieu=Grenoble&rayon=2")
    page = opened(someone)
    with page.expect_navigation():
        page.get_by_role("button", name="Chercher dans cette zone").click()
    assert "lat=45." in page.url
    assert "rayon=" in page.url
    expect(page.locator("#lieu")).to_have_value("La zone de la carte")
    expect(page.get_by_role("heading", name="Lire des contes")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_are_behind_one_button_and_work_with_and_without_scripts(visitor: Callable[..., Visitor], scripts: bool) -> None:
    someone = visitor(PHONE, java_script_enabled=scripts).go("/missions?lieu=Voiron&rayon=25")
    page = someone.page
    expect(page.locator("input[name=avec][value=bus]")).to_be_hidden()
    assert page.locator(".results .card").count() == 3
    page.get_by_text("Modifier ma recherche").click()
    page.get_by_text("Plus de critères").click()
    page.get_by_text("Ce qui compte pour moi").click()
    box = page.locator("input[name=avec][value=bus]")
    box.check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Chercher", exact=True).last.click()
    someone.check()
    assert page.locator(".results .card").count() == 1
    with page.expect_navigation():
        page.get_by_role("link", name="Enlever : Accessible en bus").click()
    assert page.locator(".results .card").count() == 3


def test_without_scripts_the_map_button_leads_to_the_list_and_says_so(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(PHONE, java_script_enabled=False).go("/missions?lieu=Voiron&rayon=25")
    with someone.page.expect_navigation():
        someone.page.get_by_role("link", name="Voir sur la carte").click()
    assert "La carte a besoin de JavaScript" in someone.text
    assert someone.page.locator(".results .card").count() == 3


def test_the_address_of_a_mission_is_copied(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(PHONE, permissions=["clipboard-read", "clipboard-write"]).go("/missions?q=potager").follow("Arroser le potager")
    someone.page.get_by_role("button", name="Copier l’adresse").click()
    expect(someone.page.locator("#adresse-dite")).to_have_text("Adresse copiée.")
    assert someone.page.evaluate("navigator.clipboard.readText()") == someone.page.locator("#adresse").input_value()


def test_a_tile_server_that_does_not_answer_leaves_communes_and_missions(
    fresh_app: Flask, visitor: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_URL", "http://127.0.0.1:9/{z}/{x}/{y}.png")
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_CREDIT", "© Fond de carte")
    someone = visitor(PHONE).go("/missions?lieu=Voiron&rayon=25")
    assert not someone.faults, "nothing is asked of the tile server before the map is opened"
    page = opened(someone)
    expect(page.locator(".map__said")).to_contain_text("Le fond de carte ne répond pas.")
    expect(page.locator(".map__name").first).to_be_attached()
    expect(page.get_by_role("button", name="Voiron : 2 missions", exact=True)).to_be_visible()
    others = {urlsplit(each.split(" asks ")[1]).netloc for each in someone.faults if " asks " in each}
    assert others == {"127.0.0.1:9"}
    assert not [each for each in someone.faults if "Content Security Policy" in each]
    someone.faults.clear()
