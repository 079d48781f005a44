"""A number that an operator gave to somebody else: proven at a desk it opens the old account no more, and is let go after seven days."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.errors import NotANumber, NumberElsewhere, WrongCode
from benevolat.accounts.models import NumberRelease, Purpose, User
from benevolat.accounts.services import (
    Contact,
    apply_releases,
    ask_agreement,
    begin_identification,
    change_contact,
    count_agreement,
    count_attempt,
    recognise,
    release_number,
)
from benevolat.accounts.services.codes import send_code
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.people import person
from tests.support.sign_in import last_code

PHONE = "+33639980707"
NUMBER = Contact(phone=PHONE)


@pytest.fixture
def holder(session: Any) -> User:
    return person(phone=PHONE, phone_confirmed_at=clock.now())


def prove_at_desk(code: str = "") -> User | None:
    ask_agreement(NUMBER, "number")
    return release_number(count_agreement(NUMBER, "number"), code or last_code(PHONE))


def enter(contact: Contact) -> User | None:
    begin_identification(contact)
    return recognise(count_attempt(contact), last_code(contact.value))


def after(delay: timedelta) -> int:
    with clock.frozen(clock.now() + delay):
        return apply_releases()


def test_from_that_day_the_number_opens_the_account_no_more_and_the_address_does(session: Any, holder: User) -> None:
    epoch = holder.session_epoch
    assert enter(NUMBER) is holder
    assert prove_at_desk() is holder
    assert holder.session_epoch == epoch + 1
    with pytest.raises(NumberElsewhere):
        enter(NUMBER)
    assert holder.email is not None
    assert enter(Contact(email=holder.email)) is holder
    told = session.scalar(sa.select(OutgoingMail).where(OutgoingMail.to == holder.email).order_by(OutgoingMail.id))
    assert told.subject == "Votre numéro de téléphone est-il encore à vous\u00a0?"
    assert not session.scalars(sa.select(OutgoingSms.body).where(OutgoingSms.body.contains("guichet"))).all()


def test_after_seven_days_it_is_free_and_whoever_has_it_makes_an_account(session: Any, holder: User) -> None:
    prove_at_desk()
    assert after(timedelta(days=6, hours=23)) == 0
    assert holder.phone == PHONE
    assert after(timedelta(days=7)) == 1
    assert (holder.phone, holder.phone_confirmed_at, holder.is_active) == (None, None, True)
    assert enter(NUMBER) is None
    assert session.scalar(sa.select(NumberRelease)) is None


def test_the_holder_keeps_it_by_proving_it_again(session: Any, holder: User) -> None:
    prove_at_desk()
    send_code(NUMBER, Purpose.CONFIRM)
    change_contact(holder, count_attempt(NUMBER, Purpose.CONFIRM), last_code(PHONE))
    assert after(timedelta(days=8)) == 0
    assert enter(NUMBER) is holder


def test_asking_again_does_not_delay_it_nor_take_a_newer_number(session: Any, holder: User) -> None:
    prove_at_desk()
    with clock.frozen(clock.now() + timedelta(days=3)):
        prove_at_desk()
    holder.phone = "+33639980808"
    assert after(timedelta(days=7)) == 0
    assert holder.phone == "+33639980808"


def test_a_number_that_is_all_there_is_stays_and_nobody_is_told_so(session: Any) -> None:
    alone = person(email=None, email_confirmed_at=None, phone=PHONE, phone_confirmed_at=clock.now())
    assert prove_at_desk() is None
    assert enter(NUMBER) is alone
    unread = person(phone="+33639980909", email_refused_at=clock.now())
    ask_agreement(Contact(phone=unread.phone), "number")
    assert release_number(count_agreement(Contact(phone=unread.phone), "number"), last_code("+33639980909")) is None


def test_without_the_code_of_that_number_nothing_moves(session: Any, holder: User) -> None:
    ask_agreement(NUMBER, "number")
    code = last_code(PHONE)
    with pytest.raises(WrongCode):
        release_number(count_agreement(NUMBER, "number"), "000000" if code != "000000" else "111111")
    with pytest.raises(NotANumber):
        release_number(count_agreement(Contact(email="a@courriel.example"), "number"), "000000")
    assert session.scalar(sa.select(NumberRelease)) is None
