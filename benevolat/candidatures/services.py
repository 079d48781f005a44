"""The acts on a candidature, one function each: send, answer, wait, withdraw, revoke, expire, write, ask to be called."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, User
from benevolat.accounts.services import notify, read_phone
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication, Recruitment
from benevolat.missions.services import free_place, take_place

from . import mails, queries
from .errors import (
    AdultsOnly,
    AgeNeeded,
    AlreadyDecided,
    CreneauNotOpen,
    EmptyMessage,
    FirstNameNeeded,
    MessagesClosed,
    MissionNotOpen,
    NoPlaceLeft,
    OwnAssociation,
    ReasonNeeded,
)
from .models import ACTIVE, CallBack, Candidature, Message, State
from .permissions import belongs_to_host, can_complete_call_back, can_send_candidature, can_write_message, receives
from .workflow import WORKFLOW

LONGEST_MESSAGE = 2000


def check_open(mission: Mission) -> None:
    """Raise MissionNotOpen unless the mission is published, recruits and is not over."""
    if mission.publication is not Publication.PUBLISHED or mission.recruitment is Recruitment.CLOSED:
        raise MissionNotOpen()


def check_creneau(mission: Mission, creneau: Creneau | None) -> None:
    """Raise CreneauNotOpen unless a dated mission is given one of its créneaux to come, and a regular one none."""
    if mission.kind is MissionKind.REGULAR:
        if creneau is not None:
            raise CreneauNotOpen(field="creneau")
        return
    if creneau is None or creneau.mission_id != mission.id or creneau.cancelled or creneau.starts_at <= clock.now():
        raise CreneauNotOpen(field="creneau")


def check_age(mission: Mission, age_band: AgeBand | None) -> None:
    """Raise AgeNeeded when the age band is unknown, AdultsOnly for a minor where minors are not received."""
    if age_band is None:
        raise AgeNeeded(field="age_band")
    if age_band is AgeBand.MINOR and not mission.minors_ok:
        raise AdultsOnly(field="age_band")


def check_applicant(mission: Mission, user: User) -> None:
    """Raise OwnAssociation for a member of the mission's association, NotAllowed for whoever does not apply at all."""
    if belongs_to_host(user, mission):
        raise OwnAssociation()
    if not can_send_candidature(user, mission):
        raise NotAllowed()


def introduce(user: User, *, first_name: str = "", age_band: AgeBand | None = None) -> None:
    """Complete what an account does not say yet and an association needs; what it says already is left as it is."""
    user.first_name = user.first_name or first_name.strip()
    user.age_band = user.age_band or age_band


def _lock(row: Any, *, read: bool = False, key_share: bool = False) -> None:
    """Write what waits, lock a row alone (PostgreSQL locks no outer join), then read it again: what was loaded before may be stale."""
    db.session.flush()
    db.session.execute(sa.select(type(row).id).where(type(row).id == row.id).with_for_update(read=read, key_share=key_share))
    db.session.refresh(row)


def _cut(words: str | None) -> str:
    text = (words or "").strip()
    if len(text) > LONGEST_MESSAGE:
        raise EmptyMessage(field="message")
    return text


def send_candidature(
    mission: Mission, creneau: Creneau | None = None, *, user: User, message: str = "", by: User
) -> Candidature:
    """Send a person's candidature, or return the one they already have there: a second click answers like the first.

    When no place is left the person stands on the waiting list at once, and both sides are told so. The person's row and the
    mission's are locked (PostgreSQL), so that two clicks make one row and none reaches a mission that was just withdrawn.
    Raises MissionNotOpen, CreneauNotOpen, AgeNeeded, AdultsOnly, FirstNameNeeded, OwnAssociation, EmptyMessage, NotAllowed.
    """
    if by.id != user.id:
        raise NotAllowed()
    _lock(user, key_share=True)
    _lock(mission, read=True)
    check_applicant(mission, user)
    already = queries.active_candidature(user, mission, creneau)
    if already is not None:
        return already
    check_open(mission)
    check_creneau(mission, creneau)
    check_age(mission, user.age_band)
    if not user.first_name.strip():
        raise FirstNameNeeded(field="first_name")
    candidature = Candidature(
        public_id=entropy.public_id(), mission=mission, creneau=creneau, user=user, state=State.SENT, message=_cut(message),
        sent_at=clock.now(),
    )
    db.session.add(candidature)
    WORKFLOW.begin(candidature, by=by)
    if queries.no_place_left(mission, creneau):
        candidature.decided_at = clock.now()
        WORKFLOW.apply(candidature, "waitlist", by=SYSTEM)
    notify(user, mails.sent(candidature))
    notify_members(mission.association, mails.received(candidature), right=Right.CANDIDATES)
    return candidature


def _decide(candidature: Candidature, action: str, *, by: Any, reason: str | None = None, message: str | None = None) -> None:
    """Lock the candidature and turn it; whoever comes second is told who decided and what."""
    _lock(candidature)
    found = AlreadyDecided(str(candidature.state.label), queries.decider_name(candidature))
    if WORKFLOW.allows(candidature, action, by):
        if reason is not None and not reason.strip():
            raise ReasonNeeded(field="reason")
        candidature.decided_at, candidature.decided_by_id = clock.now(), by.id
        candidature.reason, candidature.answer = reason, _cut(message) or None
    try:
        WORKFLOW.apply(candidature, action, by=by, reason=reason)
    except Conflict as changed:
        raise found from changed


def accept_candidature(candidature: Candidature, *, by: User, message: str | None = None) -> Candidature:
    """Accept a candidature and take its place, in one conditional UPDATE; the volunteer is told where, when and by whom.

    Raises NoPlaceLeft when the last place was given meanwhile (nothing is written), AlreadyDecided, NotAllowed.
    """
    _decide(candidature, "accept", by=by, message=message)
    if candidature.creneau is not None and (candidature.creneau.cancelled or candidature.creneau.starts_at <= clock.now()):
        raise CreneauNotOpen()
    if not take_place(candidature.mission, candidature.creneau):
        raise NoPlaceLeft()
    notify(candidature.user, mails.accepted(candidature))
    return candidature


def decline_candidature(candidature: Candidature, *, by: Any, reason: str, message: str | None = None) -> Candidature:
    """Say no, with the reason the person reads; by SYSTEM when what they applied to does not take place any more.

    Raises ReasonNeeded, AlreadyDecided, NotAllowed.
    """
    _decide(candidature, "decline", by=by, reason=reason, message=message)
    notify(candidature.user, mails.cancelled(candidature) if by is SYSTEM else mails.declined(candidature))
    return candidature


def waitlist_candidature(candidature: Candidature, *, by: User, message: str | None = None) -> Candidature:
    """Put a candidature on the waiting list. Raises AlreadyDecided, NotAllowed."""
    _decide(candidature, "waitlist", by=by, message=message)
    notify(candidature.user, mails.waitlisted(candidature))
    return candidature


def withdraw_candidature(candidature: Candidature, *, by: User) -> Candidature:
    """Withdraw one's own candidature; an accepted one frees its place at once, and the association learns who waits for it.

    Raises AlreadyDecided, NotAllowed.
    """
    _lock(candidature)
    accepted = candidature.state is State.ACCEPTED
    try:
        WORKFLOW.apply(candidature, "withdraw", by=by)
    except Conflict as changed:
        raise AlreadyDecided(str(candidature.state.label), None) from changed
    if accepted:
        free_place(candidature.mission, candidature.creneau)
    waiting = queries.waiting_count(candidature.mission, candidature.creneau)
    letter = mails.withdrawn(candidature, freed=accepted, waiting=waiting)
    notify_members(candidature.mission.association, letter, right=Right.CANDIDATES)
    return candidature


def revoke_candidature(candidature: Candidature, *, by: Any, reason: str, message: str | None = None) -> Candidature:
    """Cancel what was accepted, with the reason the person reads, and free the place.

    By SYSTEM when the mission, the créneau or the association is no more there. Raises ReasonNeeded, AlreadyDecided, NotAllowed.
    """
    _decide(candidature, "revoke", by=by, reason=reason, message=message)
    free_place(candidature.mission, candidature.creneau)
    notify(candidature.user, mails.cancelled(candidature) if by is SYSTEM else mails.revoked(candidature))
    return candidature


def expire_candidature(candidature: Candidature) -> Candidature:
    """Close a candidature that nobody answered, in the volunteer's favour; the letter is written by who knows other missions near."""
    _decide(candidature, "expire", by=SYSTEM)
    return candidature


def post_message(candidature: Candidature, *, by: User, body: str) -> Message:
    """Write to the other side, who is told; whoever answers has read what came before.

    Raises EmptyMessage, MessagesClosed, NotAllowed.
    """
    mine = candidature.user_id == by.id
    if not can_write_message(by, candidature):
        if candidature.state not in ACTIVE and (mine or receives(by, candidature.mission)):
            raise MessagesClosed()
        raise NotAllowed()
    if not body.strip() or len(body) > LONGEST_MESSAGE:
        raise EmptyMessage(field="body")
    mark_messages_read(candidature, by=by)
    message = Message(candidature=candidature, author_id=by.id, from_volunteer=mine, body=body.strip(), at=clock.now())
    db.session.add(message)
    db.session.flush()
    if mine:
        notify_members(candidature.mission.association, mails.message_to_association(message), right=Right.CANDIDATES)
    else:
        notify(candidature.user, mails.message_to_volunteer(message))
    return message


def mark_messages_read(candidature: Candidature, *, by: User) -> None:
    """Note that one side read what the other wrote. Raises NotAllowed."""
    mine = candidature.user_id == by.id
    if not mine and not receives(by, candidature.mission):
        raise NotAllowed()
    db.session.execute(
        sa.update(Message).where(Message.candidature_id == candidature.id, Message.from_volunteer.is_(not mine), Message.read_at.is_(None))
        .values(read_at=clock.now())
    )


def ask_call_back(
    mission: Mission, *, first_name: str, phone: str, age_band: AgeBand | None = None, best_time: str | None = None
) -> CallBack:
    """Ask the association to call, without an account; asking again before it called changes nothing.

    Raises MissionNotOpen, FirstNameNeeded, UnreadablePhone, AgeNeeded, AdultsOnly.
    """
    _lock(mission, read=True)
    check_open(mission)
    check_age(mission, age_band)
    if not first_name.strip():
        raise FirstNameNeeded(field="first_name")
    number = read_phone(phone)
    already = queries.call_back_to_do(mission, number)
    if already is not None:
        return already
    call_back = CallBack(
        public_id=entropy.public_id(), mission=mission, first_name=first_name.strip()[:80], phone=number, age_band=age_band,
        best_time=(best_time or "").strip()[:200] or None, asked_at=clock.now(),
    )
    db.session.add(call_back)
    db.session.flush()
    notify_members(mission.association, mails.call_back_asked(call_back), right=Right.CANDIDATES)
    return call_back


def complete_call_back(call_back: CallBack, *, by: User) -> CallBack:
    """Note that the association called. Raises NotAllowed."""
    if not can_complete_call_back(by, call_back):
        raise NotAllowed()
    if call_back.done_at is None:
        call_back.done_at = clock.now()
    return call_back
