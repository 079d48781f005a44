"""Who may do what with accounts, and which roles an agent holds today."""

from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db

from .models import AgentRole, FactorReset, Invitation, Kind, Role, User


def has_role(user: Any, role: Role) -> bool:
    """Tell whether the account is an active agent's holding this role today."""
    return role in roles_of(user)


def roles_of(user: Any) -> frozenset[Role]:
    """Return the roles an agent holds today; none for a person, an anonymous visitor or an agent past the end date."""
    if not getattr(user, "is_authenticated", False) or not user.is_agent or not user.is_active:
        return frozenset()
    return frozenset(db.session.scalars(
        sa.select(AgentRole.role).where(
            AgentRole.user_id == user.id, sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= clock.today())
        )
    ))


def territories_of(user: Any, role: Role) -> frozenset[str] | None:
    """Return the territories on which an agent holds a role today, or None when it is all of them."""
    rows = set(db.session.scalars(
        sa.select(AgentRole.territoire_code).where(
            AgentRole.user_id == user.id, AgentRole.role == role,
            sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= clock.today()),
        )
    )) if role in roles_of(user) else set()
    return None if None in rows else frozenset(each for each in rows if each is not None)


def can_invite_agent(user: Any) -> bool:
    """An administrateur invites agents; nobody signs up as one."""
    return has_role(user, Role.ADMINISTRATEUR)


def can_end_agent(user: Any, agent: User) -> bool:
    """An administrateur ends an agent's account, never a person's."""
    return has_role(user, Role.ADMINISTRATEUR) and agent.is_agent


def can_review_agent(user: Any, agent: User) -> bool:
    """An administrateur confirms the accounts of others; their own, only while nobody else could."""
    if not has_role(user, Role.ADMINISTRATEUR) or not agent.is_agent or not agent.is_active:
        return False
    return agent.id != user.id or active_administrateurs() <= {user.id}


def can_ask_factor_reset(user: Any, agent: User) -> bool:
    """An administrateur asks that another agent's access be given back: never their own."""
    return has_role(user, Role.ADMINISTRATEUR) and agent.is_agent and agent.is_active and agent.id != user.id


def can_finish_factor_reset(user: Any, reset: FactorReset) -> bool:
    """Another administrateur than who asked does it, and never for themselves."""
    return has_role(user, Role.ADMINISTRATEUR) and user.id not in (reset.asked_by_id, reset.user_id)


def can_cancel_factor_reset(user: Any, reset: FactorReset) -> bool:
    """Any administrateur stops it, and the agent whose account it is."""
    return has_role(user, Role.ADMINISTRATEUR) or bool(user.is_authenticated and user.id == reset.user_id)


def can_change_settings(user: Any) -> bool:
    """An administrateur changes the texts and figures that are settings."""
    return has_role(user, Role.ADMINISTRATEUR)


def can_read_journal(user: Any) -> bool:
    """An administrateur reads what agents did, never about whom: that is the person's own to read."""
    return has_role(user, Role.ADMINISTRATEUR)


def active_administrateurs() -> set[int]:
    """Return the ids of the agents who can invite others today."""
    return set(db.session.scalars(
        sa.select(User.id).join(AgentRole, AgentRole.user_id == User.id).where(
            AgentRole.role == Role.ADMINISTRATEUR, User.erased_at.is_(None),
            sa.or_(User.ends_on.is_(None), User.ends_on >= clock.today()),
            sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= clock.today()),
        )
    ))


def visible_agents(user: Any) -> sa.Select[User]:
    """Return the agents' accounts an administrateur sees: all of them; nobody else sees any."""
    return sa.select(User).where(User.kind == Kind.AGENT, User.erased_at.is_(None), sa.literal(has_role(user, Role.ADMINISTRATEUR)))


def visible_invitations(user: Any) -> sa.Select[Invitation]:
    """Return the invitations an administrateur sees: those nobody accepted yet; nobody else sees any."""
    return sa.select(Invitation).where(Invitation.accepted_at.is_(None), sa.literal(has_role(user, Role.ADMINISTRATEUR)))


def can_edit_account(user: Any, account: User) -> bool:
    """A person edits their own account and no other."""
    return bool(user.is_authenticated and user.id == account.id)
