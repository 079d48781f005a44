"""Passkeys: made and used for one challenge each, by a device that checks its holder; nothing forged, copied or late passes."""

import json
from typing import Any

import pytest

from benevolat.accounts.errors import WrongPasskey
from benevolat.accounts.models import Device, User
from benevolat.accounts.queries import passkeys_of
from benevolat.accounts.services import passkeys
from benevolat.core import clock
from tests.factories.people import person
from tests.support.authenticator import PRESENT, Telephone

ANDROID = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0"


def add(user: User, telephone: Telephone) -> str:
    """Add a telephone's passkey to an account; return the challenge that served."""
    challenge = passkeys.new_challenge()
    answer = telephone.make(json.loads(passkeys.registration_options(user, challenge)))
    passkeys.add_passkey(user, challenge, answer, user_agent=ANDROID)
    return challenge


def enter(telephone: Telephone, challenge: str = "") -> User:
    """Sign in with a telephone."""
    challenge = challenge or passkeys.new_challenge()
    return passkeys.recognise_passkey(challenge, telephone.sign(json.loads(passkeys.sign_in_options(challenge))))


def test_a_passkey_is_added_and_opens_its_account(session: Any) -> None:
    someone, telephone = person(), Telephone()
    add(someone, telephone)
    [row] = passkeys_of(someone)
    assert row.device is Device.ANDROID
    assert [enter(telephone), enter(telephone)] == [someone, someone]
    assert (row.sign_count, row.seen_on) == (2, clock.today())


def test_a_challenge_serves_once(session: Any) -> None:
    someone, telephone = person(), Telephone()
    with pytest.raises(WrongPasskey):
        passkeys.add_passkey(someone, add(someone, telephone), telephone.make(
            json.loads(passkeys.registration_options(someone, passkeys.new_challenge()))), user_agent="")
    challenge = passkeys.new_challenge()
    enter(telephone, challenge)
    for again in (challenge, ):
        with pytest.raises(WrongPasskey):
            enter(telephone, again)
    with pytest.raises(WrongPasskey):
        passkeys.recognise_passkey("", telephone.sign(json.loads(passkeys.sign_in_options(challenge))))


@pytest.mark.parametrize("forge", [
    lambda telephone: setattr(telephone, "origin", "http://localhost.evil.example"),
    lambda telephone: setattr(telephone, "flags", PRESENT),
    lambda telephone: setattr(telephone, "credential", b"another"),
    lambda telephone: setattr(telephone, "handle", "YW5vdGhlcg"),
    lambda telephone: setattr(telephone, "key", Telephone().key),
    lambda telephone: setattr(telephone, "count", -1),
], ids=["another site", "holder not checked", "unknown", "another's", "another key", "a copy: the counter goes back"])
def test_what_is_forged_opens_nothing(session: Any, forge: Any) -> None:
    someone, telephone = person(), Telephone(count=5)
    add(someone, telephone)
    enter(telephone)
    forge(telephone)
    with pytest.raises(WrongPasskey):
        enter(telephone)


@pytest.mark.parametrize("forge", [{"origin": "http://evil.example"}, {"flags": PRESENT}, {"flags": 0}])
def test_what_is_forged_is_not_added(session: Any, forge: dict[str, Any]) -> None:
    someone = person()
    with pytest.raises(WrongPasskey):
        add(someone, Telephone(**forge))
    assert passkeys_of(someone) == []


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 3}', '{"id":"a","rawId":"a","type":"public-key","response":{}}'])
def test_what_is_no_answer_is_refused(session: Any, answer: str) -> None:
    someone = person()
    with pytest.raises(WrongPasskey):
        passkeys.recognise_passkey(passkeys.new_challenge(), answer)
    with pytest.raises(WrongPasskey):
        passkeys.add_passkey(someone, passkeys.new_challenge(), answer, user_agent="")


def test_one_belongs_to_one_account_ends_with_it_and_is_taken_away_by_it(session: Any) -> None:
    someone, other, telephone = person(), person(), Telephone()
    add(someone, telephone)
    with pytest.raises(WrongPasskey):
        add(other, telephone)
    telephone.handle = ""
    other_phone = Telephone(credential=b"other")
    add(other, other_phone)
    passkeys.forget_passkey(someone, passkeys_of(other)[0].public_id)
    assert enter(other_phone) is other
    passkeys.forget_passkey(other, passkeys_of(other)[0].public_id)
    with pytest.raises(WrongPasskey):
        enter(other_phone)


@pytest.mark.parametrize(("address", "offered"), [
    ("https://benevolat.isere.example", True), ("http://localhost:8000", True), ("http://127.0.0.1:8000", False), ("http://[::1]", False),
])
def test_they_are_offered_where_a_name_can_hold_them(
    fresh_app: Any, monkeypatch: pytest.MonkeyPatch, address: str, offered: bool,
) -> None:
    monkeypatch.setitem(fresh_app.config, "BASE_URL", address)
    assert passkeys.passkeys_offered() is offered
