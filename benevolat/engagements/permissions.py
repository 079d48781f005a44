"""Who may see and do what with engagements, hours and closings: the volunteer, and the members of the association that receives them."""

from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Right
from benevolat.associations.permissions import associations_where, can_sign_for, has_right, membership_of
from benevolat.candidatures.permissions import can_answer_candidature

from .models import Bilan, Engagement, OutsideHost, Releve, Side


def _person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and not user.is_agent


def visible_own_engagements(user: Any) -> sa.Select[Engagement]:
    """Select what the person does or did as a volunteer."""
    return sa.select(Engagement).where(Engagement.user_id == user.id if _person(user) else sa.false())


def visible_hosted_engagements(user: Any) -> sa.Select[Engagement]:
    """Select the engagements in the associations whose hours the account keeps, or for which it signs."""
    return sa.select(Engagement).where(Engagement.association_id.in_(associations_where(user, Right.HOURS, signing=True)))


def is_volunteer(user: Any, engagement: Engagement) -> bool:
    """The volunteer acts on their own engagement."""
    return _person(user) and bool(user.id == engagement.user_id)


def is_host(user: Any, engagement: Engagement) -> bool:
    """A member who keeps the hours acts on the engagements the association receives; nobody does on one elsewhere, or on their own."""
    if not _person(user) or engagement.association is None or user.id == engagement.user_id:
        return False
    return has_right(user, engagement.association, Right.HOURS)


def can_open_hosted(user: Any, engagement: Engagement) -> bool:
    """A member who keeps the hours of the association, or signs for it, opens the engagements it receives."""
    membership = membership_of(user, engagement.association) if engagement.association is not None else None
    return membership is not None and (Right.HOURS in membership.rights or membership.signs)


def is_either(user: Any, engagement: Engagement) -> bool:
    """Either side acts: the volunteer, or a member of the association who keeps the hours."""
    return is_volunteer(user, engagement) or is_host(user, engagement)


def can_call_off(user: Any, engagement: Engagement) -> bool:
    """The volunteer, or a member of the association who answers candidates, since a candidature is cancelled with it."""
    return is_volunteer(user, engagement) or (
        engagement.candidature is not None and can_answer_candidature(user, engagement.candidature)
    )


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
    """A member who keeps the hours writes the bilan that somebody who may sign then confirms."""
    return is_host(user, bilan.engagement)


def can_write_bilan(user: Any, bilan: Bilan) -> bool:
    """Who signs for the association, or an outside host, attests, corrects and withdraws its attestation."""
    engagement = bilan.engagement
    if is_outside_host(user, engagement):
        return True
    own = is_volunteer(user, engagement)
    return not own and engagement.association is not None and can_sign_for(user, engagement.association)


def can_answer_bilan(user: Any, bilan: Bilan) -> bool:
    """The person answers what is written about them."""
    return is_volunteer(user, bilan.engagement)
