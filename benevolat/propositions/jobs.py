"""What time does: a proposition is erased after thirty days, whatever became of it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import LIFE, Proposition


def fade_propositions(_payload: dict[str, Any]) -> None:
    """Erase what was sent thirty days ago or more: accepted, refused or never read, one and the same; thirty days more once it was told."""
    since = sa.func.coalesce(Proposition.told_at, Proposition.sent_at)
    db.session.execute(sa.delete(Proposition).where(since <= clock.now() - LIFE))


HANDLERS: dict[str, Handler] = {"propositions.fade": fade_propositions}
PERIODIC = (Periodic("propositions.fade", timedelta(hours=1)),)
