"""Telling somebody something: the confirmed address first, else the telephone with neutral words, and nobody who left."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.messages import MessageKind, Pace, is_urgent
from benevolat.accounts.models import Purpose, Role, User
from benevolat.accounts.services import Contact, choose_messages, count_attempt, notify, prove
from benevolat.accounts.services.codes import send_code
from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.core.jobs import drop_held, held_back
from benevolat.core.mail import Letter, OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.people import agent, by_phone, person

LETTER = Letter("essai", "Une réponse vous attend", "Bonjour, la mission commence lundi.\n", "Vous avez un message d’Isère bénévolat.")


def ways(session: Any, user: User) -> tuple[list[str], list[str]]:
    """Send the letter and return who got a mail and who got an SMS."""
    notify(user, LETTER)
    session.flush()
    return list(session.scalars(sa.select(OutgoingMail.to))), list(session.scalars(sa.select(OutgoingSms.to)))


def test_a_confirmed_address_gets_the_mail(session: Any) -> None:
    someone = person(phone="+33639981234", phone_confirmed_at=clock.now())
    assert ways(session, someone) == ([someone.email], [])


def test_an_unconfirmed_address_gives_way_to_a_confirmed_number(session: Any) -> None:
    someone = person(email_confirmed_at=None, phone="+33639981234", phone_confirmed_at=clock.now())
    assert ways(session, someone) == ([], ["+33639981234"])


def test_the_only_address_is_used(session: Any) -> None:
    someone = person(email_confirmed_at=None)
    assert ways(session, someone) == ([someone.email], [])


def test_a_number_alone_gets_neutral_words(session: Any) -> None:
    someone = by_phone()
    assert ways(session, someone) == ([], [someone.phone])
    assert session.scalar(sa.select(OutgoingSms.body)) == LETTER.sms


def test_an_erased_person_and_a_former_agent_are_told_nothing(session: Any) -> None:
    assert ways(session, person(erased_at=clock.now())) == ([], [])
    assert ways(session, agent(Role.REFERENT, ends_on=clock.today() - timedelta(days=1))) == ([], [])


CHOICE = Letter("candidatures/received", "Quelqu’un candidate", "Bonjour,\n", "Vous avez un message.")
URGENT = Letter("candidatures/accepted", "On vous attend", "Bonjour,\n", "Vous avez un message.")
TOMORROW = Letter("candidatures/tomorrow_for_volunteer", "C’est demain", "Bonjour,\n", "Vous avez un message.")


def choose(user: User, kind: MessageKind, pace: Pace) -> User:
    """Let somebody choose a pace."""
    choose_messages(user, {kind: pace}, urgent_by_sms=False)
    return user


def test_what_was_refused_is_not_sent_and_the_rest_is(session: Any) -> None:
    someone = choose(person(), MessageKind.CANDIDATES, Pace.NEVER)
    notify(someone, CHOICE)
    notify(someone, URGENT)
    assert list(session.scalars(sa.select(OutgoingMail.subject))) == ["On vous attend"]


def test_what_is_wished_once_a_day_comes_in_the_evening(session: Any) -> None:
    someone = choose(person(), MessageKind.CANDIDATES, Pace.DAILY)
    for hour, day in ((17, 1), (18, 2), (23, 2)):
        with clock.frozen(clock.paris(2026, 12, 1, hour)):
            notify(someone, CHOICE)
        row = session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
        assert (row.run_at, row.urgent) == (clock.paris(2026, 12, day, 18), False)


def test_tomorrow_does_not_wait_for_another_evening(session: Any) -> None:
    notify(choose(person(), MessageKind.REMINDERS, Pace.DAILY), TOMORROW)
    row = session.scalars(sa.select(OutgoingMail)).one()
    assert (row.run_at <= clock.now(), row.urgent) == (True, True)


def test_an_urgent_one_comes_by_sms_too_when_it_was_chosen(session: Any) -> None:
    someone = person(phone="+33639981234", phone_confirmed_at=clock.now())
    for wished in (False, True):
        choose_messages(someone, {}, urgent_by_sms=wished)
        notify(someone, URGENT)
        notify(someone, CHOICE)
    assert list(session.scalars(sa.select(OutgoingSms.to))) == ["+33639981234"]
    assert len(list(session.scalars(sa.select(OutgoingMail.id)))) == 4


def test_an_sms_needs_a_proven_number(session: Any) -> None:
    with pytest.raises(InvalidInput):
        choose_messages(person(phone="+33639981234"), {}, urgent_by_sms=True)


def test_an_address_that_refuses_gives_way_to_the_number(session: Any) -> None:
    someone = person(phone="+33639981234", phone_confirmed_at=clock.now(), email_refused_at=clock.now())
    assert ways(session, someone) == ([], ["+33639981234"])
    assert ways(session, person(email_refused_at=clock.now())) == ([], ["+33639981234"])


def test_an_address_proven_again_serves_again(session: Any) -> None:
    someone = person(email_refused_at=clock.now())
    send_code(Contact(email=someone.email), Purpose.SIGN_IN)
    session.flush()
    code = session.scalar(sa.select(OutgoingMail.body)).split("Votre code\u00a0: ")[1][:6]
    prove(count_attempt(Contact(email=someone.email)), code)
    session.refresh(someone)
    assert someone.email_refused_at is None


def test_a_letter_that_nothing_is_said_of_leaves_at_once() -> None:
    assert is_urgent("un/inconnu")
    assert not is_urgent("candidatures/received")


ORDINARY = Letter("candidatures/declined", "Une réponse", "Bonjour,\n", "Vous avez un message.")


def rings(session: Any) -> list[datetime]:
    """When each SMS leaves, in their order."""
    return list(session.scalars(sa.select(OutgoingSms.run_at).order_by(OutgoingSms.run_at, OutgoingSms.id)))


def test_by_sms_alone_what_may_wait_comes_once_an_hour_by_day(session: Any) -> None:
    someone = by_phone()
    at = clock.paris(2026, 12, 1, 10)
    with clock.frozen(at):
        for letter in (ORDINARY, CHOICE, ORDINARY):
            notify(someone, letter)
        assert rings(session) == [at], "one message says it of all"
        session.scalars(sa.select(OutgoingSms)).one().sent_at = at
    with clock.frozen(at + timedelta(minutes=20)):
        notify(someone, CHOICE), notify(someone, ORDINARY)
        assert rings(session) == [at, at + timedelta(hours=1)]
        notify(someone, URGENT)
        assert rings(session) == [at, at + timedelta(minutes=20), at + timedelta(hours=1)], "what is urgent waits for nobody"
        notify(by_phone(), ORDINARY)
        assert len(rings(session)) == 4, "each telephone has its own"


@pytest.mark.parametrize(("hour", "day", "morning"), [(7, 1, 8), (8, 1, 8), (19, 1, 19), (20, 2, 8), (23, 2, 8)])
def test_no_telephone_rings_at_night_for_what_may_wait(session: Any, hour: int, day: int, morning: int) -> None:
    with clock.frozen(clock.paris(2026, 12, 1, hour)):
        notify(by_phone(), ORDINARY)
        assert rings(session) == [clock.paris(2026, 12, day, morning)]


def test_by_sms_alone_the_evening_is_the_evening(session: Any) -> None:
    someone = choose(by_phone(), MessageKind.CANDIDATES, Pace.DAILY)
    with clock.frozen(clock.paris(2026, 12, 1, 10)):
        notify(someone, CHOICE)
        assert rings(session) == [clock.paris(2026, 12, 1, 18)]
        notify(someone, ORDINARY)
        assert rings(session) == [clock.paris(2026, 12, 1, 10)], "the one that waits leaves earlier, and there is no other"


def test_what_may_be_taken_back_takes_nothing_else_with_it(session: Any) -> None:
    someone = by_phone()
    at = clock.paris(2026, 12, 1, 10)
    with clock.frozen(at):
        with held_back("essai", at + timedelta(minutes=10)):
            notify(someone, ORDINARY)
        notify(someone, ORDINARY)
        session.flush()
        drop_held("essai")
        assert rings(session) == [at]
        with held_back("essai", at + timedelta(minutes=10)):
            notify(someone, ORDINARY)
        assert rings(session) == [at, at + timedelta(minutes=10)]
