"""Acts that touch several domains: withdraw a mission with its candidates, suspend an association, let silence end, validate, help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, ContactChange, User
from benevolat.accounts.services import Confirmation, notify, prove_agreement, release_number, replace_lost_contact
from benevolat.associations.models import Association, Right
from benevolat.associations.services import mark_reinstated, mark_suspended, notify_members
from benevolat.candidatures import queries as candidates
from benevolat.candidatures import services as candidatures
from benevolat.candidatures.models import Candidature, State
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.engagements.queries import engagement_of
from benevolat.missions import services as missions
from benevolat.missions.errors import NothingToImport
from benevolat.missions.models import Creneau, Mission, MissionImport, Publication
from benevolat.missions.queries import plan_import
from benevolat.missions.services import mark_gone, mark_withdrawn, touch
from benevolat.passeport import services as passeport
from benevolat.passeport.models import ValidationRequest, ValidationState
from benevolat.passeport.permissions import can_answer_validation
from benevolat.search.queries import MissionRow

from . import mails, queries
from .errors import CreneauOver, RequestAnswered
from .models import EndReason, MissionSnapshot, SnapshotKind
from .permissions import can_cancel_creneau, can_help_at_desk, can_withdraw_mission


def _close_candidature(candidature: Candidature, reason: str, near: Sequence[MissionRow]) -> bool:
    """End one living candidature for a cause that is nobody's choice; what was already done is kept. Tell whether anything ended."""
    if candidature.state is not State.ACCEPTED:
        candidatures.decline_candidature(candidature, by=SYSTEM, reason=reason, near=near)
        return True
    engagement = engagement_of(candidature)
    if engagement is None or engagement.state is EngagementState.PLANNED or _nothing_done(engagement):
        engagements.revoke_candidature(candidature, by=SYSTEM, reason=reason, near=near)
        return True
    if engagement.state is EngagementState.IN_PROGRESS:
        engagements.finish_engagement(engagement, by=SYSTEM)
        return True
    return False


def _nothing_done(engagement: Engagement) -> bool:
    return engagement.state is EngagementState.IN_PROGRESS and not engagement.releves


def _close_all(mission: Mission, creneau: Creneau | None, reason: str) -> int:
    """End what waits for a mission or one créneau; the persons read a few missions near, looked for once."""
    living = candidates.living_candidatures(mission, creneau)
    minors = [each.user.age_band is AgeBand.MINOR for each in living]
    near = {minor: queries.missions_near(mission, minor=minor) for minor in set(minors)}
    return sum(_close_candidature(each, reason, near[minor]) for each, minor in zip(living, minors, strict=True))


def withdraw_mission(mission: Mission, *, by: User, reason: str | None = None) -> int:
    """Withdraw a mission and tell everybody who waited or was expected; return how many.

    By a member, or by a modérateur with a reason for the association. Hours already done lead to the closing instead of being lost.
    Raises NotAllowed, Conflict, InvalidInput.
    """
    if not can_withdraw_mission(by, mission):
        raise NotAllowed()
    candidates.living_candidatures(mission)
    mark_withdrawn(mission, by=by, reason=reason)
    told = _close_all(mission, None, str((EndReason.TAKEN_DOWN if by.is_agent else EndReason.MISSION).label))
    notify_members(mission.association, mails.mission_withdrawn(mission, told, reason), right=Right.MISSIONS)
    return told


def withdraw_gone(mission: Mission) -> int:
    """Withdraw a mission that its partner proposes no more, and tell everybody who waited or was expected here; return how many.

    Those who applied at the partner's are its own to tell. Raises Conflict when it is not proposed any more already.
    """
    candidates.living_candidatures(mission)
    mark_gone(mission)
    told = _close_all(mission, None, str(EndReason.TAKEN_DOWN.label))
    notify_members(mission.association, mails.mission_withdrawn(mission, told, mission.publication_reason), right=Right.MISSIONS)
    return told


def withdraw_missions(rows: Sequence[Mission], *, by: User) -> int:
    """Withdraw several missions of one association and tell everybody who waited or was expected; return how many.

    All of them or none. Raises what withdraw_mission raises.
    """
    return sum(withdraw_mission(each, by=by) for each in rows)


@dataclass(frozen=True, slots=True)
class Brought:
    """How many missions an import made, and changed."""

    new: int
    changed: int


def write_import(kept: MissionImport, *, by: User, send: bool, not_a_job: bool) -> Brought:
    """Write what was read of a file: new missions as drafts, or sent when asked; changes, told to those who applied; then forget it.

    What each line does is decided again now. Raises ImportGone, NothingToImport, InvalidInput at « not_a_job » when missions are sent
    without it, and whatever sending a mission raises.
    """
    missions.check_import(kept, by)
    plan = plan_import(kept)
    if not plan.new and not plan.changed:
        raise NothingToImport()
    for line in plan.new:
        mission = missions.bring_mission(kept.association, line, by=by)
        if send:
            missions.submit_mission(mission, by=by, not_a_job=not_a_job, contact_name=mission.contact_name)
    for change in plan.changed:
        if change.dates:
            missions.add_series(change.mission, change.dates, by=by, places=change.line.answers["places"])
        if change.answers:
            edit_mission(change.mission, change.answers, by=by)
    db.session.delete(kept)
    db.session.flush()
    return Brought(len(plan.new), len(plan.changed))


def end_candidatures(mission: Mission) -> int:
    """Tell everybody who waits for a mission, or is expected, that it is proposed no more; return how many.

    The persons read a neutral sentence, never the modérateur's reason, and other missions near.
    """
    return _close_all(mission, None, str(EndReason.TAKEN_DOWN.label))


def keep_snapshot(mission: Mission, kind: SnapshotKind, lines: Mapping[str, str]) -> None:
    """Keep a version of a mission in the place of the one of its kind."""
    row = db.session.get(MissionSnapshot, (mission.id, kind))
    if row is None:
        row = MissionSnapshot(mission_id=mission.id, kind=kind)
        db.session.add(row)
    row.lines, row.kept_at = dict(lines), clock.now()


def _published_text(mission: Mission) -> dict[str, str] | None:
    return queries.text_of(mission) if mission.publication is Publication.PUBLISHED else None


def _keep_published(mission: Mission, shown: Mapping[str, str] | None, edit: missions.Edit) -> None:
    """Keep what was published when it goes back to a modérateur, who sees what changed; an older version is of no use then."""
    if shown is None or not edit.goes_back:
        return
    keep_snapshot(mission, SnapshotKind.PUBLISHED, shown)
    db.session.execute(sa.delete(MissionSnapshot).where(
        MissionSnapshot.mission_id == mission.id, MissionSnapshot.kind == SnapshotKind.READ
    ))


def edit_mission(mission: Mission, changes: Mapping[str, Any], *, by: User, step: int = 1) -> bool:
    """Change a mission, and tell those who applied when it is something they count on; return whether a modérateur reads it again.

    What was published is kept, so that the modérateur sees what changed. Raises what missions.services.edit_mission raises.
    """
    shown = _published_text(mission)
    edit = missions.edit_mission(mission, changes, by=by, step=step)
    _keep_published(mission, shown, edit)
    if edit.relied_upon and mission.published_at is not None:
        for candidature in candidates.living_candidatures(mission):
            notify(candidature.user, mails.mission_changed(candidature, edit.relied_upon))
    return edit.goes_back


def change_creneau(creneau: Creneau, *, by: User, starts_at: datetime, ends_at: datetime, places: int) -> bool:
    """Move one créneau or change its places, and tell those who applied to it when it moved; return whether a modérateur reads it again.

    What was published is kept. Raises what missions.services.change_creneau raises.
    """
    shown = _published_text(creneau.mission)
    edit = missions.change_creneau(creneau, by=by, starts_at=starts_at, ends_at=ends_at, places=places)
    _keep_published(creneau.mission, shown, edit)
    if edit.relied_upon and creneau.mission.published_at is not None:
        for candidature in candidates.living_candidatures(creneau.mission, creneau):
            engagements.follow_creneau(candidature)
            notify(candidature.user, mails.mission_changed(candidature, edit.relied_upon))
    return edit.goes_back


def cancel_creneau(creneau: Creneau, *, by: User) -> int:
    """Cancel one créneau to come and tell everybody who waited or was expected; return how many.

    Raises NotAllowed, CreneauOver.
    """
    if not can_cancel_creneau(by, creneau.mission):
        raise NotAllowed()
    candidates.living_candidatures(creneau.mission, creneau)
    db.session.execute(sa.select(Creneau.id).where(Creneau.id == creneau.id).with_for_update())
    db.session.refresh(creneau)
    if creneau.cancelled or creneau.starts_at <= clock.now():
        raise CreneauOver()
    creneau.cancelled = True
    touch(creneau.mission, text=False)
    told = _close_all(creneau.mission, creneau, str(EndReason.CRENEAU.label))
    notify_members(creneau.mission.association, mails.creneau_cancelled(creneau, told), right=Right.MISSIONS)
    return told


def suspend_association(association: Association, *, by: User, reason: str) -> int:
    """Suspend an association: its missions leave the search, and everybody who waited or was expected is told; return how many.

    The persons read a neutral sentence, never the modérateur's reason. Raises NotAllowed, InvalidInput, AlreadyDecided.
    """
    mark_suspended(association, by=by, reason=reason)
    told = 0
    for mission in queries.shown_missions(association.id):
        told += _close_all(mission, None, str(EndReason.ASSOCIATION.label))
        touch(mission, text=True)
    return told


def reinstate_association(association: Association, *, by: User) -> None:
    """Lift a suspension: the missions that were published are found again. Raises NotAllowed, AlreadyDecided."""
    mark_reinstated(association, by=by)
    for mission in queries.shown_missions(association.id):
        touch(mission, text=True)


def expire_silent(candidature: Candidature) -> None:
    """Close a candidature that nobody answered in time, in the volunteer's favour: other missions near are proposed."""
    candidatures.expire_candidature(candidature)
    near = queries.missions_near(candidature.mission, minor=candidature.user.age_band is AgeBand.MINOR)
    notify(candidature.user, mails.expired(candidature, near))
    notify_members(candidature.mission.association, mails.expired_for_association(candidature), right=Right.CANDIDATES)


def _claim(request: ValidationRequest, by: User) -> None:
    """Check the modérateur and lock the request; the second of two modérateurs is told that it was answered."""
    if not can_answer_validation(by, request):
        raise NotAllowed()
    waiting = sa.select(ValidationRequest.id).where(
        ValidationRequest.id == request.id, ValidationRequest.state == ValidationState.ASKED
    )
    if db.session.scalar(waiting.with_for_update()) is None:
        raise RequestAnswered()


def grant_validation(request: ValidationRequest, *, by: User) -> None:
    """Put the Département's mark on the attested skills of an engagement, at the person's request.

    The request's row is deleted with its log: nothing then says how the mark came, so that it betrays nobody.
    Raises NotAllowed, RequestAnswered, NotAttested.
    """
    _claim(request, by)
    passeport.mark_validated(request.engagement)


def decline_validation(request: ValidationRequest, *, by: User, reason: str) -> None:
    """Say no to a request, with a reason the person reads. Raises NotAllowed, RequestAnswered, InvalidInput."""
    _claim(request, by)
    passeport.decline_validation(request, by=by, reason=reason)


def open_account_beside(confirmation: Confirmation, code: str, *, by: User, **details: Any) -> User:
    """Make the account of somebody who came to a desk and confirmed it; who typed is in the journal, and only there.

    An account that exists keeps its own details. Raises NotAllowed, WrongCode at « code », InvalidInput.
    """
    _check_helper(by)
    person = prove_agreement(confirmation, code, **details)
    journal.record("desk.account", actor_id=by.id, subject_id=person.id)
    return person


def apply_beside(
    mission: Mission, creneau: Creneau | None, confirmation: Confirmation, code: str, *, message: str, first_name: str, age_band: AgeBand,
    by: User,
) -> Candidature:
    """Send the candidature of somebody who came to a desk and confirmed it: theirs like any other, with no mark of who typed.

    Raises NotAllowed, WrongCode at « code », and whatever send_beside raises.
    """
    _check_helper(by)
    person = prove_agreement(confirmation, code, first_name=first_name, age_band=age_band)
    candidatures.introduce(person, first_name=first_name, age_band=age_band)
    sent = candidatures.send_beside(mission, creneau, user=person, message=message)
    journal.record("desk.apply", actor_id=by.id, subject_id=person.id)
    return sent


def release_number_beside(confirmation: Confirmation, code: str, *, by: User) -> None:
    """Let the account of somebody else go of the number that the person beside proves; see accounts.services.release_number.

    Nothing tells the desk whether there was one. Raises NotAllowed.
    """
    _check_helper(by)
    holder = release_number(confirmation, code)
    if holder is not None:
        journal.record("desk.number", actor_id=by.id, subject_id=holder.id)


def replace_contact_beside(
    person: User, confirmation: Confirmation, code: str, *, name: str, own_code: str, by: User
) -> ContactChange | None:
    """Put a proven address or number in place of the one somebody lost; see accounts.services.replace_lost_contact. Raises NotAllowed."""
    _check_helper(by)
    planned = replace_lost_contact(person, confirmation, code, name=name, own_code=own_code)
    journal.record("desk.contact", actor_id=by.id, subject_id=person.id)
    return planned


def _check_helper(by: User) -> None:
    if not can_help_at_desk(by):
        raise NotAllowed()
