"""What the desk leaves to the worker: ending a refused mission's candidatures, forgetting claims and old decisions."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic
from benevolat.missions.models import Mission

from . import services
from .models import KEPT, Claim, DeskDecision


def close_refused(payload: dict[str, Any]) -> None:
    """End the candidatures of a refused mission, unless it was judged otherwise since."""
    mission = db.session.get(Mission, payload["mission"])
    if mission is not None:
        services.close_refused(mission)


def forget(_payload: dict[str, Any]) -> None:
    """Erase the claims that are over and the decisions older than two years, with the texts they judged."""
    now = clock.now()
    db.session.execute(sa.delete(Claim).where(Claim.until <= now))
    db.session.execute(sa.delete(DeskDecision).where(DeskDecision.at <= now - KEPT))


HANDLERS: dict[str, Handler] = {"moderation.close_refused": close_refused, "moderation.forget": forget}
PERIODIC = (Periodic("moderation.forget", timedelta(days=1)),)
