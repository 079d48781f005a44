"""Who reads the figures: pilotes, each the whole Isère and their own territories alone."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of

from .models import Axis, ShownFigure


def can_read_figures(user: Any, territoire_code: str | None = None) -> bool:
    """A pilote reads the figures of the Isère, and those of a territory when it is one of theirs."""
    if not has_role(user, Role.PILOTE):
        return False
    places = territories_of(user, Role.PILOTE)
    return places is None or territoire_code is None or territoire_code in places


def visible_figures(user: Any) -> sa.Select[ShownFigure]:
    """Return the figures a pilote may read: all, or without those of territories that are not theirs; nobody else reads any.

    A figure of several territories together is of others too: only a pilote of the whole Isère reads it.
    """
    read = sa.select(ShownFigure).where(sa.literal(has_role(user, Role.PILOTE)))
    places = territories_of(user, Role.PILOTE)
    if places is None:
        return read
    return read.where(sa.or_(ShownFigure.axis != Axis.TERRITOIRE, ShownFigure.rows.in_(places)))
