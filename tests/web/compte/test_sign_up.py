"""A new account: an address or number proven by its code, a first name, an age band; nothing guessed, nothing taken over."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, User
from benevolat.accounts.services import password_matches
from benevolat.core import clock
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.support.page_client import PageClient, all_of
from tests.support.sign_in import last_code, sign_in

EMAIL, PHONE = "nouvelle@courriel.example", "+33639980001"


def arrive(client: PageClient, typed: str, stored: str) -> None:
    """Come to the last screen of a sign-up."""
    client.get("/inscription")
    client.submit("Recevoir un code", contact=typed)
    client.submit("Valider le code", code=last_code(stored))


def test_an_account_by_mail(client: PageClient, session: Any) -> None:
    arrive(client, EMAIL, EMAIL)
    assert client.h1 == "Qui êtes-vous ?"
    assert scalar_count(User) == 0
    client.submit("Créer mon compte", first_name="Nadia", age_band="adult")
    assert "Votre compte est créé" in client.text
    user = session.scalar(sa.select(User))
    assert (user.email, user.phone, user.first_name, user.age_band) == (EMAIL, None, "Nadia", AgeBand.ADULT)
    assert user.email_confirmed_at is not None
    assert client.get("/compte").status_code == 200


def test_an_account_by_telephone_with_everything(client: PageClient, session: Any) -> None:
    arrive(client, "06 39 98 00 01", PHONE)
    client.submit("Créer mon compte", first_name="Sami", last_name="Haddad", age_band="minor", commune="38500 Voiron",
                  password="trois mots sans lien")
    user = session.scalar(sa.select(User))
    assert (user.phone, user.email, user.last_name, user.age_band) == (PHONE, None, "Haddad", AgeBand.MINOR)
    assert user.commune.name == "Voiron"
    assert password_matches(user, "trois mots sans lien")


def test_no_age_is_guessed_and_what_was_typed_is_kept(client: PageClient, session: Any) -> None:
    arrive(client, EMAIL, EMAIL)
    assert not [each for each in all_of(client.page, "input") if each.get("type") == "radio" and each.get("checked") is not None]
    client.submit("Créer mon compte", first_name="Nadia")
    assert "Choisissez votre tranche d’âge" in client.text
    assert scalar_count(User) == 0
    client.submit("Créer mon compte", age_band="adult")
    assert session.scalar(sa.select(User.first_name)) == "Nadia"


def test_a_short_password_an_unknown_place_and_a_shared_postal_code_are_refused_in_words(client: PageClient, session: Any) -> None:
    arrive(client, EMAIL, EMAIL)
    client.submit("Créer mon compte", first_name="Nadia", age_band="adult", password="court")
    assert "au moins 15 caractères" in client.text
    client.submit("Créer mon compte", age_band="adult", commune="Xyzzy")
    assert "Nous n’avons pas trouvé cette commune" in client.text
    client.submit("Créer mon compte", age_band="adult", commune="38110")
    assert "Plusieurs communes répondent" in client.text
    client.submit("Créer mon compte", age_band="adult", commune="La Tour-du-Pin")
    assert session.scalar(sa.select(User)).commune.name == "La Tour-du-Pin"


def test_who_has_an_account_already_simply_enters_it(client: PageClient, session: Any) -> None:
    person(email=EMAIL, first_name="Nadia")
    arrive(client, EMAIL, EMAIL)
    assert "Vous aviez déjà un compte" in client.text
    assert scalar_count(User) == 1


def test_signing_in_with_an_unknown_address_leads_to_an_account(client: PageClient, session: Any) -> None:
    client.get("/connexion", query_string={"suite": "/compte"})
    client.submit("Recevoir un code", contact=EMAIL)
    client.submit("Valider le code", code=last_code(EMAIL))
    client.submit("Créer mon compte", first_name="Nadia", age_band="adult")
    assert client.h1 == "Mon compte", "it leads where one was going"


def test_the_last_screen_needs_a_fresh_proof(client: PageClient, session: Any) -> None:
    client.get("/inscription/vous", follow_redirects=True)
    assert client.h1 == "Se connecter"
    arrive(client, EMAIL, EMAIL)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        client.submit("Créer mon compte", first_name="Nadia", age_band="adult")
    assert client.h1 == "Se connecter"
    assert scalar_count(User) == 0


def test_a_proof_is_of_no_use_once_the_account_exists(client: PageClient, session: Any) -> None:
    """Two screens open: the second one does not make a second account, nor enter the first."""
    arrive(client, EMAIL, EMAIL)
    person(email=EMAIL)
    client.submit("Créer mon compte", first_name="Nadia", age_band="adult")
    assert "sert déjà à un autre compte" in client.text
    assert scalar_count(User) == 1
    assert client.get("/compte").status_code == 303


def test_a_double_click_makes_one_account(client: PageClient, session: Any) -> None:
    arrive(client, EMAIL, EMAIL)
    form = {node.get("name"): node.get("value") or "" for node in all_of(client.form("Créer mon compte"), "input")}
    data = {**form, "first_name": "Nadia", "age_band": "adult"}
    with client.session_transaction() as cookie:
        before = dict(cookie)
    assert client.post("/inscription/vous", data=data).status_code == 303
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    again = client.post("/inscription/vous", data=data)
    assert again.status_code == 303
    assert "Set-Cookie" not in again.headers, "the late answer must not put out the session that the first one opened"
    assert scalar_count(User) == 1


def test_signing_up_while_signed_in_is_harmless(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    arrive(client, EMAIL, EMAIL)
    client.submit("Créer mon compte", first_name="Autre", age_band="adult")
    assert scalar_count(User) == 2
    assert "Autre" in client.text
