"""What time does between a référent and a person: an invitation that nobody accepted is erased, whatever became of it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import LinkInvitation
from .permissions import INVITATION_LIFE


def erase_invitations(_payload: dict[str, Any]) -> None:
    """Erase the invitations sent thirty days ago or more: refused, not answered or never seen, nothing remains of them."""
    db.session.execute(sa.delete(LinkInvitation).where(LinkInvitation.sent_at <= clock.now() - INVITATION_LIFE))


HANDLERS: dict[str, Handler] = {"accompagnement.erase_invitations": erase_invitations}
PERIODIC = (Periodic("accompagnement.erase_invitations", timedelta(hours=1)),)
