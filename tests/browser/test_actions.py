"""Collective actions, the cards and the plain words in a browser: axe at both widths, the voice and its pause, two sheets of A4."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from benevolat.accounts.models import Role
from benevolat.actions import services
from benevolat.core import clock
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories.actions import action, coming, invited, moments
from tests.factories.insertion import linked
from tests.factories.people import agent, person

pytestmark = pytest.mark.browser
VOICE = """
window.spoken = [];
class Words { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Words });
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(words) { window.spoken.push(words.text); window.last = words; }, cancel() { window.cancelled = (window.cancelled || 0) + 1; },
} });
"""
"""A voice that says nothing and ends a sentence when the test says so."""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_collective_actions(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    linked(other, helper)
    full, past = action(helper, places=1), action(helper, title="Atelier de printemps", seances=(moments(1),))
    asked, joined = action(helper, title="Projet du quartier"), action(helper, title="Atelier du jeudi", seances=(moments(3), moments(4)))
    for each in (asked, joined, full):
        invited(holder, each)
    coming(person(), full)
    services.wait(full, by=holder)
    services.come(joined, by=holder, shown=True)
    coming(holder, past)
    past.seances[0].starts_at, past.seances[0].ends_at = clock.now() - timedelta(hours=3), clock.now() - timedelta(hours=1)
    services.keep_attendance(past, True, by=holder)
    session.commit()
    companion = visitor(width).signed_in(fresh_app, helper)
    for path in ("/accompagnement/actions", "/accompagnement/actions/nouvelle", f"/accompagnement/actions/{joined.public_id}",
                 f"/accompagnement/actions/{joined.public_id}/modifier", f"/accompagnement/actions/{joined.public_id}/annuler",
                 "/accompagnement/aide", "/accompagnement/aide/scenarios/1", "/accompagnement/aide/scenarios/3?choix=1"):
        companion.go(path)
    companion.go("/accompagnement/actions/nouvelle").press("Garder l’action")
    helped = visitor(width).signed_in(fresh_app, holder)
    helped.go("/mon-contrat").go("/mon-contrat/comprendre")
    for each in (asked, joined, full, past):
        helped.go(f"/mon-contrat/actions/{each.public_id}")
    helped.go(f"/mon-contrat/actions/{past.public_id}/passeport")
    visitor(width).signed_in(fresh_app, agent(Role.PILOTE)).go("/pilotage/actions").go(f"/pilotage/actions/{asked.public_id}")


def _reader(visitor: Callable[..., Visitor], app: Flask, *, voice: str = VOICE) -> Visitor:
    someone = visitor(PHONE).signed_in(app, person())
    someone.page.add_init_script(voice)
    return someone.go("/mon-contrat/comprendre")


def test_the_page_is_read_sentence_by_sentence_with_the_one_being_read_in_sight(
    fresh_app: Flask, visitor: Callable[..., Visitor], session: Any
) -> None:
    page = _reader(visitor, fresh_app).page
    read = page.locator(".is-read")
    expect(read).to_have_count(0)
    page.get_by_role("button", name="Écouter la page").click()
    expect(read).to_have_text("C’est quoi\u00a0?")
    page.evaluate("window.last.onend()")
    expect(read).to_have_text("Un engagement, c’est aider d’autres personnes.")
    expect(read).to_be_in_viewport()
    page.get_by_role("button", name="Faire une pause").click()
    page.evaluate("window.last.onend()")
    expect(read).to_have_text("Un engagement, c’est aider d’autres personnes.")
    page.get_by_role("button", name="Continuer").click()
    assert page.evaluate("window.spoken").count("Un engagement, c’est aider d’autres personnes.") == 2, "from the sentence's beginning"
    page.get_by_role("button", name="Arrêter").click()
    expect(read).to_have_count(0)
    expect(page.get_by_role("button", name="Écouter la page")).to_be_focused()
    expect(page.get_by_role("button", name="Arrêter")).to_have_count(0)


def test_the_whole_page_is_read_once_and_it_ends(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any) -> None:
    page = _reader(visitor, fresh_app).page
    page.get_by_role("button", name="Écouter la page").click()
    said = page.evaluate("[...document.querySelectorAll('[data-say]')].map((each) => each.textContent.trim())")
    for _each in said:
        page.evaluate("window.last.onend()")
    assert page.evaluate("window.spoken") == said
    expect(page.locator(".is-read")).to_have_count(0)
    expect(page.get_by_role("button", name="Écouter la page")).to_be_visible()


def test_a_voice_that_fails_says_so(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any) -> None:
    page = _reader(visitor, fresh_app).page
    page.get_by_role("button", name="Écouter la page").click()
    page.evaluate("window.last.onerror()")
    expect(page.locator(".speak [role=status]")).to_have_text("La voix ne marche pas sur cet appareil.")


def test_without_a_voice_nothing_is_offered(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any) -> None:
    page = _reader(visitor, fresh_app, voice="delete window.speechSynthesis;"
                   "Object.defineProperty(window, 'speechSynthesis', { value: undefined });").page
    expect(page.get_by_role("button", name="Écouter la page")).to_have_count(0)
    expect(page.get_by_text("Ce n’est pas obligatoire.")).to_be_visible()


def test_it_is_printed_on_two_sheets_without_its_buttons(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any) -> None:
    page = _reader(visitor, fresh_app).page
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2
    page.emulate_media(media="print")
    expect(page.locator(".speak")).to_be_hidden()
