"""What happens by itself across domains: a silence of thirty days closes a candidature, a mission its partner dropped is withdrawn."""

from datetime import datetime, timedelta
from typing import Any

from benevolat.candidatures import queries as candidates
from benevolat.candidatures.models import Candidature, State
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic, enqueue
from benevolat.missions.models import Mission, Publication

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


def withdraw_gone(payload: dict[str, Any]) -> None:
    """Withdraw one mission that left its partner's file, unless it is proposed no more already, or a later file proposes it again."""
    mission = db.session.get(Mission, payload["mission"], with_for_update=True)
    alive = mission is not None and mission.publication in {Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED}
    if mission is not None and alive and mission.fresh_at < datetime.fromisoformat(payload["read_at"]):
        services.withdraw_gone(mission)


HANDLERS: dict[str, Handler] = {
    "coordination.plan_expiry": plan_expiry, "coordination.expire": expire, "coordination.withdraw_gone": withdraw_gone,
}
PERIODIC = (Periodic("coordination.plan_expiry", timedelta(hours=1)),)
