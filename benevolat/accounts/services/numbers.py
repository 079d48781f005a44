"""A number that an operator gave to somebody else: its new holder proves it at a desk, and the account that had it lets it go.

From that moment the number opens the account no more: whoever reads its messages may be a stranger. The account's holder is told at
their address, and keeps the number by proving it again. An account with no other proven contact keeps its number, else nobody would
reach it: its holder comes to a desk, and the new holder of the number uses an address.
"""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import queue_mail, write_letter

from ..errors import NotANumber
from ..models import NumberRelease, User
from ..queries import planned_release
from .codes import prove
from .confirmations import Confirmation
from .sessions import close_sessions

DELAY = timedelta(days=7)


def release_number(confirmation: Confirmation, code: str) -> User | None:
    """Plan that the account which has a number, proven by its code, lets it go in seven days; tell its address, close its sessions.

    Return the account, None when there is none or when the number is all that reaches it: the desk is told the same in every case.
    Raises WrongCode at « code », NotANumber.
    """
    if confirmation.contact.phone is None:
        raise NotANumber(field="contact")
    prove(confirmation.attempt, code)
    holder = confirmation.person
    if holder is None or holder.email is None or holder.email_confirmed_at is None or holder.email_refused_at is not None:
        return None
    if planned_release(holder) is None:
        db.session.add(NumberRelease(user_id=holder.id, phone=confirmation.contact.phone, takes_effect_at=clock.now() + DELAY))
        close_sessions(holder)
        queue_mail(holder.email, write_letter("accounts/number_release_planned"))
    return holder


def apply_releases() -> int:
    """Let go the numbers that waited their seven days; an account that changed meanwhile keeps what it has. Return how many were let go."""
    done = 0
    for planned in db.session.scalars(sa.select(NumberRelease).where(NumberRelease.takes_effect_at <= clock.now())).all():
        user = planned.user
        db.session.delete(planned)
        if user.is_active and user.phone == planned.phone and user.email is not None:
            user.phone, user.phone_confirmed_at, user.urgent_by_sms = None, None, False
            close_sessions(user)
            queue_mail(user.email, write_letter("accounts/number_released"))
            done += 1
    return done
