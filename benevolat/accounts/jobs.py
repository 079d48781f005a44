"""What passes by itself: what serves no more is erased every hour, and an address proven at a desk takes the place of a lost one."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import FormKey, db
from benevolat.core.jobs import Handler, Periodic
from benevolat.core.mail import REFUSED

from .models import AccountSession, Invitation, OneTimeCode, RateWindow
from .queries import PERSON_LONGEST
from .services import apply_contact_changes, apply_releases, mark_refused

FORM_KEY_LIFETIME = timedelta(days=1)
INVITATION_KEPT = timedelta(days=30)


def purge(_payload: dict[str, Any]) -> None:
    """Erase expired codes, windows and sessions, form keys older than a day, and invitations unanswered thirty days after they expired."""
    now = clock.now()
    for statement in (
        sa.delete(OneTimeCode).where(OneTimeCode.expires_at <= now),
        sa.delete(AccountSession).where(AccountSession.opened_at <= now - PERSON_LONGEST),
        sa.delete(RateWindow).where(RateWindow.expires_at <= now),
        sa.delete(FormKey).where(FormKey.used_at <= now - FORM_KEY_LIFETIME),
        sa.delete(Invitation).where(Invitation.accepted_at.is_(None), Invitation.expires_at <= now - INVITATION_KEPT),
    ):
        db.session.execute(statement)


def contact_changes(_payload: dict[str, Any]) -> None:
    """Put in place what was proven at a desk three days ago and that nobody refused, let go the numbers that are somebody else's."""
    apply_contact_changes()
    apply_releases()


def address_refused(payload: dict[str, Any]) -> None:
    """Note that a mail server knows no such address."""
    mark_refused(payload["to"])


HANDLERS: dict[str, Handler] = {
    "accounts.purge": purge, "accounts.contact_changes": contact_changes, REFUSED: address_refused,
}
PERIODIC = (Periodic("accounts.purge", timedelta(hours=1)), Periodic("accounts.contact_changes", timedelta(hours=1)))
