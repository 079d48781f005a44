"""The history of a team and of the trust it is given."""

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db

from ..models import Association, Deed, Happening


def remember(association: Association, deed: Deed, *, by: User | None, about: User | None = None, detail: str | None = None) -> None:
    """Write one line: who did what, about whom, and why or what follows."""
    db.session.add(Happening(
        association_id=association.id, deed=deed, at=clock.now(), actor_id=by.id if by is not None else None,
        subject_id=about.id if about is not None else None, detail=detail,
    ))
