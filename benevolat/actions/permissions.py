"""Who writes, sees and joins a collective action."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.models import Referent, Service
from benevolat.accounts.models import Kind, Role
from benevolat.accounts.permissions import has_role, territories_of
from benevolat.core import clock
from benevolat.core.db import db

from .models import Action, ActionInvitation, Inscription, Seance, State

INVITATION_LIFE = timedelta(days=30)


def can_write_action(user: Any) -> bool:
    """A référent or a pilote writes a collective action."""
    return has_role(user, Role.REFERENT) or has_role(user, Role.PILOTE)


def can_edit_action(user: Any, action: Action) -> bool:
    """Whoever wrote it, while they are a référent, or a pilote of its territory changes, opens and cancels it."""
    if has_role(user, Role.REFERENT) and action.author_id == user.id:
        return True
    places = territories_of(user, Role.PILOTE)
    return has_role(user, Role.PILOTE) and (places is None or action.territoire_code in places)


def can_invite_to_action(user: Any, action: Action) -> bool:
    """A référent invites people they accompany to an action that they see and that can be joined."""
    seen = visible_actions(user).where(Action.id == action.id)
    return has_role(user, Role.REFERENT) and action.can_be_joined and db.session.scalar(seen) is not None


def visible_actions(user: Any) -> sa.Select[Action]:
    """Return what an agent sees: their own; besides, for a référent what is open on their territory or for the whole département,
    and for a pilote everything of their territories."""
    allowed: list[sa.ColumnElement[bool]] = [sa.false()]
    if has_role(user, Role.REFERENT):
        mine = sa.select(Service.territoire_code).join(Referent, Referent.service_id == Service.id).where(Referent.user_id == user.id)
        here = sa.or_(Action.territoire_code.is_(None), Action.territoire_code.in_(mine.where(Service.territoire_code.is_not(None))))
        allowed += [Action.author_id == user.id, sa.and_(Action.state != State.DRAFT, here)]
    if has_role(user, Role.PILOTE):
        places = territories_of(user, Role.PILOTE)
        allowed.append(sa.true() if places is None else Action.territoire_code.in_(places))
    return sa.select(Action).where(sa.or_(*allowed))


def open_invitations() -> sa.Select[ActionInvitation]:
    """Return the invitations that can still be answered: thirty days at most, to an open action with a date that has not begun."""
    to_come = sa.exists().where(Seance.action_id == Action.id, Seance.starts_at > clock.now())
    return sa.select(ActionInvitation).join(Action, Action.id == ActionInvitation.action_id).where(
        ActionInvitation.sent_at > clock.now() - INVITATION_LIFE, Action.state == State.OPEN, to_come
    )


def received_actions(person: Any) -> sa.Select[Action]:
    """Return what a person sees: what they are invited to and can still join, and what they come to or wait for."""
    invited = open_invitations().where(ActionInvitation.user_id == person.id).with_only_columns(ActionInvitation.action_id)
    joined = sa.select(Inscription.action_id).where(Inscription.user_id == person.id)
    return sa.select(Action).where(
        sa.or_(Action.id.in_(invited), Action.id.in_(joined)), sa.literal(person.kind is Kind.PERSON)
    )


def can_join_action(person: Any, action: Action) -> bool:
    """A person who is invited comes, waits, or gives their place back; nobody does it for them."""
    return db.session.scalar(received_actions(person).where(Action.id == action.id)) is not None
