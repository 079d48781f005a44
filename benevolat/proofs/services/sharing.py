"""Links that show a version for some days: opened and closed by the person alone."""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..codes import new_code
from ..errors import NothingChosen, TooManyShares, UnknownDuration
from ..models import Share, Version
from ..permissions import can_edit_version, visible_shares
from ..queries import content_of_version

DURATIONS = (1, 7, 30)
MOST_SHARES = 20


def open_share(version: Version, *, days: int, with_contact: bool, by: User) -> Share:
    """Open a link that shows a version for 1, 7 or 30 days. Raises NotAllowed, UnknownDuration, NothingChosen or TooManyShares."""
    if not can_edit_version(by, version):
        raise NotAllowed()
    if days not in DURATIONS:
        raise UnknownDuration(field="days")
    if not content_of_version(version)["engagements"]:
        raise NothingChosen()
    now = clock.now()
    opened = visible_shares(by).where(Share.expires_at > now).subquery()
    if (db.session.scalar(sa.select(sa.func.count()).select_from(opened)) or 0) >= MOST_SHARES:
        raise TooManyShares()
    share = Share(code=new_code(), version=version, with_contact=with_contact, made_at=now, expires_at=now + timedelta(days=days), seen=0)
    db.session.add(share)
    db.session.flush()
    return share


def close_share(share: Share, *, by: User) -> None:
    """Close a link at once: nothing of it is left. Raises NotAllowed."""
    if not can_edit_version(by, share.version):
        raise NotAllowed()
    db.session.delete(share)
    db.session.flush()


def note_opening(share_id: int) -> None:
    """Count one more opening of a link, in one statement; nothing about who opened it is written."""
    db.session.execute(sa.update(Share).where(Share.id == share_id).values(seen=Share.seen + 1))
