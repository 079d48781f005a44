"""Keeping published missions true: pause, take up again, say that one still stands, and what happens when nobody says it."""

from datetime import date, timedelta

from benevolat.accounts.models import User
from benevolat.associations.absences import is_away
from benevolat.associations.models import Right, State
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.workflow import SYSTEM, System

from .. import mails
from ..errors import NotEditable, PauseTooLong
from ..models import Mission, PauseReason, Publication
from ..permissions import Link, can_confirm_mission, can_edit_mission
from ..queries import BEFORE_FIRST, BETWEEN
from ..words import needs_renewal
from .places import touch

LONGEST_PAUSE = timedelta(days=365)
REMINDERS = 2


def freshen(mission: Mission) -> None:
    """Note that the association just showed that a mission still stands: the reminders begin again from here."""
    mission.fresh_at, mission.reminders, mission.reminded_at = clock.now(), 0, None


def _check_published(mission: Mission, by: User | System) -> None:
    if by is not SYSTEM and not can_edit_mission(by, mission):
        raise NotAllowed()
    db.session.refresh(mission, with_for_update=True)
    if mission.publication is not Publication.PUBLISHED:
        raise NotEditable()


def pause_mission(mission: Mission, *, by: User | System, reason: PauseReason, resumes_on: date | None = None) -> None:
    """Close a published mission to new candidatures, with a reason everybody reads and, if wished, the day it opens again by itself.

    Those who applied keep their place. Raises NotAllowed, NotEditable, PauseTooLong, InvalidInput.
    """
    _check_published(mission, by)
    if reason is PauseReason.SILENT and by is not SYSTEM:
        raise InvalidInput(field="reason")
    if resumes_on is not None and not clock.today() < resumes_on <= clock.today() + LONGEST_PAUSE:
        raise PauseTooLong(field="resumes_on")
    mission.recruiting, mission.pause_reason, mission.resumes_on = False, reason, resumes_on
    if by is not SYSTEM:
        freshen(mission)
    touch(mission, text=False)


def resume_mission(mission: Mission, *, by: User | System) -> None:
    """Open a published mission to candidatures again. Raises NotAllowed, NotEditable."""
    _check_published(mission, by)
    mission.recruiting, mission.pause_reason, mission.resumes_on = True, None, None
    freshen(mission)
    touch(mission, text=False)


def confirm_mission(mission: Mission, *, by: User | Link) -> None:
    """Say that a mission still stands, signed in or by the link of the reminder, which serves once. Raises NotAllowed, NotEditable."""
    if not can_confirm_mission(by, mission):
        raise NotAllowed()
    if mission.publication is not Publication.PUBLISHED:
        raise NotEditable()
    freshen(mission)


def renew_mission(mission: Mission) -> None:
    """Take the next step of a renewal: ask, ask again, then pause. Nothing while the association is away, suspended, or answered meanwhile.

    Done twice it does nothing the second time: each step begins only when the one before is old enough.
    """
    if not needs_renewal(mission) or mission.association.state is not State.VERIFIED or is_away(mission.association, clock.today()):
        return
    if clock.now() < (mission.fresh_at + BEFORE_FIRST if mission.reminded_at is None else mission.reminded_at + BETWEEN):
        return
    if mission.reminders < REMINDERS:
        mission.reminders += 1
        mission.reminded_at = clock.now()
        notify_members(mission.association, mails.renew(mission), right=Right.MISSIONS)
        return
    pause_mission(mission, by=SYSTEM, reason=PauseReason.SILENT)
    mission.reminders, mission.reminded_at = 0, None
    notify_members(mission.association, mails.paused(mission), right=Right.MISSIONS)
