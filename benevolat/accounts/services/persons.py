"""Persons: making an account whose address or number was proven, changing it, and telling somebody something."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput
from benevolat.core.mail import Letter, queue_mail, write_letter
from benevolat.core.sms import queue_calm_sms, queue_sms

from ..contacts import Contact
from ..errors import AlreadyTaken
from ..messages import BY_SMS, MessageKind, Pace, by_day, is_urgent, is_written_to, next_evening, pace_of
from ..models import AgeBand, NumberRelease, User
from ..queries import find_person
from .codes import Attempt, prove
from .passwords import PasswordHash
from .sessions import close_sessions


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


def notify(user: User, letter: Letter, *, not_before: datetime | None = None) -> None:
    """Tell an account something: by mail to a confirmed address, else by SMS to a confirmed number, else by whichever is known.

    The SMS has only the letter's neutral words, since it may show on a locked screen. What the person chose holds: kinds of letters
    that come in the evening or not at all, and an SMS besides for the four urgent ones. By SMS alone, what may wait comes by day, at most
    once an hour. An address that refuses is written to no more, and a closed or erased account is told nothing.
    """
    pace, urgent = pace_of(user, letter.event), is_urgent(letter.event)
    if not user.is_active or pace is Pace.NEVER:
        return
    if pace is Pace.DAILY and not urgent:
        not_before = max(not_before or clock.now(), next_evening())
    if is_written_to(user):
        queue_mail(user.email or "", letter, urgent=urgent, not_before=not_before)
        if letter.event in BY_SMS and user.urgent_by_sms and user.phone is not None and user.phone_confirmed_at is not None:
            queue_sms(user.phone, letter.sms)
    elif user.phone is not None and urgent:
        queue_sms(user.phone, letter.sms)
    elif user.phone is not None:
        queue_calm_sms(user.phone, letter.sms, not_before=by_day(not_before or clock.now()))


def choose_messages(user: User, paces: Mapping[MessageKind, Pace], *, urgent_by_sms: bool) -> None:
    """Keep what a person chose of the letters they receive; an SMS besides the mail needs a proven number. Raises InvalidInput."""
    if urgent_by_sms and user.phone_confirmed_at is None:
        raise InvalidInput(field="urgent_by_sms")
    user.message_paces = user.message_paces | {kind.value: pace.value for kind, pace in paces.items()}
    user.urgent_by_sms = urgent_by_sms


def mark_refused(email: str) -> None:
    """Note that nothing arrives at an address any more: whoever has it is written to otherwise, until they prove it again."""
    db.session.execute(
        sa.update(User).where(User.email == email, User.email_refused_at.is_(None)).values(email_refused_at=clock.now())
    )


def record_sign_in(user: User, *, opened_by: str | None = None, renewed: PasswordHash | None = None) -> None:
    """Keep the day of the last visit: what is kept of a person is erased two years after it.

    `renewed` takes the place of the password's hash that opened (`opened_by`), unless another password was chosen meanwhile.
    """
    user.last_seen_at = clock.now()
    if renewed is not None and user.password_hash == opened_by:
        user.password_hash = renewed


def edit_account(user: User, *, first_name: str, last_name: str, commune_code: str | None, about: str | None) -> None:
    """Change what a person says of themselves."""
    user.first_name, user.last_name = first_name, last_name
    user.commune_code, user.about = commune_code, about or None


def change_contact(user: User, attempt: Attempt, code: str) -> None:
    """Put a proven e-mail or number in place of the account's, and tell the one it replaces. A number proven again is kept.

    Raises WrongCode at « code », AlreadyTaken when another account uses it (told only to who proved to hold it).
    """
    prove(attempt, code)
    contact = attempt.contact
    holder = find_person(contact)
    if holder is not None and holder is not user:
        raise AlreadyTaken()
    before = user.email if contact.email else user.phone
    if contact.email:
        user.email, user.email_confirmed_at, user.email_refused_at = contact.email, clock.now(), None
    else:
        user.phone, user.phone_confirmed_at = contact.phone, clock.now()
        db.session.execute(sa.delete(NumberRelease).where(NumberRelease.user_id == user.id))
    if before and before != contact.value:
        letter = write_letter("accounts/contact_changed")
        if contact.email:
            queue_mail(before, letter)
        else:
            queue_sms(before, letter.sms)


def set_password(user: User, password: PasswordHash) -> User:
    """Keep a new password, close every session of the account, tell the person, and return the account."""
    user.password_hash = password
    close_sessions(user)
    notify(user, write_letter("accounts/password_changed"))
    return user
