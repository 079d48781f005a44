"""One-time codes of six digits: who reads one proves that the address or the telephone is theirs.

A code is bound to its target and purpose, and to a subject when it agrees to something; it lasts ten minutes, takes five tries,
serves once, and is cancelled by the next one.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.mail import queue_mail, write_letter
from benevolat.core.settings import config
from benevolat.core.sms import queue_sms

from ..contacts import Contact
from ..errors import WrongCode
from ..models import OneTimeCode, Purpose, User

LIFETIME = timedelta(minutes=10)
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was counted: of which contact and purpose, and on which code (None: there is none left to try)."""

    contact: Contact
    purpose: Purpose
    code_id: int | None
    subject: str = ""


def _hash(contact: Contact, purpose: Purpose, code: str, subject: str) -> str:
    """Bind a code to its target and purpose, and to our key: a stolen table would else give its million codes in a second."""
    words = f"{purpose}:{contact.value}:{code}:{subject}"
    return hmac.new(str(config("SECRET_KEY")).encode(), words.encode(), "sha256").hexdigest()


def _cancel(contact: Contact, purpose: Purpose) -> None:
    db.session.execute(sa.delete(OneTimeCode).where(OneTimeCode.target == contact.value, OneTimeCode.purpose == purpose))


def write_code(contact: Contact, purpose: Purpose, subject: str = "") -> str:
    """Write a fresh code for a target and return its digits; the one sent before serves no more."""
    _cancel(contact, purpose)
    code = entropy.digits(6)
    db.session.add(OneTimeCode(
        target=contact.value, purpose=purpose, code_hash=_hash(contact, purpose, code, subject), created_at=clock.now(),
        expires_at=clock.now() + LIFETIME, attempts=0,
    ))
    return code


def send_code(contact: Contact, purpose: Purpose) -> None:
    """Write a fresh code and queue it to the address or the number it proves."""
    code = write_code(contact, purpose)
    words = _("Isère bénévolat\u00a0: votre code est %(code)s. Il sert une fois. Ne le donnez à personne.", code=code)
    if contact.email:
        queue_mail(contact.email, write_letter("accounts/code", sms=words, code=code))
    else:
        queue_sms(contact.value, words)


def count_attempt(contact: Contact, purpose: Purpose = Purpose.SIGN_IN, subject: str = "") -> Attempt:
    """Count one try on the live code of a target, in one atomic statement, before the code is looked at; five and no more."""
    code_id = db.session.scalar(
        sa.update(OneTimeCode)
        .where(OneTimeCode.target == contact.value, OneTimeCode.purpose == purpose, OneTimeCode.used_at.is_(None),
               OneTimeCode.expires_at > clock.now(), OneTimeCode.attempts < MAX_ATTEMPTS)
        .values(attempts=OneTimeCode.attempts + 1).returning(OneTimeCode.id)
    )
    return Attempt(contact, purpose, code_id, subject)


def prove(attempt: Attempt, code: str, *, known: bool = False) -> None:
    """Use a code once: raise WrongCode (at the field « code ») unless it is the live code of that target, purpose and subject.

    `known` says that the digits were recognised another way, the person's own code: the live code is then used up all the same.
    """
    row = db.session.get(OneTimeCode, attempt.code_id, populate_existing=True) if attempt.code_id is not None else None
    given = _hash(attempt.contact, attempt.purpose, "".join(each for each in code if each.isdigit()), attempt.subject)
    live = row is not None and row.used_at is None and row.expires_at > clock.now()
    if row is None or not live or not (known or hmac.compare_digest(row.code_hash, given)):
        raise WrongCode(field="code")
    row.used_at = clock.now()
    if attempt.contact.email is not None and not known:  # what was sent there was read: the address serves again
        db.session.execute(
            sa.update(User).where(User.email == attempt.contact.email, User.email_refused_at.is_not(None)).values(email_refused_at=None)
        )
