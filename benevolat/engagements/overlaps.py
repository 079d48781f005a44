"""Hours of one person that cannot all be true: more in a day than it lasts, two créneaux at once. A question, never a verdict."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.candidatures.models import Candidature
from benevolat.core import clock
from benevolat.core.db import db

from .models import Engagement, Releve, State

LEFT_OUT = (State.CANCELLED, State.NOT_DONE)


def overlaps_of(engagement: Engagement) -> dict[date, list[Engagement]]:
    """Return, by day of its hours, the person's other engagements whose hours overlap them; disputed hours, counted nowhere, do not.

    Two lines of a day overlap when together they exceed it (23, 24 or 25 hours in Europe/Paris); two créneaux, when their times do.
    """
    mine = {line.day: line for line in engagement.releves if not line.disputed}
    if not mine or engagement.state in LEFT_OUT:
        return {}
    others = _other_lines(engagement, min(mine), max(mine))
    return {day: found for day in sorted(mine) if (found := _crossed(engagement, mine[day], others))}


def _other_lines(engagement: Engagement, first: date, last: date) -> list[Releve]:
    """Return the person's undisputed hours elsewhere around these days; a night may be written on either of its two."""
    margin = timedelta(days=1)
    return list(db.session.scalars(
        sa.select(Releve).join(Engagement, Engagement.id == Releve.engagement_id)
        .where(Engagement.user_id == engagement.user_id, Engagement.id != engagement.id, Engagement.state.not_in(LEFT_OUT),
               Releve.disputed.is_(False), Releve.day.between(first - margin, last + margin))
        .options(joinedload(Releve.engagement).joinedload(Engagement.candidature).joinedload(Candidature.creneau),
                 joinedload(Releve.engagement).joinedload(Engagement.association))
        .order_by(Engagement.starts_on, Engagement.id, Releve.day)
    ))


def _crossed(engagement: Engagement, line: Releve, others: list[Releve]) -> list[Engagement]:
    same_day = [each for each in others if each.day == line.day]
    too_long = line.minutes + sum(each.minutes for each in same_day) > clock.day_minutes(line.day)
    found = {each.engagement.id: each.engagement for each in same_day} if too_long else {}
    found |= {each.engagement.id: each.engagement for each in others if _at_the_same_time(engagement, each.engagement)}
    return list(found.values())


def _at_the_same_time(one: Engagement, other: Engagement) -> bool:
    mine = one.candidature.creneau if one.candidature is not None else None
    theirs = other.candidature.creneau if other.candidature is not None else None
    return mine is not None and theirs is not None and mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at
