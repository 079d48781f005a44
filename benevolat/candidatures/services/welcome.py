"""Acts around an acceptance: write how one is welcomed, open and close the secret address of a calendar."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Association, Right
from benevolat.associations.permissions import has_right
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions.models import Mission

from .. import queries
from ..models import CalendarFeed, Welcome
from ..permissions import receives

LONGEST = {"host_name": 80, "place": 200, "arrival": 120, "bring": 300}


def write_welcome(mission: Mission, *, by: User, **words: str | None) -> Welcome:
    """Write who welcomes, where, when and what to bring. Raises NotAllowed, InvalidInput without a host or when too long."""
    if not receives(by, mission):
        raise NotAllowed()
    welcome = queries.welcome_of(mission)
    if welcome is None:
        welcome = Welcome(mission_id=mission.id)
        db.session.add(welcome)
    for field, longest in LONGEST.items():
        text = (words.get(field) or "").strip()
        if len(text) > longest or (field == "host_name" and not text):
            raise InvalidInput(field=field)
        setattr(welcome, field, text or None)
    db.session.flush()
    return welcome


def open_feed(user: User, association: Association | None = None) -> str:
    """Make the secret address of a calendar, the one before serving no more; return its secret, which is not kept. Raises NotAllowed."""
    if user.is_agent or (association is not None and not has_right(user, association, Right.CANDIDATES)):
        raise NotAllowed()
    close_feed(user, association)
    token = entropy.token()
    db.session.add(CalendarFeed(
        user_id=user.id, association_id=association.id if association is not None else None, token_hash=entropy.fingerprint(token),
        made_at=clock.now(),
    ))
    db.session.flush()
    return token


def close_feed(user: User, association: Association | None = None) -> None:
    """Make the address of one's own calendar worthless, at once."""
    feed = queries.feed_of(user, association)
    if feed is not None:
        db.session.execute(sa.delete(CalendarFeed).where(CalendarFeed.id == feed.id))
