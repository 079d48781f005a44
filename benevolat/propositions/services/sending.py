"""Acts of the référent: put missions before a person, take one back, put away what they were told. Each is in the person's journal."""

from collections.abc import Sequence

import sqlalchemy as sa

from benevolat.accompagnement.mails import to_read
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import queue_mail
from benevolat.core.sms import queue_sms
from benevolat.missions.models import Mission

from ..errors import AlreadyProposed, MissionClosed, NoSuchWay, NothingChosen, TooManyOpen
from ..models import LIFE, Proposition, Way
from ..permissions import can_cancel_proposition, can_propose, own_propositions
from ..queries import is_closed, room_left


def ways_to(person: User) -> list[Way]:
    """Return the ways by which a person can learn of a proposition."""
    reached = {Way.EMAIL: person.email, Way.SMS: person.phone}
    return [each for each in Way if each not in reached or reached[each]]


def send_propositions(person: User, missions: Sequence[Mission], *, way: Way, by: User) -> list[Proposition]:
    """Put up to five missions before a person, who is told neutrally by mail or SMS, or reads them here, or on a sheet.

    Nothing of the person is looked at: a mission they applied to is proposed like another, since saying so would tell it.
    Raises NotAllowed, NothingChosen, MissionClosed, AlreadyProposed, TooManyOpen, NoSuchWay.
    """
    if not can_propose(by, person):
        raise NotAllowed()
    if not missions:
        raise NothingChosen(field="missions")
    # two referents at once: the person's row is locked (PostgreSQL), so that five stay five
    db.session.execute(sa.select(User.id).where(User.id == person.id).with_for_update(key_share=True))
    standing = {each.mission_id for each in db.session.scalars(own_propositions(person))}
    for mission in missions:
        if mission.id in standing:
            raise AlreadyProposed(mission.title)
        if is_closed(mission):
            raise MissionClosed(mission.title)
    if len(missions) > room_left(person):
        raise TooManyOpen(room_left(person))
    if way not in ways_to(person):
        raise NoSuchWay(field="way")
    record = referent_record(by)
    if record is None:
        raise NotAllowed()
    sent = [_put(person, mission, record.id) for mission in missions]
    record_act("proposition.send", person, by=by)
    if way is Way.EMAIL and person.email:
        queue_mail(person.email, to_read())
    elif way is Way.SMS and person.phone:
        queue_sms(person.phone, to_read().sms)
    return sent


def _put(person: User, mission: Mission, referent_id: int) -> Proposition:
    """Write one; a faded one that no job erased yet gives its place."""
    same = (Proposition.user_id == person.id, Proposition.mission_id == mission.id)
    faded = sa.func.coalesce(Proposition.told_at, Proposition.sent_at) <= clock.now() - LIFE
    db.session.execute(sa.delete(Proposition).where(*same, faded))
    put = Proposition(
        public_id=entropy.public_id(), referent_id=referent_id, user_id=person.id, mission_id=mission.id, sent_at=clock.now()
    )
    db.session.add(put)
    db.session.flush()
    return put


def cancel_proposition(proposition: Proposition, *, by: User) -> None:
    """Take a proposition back: the row goes, and what the person did of it is untouched. Raises NotAllowed."""
    if not can_cancel_proposition(by, proposition):
        raise NotAllowed()
    record_act("proposition.cancel", proposition.user, by=by)
    db.session.delete(proposition)


def close_answer(proposition: Proposition, *, by: User) -> None:
    """Put away what the person told: it is read, nothing of it need stay. Raises NotAllowed; one of which nothing is told is no answer."""
    if not can_cancel_proposition(by, proposition) or proposition.told_at is None:
        raise NotAllowed()
    db.session.delete(proposition)
