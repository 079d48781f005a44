"""Taking a decision back within ten minutes: things stand as before, its letter never leaves, whoever came meanwhile is told."""

from datetime import datetime

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Association
from benevolat.associations.workflow import WORKFLOW as ASSOCIATION
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.queries import living_candidatures
from benevolat.coordination.services import end_candidatures
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import Job, drop_held
from benevolat.missions.models import Mission, Publication
from benevolat.missions.services import touch
from benevolat.missions.workflow import WORKFLOW as MISSION
from benevolat.temoignages import services as temoignages
from benevolat.temoignages.models import Temoignage

from .. import mails
from ..errors import AlreadyUndone, ChangedSince, TooLate
from ..models import DecidedText, DeskDecision, Noun
from ..permissions import can_undo_decision
from .claims import take
from .deciding import closing_key, last_log


def lock_undoable(decision: DeskDecision, *, by: User) -> None:
    """Lock a decision and check that it may still be taken back, take its item, and drop its letters.

    Raises NotAllowed, AlreadyUndone, TooLate, ChangedSince, HeldByAnother.
    """
    if not can_undo_decision(by, decision):
        raise NotAllowed()
    db.session.refresh(decision, with_for_update={"of": DeskDecision})
    if decision.undone_at is not None:
        raise AlreadyUndone()
    if not decision.can_be_undone:
        raise TooLate()
    if last_log(decision.noun.value, decision.object_id) != decision.log_id:
        raise ChangedSince()
    take(decision.noun, decision.object_id, by=by)
    decision.undone_at = clock.now()
    drop_held(decision.public_id)


def undo_decision(decision: DeskDecision, *, by: User) -> None:
    """Take back what was decided on a mission, an association or a témoignage; it waits again, held by whoever undid it.

    Raises as lock_undoable.
    """
    lock_undoable(decision, by=by)
    if decision.noun is Noun.MISSION:
        _undo_mission(decision, db.session.get_one(Mission, decision.object_id), by)
    elif decision.noun is Noun.TEMOIGNAGE:
        temoignage = db.session.get_one(Temoignage, decision.object_id)
        drop_held(temoignage.public_id)
        temoignages.undo_decision(temoignage, by=by)
    else:
        association = db.session.get_one(Association, decision.object_id)
        ASSOCIATION.apply(association, "undo", by=by)
        association.state_reason, association.verified_at = decision.before["reason"], _moment(decision.before["verified_at"])


def _undo_mission(decision: DeskDecision, mission: Mission, by: User) -> None:
    newcomers = _newcomers(decision, mission)
    MISSION.apply(mission, "put_back" if decision.before["state"] == Publication.PUBLISHED.value else "undo", by=by)
    mission.publication_reason = decision.before["reason"]
    if not newcomers:  # somebody who applied has seen it: it was shown one day
        mission.published_at = _moment(decision.before["published_at"])
    touch(mission, text=True)
    db.session.execute(sa.delete(DecidedText).where(DecidedText.decision_id == decision.id))
    db.session.execute(sa.delete(Job).where(Job.key == closing_key(decision), Job.done_at.is_(None)))
    for each in newcomers:
        notify(each.user, mails.read_again(each))


def _newcomers(decision: DeskDecision, mission: Mission) -> list[Candidature]:
    """Return who applied since the mission was published by this decision."""
    if decision.action != "publish":
        return []
    return [each for each in living_candidatures(mission) if each.sent_at >= decision.at]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def close_refused(mission: Mission) -> int:
    """End the candidatures of a mission refused after an edit, now that nobody can undo it; return how many were told."""
    return end_candidatures(mission) if mission.publication is Publication.REFUSED else 0
