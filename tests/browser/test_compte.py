"""Making an account, and the demonstration's doors and messages, in a real browser on a telephone, errors included."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pyotp
import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.accounts.services import prepare_password
from benevolat.core import clock
from tests.factories.people import agent, person
from tests.support.provider import CLIENT, SECRET, running_provider
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


@pytest.mark.parametrize("width", [360, 1280])
def test_an_agent_links_a_telephone_then_enters_with_its_code(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    boss = agent(Role.ADMINISTRATEUR, password_hash=prepare_password("trois mots sans lien"))
    session.commit()
    someone = visitor(width).go("/connexion/agents").fill(email=boss.email, password="trois mots sans lien").press("Me connecter")
    someone.page.get_by_text("Je préfère écrire la clé").click()
    secret = someone.page.locator(".scan__letters").inner_text().replace(" ", "")
    someone.fill(code=pyotp.TOTP(secret).at(clock.now())).press("Valider le code")
    assert someone.h1 == "Vos codes de secours"
    [code] = someone.page.locator(".scan__codes li").all_inner_texts()[:1]
    someone.press("J’ai gardé mes codes").go("/compte/sessions")
    someone = visitor(width).go("/connexion/agents").fill(email=boss.email, password="trois mots sans lien").press("Me connecter")
    assert someone.h1 == "Le code de votre téléphone"
    someone.follow("Je n’ai pas mon téléphone").fill(code=code).press("Me connecter")
    assert someone.h1 == "Comptes des agents"


def test_a_passkey_made_by_a_real_browser_opens_the_account(
    visitor: Callable[..., Visitor], session: Any, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch,
) -> None:
    someone, holder = visitor(), person(email="jeanne@courriel.example", first_name="Jeanne", last_name="Morin")
    someone.base = someone.base.replace("127.0.0.1", "localhost")
    monkeypatch.setitem(fresh_app.config, "BASE_URL", someone.base)
    device = someone.page.context.new_cdp_session(someone.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})
    someone.signed_in(fresh_app, holder).go("/compte/cles").press("Ajouter une clé sur cet appareil")
    assert "Votre clé d’accès est prête" in someone.text
    someone.page.context.clear_cookies()
    someone.go("/connexion/cle").press("Utiliser ma clé d’accès").go("/compte")
    assert "Jeanne" in someone.text


def by_way_of(someone: Visitor, issuer: str, words: str) -> Visitor:
    """Follow a link that leads to us by way of a provider: that one alone is asked, since the person chose to go there."""
    with someone.page.expect_navigation():
        someone.page.get_by_role("link", name=words, exact=True).first.click()
    assert [each for each in someone.faults if f" asks {issuer}/" in each], "the provider was not asked"
    someone.faults[:] = [each for each in someone.faults if f" asks {issuer}/" not in each]
    return someone.check()


def test_entering_through_a_provider_of_identity(
    fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:
    someone = visitor()
    monkeypatch.setitem(fresh_app.config, "BASE_URL", someone.base)
    monkeypatch.setitem(fresh_app.config, "PRIVATE_HOSTS", {"127.0.0.1"})
    with running_provider() as told:
        settings = (("ISSUER", told.issuer), ("CLIENT_ID", CLIENT), ("SECRET", SECRET))
        for name, (key, value) in product(("FRANCECONNECT", "PROCONNECT"), settings):
            monkeypatch.setitem(fresh_app.config, f"{name}_{key}", value)
        by_way_of(someone.go("/connexion"), told.issuer, "S’identifier avec FranceConnect")
        assert someone.h1 == "Votre première fois avec FranceConnect"
        by_way_of(someone.go("/connexion/agents"), told.issuer, "S’identifier avec ProConnect")
        assert someone.h1 == "ProConnect n’ouvre pas encore votre compte"
        by_way_of(someone.signed_in(fresh_app, person()).go("/compte/identites"), told.issuer, "Relier FranceConnect")
        assert "C’est relié" in someone.text
        told.status = 500
        fresh_app.extensions.pop("federation")
        someone.go("/connexion/franceconnect", status=503)
