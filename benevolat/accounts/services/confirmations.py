"""Saying yes on somebody else's screen: a helper types, the person confirms with a code that only they know (PRODUCT.md, rule 2).

How a screen uses it (web/confirmation.py wraps the steps with their rate limits):

    with transaction(): ask_confirmation(person, subject)               # six digits leave for the person's telephone or address, if wished
    …the person types them, or the code they chose in their account…
    with transaction(): attempt = count_confirmation(person, subject)   # counted for good, before the code is looked at
    with transaction(): means = prove_confirmation(attempt, code)       # WrongCode at the field « code »
                        service(…, by=person)

`subject` names exactly what is agreed to: a code given for one thing opens no other, and none that changed meanwhile. It is
hashed with the code, so that no row tells what was asked.
"""

import hmac
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.db import db
from benevolat.core.labels import Labelled
from benevolat.core.mail import queue_mail, write_letter
from benevolat.core.settings import config
from benevolat.core.sms import queue_sms

from ..contacts import Contact
from ..errors import GuessableCode, NoOwnContact
from ..models import Purpose, User
from ..queries import find_person
from .codes import Attempt, count_attempt, prove, write_code
from .identification import finish_identification
from .persons import notify

OWN_DIGITS = 6
OWN_TRIES = 10
"""Wrong codes in a row after which a person's own code serves no more, until they choose another."""


class Means(Labelled):
    """By which code a person confirmed."""

    RECEIVED = "received", _l("Avec un code reçu")
    OWN = "own", _l("Avec son code personnel")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A try that was counted: at which contact, of whom (None: it has no account yet), and on which code that was sent."""

    contact: Contact
    person: User | None
    attempt: Attempt


def confirmation_contact(person: User) -> Contact | None:
    """Return where a code reaches the person beside whoever helps: their confirmed telephone, else their confirmed address."""
    if person.phone and person.phone_confirmed_at is not None:
        return Contact(phone=person.phone)
    if person.email and person.email_confirmed_at is not None:
        return Contact(email=person.email)
    return None


def ask_confirmation(person: User, subject: str) -> None:
    """Send the person the code by which they confirm `subject`, within ten minutes; what was asked before falls.

    Raises NoOwnContact when nothing of theirs is confirmed.
    """
    ask_agreement(_contact(person), subject)


def ask_agreement(contact: Contact, subject: str) -> None:
    """Send the code of `subject` to an address or number, known or not; what was asked there before falls."""
    code = write_code(contact, Purpose.AGREE, subject)
    words = _("Isère bénévolat\u00a0: votre code pour confirmer est %(code)s. Tapez-le vous-même, ne le dites à personne.", code=code)
    if contact.email:
        queue_mail(contact.email, write_letter("accounts/confirmation", sms=words, code=code))
    else:
        queue_sms(contact.value, words)


def count_confirmation(person: User, subject: str) -> Confirmation:
    """Count one try, kept whatever follows: five for a code that was sent, ten in a row for the person's own.

    After the tenth the person's own code is erased, and they are told. Raises NoOwnContact.
    """
    return _count(_contact(person), person, subject)


def count_agreement(contact: Contact, subject: str) -> Confirmation:
    """Count one try at an address or number, whose account is found when there is one; as count_confirmation."""
    return _count(contact, find_person(contact), subject)


def _count(contact: Contact, person: User | None, subject: str) -> Confirmation:
    attempt = count_attempt(contact, Purpose.AGREE, subject)
    if person is not None and person.own_code_hash is not None:
        if attempt.code_id is None:  # nothing was sent: a code that nobody reads stands for what they confirm with their own
            write_code(contact, Purpose.AGREE, subject)
            attempt = count_attempt(contact, Purpose.AGREE, subject)
        count_own_try(person)
    return Confirmation(contact, person, attempt)


def count_own_try(person: User) -> None:
    """Count one try of a person's own code, for good; after the tenth in a row it is erased, and they are told."""
    tries = db.session.scalar(
        sa.update(User).where(User.id == person.id, User.own_code_hash.is_not(None))
        .values(own_code_tries=User.own_code_tries + 1).returning(User.own_code_tries)
    ) or 0
    if tries > OWN_TRIES:
        forget_own_code(person)
        notify(person, write_letter("accounts/own_code_closed"))


def prove_confirmation(confirmation: Confirmation, code: str) -> Means:
    """Use the code that was sent, or the person's own, and tell which it was; what was asked is used up. Raises WrongCode at « code »."""
    own = confirmation.person is not None and is_own_code(confirmation.person, code)
    prove(confirmation.attempt, code, known=own)
    if confirmation.person is not None:
        confirmation.person.own_code_tries = 0
    return Means.OWN if own else Means.RECEIVED


def prove_agreement(confirmation: Confirmation, code: str, **details: Any) -> User:
    """Return the person who confirmed, made with `details` (register_person's) when the address or number is nobody's yet.

    An account that exists keeps its own details. Raises WrongCode at « code », InvalidInput at « age_band » when a new one gave none.
    """
    if confirmation.person is not None and confirmation.person.is_active and is_own_code(confirmation.person, code):
        prove_confirmation(confirmation, code)
        return confirmation.person
    return finish_identification(confirmation.attempt, code, **details)


def is_own_code(person: User, code: str) -> bool:
    """Tell whether these are the digits that a person chose; whoever asks counts the try first."""
    return person.own_code_hash is not None and hmac.compare_digest(person.own_code_hash, _own_hash(person, _digits(code)))


def choose_own_code(person: User, code: str) -> None:
    """Keep the six digits that a person chose to confirm with, and tell them. Raises GuessableCode at « code »."""
    digits = _digits(code)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if len(digits) != OWN_DIGITS or len(set(digits)) < 3 or steps in ({1}, {9}) or digits[:3] == digits[3:]:
        raise GuessableCode(field="code")
    person.own_code_hash, person.own_code_tries = _own_hash(person, digits), 0
    notify(person, write_letter("accounts/own_code_chosen"))


def forget_own_code(person: User) -> None:
    """Take away a person's own code: they confirm with the codes they receive."""
    person.own_code_hash, person.own_code_tries = None, 0


def _contact(person: User) -> Contact:
    contact = confirmation_contact(person)
    if contact is None or not person.is_active:
        raise NoOwnContact()
    return contact


def _digits(code: str) -> str:
    return "".join(each for each in code if each in "0123456789")


def _own_hash(person: User, digits: str) -> str:
    """Bind a chosen code to its person and to our key: a stolen table would else give its million codes in a second."""
    return hmac.new(str(config("SECRET_KEY")).encode(), f"own:{person.public_id}:{digits}".encode(), "sha256").hexdigest()
