"""Who may see and do what with a passeport: it is the person's; a desk answers the requests the person made."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role
from benevolat.engagements.models import Engagement
from benevolat.engagements.permissions import is_volunteer

from .models import Skill, ValidationRequest, ValidationState


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and not user.is_agent


def visible_skills(user: Any) -> sa.Select[Skill]:
    """Select a person's own skills; nobody else reads them here."""
    return sa.select(Skill).where(Skill.user_id == user.id if _is_person(user) else sa.false())


def visible_validation_requests(user: Any) -> sa.Select[ValidationRequest]:
    """Select a person's own requests, or, for a desk, those that wait for an answer."""
    query = sa.select(ValidationRequest)
    if _is_person(user):
        return query.join(Engagement, Engagement.id == ValidationRequest.engagement_id).where(Engagement.user_id == user.id)
    if has_role(user, Role.MODERATEUR):
        return query.where(ValidationRequest.state == ValidationState.ASKED)
    return query.where(sa.false())


def can_claim_skill(user: Any, engagement: Engagement) -> bool:
    """The person says what they showed in their own engagement."""
    return is_volunteer(user, engagement)


def can_edit_skill(user: Any, skill: Skill) -> bool:
    """The person changes their own words, and nobody else's."""
    return _is_person(user) and bool(user.id == skill.user_id)


def can_ask_validation(user: Any, engagement: Engagement) -> bool:
    """Every volunteer may ask a desk for the Département's mark on their own engagement."""
    return is_volunteer(user, engagement)


def can_cancel_validation(user: Any, request: ValidationRequest) -> bool:
    """The person takes their own request back."""
    return is_volunteer(user, request.engagement)


def can_answer_validation(user: Any, _request: ValidationRequest) -> bool:
    """A desk answers."""
    return has_role(user, Role.MODERATEUR)
