"""Who treats reports: the modérateurs of the territory; what is of no territory is anybody's of the desk."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of

from .models import Signalement


def can_treat_signalement(user: Any, signalement: Signalement) -> bool:
    """A modérateur of its territory, or any when it has none."""
    codes = territories_of(user, Role.MODERATEUR)
    mine = codes is None or signalement.territoire_code is None or signalement.territoire_code in codes
    return mine and has_role(user, Role.MODERATEUR)


def visible_signalements(user: Any) -> sa.Select[Signalement]:
    """Select the reports a modérateur treats; nobody else sees any, and least of all who is reported."""
    if not has_role(user, Role.MODERATEUR):
        return sa.select(Signalement).where(sa.false())
    codes = territories_of(user, Role.MODERATEUR)
    if codes is None:
        return sa.select(Signalement)
    return sa.select(Signalement).where(sa.or_(Signalement.territoire_code.in_(codes), Signalement.territoire_code.is_(None)))
