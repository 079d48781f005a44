"""Coming with a friend: a link to give them; they apply in their own name and say so too. Each is answered for themself."""

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from .. import mails, queries
from ..errors import AlreadyTogether, LinkOver, MissionNotOpen, NotTogether, OwnLink
from ..models import Candidature, Companion
from ..permissions import can_withdraw_candidature
from .deciding import lock


def ask_friend(candidature: Candidature, *, by: User) -> Companion:
    """Make the link to give to a friend, or return the one there is; one whose friend is no longer coming is made anew.

    Raises NotAllowed, MissionNotOpen when nobody can come any more.
    """
    if not can_withdraw_candidature(by, candidature):
        raise NotAllowed()
    lock(candidature)
    companion = queries.companion_of(candidature)
    if companion is not None and companion.friend is not None and not queries.is_taken(companion):
        db.session.delete(companion)
        db.session.flush()
        companion = None
    if companion is None:
        if not queries.still_serves(candidature):
            raise MissionNotOpen()
        companion = Companion(token=entropy.token(), candidature=candidature, made_at=clock.now())
        db.session.add(companion)
        db.session.flush()
    return companion


def join_friend(companion: Companion, candidature: Candidature, *, by: User) -> Companion:
    """Say, with one's own candidature, that one comes with who gave the link: from then the association sees it.

    Raises NotAllowed, OwnLink, LinkOver, NotTogether when the date is another, AlreadyTogether.
    """
    if not can_withdraw_candidature(by, candidature):
        raise NotAllowed()
    lock(companion)
    host = companion.candidature
    if host.user_id == by.id:
        raise OwnLink()
    if companion.friend_id == candidature.id:
        return companion
    if not queries.still_serves(host) or queries.is_taken(companion) or not candidature.is_active:
        raise LinkOver()
    if (host.mission_id, host.creneau_id) != (candidature.mission_id, candidature.creneau_id):
        raise NotTogether()
    if queries.joined_by(candidature) is not None:
        raise AlreadyTogether()
    companion.friend = candidature
    db.session.flush()
    notify(host.user, mails.friend_joined(host))
    return companion


def part(companion: Companion, *, by: User) -> None:
    """Take it back, on either side: the link serves no more and the association sees nothing of it; both candidatures stand.

    Raises NotAllowed.
    """
    mine = [companion.candidature] + ([companion.friend] if companion.friend is not None else [])
    if not any(can_withdraw_candidature(by, each) for each in mine):
        raise NotAllowed()
    db.session.delete(companion)
    db.session.flush()
