"""The team of an association: invitations, rights, roles, signing, leaving."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import Attempt, notify, read_email
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import queue_mail

from .. import mails
from ..errors import AlreadyMember, InvitationClosed, LastAdmin, NoMailbox, NothingToDo
from ..models import Association, Deed, MemberRole, Membership, MembershipInvitation, Right, work_words
from ..permissions import can_create_association, can_manage_association, membership_of
from ..queries import team_of
from .history import remember
from .signup import has_proof_of, prove_address

LONGEST_FUNCTION = 60
INVITATION_LASTS = timedelta(days=7)


def invite_member(
    association: Association, *, by: User, email: str, role: MemberRole = MemberRole.MEMBER, rights: Collection[Right] = (),
    may_sign: bool = False,
) -> MembershipInvitation:
    """Send a link to join the team, good for seven days and once; an earlier one to the same address is cancelled.

    `rights` are the parts of the work it opens, `may_sign` the right to sign attestations: an administrator has them anyway.

    Raises NotAllowed, InvalidInput, NothingToDo, AlreadyMember.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    _check_useful(role, rights, may_sign)
    email = read_email(email)
    if any(each.user.email == email for each in team_of(association)):
        raise AlreadyMember(field="email")
    db.session.execute(sa.delete(MembershipInvitation).where(
        MembershipInvitation.association_id == association.id, MembershipInvitation.email == email,
        MembershipInvitation.accepted_at.is_(None),
    ))
    invitation = MembershipInvitation(
        public_id=entropy.public_id(), association_id=association.id, email=email, role=role, may_sign=may_sign,
    )
    invitation.give(rights)
    _send(invitation, by)
    return invitation


def _send(invitation: MembershipInvitation, by: User) -> None:
    """Send a fresh link, good for seven days; the one before is worthless."""
    token = entropy.token()
    invitation.token_hash, invitation.expires_at = entropy.fingerprint(token), clock.now() + INVITATION_LASTS
    invitation.invited_by_id = by.id
    db.session.add(invitation)
    db.session.flush()
    db.session.refresh(invitation)
    queue_mail(invitation.email, mails.invitation(invitation, token, by.display_name))


def resend_invitation(invitation: MembershipInvitation, *, by: User) -> None:
    """Send a new link with the same work, for seven days more; the first link no longer opens. Raises NotAllowed, InvitationClosed."""
    if not can_manage_association(by, invitation.association):
        raise NotAllowed()
    if invitation.accepted_at is not None:
        raise InvitationClosed()
    _send(invitation, by)


def _check_useful(role: MemberRole, rights: Collection[Right], may_sign: bool) -> None:
    """Refuse a member who could do nothing at all."""
    if role is not MemberRole.ADMIN and not rights and not may_sign:
        raise NothingToDo(field="rights")


def cancel_invitation(invitation: MembershipInvitation, *, by: User) -> None:
    """Make a link that was not used yet worthless. Raises NotAllowed, InvitationClosed."""
    if not can_manage_association(by, invitation.association):
        raise NotAllowed()
    if invitation.accepted_at is not None:
        raise InvitationClosed()
    db.session.delete(invitation)


def is_open(invitation: MembershipInvitation) -> bool:
    """Tell whether a link can still be accepted."""
    return invitation.accepted_at is None and invitation.expires_at > clock.now()


def accept_invitation(invitation: MembershipInvitation, *, by: User, attempt: Attempt | None = None, code: str = "") -> Membership:
    """Join the team: the invited address is the person's own confirmed one, or they give the code sent to it.

    Raises NotAllowed (an agent), InvitationClosed, AlreadyMember, WrongCode.
    """
    if not can_create_association(by):
        raise NotAllowed()
    if not is_open(invitation):
        raise InvitationClosed()
    if membership_of(by, invitation.association) is not None:
        raise AlreadyMember()
    if not has_proof_of(by, invitation.email):
        prove_address(invitation.email, attempt, code)
    invitation.accepted_at = clock.now()
    membership = Membership(
        association_id=invitation.association_id, user_id=by.id, role=invitation.role, may_sign=invitation.may_sign, since=clock.now()
    )
    membership.give(invitation.given)
    db.session.add(membership)
    db.session.flush()
    remember(invitation.association, Deed.JOINED, by=invitation.invited_by, about=by)
    return membership


def _keep_an_admin(membership: Membership) -> None:
    """Refuse what would leave an association without an administrator; the rows are locked, so that two cannot leave at once.

    A closed account administers nothing.
    """
    admins = db.session.scalars(
        sa.select(Membership.id).join(User, User.id == Membership.user_id).where(
            Membership.association_id == membership.association_id, Membership.role == MemberRole.ADMIN, User.erased_at.is_(None)
        ).with_for_update(of=Membership)
    ).all()
    if list(admins) == [membership.id]:
        raise LastAdmin()


def change_role(membership: Membership, role: MemberRole, *, by: User) -> None:
    """Make a member an administrator, or no longer one; they are told. Raises NotAllowed, LastAdmin, NothingToDo."""
    if not can_manage_association(by, membership.association):
        raise NotAllowed()
    if role is not MemberRole.ADMIN:
        _keep_an_admin(membership)
        _check_useful(role, membership.given, membership.may_sign)
    before = _work_of(membership)
    membership.role = role
    _tell_change(membership, before, by)


def set_work(membership: Membership, *, rights: Collection[Right], may_sign: bool, function: str | None, by: User) -> None:
    """Say which parts of the work a member does, whether they sign, and the function their name bears; they are told what changed.

    Who administers keeps every right whatever is written here. Raises NotAllowed, InvalidInput, NothingToDo.
    """
    if not can_manage_association(by, membership.association):
        raise NotAllowed()
    _check_useful(membership.role, rights, may_sign)
    shown = " ".join((function or "").split())
    if len(shown) > LONGEST_FUNCTION:
        raise InvalidInput(field="function")
    before = _work_of(membership)
    membership.give(rights)
    membership.may_sign, membership.function = may_sign, shown or None
    _tell_change(membership, before, by)


def _work_of(membership: Membership) -> tuple[MemberRole, frozenset[Right], bool]:
    return membership.role, membership.rights, membership.signs


def _tell_change(membership: Membership, before: tuple[MemberRole, frozenset[Right], bool], by: User) -> None:
    """Write in the history what a member may do now, when it changed, and tell them when somebody else changed it."""
    if _work_of(membership) == before:
        return
    remember(membership.association, Deed.WORK, by=by, about=membership.user, detail=work_words(membership))
    if membership.user_id != by.id:
        notify(membership.user, mails.rights_changed(membership))


def share_mailbox(association: Association, shared: bool, *, by: User) -> None:
    """Say whether the letters of the daily work go to the contact address, which the team reads together, or to each member.

    Raises NotAllowed, NoMailbox when no contact address is confirmed.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    if shared and association.email is None:
        raise NoMailbox()
    association.shared_mailbox = shared


def remove_member(membership: Membership, *, by: User) -> None:
    """Take somebody out of the team, or leave it oneself. Raises NotAllowed, LastAdmin."""
    leaving = membership.user_id == by.id
    if not leaving and not can_manage_association(by, membership.association):
        raise NotAllowed()
    _keep_an_admin(membership)
    remember(membership.association, Deed.LEFT if leaving else Deed.REMOVED, by=by, about=membership.user)
    if not leaving:
        notify(membership.user, mails.removed(membership.association))
    db.session.delete(membership)
    db.session.flush()
