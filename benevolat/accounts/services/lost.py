"""A telephone or a mailbox is lost: at a desk, a person proves another one. At once with their own code, else after three days.

Whoever still holds the lost one is told, and stops it in one gesture: a paper seen at a desk must not be enough to take an account.
"""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import Letter, queue_mail, write_letter
from benevolat.core.sms import queue_sms

from ..contacts import Contact
from ..errors import AlreadyTaken, NotTheirName, WrongOwnCode
from ..models import ContactChange, User
from ..queries import find_person, folded_name
from .codes import prove
from .confirmations import Confirmation, forget_own_code, is_own_code
from .sessions import close_sessions

DELAY = timedelta(days=3)


def replace_lost_contact(person: User, confirmation: Confirmation, code: str, *, name: str, own_code: str = "") -> ContactChange | None:
    """Put an address or number, proven by its code, in place of the one that a person lost.

    With the person's own code it is done at once, and None is returned; else it waits three days, and every address and number of the
    account is told. Raises WrongCode at « code », AlreadyTaken, NotTheirName at « name », WrongOwnCode at « own_code ».
    """
    prove(confirmation.attempt, code)
    if confirmation.person is not None and confirmation.person is not person:
        raise AlreadyTaken()
    if folded_name(name) not in (folded_name(person.last_name), folded_name(person.full_name)) or not folded_name(name):
        raise NotTheirName(field="name")
    db.session.execute(sa.delete(ContactChange).where(ContactChange.user_id == person.id))
    contact = confirmation.contact
    if own_code:
        if not is_own_code(person, own_code):
            raise WrongOwnCode(field="own_code")
        person.own_code_tries = 0
        _replace(person, contact)
        return None
    planned = ContactChange(user_id=person.id, email=contact.email, phone=contact.phone, takes_effect_at=clock.now() + DELAY)
    db.session.add(planned)
    _tell(person, write_letter("accounts/contact_change_planned"))
    return planned


def refuse_contact_change(person: User) -> None:
    """Stop what was planned: the person still holds what somebody said was lost. Nothing planned, nothing done."""
    db.session.execute(sa.delete(ContactChange).where(ContactChange.user_id == person.id))


def apply_contact_changes() -> int:
    """Do what waited its three days; one whose address or number went to another account meanwhile falls. Return how many were done."""
    done = 0
    for planned in db.session.scalars(sa.select(ContactChange).where(ContactChange.takes_effect_at <= clock.now())).all():
        contact, person = Contact(email=planned.email, phone=planned.phone), planned.user
        db.session.delete(planned)
        if person.is_active and find_person(contact) in (None, person):
            forget_own_code(person)
            _replace(person, contact)
            done += 1
    return done


def _replace(person: User, contact: Contact) -> None:
    """Write the new address or number, close every session, and tell the old ones."""
    _tell(person, write_letter("accounts/contact_changed"))
    if contact.email:
        person.email, person.email_confirmed_at, person.email_refused_at = contact.email, clock.now(), None
    else:
        person.phone, person.phone_confirmed_at = contact.phone, clock.now()
    close_sessions(person)
    db.session.flush()


def _tell(person: User, letter: Letter) -> None:
    """Tell every address and number of the account: one of them is said to be lost."""
    if person.email:
        queue_mail(person.email, letter)
    if person.phone:
        queue_sms(person.phone, letter.sms)
