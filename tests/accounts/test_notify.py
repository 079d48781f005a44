"""Telling somebody something: the confirmed address first, else the telephone with neutral words, and nobody who left."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.accounts.services import notify
from benevolat.core import clock
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
