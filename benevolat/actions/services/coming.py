"""What a person answers to an invitation: they come, wait, or do nothing; a « no » writes nothing, a place is given back in one gesture."""

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import NoPlaceLeft, NotOpen
from ..models import Action, Answer, Inscription
from ..permissions import can_join_action
from ..queries import inscription_of
from .places import free_place, give_to_the_first, lock, take_place


def come(action: Action, *, by: User, shown: bool = False) -> Inscription:
    """Take a place; clicked twice, it is one place. `shown` lets the person's référent know, and only the person says so.

    Raises NotAllowed, NotOpen, or NoPlaceLeft: nobody is put on the waiting list without asking.
    """
    there = _begin(action, by)
    if there is not None and there.answer is Answer.COMING:
        return there
    if not take_place(action):
        raise NoPlaceLeft()
    return _keep(there, action, by, Answer.COMING, shown)


def wait(action: Action, *, by: User, shown: bool = False) -> Inscription:
    """Ask for the next place given back; when one is free meanwhile, it is taken at once. Raises NotAllowed or NotOpen."""
    there = _begin(action, by)
    if there is not None and there.answer is Answer.COMING:
        return there
    if take_place(action):
        return _keep(there, action, by, Answer.COMING, shown)
    return there if there is not None else _keep(None, action, by, Answer.WAITING, shown)


def decline(action: Action, *, by: User) -> None:
    """Say no: nothing is written, so that a « no », a silence and an invitation never seen are one and the same. Raises NotAllowed."""
    if not can_join_action(by, action):
        raise NotAllowed()


def give_back(action: Action, *, by: User) -> None:
    """Give one's place back, or leave the waiting list: nothing remains of it, and the place goes to who waited longest.

    Raises NotAllowed. Done twice, it is done once.
    """
    if not can_join_action(by, action):
        raise NotAllowed()
    lock(action)
    there = inscription_of(by, action)
    if there is None:
        return
    held = there.answer is Answer.COMING
    db.session.delete(there)
    db.session.flush()
    if held:
        free_place(action)
        give_to_the_first(action)


def show_to_referent(action: Action, shown: bool, *, by: User) -> None:
    """Let one's référent know that one comes, or no more. Raises NotAllowed unless one comes or waits."""
    there = inscription_of(by, action)
    if there is None:
        raise NotAllowed()
    there.shown = shown
    db.session.flush()


def _begin(action: Action, by: User) -> Inscription | None:
    """Hold the action, check that it can be joined, and return what the person asked for already."""
    if not can_join_action(by, action):
        raise NotAllowed()
    lock(action)
    there = inscription_of(by, action)
    if there is None and not action.can_be_joined:
        raise NotOpen()
    return there


def _keep(there: Inscription | None, action: Action, by: User, answer: Answer, shown: bool) -> Inscription:
    if there is None:
        there = Inscription(action_id=action.id, user_id=by.id, asked_at=clock.now(), shown=shown)
        db.session.add(there)
    there.answer = answer
    db.session.flush()
    return there
