"""Making an account, and the demonstration's doors and messages, in a real browser on a telephone, errors included."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories.people import person
from tests.support.sign_in import last_code

from .visitor import Visitor

pytestmark = pytest.mark.browser


def test_somebody_makes_an_account(visitor: Callable[..., Visitor], session: Any) -> None:
    someone = visitor().go("/connexion").follow("Créer un compte").press("Recevoir un code")
    someone.fill(contact="06 39 98 00 01").press("Recevoir un code")
    someone.fill(code="000000").press("Valider le code")
    assert "Ce code ne convient pas" in someone.text
    session.rollback()
    someone.fill(code=last_code("+33639980001")).press("Valider le code")
    someone.press("Créer mon compte")
    assert "Choisissez votre tranche d’âge" in someone.text
    someone.page.get_by_text("18 ans ou plus").click()
    someone.fill(first_name="Sami", commune="Voiron").press("Créer mon compte")
    assert "Votre compte est créé" in someone.text


def test_the_demonstration(
    visitor: Callable[..., Visitor], session: Any, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fresh_app.config, "DEMO", True)
    monkeypatch.setitem(fresh_app.config, "DEMO_ACCOUNTS", [{"role": "benevole", "label": "Bénévole", "email": "jeanne@courriel.example"}])
    person(email="jeanne@courriel.example")
    session.commit()
    someone = visitor().go("/demo/boite").go("/connexion").fill(contact="06 39 98 00 01").press("Recevoir un code")
    someone.go("/connexion").fill(contact="jeanne@courriel.example").press("Recevoir un code")
    someone.go("/demo/boite").follow("Votre code pour Isère bénévolat")
    someone.go("/demo/boite?a=%2B33639980001")
    someone.page.locator("tbody a").first.click()
    assert "SMS pour le" in someone.check().h1
    someone.go("/connexion").press("Entrer comme bénévole")
