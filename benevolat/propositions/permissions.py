"""Who sees and does what with propositions: the référent of today, and the person they are for."""

from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.permissions import accompanies, visible_people
from benevolat.accounts.models import User
from benevolat.core import clock

from .models import LIFE, Proposition


def can_propose(user: Any, person: User) -> bool:
    """The person's référent of today, or who stands in, proposes missions and leads the talk."""
    return accompanies(user, person)


def can_cancel_proposition(user: Any, proposition: Proposition) -> bool:
    """The person's référent of today takes a proposition back, and puts away what they were told."""
    return accompanies(user, proposition.user)


def is_addressee(user: Any, proposition: Proposition) -> bool:
    """The person it is for, and nobody else, answers."""
    return bool(user.is_authenticated and user.id == proposition.user_id)


def _open() -> sa.Select[Proposition]:
    """One that is past its thirty days is open no more, whether the job passed or not."""
    return sa.select(Proposition).where(sa.func.coalesce(Proposition.told_at, Proposition.sent_at) > clock.now() - LIFE)


def visible_propositions(user: Any) -> sa.Select[Proposition]:
    """Return the propositions to the people a référent accompanies today, whoever made them; nothing in them says what was answered."""
    return _open().where(Proposition.user_id.in_(visible_people(user).with_only_columns(User.id)))


def own_propositions(person: Any) -> sa.Select[Proposition]:
    """Return the propositions made to a person."""
    return _open().where(Proposition.user_id == person.id)
