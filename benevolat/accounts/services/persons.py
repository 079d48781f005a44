"""Persons: making an account whose address or number was proven, and telling somebody something."""

from sqlalchemy.exc import IntegrityError

from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput
from benevolat.core.mail import Letter, queue_mail
from benevolat.core.sms import queue_sms

from ..contacts import Contact
from ..errors import AlreadyTaken
from ..models import AgeBand, User
from ..queries import find_person
from .passwords import PasswordHash


def register_person(
    contact: Contact, *, first_name: str = "", last_name: str = "", age_band: AgeBand | None = None, commune_code: str | None = None,
    about: str | None = None, password: PasswordHash | None = None,
) -> User:
    """Make a person's account; the caller has proof (a code) that the address or number is theirs, so it is confirmed.

    Raises AlreadyTaken when an account uses it, InvalidInput(age_band) when no age band is given.
    """
    if find_person(contact) is not None:
        raise AlreadyTaken(field="contact")
    if age_band is None:
        raise InvalidInput(field="age_band")
    now = clock.now()
    user = User(
        public_id=entropy.public_id(), email=contact.email, phone=contact.phone, email_confirmed_at=now if contact.email else None,
        phone_confirmed_at=now if contact.phone else None, first_name=first_name, last_name=last_name, age_band=age_band,
        commune_code=commune_code, about=about or None, password_hash=password, created_at=now, last_seen_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:  # somebody proved the same address at the same moment
        raise AlreadyTaken(field="contact") from None
    return user


def notify(user: User, letter: Letter) -> None:
    """Tell an account something: by mail to a confirmed address, else by SMS to a confirmed number, else by whichever is known.

    The SMS has only the letter's neutral words, since it may show on a locked screen. A closed or erased account is told nothing.
    """
    if not user.is_active:
        return
    by_mail = user.email is not None and (user.email_confirmed_at is not None or user.phone_confirmed_at is None)
    if by_mail and user.email is not None:
        queue_mail(user.email, letter)
    elif user.phone is not None:
        queue_sms(user.phone, letter.sms)
