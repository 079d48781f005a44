"""The counter of free places: one conditional statement each way, so that the last place is given once; the waiting list follows."""

import sqlalchemy as sa

from benevolat.accompagnement.mails import to_read
from benevolat.accounts.services import notify
from benevolat.core.db import db

from ..models import Action, Answer, State
from ..queries import first_waiting


def lock(action: Action) -> None:
    """Hold an action, as it stands now, until the end of the transaction."""
    db.session.flush()
    db.session.execute(sa.select(Action.id).where(Action.id == action.id).with_for_update())
    db.session.refresh(action)


def take_place(action: Action) -> bool:
    """Take one place if one is left and the action is open; the check and the writing are one statement."""
    return _update(action, {"places_taken": Action.places_taken + 1}, Action.places_taken < Action.places, Action.state == State.OPEN)


def free_place(action: Action) -> None:
    """Give a place back; never under zero."""
    _update(action, {"places_taken": Action.places_taken - 1}, Action.places_taken > 0)


def set_places(action: Action, places: int) -> bool:
    """Change how many places there are, never under the people who come; tell whether it was done."""
    return _update(action, {"places": places}, Action.places_taken <= places)


def _update(action: Action, values: dict[str, object], *conditions: sa.ColumnElement[bool]) -> bool:
    db.session.flush()
    done = db.session.execute(
        sa.update(Action).where(Action.id == action.id, *conditions).values(values)
        .returning(Action.id).execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(action, ["places", "places_taken"])
    return done is not None


def give_to_the_first(action: Action) -> None:
    """Give the free places to those who have waited longest, each told neutrally; not once it can be joined no more."""
    while action.can_be_joined and (waiting := first_waiting(action)) is not None and take_place(action):
        waiting.answer = Answer.COMING
        db.session.flush()
        notify(waiting.user, to_read())
