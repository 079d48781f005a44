"""Signing in and out: by a code, by a password, as an agent; the same answer whether the account exists or not."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from benevolat.accounts.models import AgeBand, OneTimeCode, Role, User
from benevolat.accounts.services import close_sessions, passwords, prepare_password
from benevolat.core import clock
from tests.factories.people import agent, by_phone, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import last_code, link_telephone, sign_in

PASSWORD = "trois mots sans lien"
WRONG = "quatre mots sans lien"


def steady(source: str) -> str:
    """Take out of a page what is drawn afresh for each answer."""
    source = re.sub(r'(name="(?:csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", source)
    return re.sub(r'nonce="[^"]*"', "", source)


def test_a_person_signs_in_with_a_code_by_mail(client: PageClient, session: Any) -> None:
    someone = person(first_name="Nadia", last_name="Belkacem")
    email = someone.email
    client.get("/connexion")
    client.submit("Recevoir un code", contact=email.upper())
    assert client.h1 == "Écrivez le code reçu"
    client.submit("Valider le code", code=last_code(email))
    assert "Nadia Belkacem" in client.text
    assert client.get("/compte").status_code == 200


def test_a_person_signs_in_with_a_code_by_sms(client: PageClient, session: Any) -> None:
    phone = by_phone().phone
    client.get("/connexion")
    client.submit("Recevoir un code", contact="0" + phone[3:])
    assert "SMS" in client.text
    client.submit("Valider le code", code=last_code(phone))
    assert client.get("/compte").status_code == 200


def test_a_wrong_code_is_refused_at_its_field(client: PageClient, session: Any) -> None:
    email = person().email
    client.get("/connexion")
    client.submit("Recevoir un code", contact=email)
    right = last_code(email)
    client.submit("Valider le code", code=f"{(int(right) + 1) % 10**6:06d}")
    assert "Ce code ne convient pas" in client.text
    client.submit("Valider le code", code=right)
    assert client.get("/compte").status_code == 200


def test_wrong_tries_are_kept_and_the_sixth_is_refused(client: PageClient, session: Any) -> None:
    email = person().email
    client.get("/connexion")
    client.submit("Recevoir un code", contact=email)
    right = last_code(email)
    for _try in range(5):
        client.submit("Valider le code", code=f"{(int(right) + 1) % 10**6:06d}")
    assert session.scalar(sa.select(OneTimeCode.attempts)) == 5
    client.submit("Valider le code", code=right)
    assert "Ce code ne convient pas" in client.text
    client.submit("Recevoir un nouveau code")
    client.submit("Valider le code", code=last_code(email))
    assert client.get("/compte").status_code == 200


def test_the_code_of_somebody_else_opens_nothing(client: PageClient, session: Any) -> None:
    mine, theirs = person().email, person().email
    for email in (theirs, mine):
        client.get("/connexion")
        client.submit("Recevoir un code", contact=email)
    client.submit("Valider le code", code=last_code(theirs))
    assert "Ce code ne convient pas" in client.text


def test_a_code_page_without_a_code_begins_again(client: PageClient) -> None:
    client.get("/connexion/code", follow_redirects=True)
    assert client.h1 == "Se connecter"
    assert "Recommençons" in client.text


def test_a_person_signs_in_with_a_password(client: PageClient, session: Any) -> None:
    email = person(password_hash=prepare_password(PASSWORD)).email
    client.get("/connexion/mot-de-passe")
    client.submit("Me connecter", contact=email, password=WRONG)
    assert "ne correspond pas" in client.text
    assert client.get("/compte").status_code == 303
    client.get("/connexion/mot-de-passe")
    client.submit("Me connecter", contact=email, password=PASSWORD)
    assert client.get("/compte").status_code == 200


@pytest.mark.parametrize(("path", "button", "extra"), [
    ("/connexion", "Recevoir un code", {}), ("/inscription", "Recevoir un code", {}), ("/mot-de-passe", "Recevoir un code", {}),
    ("/connexion/mot-de-passe", "Me connecter", {"password": WRONG}),
])
def test_the_answer_does_not_tell_whether_an_account_exists(
    client: PageClient, session: Any, path: str, button: str, extra: dict[str, str]
) -> None:
    """Three addresses of the same length: with a password, without one, and nobody's; then all bytes are compared."""
    person(email="aaa@courriel.example", password_hash=prepare_password(PASSWORD))
    person(email="bbb@courriel.example")
    answers = []
    for name in ("aaa", "bbb", "ccc"):
        visitor = client.application.test_client()
        visitor.get(path)  # type: ignore[attr-defined]
        response = visitor.submit(button, contact=f"{name}@courriel.example", **extra)  # type: ignore[attr-defined]
        headers = {key: value for key, value in response.headers if key not in {"Set-Cookie", "Content-Security-Policy"}}
        answers.append((response.status_code, headers, steady(visitor.source).replace(name, "xxx")))  # type: ignore[attr-defined]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(("path", "button", "field", "extra"), [
    ("/connexion", "Recevoir un code", "contact", {}), ("/inscription", "Recevoir un code", "contact", {}),
    ("/mot-de-passe", "Recevoir un code", "contact", {}), ("/mot-de-passe/agents", "Recevoir un code", "email", {}),
    ("/connexion/mot-de-passe", "Me connecter", "contact", {"password": WRONG}),
    ("/connexion/agents", "Me connecter", "email", {"password": WRONG}),
])
def test_the_work_done_does_not_tell_whether_an_account_exists(  # no clock: what takes time is counted, so that no machine can make it lie
    client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch, path: str, button: str, field: str, extra: dict[str, str],
) -> None:
    verified: list[str] = []
    real = passwords.HASHER.verify
    monkeypatch.setattr(type(passwords.HASHER), "verify", lambda _self, kept, words: verified.append(kept) or real(kept, words))
    person(email="aaa@courriel.example", password_hash=prepare_password(PASSWORD))
    agent(Role.PILOTE, email="aaa@courriel.example", password_hash=prepare_password(PASSWORD))
    phone = by_phone(password_hash=prepare_password(PASSWORD)).phone
    known = ["aaa@courriel.example", phone] if field == "contact" else ["aaa@courriel.example"]
    unknown = ["zzz@courriel.example", "06 39 98 99 99"][: len(known)]
    work: list[Any] = []
    for contact in [*known, *unknown]:
        client.get(path)
        verified.clear()
        with counted_queries() as asked:
            client.submit(button, follow=False, **{field: contact}, **extra)
        work.append(([each.split("(")[0] for each in asked], len(verified)))
    assert work[: len(known)] == work[len(known):]
    assert work[0][1] == (1 if extra else 0)


def test_a_password_opens_and_its_old_hash_is_made_again(client: PageClient, session: Any) -> None:
    someone = person(password_hash=PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD))
    client.get("/connexion/mot-de-passe")
    client.submit("Me connecter", contact=someone.email, password=PASSWORD)
    session.refresh(someone)
    assert "$m=19456,t=2,p=1$" in someone.password_hash


def test_an_agent_is_told_apart_only_by_the_right_password(client: PageClient, session: Any) -> None:
    agent(Role.PILOTE, email="aaa@isere.example", password_hash=prepare_password(PASSWORD))
    pages = []
    for name in ("aaa", "bbb", "pas une adresse"):
        client.get("/connexion/agents")
        client.submit("Me connecter", email=name if " " in name else f"{name}@isere.example", password=WRONG)
        pages.append(steady(client.source).replace(f"{name}@isere.example", "xxx").replace(name, "xxx"))
    assert pages[0] == pages[1] == pages[2]


def test_the_same_address_may_be_a_person_and_an_agent(client: PageClient, session: Any) -> None:
    email = "claire@isere.example"
    person(email=email, first_name="Claire la bénévole", password_hash=prepare_password(WRONG))
    agent(Role.ADMINISTRATEUR, email=email, password_hash=prepare_password(PASSWORD))
    client.get("/connexion/mot-de-passe")
    client.submit("Me connecter", contact=email, password=PASSWORD)
    assert "ne correspond pas" in client.text
    client.get("/connexion/agents")
    client.submit("Me connecter", email=email, password=WRONG)
    assert "ne correspond pas" in client.text
    client.submit("Me connecter", email=email, password=PASSWORD)
    link_telephone(client)
    assert client.get("/administration").status_code == 200


def test_a_code_never_opens_an_agents_account(client: PageClient, session: Any) -> None:
    email = agent(Role.ADMINISTRATEUR).email
    client.get("/connexion")
    client.submit("Recevoir un code", contact=email)
    client.submit("Valider le code", code=last_code(email))
    assert client.h1 == "Qui êtes-vous ?", "for a person this address is new"
    assert client.get("/administration").status_code == 303


def test_an_agent_past_the_end_date_does_not_enter(client: PageClient, session: Any) -> None:
    yesterday = clock.today() - timedelta(days=1)
    former = agent(Role.ADMINISTRATEUR, ends_on=yesterday, password_hash=prepare_password(PASSWORD))
    email = former.email
    client.get("/connexion/agents")
    client.submit("Me connecter", email=email, password=PASSWORD)
    assert "ne correspond pas" in client.text
    sign_in(client, former)
    assert client.get("/administration").status_code == 303


def test_closing_every_session_closes_this_one_too(client: PageClient, session: Any) -> None:
    someone = person()
    sign_in(client, someone)
    assert client.get("/compte").status_code == 200
    close_sessions(someone)
    assert client.get("/compte").status_code == 303


def test_signing_in_keeps_nothing_of_the_session_before(client: PageClient, session: Any) -> None:
    email = person(password_hash=prepare_password(PASSWORD)).email
    client.get("/connexion/mot-de-passe")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = cookie["csrf_token"]
    client.submit("Me connecter", contact=email, password=PASSWORD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


def test_signing_out_is_a_post_and_forgets(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    assert client.get("/deconnexion").status_code == 405
    client.get("/compte")
    client.submit("Se déconnecter")
    assert client.get("/compte").status_code == 303


@pytest.mark.parametrize("suite", ["//evil.example", "/\\evil.example", "https://evil.example", "evil.example", "/\t/evil.example",
                                   "\\\\evil.example", "javascript:alert(1)", "/\n/evil.example", " //evil.example", "/compte\x00",
                                   "/" + "a" * 600])
def test_the_way_on_never_leads_elsewhere(client: PageClient, session: Any, suite: str) -> None:
    email = person(password_hash=prepare_password(PASSWORD)).email
    client.get("/connexion/mot-de-passe", query_string={"suite": suite})
    response = client.submit("Me connecter", follow=False, contact=email, password=PASSWORD, suite=suite)
    assert response.headers["Location"] == "/"


def test_the_way_on_leads_where_one_was_going(client: PageClient, session: Any) -> None:
    email = person().email
    client.get("/compte", follow_redirects=True)
    assert client.h1 == "Se connecter"
    client.submit("Recevoir un code", contact=email)
    client.submit("Valider le code", code=last_code(email))
    assert client.h1 == "Mon compte"


def test_a_busy_moment_is_said_and_bounded(client: PageClient, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from benevolat.accounts.services import passwords

    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    client.get("/connexion/mot-de-passe")
    assert passwords._one_at_a_time.acquire(timeout=1)
    try:
        response = client.submit("Me connecter", contact="qui@courriel.example", password=WRONG)
    finally:
        passwords._one_at_a_time.release()
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


def test_too_many_tries_wait(client: PageClient, session: Any) -> None:
    for _try in range(10):
        client.get("/connexion/mot-de-passe")
        assert client.submit("Me connecter", contact="qui@courriel.example", password=WRONG).status_code == 200
    client.get("/connexion/mot-de-passe")
    response = client.submit("Me connecter", contact="qui@courriel.example", password=WRONG)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 15 * 60 + 1
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        client.get("/connexion/mot-de-passe")
        assert client.submit("Me connecter", contact="qui@courriel.example", password=WRONG).status_code == 200


def test_a_session_of_an_agent_ends_after_half_an_hour_alone_and_after_twelve_hours(client: PageClient, session: Any) -> None:
    boss = sign_in(client, agent(Role.ADMINISTRATEUR))
    start = clock.now()
    for minutes in (29, 58, 87):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert boss.get("/administration").status_code == 200
    with clock.frozen(start + timedelta(minutes=87 + 31)):
        assert boss.get("/administration", follow_redirects=True).status_code == 200
        assert "votre session s’est fermée" in boss.text
        assert boss.h1 == "Se connecter comme agent"
    sign_in(client, session.scalar(sa.select(User)))
    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert boss.get("/administration").status_code == 200
    with clock.frozen(start + timedelta(hours=12, minutes=5)):
        assert boss.get("/administration").status_code == 303


def test_a_person_is_not_hurried(client: PageClient, session: Any) -> None:
    someone = sign_in(client, person(age_band=AgeBand.MINOR))
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert someone.get("/compte").status_code == 200
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert someone.get("/compte").status_code == 303


def test_a_number_that_slept_asks_for_the_accounts_name(client: PageClient, session: Any) -> None:
    someone = by_phone(first_name="Sami", last_name="Haddad", last_seen_at=clock.now() - timedelta(days=300))
    client.get("/connexion")
    client.submit("Recevoir un code", contact=someone.phone)
    assert "Votre nom" not in client.text
    client.submit("Valider le code", code=last_code(someone.phone))
    assert "Ce numéro n’a pas servi ici depuis longtemps" in client.text
    assert "Haddad" not in client.text
    client.submit("Valider le code", code=last_code(someone.phone), name="Durand")
    assert client.h1 == "Écrivez le code reçu"
    client.submit("Valider le code", code=last_code(someone.phone), name="haddad")
    assert "Sami Haddad" in client.text
