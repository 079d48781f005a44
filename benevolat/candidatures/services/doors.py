"""Closing one's door, both ways: an association to a person, with a reason they read; a person to an association, that never knows.

A door stops what is to come (an application, messages that disturb) and ends nothing that runs. It is of one association alone.
"""

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Association, Right
from benevolat.associations.services import notify_members
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions.models import Mission

from .. import mails, queries
from ..errors import DoorClosed, DoorSettled, HostHidden
from ..models import Candidature, ClosedDoor, DoorReason, HiddenHost
from ..permissions import can_close_door, can_contest_door, can_hide_host, can_judge_door, can_keep_doors

LONGEST_SENTENCE = 500


def check_doors(mission: Mission, user: User) -> None:
    """Raise DoorClosed when the association receives this person no more, HostHidden when the person chose not to see it."""
    if queries.has_hidden(user, mission.association_id):
        raise HostHidden()
    if queries.door_of(user, mission.association_id) is not None:
        raise DoorClosed()


def _sentence(words: str | None, *, needed: bool) -> str | None:
    text = (words or "").strip()
    if len(text) > LONGEST_SENTENCE or (needed and not text):
        raise InvalidInput(field="sentence")
    return text or None


def close_door(candidature: Candidature, *, by: User, reason: DoorReason, sentence: str | None = None) -> ClosedDoor:
    """Receive the candidatures of somebody who applied no more; they are told why. Closing twice changes nothing.

    Raises NotAllowed, InvalidInput when a reason of one's own has no words.
    """
    if not can_close_door(by, candidature):
        raise NotAllowed()
    association = candidature.mission.association
    words = _sentence(sentence, needed=reason is DoorReason.OTHER)
    already = queries.door_of(candidature.user, association.id)
    if already is not None:
        return already
    door = ClosedDoor(
        public_id=entropy.public_id(), association=association, user=candidature.user, reason=reason, sentence=words, closed_at=clock.now()
    )
    db.session.add(door)
    db.session.flush()
    notify(door.user, mails.door_closed(door))
    return door


def open_door(door: ClosedDoor, *, by: User) -> None:
    """Receive the person again: nothing of the door is kept, and they are told. Raises NotAllowed."""
    if not can_keep_doors(by, door.association):
        raise NotAllowed()
    _open(door)


def lift_door(door: ClosedDoor, *, by: User) -> None:
    """Open, at the desk, a door that the person contested; both sides are told. Raises NotAllowed, DoorSettled."""
    _judge(door, by)
    notify_members(door.association, mails.door_lifted(door), right=Right.CANDIDATES)
    _open(door)


def _open(door: ClosedDoor) -> None:
    notify(door.user, mails.door_opened(door))
    db.session.delete(door)
    db.session.flush()


def keep_door(door: ClosedDoor, *, by: User, answer: str) -> None:
    """Leave, at the desk, a contested door closed, and say why: the person reads it. Raises NotAllowed, DoorSettled, InvalidInput."""
    _judge(door, by)
    words = answer.strip()
    if not 1 <= len(words) <= LONGEST_SENTENCE:
        raise InvalidInput(field="answer")
    door.kept_at, door.answer = clock.now(), words
    db.session.flush()
    notify(door.user, mails.door_kept(door))


def _judge(door: ClosedDoor, by: User) -> None:
    if not can_judge_door(by, door):
        raise NotAllowed()
    if not door.is_looked_at:
        raise DoorSettled()
    journal.record("door.judge", actor_id=by.id, subject_id=door.user_id)


def contest_door(door: ClosedDoor, *, by: User) -> None:
    """Ask the desk to look at a door that is closed to oneself; asking again changes nothing. Raises NotAllowed."""
    if not can_contest_door(by, door):
        raise NotAllowed()
    if door.contested_at is None:
        door.contested_at = clock.now()


def open_old_doors() -> int:
    """Open the doors of more than a year, without a word: the year was said when they closed; return how many."""
    old = queries.old_doors()
    for door in old:
        db.session.delete(door)
    return len(old)


def hide_host(association: Association, *, by: User) -> None:
    """See an association no more: it is told nothing, and nothing that runs with it ends. Raises NotAllowed."""
    if not can_hide_host(by, association):
        raise NotAllowed()
    if not queries.has_hidden(by, association.id):
        db.session.add(HiddenHost(user_id=by.id, association_id=association.id, hidden_at=clock.now()))
        db.session.flush()


def show_host(association: Association, *, by: User) -> None:
    """See an association again: what was chosen before is not kept."""
    for row in queries.hidden_hosts_of(by):
        if row.association_id == association.id:
            db.session.delete(row)
    db.session.flush()
