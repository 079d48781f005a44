"""What passes by itself: codes, windows of tries, keys of forms and invitations that serve no more are erased every hour."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import FormKey, db
from benevolat.core.jobs import Handler, Periodic

from .models import Invitation, OneTimeCode, RateWindow

FORM_KEY_LIFETIME = timedelta(days=1)
INVITATION_KEPT = timedelta(days=30)


def purge(_payload: dict[str, Any]) -> None:
    """Erase expired codes and windows, form keys older than a day, and invitations unanswered thirty days after they expired."""
    now = clock.now()
    for statement in (
        sa.delete(OneTimeCode).where(OneTimeCode.expires_at <= now),
        sa.delete(RateWindow).where(RateWindow.expires_at <= now),
        sa.delete(FormKey).where(FormKey.used_at <= now - FORM_KEY_LIFETIME),
        sa.delete(Invitation).where(Invitation.accepted_at.is_(None), Invitation.expires_at <= now - INVITATION_KEPT),
    ):
        db.session.execute(statement)


HANDLERS: dict[str, Handler] = {"accounts.purge": purge}
PERIODIC = (Periodic("accounts.purge", timedelta(hours=1)),)
