"""Who may teach words to the search: the modérateurs, whatever their territory, because everybody's searches follow."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role

from .models import WordFamily


def can_change_families(user: Any) -> bool:
    """A modérateur of any territory adds, changes and removes families; nobody else does."""
    return has_role(user, Role.MODERATEUR)


def visible_families(user: Any) -> sa.Select[WordFamily]:
    """Return the families that an account sees in the room of words: all of them for a modérateur, none for others."""
    return sa.select(WordFamily).where(sa.literal(can_change_families(user)))
