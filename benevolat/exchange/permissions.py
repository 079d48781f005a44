"""Who takes the former site over: administrateurs."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role

from .models import RepriseFile


def can_take_over(user: Any) -> bool:
    """An administrateur brings the former site's files."""
    return has_role(user, Role.ADMINISTRATEUR)


def visible_reprise_files(user: Any) -> sa.Select[RepriseFile]:
    """Select the files of the former site: every administrateur sees them all, nobody else sees any."""
    chosen = sa.select(RepriseFile)
    return chosen if can_take_over(user) else chosen.where(sa.false())
