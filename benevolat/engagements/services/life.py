"""The life of an engagement: planned by an accepted candidature, moved by its dates and by either side."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Right
from benevolat.candidatures import services as candidatures
from benevolat.candidatures.models import Candidature, ParentAgreement
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import SYSTEM, System
from benevolat.search.queries import MissionRow

from .. import mails
from ..errors import AlreadyOver, NotOverYet
from ..models import Bilan, BilanState, Engagement, Side, State
from ..permissions import side_of
from ..queries import engagement_of, planned_end
from ..workflow import UNWRITTEN, WORKFLOW

RUNNING = (State.PLANNED, State.IN_PROGRESS)


def accept_candidature(candidature: Candidature, *, by: User, message: str | None = None) -> Engagement:
    """Accept a candidature and plan the engagement that follows; raises what candidatures.services does (place lost, state changed)."""
    candidatures.accept_candidature(candidature, by=by, message=message)
    return _plan(candidature, by=by)


def take_offer(candidature: Candidature, *, by: User) -> Engagement:
    """Take the place that is kept for oneself and plan the engagement that follows; raises what candidatures.services does."""
    candidatures.take_offer(candidature, by=by)
    return _plan(candidature, by=by)


def _plan(candidature: Candidature, *, by: User) -> Engagement:
    starts_on, ends_on = _dates(candidature)
    engagement = Engagement(
        user_id=candidature.user_id, candidature=candidature, association_id=candidature.mission.association_id,
        title=candidature.mission.title, starts_on=starts_on, ends_on=ends_on, state=State.PLANNED, created_at=clock.now(),
    )
    db.session.add(engagement)
    WORKFLOW.begin(engagement, by=by)
    advance(engagement)
    return engagement


def withdraw_candidature(candidature: Candidature, *, by: User) -> None:
    """Take back a candidature and cancel what it had planned; raises AlreadyOver when it is done."""
    _cancel_planned(candidature, by=by, reason=None)
    candidatures.withdraw_candidature(candidature, by=by)


def revoke_candidature(
    candidature: Candidature, *, by: User | System, reason: str, message: str | None = None, near: Sequence[MissionRow] = ()
) -> None:
    """Cancel a candidature that was accepted, and what it had planned; by SYSTEM when the mission or the créneau is no more.

    Raises AlreadyOver when it is done.
    """
    _cancel_planned(candidature, by=by, reason=reason)
    candidatures.revoke_candidature(candidature, by=by, reason=reason, message=message, near=near)


def end_by_parent(agreement: ParentAgreement) -> None:
    """Let a parent say no, or take their agreement back: the candidature ends with it, the place is free, both sides are told.

    What was done is kept, and leads to the closing. Raises AgreementSettled.
    """
    candidatures.end_agreement(agreement)
    candidature, reason = agreement.candidature, str(_("L’accord d’un parent n’est pas donné, ou ne l’est plus."))
    engagement = engagement_of(candidature)
    if engagement is not None and engagement.state is State.IN_PROGRESS and engagement.releves:
        finish_engagement(engagement, by=SYSTEM)
        return
    if candidature.is_accepted and (engagement is None or engagement.state in RUNNING):
        revoke_candidature(candidature, by=SYSTEM, reason=reason)
    elif candidature.is_active and not candidature.is_accepted:
        candidatures.decline_candidature(candidature, by=SYSTEM, reason=reason)
    else:
        return
    candidatures.tell_ended(candidature)


def cancel_engagement(engagement: Engagement, *, by: User | System, reason: str | None = None) -> None:
    """Cancel what is planned or in progress; whoever calls it tells both sides. Raises AlreadyOver when it is done."""
    if engagement.state not in RUNNING:
        raise AlreadyOver()
    WORKFLOW.apply(engagement, "cancel", by=by, reason=reason)
    engagement.reason = reason


def _cancel_planned(candidature: Candidature, *, by: User | System, reason: str | None) -> None:
    engagement = engagement_of(candidature)
    if engagement is not None and engagement.state is not State.CANCELLED:
        cancel_engagement(engagement, by=by, reason=reason)


def _dates(candidature: Candidature) -> tuple[date, date | None]:
    """Return the first and last day: the créneau's in Europe/Paris, or the mission's, never before today for a regular one."""
    ends_on = planned_end(candidature)
    if candidature.creneau is not None:
        return clock.local(candidature.creneau.starts_at).date(), ends_on
    starts_on = max(candidature.mission.starts_on or clock.today(), clock.today())
    return starts_on, max(ends_on, starts_on) if ends_on else None


def follow_creneau(candidature: Candidature) -> None:
    """Give what is planned the days of its créneau, which was moved."""
    engagement = engagement_of(candidature)
    if engagement is not None and engagement.state is State.PLANNED:
        engagement.starts_on, engagement.ends_on = _dates(candidature)


def advance(engagement: Engagement) -> None:
    """Move an engagement as its dates say: it starts at its start and is to be closed at its end; both sides are then asked."""
    if engagement.state is State.PLANNED and engagement.starts_at <= clock.now():
        WORKFLOW.apply(engagement, "start", by=SYSTEM)
    if engagement.state is State.IN_PROGRESS and engagement.ends_at is not None and engagement.ends_at <= clock.now():
        _finish(engagement, by=SYSTEM)


def finish_engagement(engagement: Engagement, *, by: User | System) -> None:
    """Say « c’est fini » before the planned end, from either side or since the mission is no more: today becomes the last day."""
    _finish(engagement, by=by)
    if engagement.ends_on is None or engagement.ends_on > clock.today():
        engagement.ends_on = max(clock.today(), engagement.starts_on)


def _finish(engagement: Engagement, *, by: User | System) -> None:
    WORKFLOW.apply(engagement, "finish", by=by)
    engagement.to_close_at = clock.now()
    if engagement.bilan is None:
        engagement.bilan = Bilan(created_at=clock.now(), state=BilanState.EXPECTED)
    _ask_both(engagement)


def _ask_both(engagement: Engagement) -> None:
    if engagement.elsewhere:
        accounts.notify(engagement.user, mails.over_elsewhere(engagement))
        return
    accounts.notify(engagement.user, mails.to_close_volunteer(engagement))
    if engagement.association is not None:
        associations.notify_members(engagement.association, mails.to_close_association(engagement), right=Right.HOURS)


def resume_engagement(engagement: Engagement, *, by: User) -> None:
    """Take back « c'est fini » while no bilan is confirmed; raises AlreadyOver once the planned end is past."""
    if engagement.bilan is not None and engagement.bilan.state not in UNWRITTEN:
        raise AlreadyOver()
    if engagement.candidature is not None:
        engagement.ends_on = planned_end(engagement.candidature)
    if engagement.ends_at is not None and engagement.ends_at <= clock.now():
        raise AlreadyOver()
    WORKFLOW.apply(engagement, "resume", by=by)
    engagement.to_close_at = engagement.reminded_at = None
    engagement.reminders = 0


def mark_not_done(engagement: Engagement, *, by: User, reason: str) -> None:
    """Say that it did not take place, with a reason the other side reads; raises AlreadyOver when an attestation was written."""
    if engagement.bilan is not None and engagement.bilan.state not in (*UNWRITTEN, BilanState.WITHDRAWN):
        raise AlreadyOver()
    side = side_of(by, engagement)
    engagement.reason = reason.strip() or None
    WORKFLOW.apply(engagement, "not_done", by=by, reason=reason)
    if side is Side.ASSOCIATION:
        accounts.notify(engagement.user, mails.not_done_volunteer(engagement))
    elif engagement.association is not None:
        associations.notify_members(engagement.association, mails.not_done_association(engagement), right=Right.HOURS)


def reopen_engagement(engagement: Engagement, *, by: User) -> None:
    """Say that it did take place after all: the closing goes on, and both sides are told."""
    WORKFLOW.apply(engagement, "reopen", by=by)
    engagement.reason = None
    engagement.to_close_at = clock.now()
    engagement.reminded_at = engagement.silence_told_at = None
    engagement.reminders = 0
    if engagement.bilan is None:
        engagement.bilan = Bilan(created_at=clock.now(), state=BilanState.EXPECTED)
    _ask_both(engagement)


def remind_closing(engagement: Engagement) -> None:
    """Remind the association that a bilan is awaited, and count it: twice at most; raises NotOverYet when none is."""
    if engagement.state is not State.TO_CLOSE or engagement.association is None:
        raise NotOverYet()
    engagement.reminded_at = clock.now()
    engagement.reminders += 1
    if engagement.bilan is not None and engagement.bilan.state is BilanState.PREPARED:
        associations.notify_signatories(engagement.association, mails.bilan_to_sign(engagement, ""))
        return
    associations.notify_members(engagement.association, mails.closing_reminder(engagement), right=Right.HOURS)


def tell_silence(engagement: Engagement) -> None:
    """Tell the volunteer, once, what can be done when the association does not write the bilan."""
    engagement.silence_told_at = clock.now()
    accounts.notify(engagement.user, mails.association_silent(engagement))
