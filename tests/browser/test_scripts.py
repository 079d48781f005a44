"""The small behaviours of static/js: a position rounded before it leaves, a form that leaves once, places suggested while one types."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from benevolat.core.mail import OutgoingMail
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

GRENOBLE = {"latitude": 45.188529, "longitude": 5.724524}


def test_around_me_rounds_the_position_to_a_kilometre(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor(geolocation=GRENOBLE, permissions=["geolocation"])
    asked: list[str] = []
    someone.page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    someone.go("/")
    someone.page.get_by_role("button", name="Autour de moi").click()
    expect(someone.page.locator("[name=lat]")).not_to_have_value("", timeout=180_000)  # a wait in script text is what the CSP refuses
    someone.page.get_by_role("button", name="Chercher une mission").click()
    someone.page.wait_for_url("**/missions?*")
    sent = parse_qs(urlsplit(someone.page.url).query)
    assert (sent["lat"], sent["lon"]) == (["45.19"], ["5.72"])
    assert not [each for each in asked if "45.188" in each or "5.7245" in each], "the exact position never leaves"


def test_a_place_typed_by_hand_wins_over_the_position(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor(geolocation=GRENOBLE, permissions=["geolocation"]).go("/")
    someone.page.get_by_role("button", name="Autour de moi").click()
    expect(someone.page.locator("[name=lat]")).not_to_have_value("", timeout=180_000)  # a wait in script text is what the CSP refuses
    someone.page.locator("#lieu").fill("Voiron")
    assert someone.page.locator("[name=lat]").input_value() == ""


def test_a_position_refused_asks_for_a_commune(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/")
    someone.page.get_by_role("button", name="Autour de moi").click()
    someone.page.get_by_role("button", name="Position introuvable : écrivez une commune").wait_for()
    assert someone.page.evaluate("document.activeElement.id") == "lieu"


def test_places_are_suggested_while_one_types(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/")
    field = someone.page.locator("#lieu")
    field.press_sequentially("voir")
    someone.page.locator("#lieu-liste option").first.wait_for(state="attached")
    labels = someone.page.evaluate("[...document.querySelector('#lieu-liste').options].map((each) => each.value)")
    assert "Voiron (38500)" in labels


def test_a_form_pressed_twice_leaves_once(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/inscription")
    posted: list[str] = []
    someone.page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    someone.page.locator("main [name=contact]").fill("nadia@courriel.example")
    with someone.page.expect_navigation():
        someone.page.evaluate("""() => {
            const button = [...document.querySelectorAll("main button")].find((each) => each.textContent.trim() === "Recevoir un code");
            button.click();
            button.click();
            button.click();
        }""")
    assert len(posted) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 1
    someone.check()


def test_a_password_can_be_read_while_it_is_typed(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/connexion/mot-de-passe")
    field = someone.page.locator("main [name=password]")
    assert field.get_attribute("type") == "password"
    someone.page.get_by_role("button", name="Afficher").click()
    assert field.get_attribute("type") == "text"
    someone.check()


def test_a_code_pasted_from_a_message_keeps_its_digits(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/inscription").fill(contact="nadia@courriel.example").press("Recevoir un code")
    someone.page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text", "Votre code : 123 456");
        document.querySelector("main [name=code]").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
    }""")
    assert someone.page.locator("main [name=code]").input_value() == "123456"
