"""Information at each form, and the page for everybody: both are read from the register."""

import re
from pathlib import Path
from typing import Any

import pytest

from benevolat.core import settings
from benevolat.core.settings import ROOT
from benevolat.droits.queries import told_treatments
from benevolat.droits.words import TABLES
from benevolat.privacy.register import BY_KEY
from tests.support.page_client import PageClient

TEMPLATES = ROOT / "templates"
ASKED = re.compile(
    r"form\.(?:email|phone|contact|first_name|last_name|age_band|about|contact_name|parent_name|best_time|host_name|reference)\b")
"""What a form asks of somebody, by the names of its fields."""
NOTHING_NEW = {
    "compte/sign_in.html", "compte/sign_in_agent.html", "compte/sign_in_with_password.html", "compte/forgotten_password.html",
    "compte/forgotten_agent_password.html",  # what is known already, to enter; nothing is kept of it
    "association/accueil.html", "association/page.html", "association/step_5.html", "pilotage/antenne.html",  # of a place, published
    "components/field.html",  # the field itself
    "dossiers/check.html",  # a file's own columns
}
FORMS = sorted(
    each for each in TEMPLATES.rglob("*.html")
    if str(each.relative_to(TEMPLATES)) not in NOTHING_NEW and ASKED.search(each.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("path", FORMS, ids=lambda each: str(each.relative_to(TEMPLATES)))
def test_a_form_that_asks_says_why(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.search(r"\{\{ why\('(\w+)'\) \}\}", source), "say why, with components/why.html"


def test_the_reason_is_a_treatment_of_the_register_with_its_place_on_the_page(client: PageClient) -> None:
    said = {key for each in TEMPLATES.rglob("*.html") if each.name != "why.html"
            for key in re.findall(r"\{\{ why\('(\w+)'\) \}\}", each.read_text(encoding="utf-8"))}
    assert len(said) >= 6
    client.get("/donnees-personnelles")
    places = {each.get("id") for each in client.page.iter() if each.get("id")}
    assert said <= set(BY_KEY) & places


def test_a_form_shows_it_and_leads_there(client: PageClient) -> None:
    client.get("/inscription")
    assert "Pourquoi nous le demandons : Vous reconnaître" in client.text.replace("\u00a0", " ")
    client.follow("Qui le voit, combien de temps")
    assert client.h1 == "Données personnelles"


def test_the_page_tells_every_treatment_of_somebody(client: PageClient) -> None:
    client.get("/donnees-personnelles")
    told = told_treatments()
    assert {each.key for each, _held in told} >= set(BY_KEY) - {"figures", "reference"}
    for each, held in told:
        assert " ".join(str(each.purpose).split()) in client.text
        assert " ".join(str(each.retention).split()) in client.text
        assert set(held) <= {str(name) for name in TABLES.values()}


def test_who_is_responsible_is_a_setting(client: PageClient, session: Any) -> None:
    settings.write("privacy.controller", "Le Département d’essai.", by=None)
    settings.write("privacy.dpo", "dpo@essai.example", by=None)
    client.get("/donnees-personnelles")
    assert "Le Département d’essai." in client.text
    assert "dpo@essai.example" in client.text
    assert "Fantin-Latour" not in client.text


def test_the_cookies_are_those_the_page_tells(client: PageClient) -> None:
    answer = client.get("/connexion")
    assert [each.split("=")[0] for each in answer.headers.getlist("Set-Cookie")] == ["session"]
