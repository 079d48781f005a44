"""Agents: invited for a role, a territory and a time, by a link that serves once; ended by an administrateur."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import queue_mail, write_letter

from ..contacts import read_email
from ..errors import AgentExists, BadEndDate, DeadInvitation, FirstAdminExists, LastAdministrateur
from ..models import AgentRole, Invitation, Kind, Role, User
from ..permissions import active_administrateurs, can_end_agent, can_invite_agent, can_review_agent
from ..queries import find_by_email
from .passwords import PasswordHash
from .sessions import close_sessions

LINK_LIFETIME = timedelta(days=7)
LONGEST_DAYS = 2 * 365


def _check_end(ends_on: date | None) -> date:
    """An agent's account always ends, within two years."""
    if ends_on is None or not clock.today() < ends_on <= clock.today() + timedelta(days=LONGEST_DAYS):
        raise BadEndDate(field="ends_on")
    return ends_on


def _write_invitation(email: str, *, by: User | None, **values: Any) -> str:
    """Write an invitation in place of the one that still waited for the same address, and return its link's token."""
    db.session.execute(sa.delete(Invitation).where(Invitation.email == email, Invitation.accepted_at.is_(None)))
    token = entropy.token()
    db.session.add(Invitation(
        public_id=entropy.public_id(), token_hash=entropy.fingerprint(token), email=email, created_at=clock.now(),
        expires_at=clock.now() + LINK_LIFETIME, invited_by_id=by.id if by else None, **values,
    ))
    return token


def invite_agent(
    email: str, *, by: User, first_name: str, last_name: str, role: Role, territoire_code: str | None, ends_on: date | None,
) -> None:
    """Send somebody the link that makes their agent's account; it serves once, for seven days, and replaces an earlier one.

    Raises NotAllowed unless `by` is an administrateur, UnreadableEmail, BadEndDate, AgentExists at their fields.
    """
    if not can_invite_agent(by):
        raise NotAllowed()
    address = read_email(email)
    known = find_by_email(address, kind=Kind.AGENT)
    if known is not None and known.is_active:
        raise AgentExists(field="email")
    token = _write_invitation(
        address, by=by, first_name=first_name, last_name=last_name, role=role, territoire_code=territoire_code,
        agent_ends_on=_check_end(ends_on),
    )
    journal.record("agent_invited", actor_id=by.id, reason=str(role))
    queue_mail(address, write_letter("accounts/invitation", first_name=first_name, role=role, by=by, url=f"/invitation/{token}"))


def invite_first_admin(email: str) -> str:
    """Return the token of a link for a deployment's first administrateur; raise FirstAdminExists when there is one already."""
    if active_administrateurs():
        raise FirstAdminExists()
    return _write_invitation(
        read_email(email), by=None, role=Role.ADMINISTRATEUR, agent_ends_on=clock.today() + timedelta(days=LONGEST_DAYS),
    )


def cancel_invitation(invitation: Invitation, *, by: User) -> None:
    """Make an invitation's link worthless; raise DeadInvitation when it was accepted meanwhile."""
    if not can_invite_agent(by):
        raise NotAllowed()
    if invitation.accepted_at is not None:
        raise DeadInvitation()
    db.session.delete(invitation)


def open_invitation(token: str) -> Invitation:
    """Return the invitation of a link; raise DeadInvitation when it was used, cancelled, replaced or has expired."""
    found = db.session.scalar(sa.select(Invitation).where(Invitation.token_hash == entropy.fingerprint(token)))
    if found is None or found.accepted_at is not None or found.expires_at <= clock.now():
        raise DeadInvitation()
    return found


def accept_invitation(token: str, password: PasswordHash, *, first_name: str, last_name: str) -> User:
    """Make the agent's account of an invitation, or open again one that had ended, with its single role. Raises DeadInvitation."""
    return make_agent(open_invitation(token), password, first_name=first_name, last_name=last_name)


def make_agent(invitation: Invitation, password: PasswordHash | None, *, first_name: str, last_name: str) -> User:
    """Make the account of an invitation that still stands; without a password, another way in is given with it."""
    now = clock.now()
    invitation.accepted_at = now
    user = find_by_email(invitation.email, kind=Kind.AGENT)
    if user is None:
        user = User(public_id=entropy.public_id(), kind=Kind.AGENT, email=invitation.email, created_at=now)
        db.session.add(user)
    else:
        close_sessions(user)
        db.session.execute(sa.delete(AgentRole).where(AgentRole.user_id == user.id))
    user.first_name, user.last_name, user.password_hash = first_name, last_name, password
    user.email_confirmed_at = user.last_seen_at = now
    user.ends_on = invitation.agent_ends_on
    db.session.flush()
    db.session.add(AgentRole(user_id=user.id, role=invitation.role, territoire_code=invitation.territoire_code))
    journal.record("agent_created", actor_id=invitation.invited_by_id, subject_id=user.id, reason=str(invitation.role))
    return user


def grant_role(agent: User, *, by: User, role: Role, territoire_code: str | None, ends_on: date | None = None) -> None:
    """Give an agent one more role, on a territory or on all, until a day or the account's end. One that had ended begins again.

    Their sessions close: they sign in again.

    Raises NotAllowed, BadEndDate, Conflict when it is held already.
    """
    if not can_invite_agent(by):
        raise NotAllowed()
    last = agent.ends_on or clock.today() + timedelta(days=LONGEST_DAYS)
    if ends_on is not None and not clock.today() <= ends_on <= last:
        raise BadEndDate(field="ends_on")
    held = db.session.scalar(sa.select(AgentRole).where(
        AgentRole.user_id == agent.id, AgentRole.role == role, AgentRole.territoire_code.is_not_distinct_from(territoire_code)
    ))
    if not agent.is_active or (held is not None and (held.ends_on is None or held.ends_on >= clock.today())):
        raise Conflict()
    if held is not None:
        held.ends_on = ends_on
    else:
        db.session.add(AgentRole(user_id=agent.id, role=role, territoire_code=territoire_code, ends_on=ends_on))
    close_sessions(agent)  # rights that change are entered by a new session
    journal.record("role_granted", actor_id=by.id, subject_id=agent.id, reason=str(role))


def withdraw_role(held: AgentRole, *, by: User) -> None:
    """Take a role from an agent, at once; their sessions close. Raises NotAllowed, LastAdministrateur when nobody else may invite."""
    if not can_end_agent(by, held.user):
        raise NotAllowed()
    if held.role is Role.ADMINISTRATEUR and active_administrateurs() <= {held.user_id}:
        raise LastAdministrateur()
    journal.record("role_withdrawn", actor_id=by.id, subject_id=held.user_id, reason=str(held.role))
    close_sessions(held.user)
    db.session.delete(held)
    db.session.flush()


def confirm_agent(agent: User, *, by: User, ends_on: date | None = None) -> None:
    """Say that an account is still of use, and until when if that changes; one's own is somebody else's to confirm, when there is one.

    Raises NotAllowed, BadEndDate.
    """
    if not can_review_agent(by, agent):
        raise NotAllowed()
    if ends_on is not None and ends_on != agent.ends_on:
        agent.ends_on = _check_end(ends_on)
        journal.record("agent_prolonged", actor_id=by.id, subject_id=agent.id)
    agent.reviewed_at = clock.now()
    journal.record("agent_reviewed", actor_id=by.id, subject_id=agent.id)


def end_agent(agent: User, *, by: User) -> None:
    """End an agent's account at once: its sessions close, it opens nothing more, and what it did keeps its author.

    Raises NotAllowed unless an administrateur, LastAdministrateur when nobody would be left to invite.
    """
    if not can_end_agent(by, agent):
        raise NotAllowed()
    if active_administrateurs() <= {agent.id}:
        raise LastAdministrateur()
    agent.ends_on = clock.today() - timedelta(days=1)
    close_sessions(agent)
    journal.record("agent_ended", actor_id=by.id, subject_id=agent.id)
