"""What happens by itself across domains: a silence of thirty days closes a candidature in the volunteer's favour."""

from datetime import timedelta
from typing import Any

from benevolat.candidatures import queries as candidates
from benevolat.candidatures.models import Candidature, State
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic, enqueue

from . import services


def plan_expiry(_payload: dict[str, Any]) -> None:
    """Write one job for each candidature whose time is over: one that fails holds no other back."""
    for candidature_id in candidates.silent_candidatures():
        enqueue("coordination.expire", {"candidature": candidature_id}, key=f"expire:{candidature_id}")


def expire(payload: dict[str, Any]) -> None:
    """Close one candidature, unless it was answered or withdrawn meanwhile."""
    candidature = db.session.get(Candidature, payload["candidature"], with_for_update=True)
    if candidature is not None and candidature.state in {State.SENT, State.WAITLISTED}:
        services.expire_silent(candidature)


HANDLERS: dict[str, Handler] = {"coordination.plan_expiry": plan_expiry, "coordination.expire": expire}
PERIODIC = (Periodic("coordination.plan_expiry", timedelta(hours=1)),)
