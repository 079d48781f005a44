"""What the desk leaves to the worker: ending a refused mission's candidatures, forgetting claims and old decisions."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic
from benevolat.missions.models import Mission
from benevolat.temoignages.models import State, Temoignage

from . import services
from .models import KEPT, Claim, DeskDecision, Noun


def close_refused(payload: dict[str, Any]) -> None:
    """End the candidatures of a refused mission, unless it was judged otherwise since."""
    mission = db.session.get(Mission, payload["mission"])
    if mission is not None:
        services.close_refused(mission)


def forget(_payload: dict[str, Any]) -> None:
    """Erase the claims that are over, the decisions older than two years with the texts they judged, and the reports that led to a no.

    What was reported of a témoignage taken off is kept for as long as that can be undone, and no longer.
    """
    now = clock.now()
    undoable = sa.select(DeskDecision.object_id).where(
        DeskDecision.noun == Noun.TEMOIGNAGE, DeskDecision.undone_at.is_(None), DeskDecision.final_at > now
    )
    db.session.execute(
        sa.update(Temoignage).where(Temoignage.state == State.TAKEN_DOWN, Temoignage.id.not_in(undoable))
        .values(reported_at=None, report_words=None)
    )
    db.session.execute(sa.delete(Claim).where(Claim.until <= now))
    db.session.execute(sa.delete(DeskDecision).where(DeskDecision.at <= now - KEPT))


HANDLERS: dict[str, Handler] = {"moderation.close_refused": close_refused, "moderation.forget": forget}
PERIODIC = (Periodic("moderation.forget", timedelta(days=1)),)
