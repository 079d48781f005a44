"""What people do with associations: sign one up, verify it, keep its page, make up its team."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import Attempt, notify, prove, read_email
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.mail import Letter, queue_mail
from benevolat.territoire.models import Commune

from . import mails
from .errors import AlreadyMember, AlreadyRegistered, InvitationClosed, LastAdmin, NotReady
from .identifiers import read_identity
from .models import Association, MemberRole, Membership, MembershipInvitation, State
from .permissions import can_create_association, can_manage_association, can_verify_association, membership_of
from .queries import decided_before, is_signed_up, team_of
from .workflow import WORKFLOW

LONGEST_FUNCTION = 60
INVITATION_LASTS = timedelta(days=7)
PAGE_FIELDS = ("description", "address", "commune_code", "phone", "website", "opening_hours")


def notify_signatories(association: Association, letter: Letter, *, but: User | None = None) -> None:
    """Tell those who may sign for an association; `but` leaves out who did the act."""
    for membership in team_of(association):
        if membership.signs and (but is None or membership.user_id != but.id):
            notify(membership.user, letter)


def notify_members(association: Association, letter: Letter, *, but: User | None = None) -> None:
    """Tell every member of an association something, each by the way they are reached; `but` leaves out who did the act."""
    for membership in team_of(association):
        if but is None or membership.user_id != but.id:
            notify(membership.user, letter)


def sign_up_association(
    *, by: User, name: str, rna: str | None, number: str | None, commune_code: str, sure: bool = False, **page: Any,
) -> Association:
    """Write a new association, waiting to be verified, with the person who signs it up as its administrator.

    Its contact address is confirmed afterwards (confirm_contact_email): until then no modérateur is asked.
    Raises BadIdentifier, DoubtfulIdentifier (unless `sure`), AlreadyRegistered, InvalidInput.
    """
    if not can_create_association(by):
        raise NotAllowed()
    identity = read_identity(rna, number, sure=sure)
    for column, value, field in ((Association.rna, identity.rna, "rna"), (Association.siren, identity.siren, "number")):
        if value is not None and db.session.scalar(sa.select(Association.id).where(column == value)) is not None:
            raise AlreadyRegistered(field=field)
    association = Association(
        public_id=entropy.public_id(), name=_name(name), rna=identity.rna, siren=identity.siren, siret=identity.siret,
        state=State.PENDING, created_at=clock.now(),
    )
    _write_page(association, {"commune_code": commune_code, **page})
    db.session.add(association)
    WORKFLOW.begin(association, by=by)
    db.session.add(Membership(association_id=association.id, user_id=by.id, role=MemberRole.ADMIN, since=clock.now()))
    db.session.flush()
    return association


def _name(text: str) -> str:
    if not 2 <= len(text.strip()) <= 200:
        raise InvalidInput(field="name")
    return text.strip()


def _write_page(association: Association, page: dict[str, Any]) -> None:
    unknown = set(page) - set(PAGE_FIELDS)
    if unknown:
        raise ValueError(f"not on an association's page: {unknown}")
    if "commune_code" in page and db.session.get(Commune, page["commune_code"] or "") is None:
        raise InvalidInput(field="commune")
    for field, value in page.items():
        setattr(association, field, value or ("" if field == "description" else None))


def has_proof_of(user: User, email: str) -> bool:
    """Tell whether an address is the person's own, already confirmed: no code is needed then."""
    return user.email == email and user.email_confirmed_at is not None


def confirm_contact_email(association: Association, email: str, *, by: User, attempt: Attempt | None = None, code: str = "") -> None:
    """Write the contact address once it is proven: the administrator's own confirmed one, or the code that was sent to it.

    The first one completes the sign-up. Raises NotAllowed, WrongCode.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    email = read_email(email)
    if not has_proof_of(by, email):
        _prove(email, attempt, code)
    complete = association.email is None and association.state is State.PENDING
    association.email = email
    if complete:
        notify_members(association, mails.received(association))


def _prove(email: str, attempt: Attempt | None, code: str) -> None:
    if attempt is None or attempt.contact.email != email:
        raise InvalidInput(field="code")
    prove(attempt, code)


def edit_association(association: Association, *, by: User, name: str | None = None, **page: Any) -> None:
    """Change an association's page; its name is fixed once it was verified, since that is what was verified. Raises NotAllowed."""
    if not can_manage_association(by, association):
        raise NotAllowed()
    if name is not None and name.strip() != association.name:
        if association.state not in {State.PENDING, State.REFUSED}:
            raise InvalidInput(field="name")
        association.name = _name(name)
    _write_page(association, page)


def _move(association: Association, action: str, *, by: User, reason: str | None = None) -> None:
    """Turn the verification; whoever comes second learns who decided."""
    if reason and reason.strip():
        association.state_reason = reason.strip()
    try:
        row = WORKFLOW.apply(association, action, by=by, reason=association.state_reason if reason else None)
    except Conflict:
        raise decided_before("association", association, association.state.label) from None
    if not row.needs_reason:
        association.state_reason = None


def verify_association(association: Association, *, by: User) -> None:
    """Declare an association verified: its members may send missions. Raises NotAllowed, NotReady, AlreadyDecided."""
    if can_verify_association(by, association) and not is_signed_up(association):
        raise NotReady()
    _move(association, "verify", by=by)
    association.verified_at = clock.now()
    notify_members(association, mails.verified(association))


def refuse_association(association: Association, *, by: User, reason: str) -> None:
    """Refuse an association with a reason its members read. Raises NotAllowed, InvalidInput, AlreadyDecided."""
    _move(association, "refuse", by=by, reason=reason)
    notify_members(association, mails.refused(association))


def ask_again(association: Association, *, by: User) -> None:
    """Ask for another verification after mending what the refusal said. Raises NotAllowed, Conflict."""
    WORKFLOW.apply(association, "ask_again", by=by)
    association.state_reason = None


def mark_suspended(association: Association, *, by: User, reason: str) -> None:
    """Suspend a verified association; what follows for its missions and volunteers is coordination's. Raises like refuse_association."""
    _move(association, "suspend", by=by, reason=reason)
    notify_members(association, mails.suspended(association))


def mark_reinstated(association: Association, *, by: User) -> None:
    """Lift a suspension. Raises NotAllowed, AlreadyDecided."""
    _move(association, "reinstate", by=by)
    notify_members(association, mails.reinstated(association))


def set_trusted(association: Association, trusted: bool, *, by: User) -> None:
    """Say whether changes to the published missions of an association go out without being read again. Raises NotAllowed."""
    if not can_verify_association(by, association):
        raise NotAllowed()
    association.trusted = trusted


def invite_member(
    association: Association, *, by: User, email: str, role: MemberRole, may_sign: bool = False
) -> MembershipInvitation:
    """Send a link to join the team, good for seven days and once; an earlier one to the same address is cancelled.

    `may_sign` gives the right to sign attestations, which an administrator has anyway.

    Raises NotAllowed, InvalidInput, AlreadyMember.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    email = read_email(email)
    if any(each.user.email == email for each in team_of(association)):
        raise AlreadyMember(field="email")
    db.session.execute(sa.delete(MembershipInvitation).where(
        MembershipInvitation.association_id == association.id, MembershipInvitation.email == email,
        MembershipInvitation.accepted_at.is_(None),
    ))
    token = entropy.token()
    invitation = MembershipInvitation(
        public_id=entropy.public_id(), association_id=association.id, email=email, role=role, may_sign=may_sign,
        token_hash=entropy.fingerprint(token), expires_at=clock.now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    queue_mail(email, mails.invitation(invitation, token, by.display_name))
    return invitation


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
        _prove(invitation.email, attempt, code)
    invitation.accepted_at = clock.now()
    membership = Membership(
        association_id=invitation.association_id, user_id=by.id, role=invitation.role, may_sign=invitation.may_sign, since=clock.now()
    )
    db.session.add(membership)
    db.session.flush()
    return membership


def _keep_an_admin(membership: Membership) -> None:
    """Refuse what would leave an association without an administrator; the rows are locked, so that two cannot leave at once."""
    admins = db.session.scalars(
        sa.select(Membership.id).where(
            Membership.association_id == membership.association_id, Membership.role == MemberRole.ADMIN
        ).with_for_update()
    ).all()
    if list(admins) == [membership.id]:
        raise LastAdmin()


def change_role(membership: Membership, role: MemberRole, *, by: User) -> None:
    """Give a member another role. Raises NotAllowed, LastAdmin."""
    if not can_manage_association(by, membership.association):
        raise NotAllowed()
    if role is not MemberRole.ADMIN:
        _keep_an_admin(membership)
    membership.role = role


def set_signing(membership: Membership, *, may_sign: bool, function: str | None, by: User) -> None:
    """Say whether a member signs the association's attestations, and the function their name bears. Raises NotAllowed, InvalidInput."""
    if not can_manage_association(by, membership.association):
        raise NotAllowed()
    shown = " ".join((function or "").split())
    if len(shown) > LONGEST_FUNCTION:
        raise InvalidInput(field="function")
    membership.may_sign, membership.function = may_sign, shown or None


def remove_member(membership: Membership, *, by: User) -> None:
    """Take somebody out of the team, or leave it oneself. Raises NotAllowed, LastAdmin."""
    leaving = membership.user_id == by.id
    if not leaving and not can_manage_association(by, membership.association):
        raise NotAllowed()
    _keep_an_admin(membership)
    if not leaving:
        notify(membership.user, mails.removed(membership.association))
    db.session.delete(membership)
    db.session.flush()
