"""Who sits at the desk, who takes a decision back, and which decisions of the journal a modérateur reads."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of

from .models import DeskDecision


def can_moderate(user: Any) -> bool:
    """A modérateur, of whatever territory."""
    return has_role(user, Role.MODERATEUR)


def can_undo_decision(user: Any, decision: DeskDecision) -> bool:
    """Whoever took the decision, still a modérateur today."""
    return can_moderate(user) and decision.by_id == user.id


def visible_decisions(user: Any) -> sa.Select[DeskDecision]:
    """Select the decisions on a modérateur's territories, their own, and those that are of no territory."""
    if not can_moderate(user):
        return sa.select(DeskDecision).where(sa.false())
    codes = territories_of(user, Role.MODERATEUR)
    if codes is None:
        return sa.select(DeskDecision)
    return sa.select(DeskDecision).where(
        sa.or_(DeskDecision.territoire_code.in_(codes), DeskDecision.territoire_code.is_(None), DeskDecision.by_id == user.id)
    )
