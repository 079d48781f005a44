"""What time does: invitations fade whatever was answered, an attendance not kept is erased, an old action goes with all it holds."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import Action, ActionInvitation, Answer, Inscription, Seance, State
from .permissions import open_invitations
from .services.places import give_to_the_first, lock

TO_KEEP_IT = timedelta(days=30)
"""How long a person has, once it took place, to say that they were there."""
KEPT = timedelta(days=366)


def erase(_payload: dict[str, Any]) -> None:
    """Erase what is past its time, then give back the places of accounts that were erased."""
    answerable = open_invitations().with_only_columns(ActionInvitation.id)
    db.session.execute(sa.delete(ActionInvitation).where(ActionInvitation.id.not_in(answerable)))
    over = _ended_before(clock.now())
    db.session.execute(sa.delete(Inscription).where(Inscription.answer == Answer.WAITING, Inscription.action_id.in_(over)))
    unsaid = Inscription.attended_at.is_(None)
    db.session.execute(sa.delete(Inscription).where(unsaid, Inscription.action_id.in_(_ended_before(clock.now() - TO_KEEP_IT))))
    db.session.execute(sa.delete(Action).where(Action.id.in_(_ended_before(clock.now() - KEPT))))
    _recount()


def _ended_before(moment: Any) -> sa.Select[Any]:
    """The actions whose last date ended before a moment; a draft like the others."""
    return sa.select(Seance.action_id).group_by(Seance.action_id).having(sa.func.max(Seance.ends_at) <= moment)


def _recount() -> None:
    """An account that is erased takes its inscription away with it: its place is counted free again, and given."""
    held = sa.select(sa.func.count()).where(Inscription.action_id == Action.id, Inscription.answer == Answer.COMING).scalar_subquery()
    wrong = sa.select(Action).where(Action.state == State.OPEN, Action.places_taken != held, Action.id.not_in(_ended_before(clock.now())))
    for action in db.session.scalars(wrong).all():
        lock(action)
        db.session.execute(sa.update(Action).where(Action.id == action.id).values(places_taken=held))
        db.session.refresh(action)
        give_to_the_first(action)


HANDLERS: dict[str, Handler] = {"actions.erase": erase}
PERIODIC = (Periodic("actions.erase", timedelta(hours=1)),)
