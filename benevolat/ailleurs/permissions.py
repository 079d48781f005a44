"""Who may see and do what with a request to a host elsewhere: the person, whoever holds the link, a desk for a signed sheet."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role
from benevolat.engagements.models import Engagement
from benevolat.engagements.permissions import is_outside_host, is_volunteer, is_volunteer_elsewhere

from .models import Channel, ProofRequest, RequestState


def can_ask_host(user: Any, engagement: Engagement) -> bool:
    """The person asks, and nobody else, for an engagement they declared."""
    return is_volunteer_elsewhere(user, engagement)


def can_manage_request(user: Any, request: ProofRequest) -> bool:
    """The person who asked sends again, changes the address, takes back."""
    return is_volunteer(user, request.engagement)


def can_answer_request(actor: Any, request: ProofRequest) -> bool:
    """Whoever holds the link, or signed the sheet, answers for this engagement alone; no account does."""
    return is_outside_host(actor, request.engagement)


def can_transcribe(user: Any, request: ProofRequest) -> bool:
    """A desk writes what a signed sheet says, never for a request that went by mail."""
    return has_role(user, Role.MODERATEUR) and request.channel is Channel.PAPER


def visible_requests(user: Any) -> sa.Select[ProofRequest]:
    """Select, for a person, what they asked; for a desk, the sheets that wait; nothing for anybody else."""
    query = sa.select(ProofRequest)
    if getattr(user, "is_authenticated", False) and not user.is_agent:
        return query.join(Engagement, Engagement.id == ProofRequest.engagement_id).where(Engagement.user_id == user.id)
    if has_role(user, Role.MODERATEUR):
        return query.where(ProofRequest.channel == Channel.PAPER, ProofRequest.state == RequestState.SENT)
    return query.where(sa.false())
