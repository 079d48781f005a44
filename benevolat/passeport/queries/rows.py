"""Reads of single rows: the skills of one engagement, requests for the Département's mark, one skill by its id."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core.db import db
from benevolat.engagements.models import Engagement

from ..models import Skill, ValidationRequest, ValidationState
from ..permissions import visible_validation_requests


def skills_of_engagement(engagement: Engagement) -> dict[str, Skill]:
    """Return the skills of an engagement by code, in the order they were said."""
    rows = db.session.scalars(
        sa.select(Skill).where(Skill.engagement_id == engagement.id).options(joinedload(Skill.competence)).order_by(Skill.id)
    )
    return {each.competence_code: each for each in rows}


def open_request(engagement: Engagement) -> ValidationRequest | None:
    """Return the request that waits for an answer on an engagement, if there is one."""
    return db.session.scalar(sa.select(ValidationRequest).where(
        ValidationRequest.engagement_id == engagement.id, ValidationRequest.state == ValidationState.ASKED
    ))


def declined_request(engagement: Engagement) -> ValidationRequest | None:
    """Return the last request that was answered no, if the person asked nothing since."""
    return db.session.scalar(
        sa.select(ValidationRequest)
        .where(ValidationRequest.engagement_id == engagement.id, ValidationRequest.state == ValidationState.DECLINED)
        .order_by(ValidationRequest.id.desc()).limit(1)
    )


def find_request_to_answer(user: Any, public_id: str) -> ValidationRequest | None:
    """Return the request that waits at this desk under this id, or None."""
    return db.session.scalar(
        visible_validation_requests(user).where(ValidationRequest.public_id == public_id, ValidationRequest.state == ValidationState.ASKED)
    )


def requests_to_answer(user: Any) -> list[ValidationRequest]:
    """Return what a desk has to answer, the oldest first."""
    return list(db.session.scalars(
        visible_validation_requests(user).where(ValidationRequest.state == ValidationState.ASKED)
        .options(joinedload(ValidationRequest.engagement).joinedload(Engagement.user),
                 joinedload(ValidationRequest.engagement).joinedload(Engagement.association))
        .order_by(ValidationRequest.asked_at, ValidationRequest.id)
    ))


def find_skill(scope: sa.Select[Skill], public_id: str) -> Skill | None:
    """Return the skill of this id inside a scope, or None."""
    return db.session.scalar(
        scope.where(Skill.public_id == public_id).options(joinedload(Skill.competence), joinedload(Skill.engagement))
    )


def find_request(scope: sa.Select[ValidationRequest], public_id: str) -> ValidationRequest | None:
    """Return the request of this id inside a scope, or None."""
    return db.session.scalar(scope.where(ValidationRequest.public_id == public_id))
