"""What time does to missions: reminders to renew, pauses that end, files of missions that nobody confirmed."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic, enqueue
from benevolat.core.workflow import SYSTEM

from . import services
from .models import Mission, MissionImport
from .permissions import IMPORT_LIFE
from .queries import missions_to_renew, missions_to_resume


def plan_renewals(_payload: dict[str, Any]) -> None:
    """Write one job a day for each mission whose next step is due: one that fails holds no other back; the step itself is taken once."""
    for each in missions_to_renew():
        enqueue("missions.renew", {"mission": each.id}, key=f"renew:{each.id}:{each.reminders}:{clock.today()}")


def renew(payload: dict[str, Any]) -> None:
    """Take the next step of one mission, unless somebody touched it meanwhile."""
    mission = db.session.get(Mission, payload["mission"], with_for_update=True)
    if mission is not None:
        services.renew_mission(mission)


def resume_paused(_payload: dict[str, Any]) -> None:
    """Open again the missions whose day has come."""
    for mission in missions_to_resume():
        services.resume_mission(mission, by=SYSTEM)


def erase_imports(_payload: dict[str, Any]) -> None:
    """Erase what was read of a file an hour ago or more."""
    db.session.execute(sa.delete(MissionImport).where(MissionImport.created_at <= clock.now() - IMPORT_LIFE))


HANDLERS: dict[str, Handler] = {
    "missions.plan_renewals": plan_renewals, "missions.renew": renew, "missions.resume_paused": resume_paused,
    "missions.erase_imports": erase_imports,
}
PERIODIC = (
    Periodic("missions.plan_renewals", timedelta(hours=6)), Periodic("missions.resume_paused", timedelta(hours=1)),
    Periodic("missions.erase_imports", timedelta(minutes=10)),
)
