"""One's own account: seen, changed, proven before it changes, closed everywhere."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import AccountSession, Role, User
from benevolat.accounts.services import password_matches, prepare_password
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.people import agent, by_phone, person
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, link_telephone, sign_in

NEW = "autres mots sans lien"


def subjects_to(session: Any, address: str) -> list[str]:
    return list(session.scalars(sa.select(OutgoingMail.subject).where(OutgoingMail.to == address)))


def test_a_person_sees_and_changes_what_they_said(client: PageClient, session: Any) -> None:
    someone = person(first_name="Nadia", last_name="Belkacem")
    sign_in(client, someone)
    client.get("/compte")
    assert "Voiron" in client.text
    client.follow("Modifier mes informations")
    client.submit("Enregistrer", first_name="Nadja", commune="Grenoble", about="J’aime jardiner.")
    assert client.h1 == "Mon compte"
    for words in ("Nadja", "Grenoble", "J’aime jardiner."):
        assert words in client.text
    client.follow("Modifier mes informations")
    client.submit("Enregistrer", first_name="", commune="", about="")
    assert "Écrivez votre prénom" in client.text
    client.submit("Enregistrer", first_name="Nadja", commune="", about="")
    assert "Grenoble" not in client.text
    session.refresh(someone)
    assert (someone.commune_code, someone.about) == (None, None)


def test_a_new_address_counts_once_proven_and_the_old_one_is_told(client: PageClient, session: Any) -> None:
    someone = sign_in(client, person(email="ancienne@courriel.example"))
    client.get("/compte/contact")
    client.submit("Recevoir un code", contact="nouvelle@courriel.example")
    assert session.scalar(sa.select(User.email)) == "ancienne@courriel.example"
    client.submit("Valider le code", code="000000" if last_code("nouvelle@courriel.example") != "000000" else "111111")
    assert "Ce code ne convient pas" in client.text
    assert session.scalar(sa.select(User.email)) == "ancienne@courriel.example"
    client.submit("Valider le code", code=last_code("nouvelle@courriel.example"))
    assert client.h1 == "Mon compte"
    assert session.scalar(sa.select(User.email)) == "nouvelle@courriel.example"
    assert subjects_to(session, "ancienne@courriel.example") == ["Votre compte a changé d’adresse ou de numéro"]
    assert someone.get("/compte").status_code == 200


def test_a_number_is_added_to_an_address_and_changed_later(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    for number in ("+33639980001", "+33639980002"):
        client.get("/compte/contact")
        client.submit("Recevoir un code", contact=number)
        client.submit("Valider le code", code=last_code(number))
    user = session.scalar(sa.select(User))
    assert user.phone == "+33639980002"
    assert user.email is not None
    [told] = session.scalars(sa.select(OutgoingSms.body).where(OutgoingSms.to == "+33639980001").order_by(OutgoingSms.id.desc()).limit(1))
    assert told.startswith("Vous avez un message d’Isère bénévolat")


def test_an_address_of_another_account_is_refused_only_to_who_proves_to_hold_it(client: PageClient, session: Any) -> None:
    taken = person().email
    sign_in(client, person(email="moi@courriel.example"))
    client.get("/compte/contact")
    client.submit("Recevoir un code", contact=taken)
    assert "sert déjà" not in client.text
    client.submit("Valider le code", code=last_code(taken))
    assert "sert déjà à un autre compte" in client.text
    assert session.scalar(sa.select(User.id).where(User.email == "moi@courriel.example"))


def test_a_code_asked_for_to_change_cannot_be_used_at_the_door(client: PageClient, session: Any) -> None:
    someone = person(email="moi@courriel.example")
    sign_in(client, someone)
    client.get("/compte/contact")
    client.submit("Recevoir un code", contact="moi@courriel.example")
    code = last_code("moi@courriel.example")
    visitor = client.application.test_client()
    visitor.get("/connexion")  # type: ignore[attr-defined]
    visitor.submit("Recevoir un code", contact="moi@courriel.example")  # type: ignore[attr-defined]
    assert last_code("moi@courriel.example") != code
    visitor.submit("Valider le code", code=code)  # type: ignore[attr-defined]
    assert visitor.get("/compte").status_code == 303


@pytest.mark.parametrize("known", ["e-mail", "number"])
def test_a_password_is_chosen_by_code_and_closes_the_other_sessions(client: PageClient, session: Any, known: str) -> None:
    someone = by_phone() if known == "number" else person(password_hash=prepare_password("trois mots sans lien"))
    contact = someone.phone or someone.email
    elsewhere = sign_in(client.application.test_client(), someone)  # type: ignore[arg-type]
    sign_in(client, someone)
    client.get("/compte")
    client.submit("Choisir un mot de passe" if known == "number" else "Changer mon mot de passe")
    client.submit("Valider le code", code=last_code(contact))
    client.submit("Enregistrer mon mot de passe", password="trop court")
    assert "au moins 15 caractères" in client.text
    client.submit("Enregistrer mon mot de passe", password=NEW)
    assert client.h1 == "Mon compte"
    session.refresh(someone)
    assert password_matches(someone, NEW)
    assert elsewhere.get("/compte").status_code == 303
    if known == "e-mail":
        assert "Votre mot de passe a changé" in subjects_to(session, contact)


def test_a_forgotten_password_is_chosen_again_once(client: PageClient, session: Any) -> None:
    someone = person(password_hash=prepare_password("trois mots sans lien"))
    client.get("/mot-de-passe")
    client.submit("Recevoir un code", contact=someone.email)
    client.submit("Valider le code", code=last_code(someone.email))
    with client.session_transaction() as cookie:
        proof = dict(cookie)
    client.submit("Enregistrer mon mot de passe", password=NEW)
    assert password_matches(someone, NEW)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(proof)
    assert client.get("/mot-de-passe/nouveau").status_code == 303, "a proof kept from before the change opens nothing"


def test_a_forgotten_password_of_nobody_leads_to_an_account(client: PageClient, session: Any) -> None:
    client.get("/mot-de-passe")
    client.submit("Recevoir un code", contact="personne@courriel.example")
    client.submit("Valider le code", code=last_code("personne@courriel.example"))
    assert client.h1 == "Créer un compte"


def test_an_agent_chooses_a_new_password_by_code(client: PageClient, session: Any) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    person(email=boss.email)
    client.get("/mot-de-passe/agents")
    client.submit("Recevoir un code", email=boss.email)
    client.submit("Valider le code", code=last_code(boss.email))
    client.submit("Enregistrer mon mot de passe", password=NEW)
    link_telephone(client)
    assert client.get("/administration").status_code == 200
    session.refresh(boss)
    assert password_matches(boss, NEW)


def test_a_person_cannot_become_an_agent_by_the_agents_code(client: PageClient, session: Any) -> None:
    email = person().email
    client.get("/mot-de-passe/agents")
    client.submit("Recevoir un code", email=email)
    client.submit("Valider le code", code=last_code(email))
    assert "Aucun compte d’agent" in client.text
    assert client.get("/mot-de-passe/nouveau").status_code == 303


def test_an_agent_sees_roles_and_end_but_does_not_change_their_address(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.ADMINISTRATEUR, ends_on=clock.today().replace(year=clock.today().year + 1)))
    client.get("/compte")
    assert "Administrateur (toute l’Isère)" in client.text
    for path in ("/compte/contact", "/compte/modifier", "/compte/contact/code"):
        assert client.get(path).status_code == 403
    client.get("/compte")
    client.submit("Changer mon mot de passe" if "Changer mon mot de passe" in client.text else "Choisir un mot de passe")
    assert client.h1 == "Écrivez le code reçu"


def test_every_session_is_closed_from_one(client: PageClient, session: Any) -> None:
    someone = person()
    elsewhere = sign_in(client.application.test_client(), someone)  # type: ignore[arg-type]
    sign_in(client, someone)
    client.get("/compte/sessions")
    client.submit("Fermer toutes mes sessions")
    assert client.h1 == "Se connecter"
    for each in (client, elsewhere):
        assert each.get("/compte").status_code == 303


def test_one_session_then_the_others_are_closed_from_here(client: PageClient, session: Any) -> None:
    someone = person()
    first, second = (sign_in(client.application.test_client(), someone) for _each in range(2))  # type: ignore[arg-type]
    sign_in(client, someone)
    client.get("/compte")
    client.follow("Voir mes sessions ouvertes")
    assert client.text.count("Autre appareil") == 3
    assert client.text.count("vous êtes ici") == 1
    client.submit("Fermer cette session")
    assert client.text.count("Autre appareil") == 2
    assert [each.get("/compte").status_code for each in (client, first, second)].count(303) == 1
    client.get("/compte/sessions")
    client.submit("Fermer toutes les autres")
    assert [each.get("/compte").status_code for each in (client, first, second)] == [200, 303, 303]


def test_a_copy_of_the_cookie_dies_with_signing_out(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    client.get("/compte")
    with client.session_transaction() as cookie:
        copy = dict(cookie)
    client.submit("Se déconnecter")
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(copy)
    assert client.get("/compte").status_code == 303


def test_the_last_visit_is_noted_by_day(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    with clock.frozen(clock.now() + timedelta(days=2)):
        client.get("/compte")
        assert session.scalar(sa.select(AccountSession.seen_on)) == clock.today()


@pytest.mark.parametrize("path", ["/compte", "/compte/modifier", "/compte/contact", "/compte/contact/code"])
def test_a_visitor_is_led_to_the_door(client: PageClient, session: Any, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, f"/connexion?suite={path}")


@pytest.mark.parametrize("path", ["/compte/mot-de-passe", "/compte/sessions"])
def test_a_visitor_posts_nothing(client: PageClient, session: Any, path: str) -> None:
    client.get("/connexion")
    response = client.post(path, data={"csrf_token": client.form("Recevoir un code")[0].get("value")})
    assert response.status_code in {303, 400}


def test_ones_own_code_is_chosen_changed_and_erased_and_told(client: PageClient, session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    sign_in(client, someone)
    client.get("/compte")
    client.follow("Choisir un code personnel")
    client.submit("Enregistrer mon code", code="123456")
    assert "difficiles à deviner" in client.text
    client.submit("Enregistrer mon code", code="28 05 17")
    assert client.h1 == "Mon compte"
    assert "280517" not in client.text
    client.follow("Changer mon code personnel")
    client.submit("Changer mon code", code="902715")
    client.follow("Changer mon code personnel")
    client.submit("Effacer mon code")
    session.refresh(someone)
    assert someone.own_code_hash is None
    assert subjects_to(session, "nadia@courriel.example") == ["Votre code personnel est enregistré"] * 2
