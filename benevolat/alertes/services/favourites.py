"""Favourites: keeping a mission aside, and letting it go."""

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Mission

from ..models import Favori
from ..permissions import can_keep_favori


def keep_favourite(mission: Mission, *, by: User) -> Favori:
    """Keep a mission aside; keeping it twice changes nothing. Raises NotAllowed."""
    if not can_keep_favori(by):
        raise NotAllowed()
    kept = db.session.get(Favori, (by.id, mission.id))
    if kept is None:
        kept = Favori(user_id=by.id, mission_id=mission.id, kept_at=clock.now())
        db.session.add(kept)
    return kept


def drop_favourite(mission: Mission, *, by: User) -> None:
    """Let a mission go; letting go what was not kept changes nothing. Raises NotAllowed."""
    if not can_keep_favori(by):
        raise NotAllowed()
    kept = db.session.get(Favori, (by.id, mission.id))
    if kept is not None:
        db.session.delete(kept)
