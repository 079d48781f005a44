"""Acts by which people go from a référent to another: for good on a day, or to a deputy during an absence. Each is in the journal."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import NobodyChosen, NotAtWork, SameReferent, TwoDeputies, WrongDay
from ..mails import people_received, to_read
from ..models import Accompagnement, Deputy, Referent
from ..permissions import can_end_deputy, can_hand_over, can_name_deputy, not_over
from ..queries import is_at_work, link_to_come

FURTHEST = timedelta(days=366)
LONGEST_ABSENCE = timedelta(days=184)


def hand_over(links: Sequence[Accompagnement], *, to: Referent, on: date, by: User) -> list[Accompagnement]:
    """Give people to another référent from a day: the old access ends that day and the new one begins that day; all of them or none.

    A handover already planned is replaced; given back to who has them now, it is cancelled.
    Raises NotAllowed, NobodyChosen, WrongDay, NotAtWork, or SameReferent when nothing would change.
    """
    if not links:
        raise NobodyChosen(field="people")
    if not all(can_hand_over(by, each) for each in links):
        raise NotAllowed()
    if not clock.today() <= on <= clock.today() + FURTHEST:
        raise WrongDay(field="on")
    if not is_at_work(to):
        raise NotAtWork(field="to")
    begun = [each for each in (_replace(link, to, on) for link in links) if each is not None]
    for link in links:
        journal.record("accompagnement.handover", actor_id=by.id, subject_id=link.user_id)
        notify(link.user, to_read())
    if begun and to.user_id != by.id:
        notify(to.user, people_received())
    return begun


def _replace(link: Accompagnement, to: Referent, on: date) -> Accompagnement | None:
    """End a link on a day and begin the next, in place of one that was planned; return it, None when the link goes on as it was."""
    planned = link_to_come(link)
    if to.id == link.referent_id and planned is None:
        raise SameReferent(field="to")
    if planned is not None:
        db.session.delete(planned)
        db.session.flush()
    link.ends_on = None if to.id == link.referent_id else max(on, link.starts_on)
    db.session.flush()  # one open link a person: the old one closes before the new one opens
    if link.ends_on is None:
        return None
    following = Accompagnement(referent_id=to.id, user_id=link.user_id, starts_on=link.ends_on, public_id=entropy.public_id())
    db.session.add(following)
    db.session.flush()
    return following


def name_deputy(absent: Referent, deputy: Referent, *, starts_on: date, last_day: date, by: User) -> Deputy:
    """Let another référent read and answer from a day to a day, both included; the people are told, and what is done is marked so.

    Raises NotAllowed, WrongDay, NotAtWork, SameReferent, or TwoDeputies when somebody stands in on one of these days already.
    """
    if not can_name_deputy(by, absent, deputy):
        raise NotAllowed()
    if absent.id == deputy.id:
        raise SameReferent(field="deputy")
    if not clock.today() <= starts_on <= last_day <= starts_on + LONGEST_ABSENCE or starts_on > clock.today() + FURTHEST:
        raise WrongDay(field="last_day")
    if not is_at_work(deputy):
        raise NotAtWork(field="deputy")
    ends_on = last_day + timedelta(days=1)
    crossing = sa.select(Deputy.id).where(Deputy.referent_id == absent.id, Deputy.starts_on < ends_on, Deputy.ends_on > starts_on)
    if db.session.scalar(crossing.limit(1)) is not None:
        raise TwoDeputies(field="starts_on")
    named = Deputy(referent_id=absent.id, deputy_id=deputy.id, starts_on=starts_on, ends_on=ends_on, public_id=entropy.public_id())
    db.session.add(named)
    db.session.flush()
    for person in _people_of(absent):
        journal.record("accompagnement.deputy", actor_id=by.id, subject_id=person.id)
    return named


def end_deputy(deputy: Deputy, *, by: User) -> None:
    """Stop a stand-in from now on; one that has not begun is erased. Raises NotAllowed."""
    if not can_end_deputy(by, deputy):
        raise NotAllowed()
    for person in _people_of(deputy.referent):
        journal.record("accompagnement.deputy_end", actor_id=by.id, subject_id=person.id)
    if deputy.starts_on >= clock.today():
        db.session.delete(deputy)
    else:
        deputy.ends_on = clock.today()
    db.session.flush()


def _people_of(referent: Referent) -> list[User]:
    """Return the persons whose link to a référent is in force."""
    own = sa.select(Accompagnement).where(Accompagnement.referent_id == referent.id, Accompagnement.starts_on <= clock.today())
    links = [each for each in db.session.scalars(own) if not_over(each)]
    return [each.user for each in links if each.user.erased_at is None]
