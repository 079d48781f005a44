"""What was typed with somebody beside, kept in the helper's own session, an hour at most, until the person confirms it.

    geste = begin("moderation", "account", form.reached, first_name=…)        # keeps it and sends the person its code
    …the next screen…
    geste = kept("moderation")                                               # None: too late, or nothing was begun
    counted = count_at(geste.reached, geste.subject)
    …act…
    drop("moderation")
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from flask import session

from benevolat.accounts.services import Contact, phone_words
from benevolat.core import clock, entropy

from .confirmation import ask_at
from .identity import contact_of

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Geste:
    """What is about to be done with a person's yes."""

    kind: str
    contact: str
    values: dict[str, Any]
    until: int

    @property
    def subject(self) -> str:
        """Name exactly what is agreed to: a word changed asks for another code."""
        return f"{self.kind}:{entropy.fingerprint(json.dumps(self.values, sort_keys=True))}"

    @property
    def reached(self) -> Contact:
        """Where the code goes."""
        return contact_of(self.contact)


def begin(room: str, kind: str, contact: Contact, **values: Any) -> None:
    """Keep what was typed and send the person the code that confirms it. Raises TooManyAttempts."""
    geste = Geste(kind, contact.value, values, int(clock.now().timestamp()) + HOUR)
    ask_at(contact, geste.subject)
    session[_key(room)] = asdict(geste)


def kept(room: str) -> Geste | None:
    """Return what waits for a person's code, or None."""
    typed = session.get(_key(room))
    geste = Geste(**typed) if typed else None
    return geste if geste is not None and geste.until > clock.now().timestamp() else None


def drop(room: str) -> None:
    """Forget what was typed."""
    session.pop(_key(room), None)


def readable(contact: str) -> str:
    """Return an address, or a number as people read it."""
    return contact if "@" in contact else phone_words(contact)


def _key(room: str) -> str:
    return f"geste:{room}"
