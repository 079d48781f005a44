"""Answering a candidature, taking it back, ending it: each act frees or takes its place at once, then lets the waiting list move."""

from collections.abc import Sequence
from typing import Any

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.errors import Conflict
from benevolat.core.workflow import SYSTEM
from benevolat.missions.services import free_place, take_place
from benevolat.search.queries import MissionRow

from .. import mails, queries
from ..errors import AlreadyDecided, CreneauNotOpen, ListMovesAlone, NoPlaceLeft
from ..models import Candidature, OfferState, State
from ..workflow import WORKFLOW
from . import waiting
from .deciding import decide, lock, lock_place


def accept_candidature(candidature: Candidature, *, by: User, message: str | None = None) -> Candidature:
    """Accept a candidature and take its place, in one conditional UPDATE; the volunteer is told where, when and by whom.

    A place that is kept for this person by an offer is theirs; one for which others wait longer, in a list that moves alone, is not.
    Raises NoPlaceLeft when the last place was given meanwhile (nothing is written), AlreadyDecided, NotAllowed.
    """
    lock(candidature)
    lock_place(candidature)
    kept = queries.ahead_of(candidature) if queries.moves_alone(candidature.mission) else 0
    decide(candidature, "accept", by=by, message=message)
    if candidature.creneau is not None and (candidature.creneau.cancelled or candidature.creneau.starts_at <= clock.now()):
        raise CreneauNotOpen()
    if not waiting.settle(candidature, OfferState.ACCEPTED):
        left = queries.places_left(candidature.mission, candidature.creneau)
        if (left is not None and left <= kept) or not take_place(candidature.mission, candidature.creneau):
            raise NoPlaceLeft()
    notify(candidature.user, mails.accepted(candidature, queries.welcome_of(candidature.mission)))
    return candidature


def decline_candidature(
    candidature: Candidature, *, by: Any, reason: str, message: str | None = None, near: Sequence[MissionRow] = ()
) -> Candidature:
    """Say no, with the reason the person reads; by SYSTEM, with missions near, when what they applied to does not take place any more.

    Raises ReasonNeeded, AlreadyDecided, NotAllowed.
    """
    decide(candidature, "decline", by=by, reason=reason, message=message)
    waiting.leave(candidature)
    notify(candidature.user, mails.cancelled(candidature, near) if by is SYSTEM else mails.declined(candidature))
    return candidature


def waitlist_candidature(candidature: Candidature, *, by: User, message: str | None = None) -> Candidature:
    """Put a candidature on the waiting list.

    Raises ListMovesAlone when a place is free and the list moves by itself: it would be offered at once. AlreadyDecided, NotAllowed.
    """
    decide(candidature, "waitlist", by=by, message=message)
    if not queries.no_place_left(candidature.mission, candidature.creneau):
        if queries.moves_alone(candidature.mission):
            raise ListMovesAlone()
        waiting.note_suggested(candidature)
    notify(candidature.user, mails.waitlisted(candidature))
    return candidature


def withdraw_candidature(candidature: Candidature, *, by: User) -> Candidature:
    """Withdraw one's own candidature; an accepted one frees its place at once, and who waits for it is served.

    Raises AlreadyDecided, NotAllowed.
    """
    lock(candidature)
    accepted = candidature.state is State.ACCEPTED
    try:
        WORKFLOW.apply(candidature, "withdraw", by=by)
    except Conflict as changed:
        raise AlreadyDecided(str(candidature.state.label), None) from changed
    if accepted:
        free_place(candidature.mission, candidature.creneau)
    notify_members(candidature.mission.association, mails.withdrawn(candidature, freed=accepted), right=Right.CANDIDATES)
    waiting.leave(candidature)
    return candidature


def revoke_candidature(
    candidature: Candidature, *, by: Any, reason: str, message: str | None = None, near: Sequence[MissionRow] = ()
) -> Candidature:
    """Cancel what was accepted, with the reason the person reads, and free the place for who waits.

    By SYSTEM when the mission, the créneau or the association is no more there. Raises ReasonNeeded, AlreadyDecided, NotAllowed.
    """
    decide(candidature, "revoke", by=by, reason=reason, message=message)
    free_place(candidature.mission, candidature.creneau)
    notify(candidature.user, mails.cancelled(candidature, near) if by is SYSTEM else mails.revoked(candidature))
    waiting.leave(candidature)
    return candidature


def expire_candidature(candidature: Candidature) -> Candidature:
    """Close a candidature that nobody answered, in the volunteer's favour; the letter is written by who knows other missions near."""
    decide(candidature, "expire", by=SYSTEM)
    waiting.leave(candidature)
    return candidature
