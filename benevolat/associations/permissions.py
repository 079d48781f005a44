"""Who may do what with an association, and which ones a person sees."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of
from benevolat.core.db import db
from benevolat.territoire.models import Commune

from .models import Association, MemberRole, Membership, Right, State


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and not user.is_agent and user.is_active)


def membership_of(user: Any, association: Association) -> Membership | None:
    """Return the link by which a person acts for an association, or None."""
    if not _is_person(user):
        return None
    return db.session.scalar(
        sa.select(Membership).where(Membership.association_id == association.id, Membership.user_id == user.id)
    )


def is_member(user: Any, association: Association) -> bool:
    """A person of the team, whatever their role."""
    return membership_of(user, association) is not None


def has_right(user: Any, association: Association, right: Right) -> bool:
    """A person of the team who was given this part of the work, or who administers the association."""
    membership = membership_of(user, association)
    return membership is not None and right in membership.rights


def associations_where(user: Any, *rights: Right, signing: bool = False) -> sa.Select[int]:
    """Select the ids of the associations where a person has one of these rights, administers, or (`signing`) signs."""
    held: list[Any] = [getattr(Membership, f"right_{each.value}") for each in rights]
    if signing:
        held.append(Membership.may_sign)
    return sa.select(Membership.association_id).where(
        Membership.user_id == (user.id if _is_person(user) else None), sa.or_(Membership.role == MemberRole.ADMIN, *held)
    )


def can_manage_association(user: Any, association: Association) -> bool:
    """An administrator of the association edits its page and its team."""
    membership = membership_of(user, association)
    return membership is not None and membership.role is MemberRole.ADMIN


def can_announce_absence(user: Any, association: Association) -> bool:
    """Who answers candidates says when nobody will."""
    return has_right(user, association, Right.CANDIDATES)


def can_keep_lieux(user: Any, association: Association) -> bool:
    """Who writes the missions keeps the list of places to choose from."""
    return has_right(user, association, Right.MISSIONS)


def can_sign_for(user: Any, association: Association) -> bool:
    """Whoever administers the association signs its attestations; another member, once an administrator gave them the right."""
    membership = membership_of(user, association)
    return membership is not None and membership.signs


def can_create_association(user: Any) -> bool:
    """Any person signed in may sign an association up; an agent's account may not."""
    return _is_person(user)


def can_verify_association(user: Any, association: Association) -> bool:
    """A modérateur of the association's territory (or of all), who is not in its team: an agent's account never is."""
    return moderates(user, association.commune)


def moderates(user: Any, commune: Commune | None) -> bool:
    """Tell whether a person is a modérateur where this commune is; outside the Isère only those of the whole Département are."""
    territories = territories_of(user, Role.MODERATEUR)
    return territories is None or (commune is not None and commune.territoire_code in territories)


def moderated_communes(user: Any) -> sa.Select[str] | None:
    """Return the codes of the communes a modérateur is in charge of, or None when it is everywhere."""
    territories = territories_of(user, Role.MODERATEUR)
    if territories is None:
        return None
    return sa.select(Commune.code).where(Commune.territoire_code.in_(territories))


def visible_associations(user: Any) -> sa.Select[Association]:
    """Everybody sees the verified ones, a member also their own, a modérateur also those of their territories."""
    seen = [Association.state == State.VERIFIED]
    if _is_person(user):
        seen.append(Association.id.in_(sa.select(Membership.association_id).where(Membership.user_id == user.id)))
    elif getattr(user, "is_authenticated", False):
        communes = moderated_communes(user)
        seen.append(sa.true() if communes is None else Association.commune_code.in_(communes))
    return sa.select(Association).where(sa.or_(*seen))


def own_associations(user: Any) -> sa.Select[Association]:
    """Those a person acts for, in whatever state."""
    return (
        sa.select(Association).join(Membership, Membership.association_id == Association.id)
        .where(Membership.user_id == (user.id if _is_person(user) else None))
    )


def can_invite_former(user: Any) -> bool:
    """An administrateur writes to the associations of the former site."""
    return has_role(user, Role.ADMINISTRATEUR)
