"""One-time codes: bound to their target, ten minutes, five tries, one at a time, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts import services
from benevolat.accounts.contacts import Contact
from benevolat.accounts.errors import AlreadyTaken, NumberAsleep, WrongCode
from benevolat.accounts.models import AgeBand, OneTimeCode, Purpose, User
from benevolat.core import clock, entropy
from benevolat.core.db import db, transaction
from benevolat.core.errors import InvalidInput
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.support.sign_in import last_code as code_sent_to

NADIA = Contact(email="nadia@courriel.example")
SAMI = Contact(phone="+33639981234")


def last_code(contact: Contact) -> str:
    """Read the code in the last message to a contact."""
    return code_sent_to(contact.value)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def identify(contact: Contact, code: str, **details: Any) -> User:
    return services.finish_identification(services.count_attempt(contact), code, **details)


@pytest.mark.parametrize("contact", [NADIA, SAMI], ids=["e-mail", "number"])
def test_a_new_person_is_made_once_the_code_is_proven(session: Any, contact: Contact) -> None:
    services.begin_identification(contact)
    assert scalar_count(User) == 0
    user = identify(contact, last_code(contact), first_name="Nadia", age_band=AgeBand.ADULT)
    assert (user.email, user.phone) == (contact.email, contact.phone)
    assert (user.email_confirmed_at is not None) == (contact is NADIA)
    assert (user.phone_confirmed_at is not None) == (contact is SAMI)


def test_an_existing_person_is_found_and_keeps_their_details(session: Any) -> None:
    someone = person(email=NADIA.email, email_confirmed_at=None, first_name="Nadia")
    services.begin_identification(NADIA)
    assert identify(NADIA, last_code(NADIA), first_name="Mallory", age_band=AgeBand.MINOR) is someone
    assert someone.first_name == "Nadia"
    assert someone.age_band is AgeBand.ADULT
    assert someone.email_confirmed_at is not None


def test_an_age_band_is_needed_and_none_is_guessed(session: Any) -> None:
    services.begin_identification(NADIA)
    with pytest.raises(InvalidInput) as refusal:
        identify(NADIA, last_code(NADIA), first_name="Nadia")
    assert refusal.value.field == "age_band"


def test_a_wrong_code_proves_nothing(session: Any) -> None:
    services.begin_identification(NADIA)
    with pytest.raises(WrongCode) as refusal:
        identify(NADIA, other_than(last_code(NADIA)))
    assert refusal.value.field == "code"


def test_without_any_code_the_refusal_is_the_same(session: Any) -> None:
    with pytest.raises(WrongCode):
        identify(NADIA, "123456")


def test_spaces_in_a_code_do_not_matter(session: Any) -> None:
    services.begin_identification(NADIA)
    code = last_code(NADIA)
    assert identify(NADIA, f" {code[:3]} {code[3:]} ", age_band=AgeBand.ADULT).email == NADIA.email


def test_a_code_lasts_ten_minutes(session: Any) -> None:
    services.begin_identification(NADIA)
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)), pytest.raises(WrongCode):
        identify(NADIA, last_code(NADIA), age_band=AgeBand.ADULT)


def test_a_code_serves_once(session: Any) -> None:
    services.begin_identification(NADIA)
    code = last_code(NADIA)
    identify(NADIA, code, age_band=AgeBand.ADULT)
    with pytest.raises(WrongCode):
        identify(NADIA, code)


def test_a_new_code_cancels_the_old_one(session: Any) -> None:
    services.begin_identification(NADIA)
    old = last_code(NADIA)
    services.begin_identification(NADIA)
    new = last_code(NADIA)
    assert old != new
    with pytest.raises(WrongCode):
        identify(NADIA, old)
    assert identify(NADIA, new, age_band=AgeBand.ADULT).email == NADIA.email


def test_the_fifth_try_still_counts_and_the_sixth_does_not(session: Any) -> None:
    for wrong, accepted in ((4, True), (5, False)):
        services.begin_identification(NADIA)
        code = last_code(NADIA)
        for _ in range(wrong):
            with pytest.raises(WrongCode):
                identify(NADIA, other_than(code))
        if accepted:
            identify(NADIA, code, age_band=AgeBand.ADULT)
        else:
            with pytest.raises(WrongCode):
                identify(NADIA, code)


def test_the_code_of_somebody_else_proves_nothing(session: Any) -> None:
    services.begin_identification(NADIA)
    services.begin_identification(SAMI)
    assert last_code(NADIA) != last_code(SAMI)
    with pytest.raises(WrongCode):
        identify(NADIA, last_code(SAMI), age_band=AgeBand.ADULT)


def test_a_code_is_bound_to_its_target(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same digits for two people: what is kept of them differs, so that a row moved to another target proves nothing."""
    monkeypatch.setattr(entropy, "digits", lambda _count: "123456")
    services.begin_identification(NADIA)
    services.begin_identification(SAMI)
    session.flush()
    assert len(set(session.scalars(sa.select(OneTimeCode.code_hash)))) == 2


def test_a_code_for_signing_in_does_not_reset_a_password(session: Any) -> None:
    services.begin_identification(NADIA)
    with pytest.raises(WrongCode):
        services.prove(services.count_attempt(NADIA, Purpose.RESET), last_code(NADIA))


def test_the_table_alone_does_not_give_the_code(session: Any) -> None:
    services.begin_identification(NADIA)
    row, code = session.scalar(sa.select(OneTimeCode)), last_code(NADIA)
    guesses = [code, f"{NADIA.value}:{code}", f"{Purpose.SIGN_IN}:{NADIA.value}:{code}"]
    assert row.code_hash not in {*guesses, *(entropy.fingerprint(each) for each in guesses)}


def test_exactly_five_of_twenty_parallel_tries_are_counted(fresh_app: Flask) -> None:
    with transaction():
        services.begin_identification(NADIA)

    def attempt(_number: int) -> bool:
        with fresh_app.app_context():
            with transaction():
                counted = services.count_attempt(NADIA).code_id is not None
            db.session.remove()
            return counted

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(20))) == 5


def test_two_accounts_cannot_share_a_contact(session: Any) -> None:
    person(email=None, phone=SAMI.phone)
    with pytest.raises(AlreadyTaken):
        services.register_person(SAMI, age_band=AgeBand.ADULT)


def asleep(**values: Any) -> User:
    """Somebody whose number did not serve for seven months."""
    return person(email=None, email_confirmed_at=None, phone=SAMI.phone, phone_confirmed_at=clock.now(), first_name="Sami",
                  last_name="Haddad", last_seen_at=clock.now() - timedelta(days=210), **values)


@pytest.mark.parametrize(("names", "entered"), [
    ((), False), (("",), False), (("Durand",), False), (("sami",), True), (("HADDAD",), True), (("Haddad Sami",), True),
    (("x", "Sami"), True),
])
def test_a_number_that_slept_may_be_somebody_elses_today(session: Any, names: tuple[str, ...], entered: bool) -> None:
    someone = asleep()
    services.begin_identification(SAMI)
    attempt = services.count_attempt(SAMI)
    if entered:
        assert services.recognise(attempt, last_code(SAMI), names) is someone
        return
    with pytest.raises(NumberAsleep) as error:
        services.recognise(attempt, last_code(SAMI), names)
    assert error.value.field == "name"


def test_whoever_applies_with_the_accounts_name_is_known(session: Any) -> None:
    someone = asleep()
    services.begin_identification(SAMI)
    assert identify(SAMI, last_code(SAMI), first_name="Sami", age_band=AgeBand.ADULT) is someone


def test_a_number_in_use_an_address_or_a_nameless_account_is_asked_nothing(session: Any) -> None:
    someone = asleep()
    someone.last_seen_at = clock.now() - timedelta(days=179)
    services.begin_identification(SAMI)
    assert identify(SAMI, last_code(SAMI)) is someone
    someone.last_seen_at, someone.first_name, someone.last_name = clock.now() - timedelta(days=400), "", ""
    services.begin_identification(SAMI)
    assert identify(SAMI, last_code(SAMI)) is someone
    other = person(email=NADIA.email, last_seen_at=clock.now() - timedelta(days=400))
    services.begin_identification(NADIA)
    assert identify(NADIA, last_code(NADIA)) is other
