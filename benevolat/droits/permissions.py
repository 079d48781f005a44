"""Who asks about their data, and who answers: the person for themself, an administrateur for the Département."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role

from .models import DataRequest


def can_ask_data_request(user: Any) -> bool:
    """Any person signed in, for themself; an agent asks their own service."""
    return bool(getattr(user, "is_authenticated", False) and not user.is_agent)


def visible_own_requests(user: Any) -> sa.Select[DataRequest]:
    """Select what an account asked: its own."""
    return sa.select(DataRequest).where(DataRequest.user_id == user.id if can_ask_data_request(user) else sa.false())


def visible_requests(user: Any) -> sa.Select[DataRequest]:
    """Select what an administrateur answers: everybody's."""
    return sa.select(DataRequest).where(sa.true() if has_role(user, Role.ADMINISTRATEUR) else sa.false())


def can_answer_data_request(user: Any, request: DataRequest) -> bool:
    """An administrateur, and never to oneself."""
    return has_role(user, Role.ADMINISTRATEUR) and request.user_id != user.id
