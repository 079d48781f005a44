"""Who may see and do what with témoignages: the person writes and takes back, the desk publishes or not, the association may report."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role
from benevolat.associations.models import Association, Right
from benevolat.associations.permissions import associations_where, moderated_communes, moderates
from benevolat.engagements.models import Engagement
from benevolat.engagements.permissions import is_host, is_volunteer

from .models import State, Temoignage


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and not user.is_agent


def visible_own_temoignages(user: Any) -> sa.Select[Temoignage]:
    """Select what a person wrote and did not take back."""
    mine = Engagement.user_id == user.id if _is_person(user) else sa.false()
    return sa.select(Temoignage).join(Engagement).where(mine, Temoignage.state != State.WITHDRAWN)


def visible_hosted_temoignages(user: Any) -> sa.Select[Temoignage]:
    """Select what is published about the associations whose hours an account keeps, what it wrote itself left out."""
    chosen = sa.select(Temoignage).join(Engagement).where(Temoignage.state == State.PUBLISHED)
    if not _is_person(user):
        return chosen.where(sa.false())
    mine = associations_where(user, Right.HOURS)
    return chosen.where(Engagement.association_id.in_(mine), Engagement.user_id != user.id)


def visible_moderated_temoignages(user: Any) -> sa.Select[Temoignage]:
    """Select those a modérateur reads: about the associations of their territories, whoever wrote them, unless taken back."""
    chosen = sa.select(Temoignage).join(Engagement).join(Association, Association.id == Engagement.association_id)
    if not has_role(user, Role.MODERATEUR):
        return chosen.where(sa.false())
    communes = moderated_communes(user)
    return chosen.where(
        Temoignage.state != State.WITHDRAWN, sa.true() if communes is None else Association.commune_code.in_(communes)
    )


def can_write_temoignage(user: Any, temoignage: Temoignage) -> bool:
    """The person alone writes, writes again and takes back."""
    return is_volunteer(user, temoignage.engagement)


def can_moderate_temoignage(user: Any, temoignage: Temoignage) -> bool:
    """A modérateur of the territory of the association it is about."""
    association = temoignage.engagement.association
    return has_role(user, Role.MODERATEUR) and association is not None and moderates(user, association.commune)


def can_report_temoignage(user: Any, temoignage: Temoignage) -> bool:
    """A member of the association it is about who keeps its hours, and is not its author."""
    return is_host(user, temoignage.engagement)


def can_close_suite(user: Any, engagement: Engagement) -> bool:
    """The person alone is asked anything after a closing."""
    return is_volunteer(user, engagement)
