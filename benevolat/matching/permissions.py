"""Who says wishes and reads what answers them: a person, for themself alone."""

from typing import Any

import sqlalchemy as sa

from .models import Dismissal, Wish


def can_say_wishes(user: Any) -> bool:
    """Any person signed in; an agent's account wishes nothing."""
    return bool(getattr(user, "is_authenticated", False) and not user.is_agent)


def visible_wishes(user: Any) -> sa.Select[Wish]:
    """Return the wishes of an account: its own."""
    return sa.select(Wish).where(Wish.user_id == user.id if can_say_wishes(user) else sa.false())


def visible_dismissals(user: Any) -> sa.Select[Dismissal]:
    """Return what an account asked not to see again: its own."""
    return sa.select(Dismissal).where(Dismissal.user_id == user.id if can_say_wishes(user) else sa.false())
