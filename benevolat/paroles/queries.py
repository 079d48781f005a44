"""Reads of the words of référents: one's own, those a pilote reads before anybody, those that are published."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core.db import db

from .models import Parole, State
from .permissions import visible_moderated_paroles, visible_own_paroles, visible_published_paroles

MOST = 50


def _whole(query: sa.Select[Parole], limit: int = MOST) -> list[Parole]:
    latest = query.order_by(Parole.sent_at.desc(), Parole.id.desc()).limit(limit)
    return list(db.session.scalars(latest.options(joinedload(Parole.territoire), joinedload(Parole.referent))))


def own_paroles(user: Any) -> list[Parole]:
    """Return what a référent wrote, the latest first."""
    return _whole(visible_own_paroles(user))


def moderated_paroles(user: Any, state: State) -> list[Parole]:
    """Return what a pilote reads before anybody, or already published, the latest first."""
    return _whole(visible_moderated_paroles(user).where(Parole.state == state))


def count_to_read(user: Any) -> int:
    """Return how many sentences wait for a pilote."""
    waiting = visible_moderated_paroles(user).where(Parole.state == State.SENT)
    return db.session.scalar(waiting.with_only_columns(sa.func.count(Parole.id))) or 0


def published_paroles(user: Any, territoire_code: str | None = None, limit: int = 4) -> list[Parole]:
    """Return what an agent may read of those published, of one territory or of all, the latest first."""
    read = visible_published_paroles(user)
    return _whole(read if territoire_code is None else read.where(Parole.territoire_code == territoire_code), limit)


def find_own_parole(user: Any, public_id: str) -> Parole | None:
    """Return a sentence that a référent wrote, or None."""
    return next(iter(_whole(visible_own_paroles(user).where(Parole.public_id == public_id))), None)


def find_moderated_parole(user: Any, public_id: str) -> Parole | None:
    """Return a sentence that a pilote reads, or None."""
    return next(iter(_whole(visible_moderated_paroles(user).where(Parole.public_id == public_id))), None)
