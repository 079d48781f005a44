"""Saying yes on somebody else's screen: bound to what is agreed to, five tries, once, and the person's own code with its ten."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts import services
from benevolat.accounts.errors import GuessableCode, NoOwnContact, WrongCode
from benevolat.accounts.models import OneTimeCode, User
from benevolat.accounts.services import Means
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.people import by_phone, person
from tests.support.sign_in import last_code

SUBJECT, OWN, WRONG = "annexe:abc:1", "280517", "999998"


def proven(someone: User, code: str, subject: str = SUBJECT) -> Means:
    return services.prove_confirmation(services.count_confirmation(someone, subject), code)


def refused(someone: User, code: str, subject: str = SUBJECT) -> None:
    with pytest.raises(WrongCode) as error:
        proven(someone, code, subject)
    assert error.value.field == "code"


def test_the_code_that_was_sent_confirms_once(session: Any) -> None:
    someone = by_phone()
    services.ask_confirmation(someone, SUBJECT)
    code = last_code(someone.phone or "")
    assert proven(someone, f" {code[:3]} {code[3:]} ") is Means.RECEIVED
    refused(someone, code)


def test_it_leaves_for_the_telephone_first_and_says_nothing_of_what_is_agreed_to(session: Any) -> None:
    someone = person(email="nadia@courriel.example", phone="+33639981234", phone_confirmed_at=clock.now())
    services.ask_confirmation(someone, SUBJECT)
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 0
    sms = session.scalar(sa.select(OutgoingSms.body))
    assert SUBJECT not in sms
    assert "Tapez-le vous-même" in sms
    row = session.scalar(sa.select(OneTimeCode))
    assert SUBJECT not in f"{row.target} {row.code_hash} {row.purpose}"


@pytest.mark.parametrize("other", ["annexe:abc:2", "annexe:abd:1", "", "annexe:abc:1:"])
def test_a_code_opens_only_what_it_was_asked_for(session: Any, other: str) -> None:
    someone = person(email="nadia@courriel.example")
    services.ask_confirmation(someone, SUBJECT)
    refused(someone, last_code("nadia@courriel.example"), other)


def test_nobody_else_confirms_with_it(session: Any) -> None:
    someone, other = person(email="nadia@courriel.example"), person(email="sami@courriel.example")
    for each in (someone, other):
        services.ask_confirmation(each, SUBJECT)
    refused(other, last_code("nadia@courriel.example"))


def test_the_sixth_try_is_too_late_though_it_be_right(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.ask_confirmation(someone, SUBJECT)
    for _ in range(5):
        refused(someone, WRONG)
    refused(someone, last_code("nadia@courriel.example"))


def test_after_ten_minutes_it_serves_no_more(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.ask_confirmation(someone, SUBJECT)
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        refused(someone, last_code("nadia@courriel.example"))


def test_a_code_to_sign_in_confirms_nothing(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.ask_confirmation(someone, SUBJECT)
    services.begin_identification(services.Contact(email="nadia@courriel.example"))
    refused(someone, last_code("nadia@courriel.example"))


def test_one_who_confirmed_no_address_signs_a_sheet(session: Any) -> None:
    someone = person(email="nadia@courriel.example", email_confirmed_at=None)
    for ask in (lambda: services.ask_confirmation(someone, SUBJECT), lambda: services.count_confirmation(someone, SUBJECT)):
        with pytest.raises(NoOwnContact):
            ask()


def test_ones_own_code_confirms_whether_a_code_was_sent_or_not(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.choose_own_code(someone, f"{OWN[:2]} {OWN[2:]}")
    assert OWN not in (someone.own_code_hash or "")
    assert proven(someone, OWN) is Means.OWN
    services.ask_confirmation(someone, SUBJECT)
    assert proven(someone, OWN) is Means.OWN
    refused(someone, last_code("nadia@courriel.example"))


def test_using_ones_own_code_uses_up_what_was_sent(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.choose_own_code(someone, OWN)
    services.ask_confirmation(someone, SUBJECT)
    sent = last_code("nadia@courriel.example")
    proven(someone, OWN)
    refused(someone, sent)


def test_the_same_six_digits_of_another_person_confirm_nothing(session: Any) -> None:
    someone, other = person(email="nadia@courriel.example"), person(email="sami@courriel.example")
    services.choose_own_code(other, OWN)
    services.choose_own_code(someone, "902715")
    refused(someone, OWN)
    services.choose_own_code(someone, OWN)
    assert someone.own_code_hash != other.own_code_hash, "a table that leaks does not tell who chose the same digits"


def test_ten_wrong_codes_in_a_row_erase_ones_own_and_tell(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.choose_own_code(someone, OWN)
    for _ in range(10):
        refused(someone, WRONG)
        assert someone.own_code_hash is not None
    refused(someone, OWN)
    assert someone.own_code_hash is None
    subject = session.scalar(sa.select(OutgoingMail.subject).order_by(OutgoingMail.id.desc()).limit(1))
    assert subject == "Votre code personnel ne sert plus"
    refused(someone, OWN)


def test_a_right_one_forgets_the_wrong_ones_before(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.choose_own_code(someone, OWN)
    for _ in range(3):
        for _ in range(4):
            refused(someone, WRONG)
        assert proven(someone, OWN) is Means.OWN
    assert someone.own_code_tries == 0


@pytest.mark.parametrize("code", ["12345", "1234567", "", "123456", "890123", "654321", "111111", "121212", "427427", "abcdef"])
def test_a_code_that_is_guessed_is_not_kept(session: Any, code: str) -> None:
    someone = person()
    with pytest.raises(GuessableCode):
        services.choose_own_code(someone, code)
    assert someone.own_code_hash is None


def test_one_forgets_ones_own_code(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    services.choose_own_code(someone, OWN)
    services.forget_own_code(someone)
    refused(someone, OWN)


def test_no_two_codes_of_a_person_are_alive(session: Any) -> None:
    someone = person(email="nadia@courriel.example")
    with entropy.seeded(3):
        services.ask_confirmation(someone, SUBJECT)
        first = last_code("nadia@courriel.example")
        services.ask_confirmation(someone, "autre")
    refused(someone, first)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OneTimeCode)) == 1
