"""Identifying oneself, with or without an account beforehand.

How a screen uses it (web/identity.py wraps the steps with their rate limits):

    contact = read_contact(form.contact.data)                       # InvalidInput at the field
    with transaction(): begin_identification(contact)               # sends the code; the same whether the account exists or not
    …the next screen…
    with transaction(): attempt = count_attempt(contact)            # counted for good, before the code is looked at
    with transaction(): user = finish_identification(attempt, code, first_name=…, age_band=…)   # WrongCode at the field « code »

Counting has its own transaction because a wrong code raises, and raising rolls back: a try that is not kept is a try for free.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from benevolat.core import clock

from ..contacts import Contact
from ..errors import NumberAsleep, NumberElsewhere
from ..models import Kind, Purpose, User
from ..queries import bears_name, find_by_email, find_person, planned_release
from .codes import Attempt, prove, send_code
from .persons import register_person


def begin_identification(contact: Contact, purpose: Purpose = Purpose.SIGN_IN) -> None:
    """Send a code to an address or number, known or not: whoever reads it may sign in, or make an account when there is none."""
    send_code(contact, purpose)


ASLEEP = timedelta(days=180)
"""An operator gives a number that was not used to somebody else after some months: its code then proves too little."""


def recognise(attempt: Attempt, code: str, names: Iterable[str] = ()) -> User | None:
    """Use a code and return whose address or number it proved, None when it is nobody's yet. Raises WrongCode at « code ».

    Confirms the address or number of the account found. An agent is looked for only with an agent's code. When nobody came for half a
    year a number alone is not believed: one of `names` must be the account's, else NumberAsleep at « name ». A number that somebody
    else proved at a desk is not believed at all: NumberElsewhere.
    """
    prove(attempt, code)
    agent = attempt.purpose is Purpose.RESET_AGENT
    user = find_by_email(attempt.contact.value, kind=Kind.AGENT) if agent else find_person(attempt.contact)
    if user is None or not user.is_active:
        return None
    if attempt.contact.phone and (user.last_seen_at or user.created_at) < clock.now() - ASLEEP and not bears_name(user, names):
        raise NumberAsleep(field="name")
    if attempt.contact.phone and planned_release(user) is not None:
        raise NumberElsewhere(field="code")
    user.last_seen_at = clock.now()
    if attempt.contact.email:
        user.email_confirmed_at = user.email_confirmed_at or clock.now()
    else:
        user.phone_confirmed_at = user.phone_confirmed_at or clock.now()
    return user


def finish_identification(attempt: Attempt, code: str, **details: Any) -> User:
    """Return the person who proved their address or number by its code, made with `details` (register_person's) when new.

    An account that exists keeps its own details: what a screen asked besides is ignored. Raises WrongCode at « code », NumberAsleep
    at « name », InvalidInput at « age_band » when a new person gave none (and the code may then be given again: nothing was kept).
    """
    names = (details.get("first_name") or "", details.get("last_name") or "")
    return recognise(attempt, code, names) or register_person(attempt.contact, **details)
