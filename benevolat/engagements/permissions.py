"""Who may see and do what with engagements, hours and closings: the volunteer, and the members of the association that receives them."""

from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Membership
from benevolat.associations.permissions import can_sign_for
from benevolat.core.db import db

from .models import Bilan, Engagement, OutsideHost, Releve, Side


def _person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and not user.is_agent


def _associations_of(user: Any) -> sa.Select[int]:
    return sa.select(Membership.association_id).where(Membership.user_id == user.id)


def visible_own_engagements(user: Any) -> sa.Select[Engagement]:
    """Select what the person does or did as a volunteer."""
    return sa.select(Engagement).where(Engagement.user_id == user.id if _person(user) else sa.false())


def visible_hosted_engagements(user: Any) -> sa.Select[Engagement]:
    """Select the engagements in the associations the account is a member of."""
    return sa.select(Engagement).where(Engagement.association_id.in_(_associations_of(user)) if _person(user) else sa.false())


def is_volunteer(user: Any, engagement: Engagement) -> bool:
    """The volunteer acts on their own engagement."""
    return _person(user) and bool(user.id == engagement.user_id)


def is_host(user: Any, engagement: Engagement) -> bool:
    """A member of the association acts on the engagements it receives; nobody does on one that happens elsewhere, or on their own."""
    if not _person(user) or engagement.association_id is None or user.id == engagement.user_id:
        return False
    return db.session.scalar(
        sa.select(Membership.id).where(Membership.user_id == user.id, Membership.association_id == engagement.association_id)
    ) is not None


def is_either(user: Any, engagement: Engagement) -> bool:
    """Either side acts: the volunteer, or a member of the association."""
    return is_volunteer(user, engagement) or is_host(user, engagement)


def is_volunteer_elsewhere(user: Any, engagement: Engagement) -> bool:
    """The person alone decides on an engagement they declared."""
    return is_volunteer(user, engagement) and engagement.elsewhere


def is_outside_host(actor: Any, engagement: Engagement) -> bool:
    """Whoever holds the link or signed the sheet of an engagement elsewhere answers for its host, for this engagement only."""
    return isinstance(actor, OutsideHost) and engagement.elsewhere and actor.engagement_id == engagement.id


def side_of(user: Any, engagement: Engagement) -> Side | None:
    """Return the side on which an account acts, or None."""
    if is_volunteer(user, engagement):
        return Side.VOLUNTEER
    return Side.ASSOCIATION if is_host(user, engagement) else None


def can_enter_hours(user: Any, engagement: Engagement) -> bool:
    """Either side writes hours, except for an engagement elsewhere, whose total the person declares."""
    return is_either(user, engagement) and not engagement.elsewhere


def can_confirm_hours(user: Any, releve: Releve) -> bool:
    """The side that did not write the line confirms it; once it is disputed, either side may accept the other's figure."""
    side = side_of(user, releve.engagement)
    return side is not None and (releve.disputed or (side is not releve.entered_by and releve.confirmed_at is None))


def can_redeclare(user: Any, bilan: Bilan) -> bool:
    """The person changes what they declared of an engagement elsewhere."""
    return is_volunteer_elsewhere(user, bilan.engagement)


def can_prepare_bilan(user: Any, bilan: Bilan) -> bool:
    """Any member of the association writes the bilan that somebody who may sign then confirms."""
    return is_host(user, bilan.engagement)


def can_write_bilan(user: Any, bilan: Bilan) -> bool:
    """Who signs for the association, or an outside host, attests, corrects and withdraws its attestation."""
    engagement = bilan.engagement
    if is_outside_host(user, engagement):
        return True
    return is_host(user, engagement) and engagement.association is not None and can_sign_for(user, engagement.association)


def can_answer_bilan(user: Any, bilan: Bilan) -> bool:
    """The person answers what is written about them."""
    return is_volunteer(user, bilan.engagement)
