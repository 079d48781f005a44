"""Reads of engagements: those of a person or an association, those whose date has come, and the days on which hours are likely."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from benevolat.candidatures.models import Candidature
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Mission, MissionKind

from .models import Bilan, BilanCompetence, BilanState, Engagement, Releve, State
from .permissions import visible_hosted_engagements, visible_own_engagements

REMINDED_AFTER = timedelta(days=7)
ASSOCIATION_SILENT = timedelta(days=30)
VOLUNTEER_SILENT = timedelta(days=21)
DAYS_SHOWN = 7
UNWRITTEN = (BilanState.EXPECTED, BilanState.DRAFTED)


def _whole(query: sa.Select[Engagement]) -> list[Engagement]:
    """Run a query with everything a list shows, in a number of queries that does not grow with its rows."""
    return list(db.session.scalars(query.options(
        joinedload(Engagement.user), joinedload(Engagement.association),
        joinedload(Engagement.candidature).joinedload(Candidature.creneau),
        joinedload(Engagement.candidature).joinedload(Candidature.mission).joinedload(Mission.domaine),
        joinedload(Engagement.bilan).selectinload(Bilan.competences).joinedload(BilanCompetence.competence),
        selectinload(Engagement.releves),
    )))


def own_engagements(user: Any) -> list[Engagement]:
    """Return what a person does or did, the latest first."""
    return _whole(visible_own_engagements(user).order_by(Engagement.starts_on.desc(), Engagement.id.desc()))


def hosted_engagements(user: Any) -> list[Engagement]:
    """Return who is, or was, received in the associations of an account, the nearest date first."""
    return _whole(visible_hosted_engagements(user).order_by(Engagement.starts_on.desc(), Engagement.id.desc()))


def engagement_of(candidature: Candidature) -> Engagement | None:
    """Return what a candidature planned, if it was accepted."""
    return db.session.scalar(sa.select(Engagement).where(Engagement.candidature_id == candidature.id))


def engagements_of_mission(mission: Mission) -> list[Engagement]:
    """Return the planned and present engagements of a mission: the people to tell when it changes."""
    return _whole(
        sa.select(Engagement).join(Candidature, Candidature.id == Engagement.candidature_id)
        .where(Candidature.mission_id == mission.id, Engagement.state.in_((State.PLANNED, State.IN_PROGRESS)))
        .order_by(Engagement.id)
    )


def engagements_of_association(association_id: int) -> list[Engagement]:
    """Return the planned and present engagements in an association."""
    return _whole(
        sa.select(Engagement)
        .where(Engagement.association_id == association_id, Engagement.state.in_((State.PLANNED, State.IN_PROGRESS)))
        .order_by(Engagement.id)
    )


def to_advance() -> list[Engagement]:
    """Return what may start or end today; `services.advance` looks at the hour."""
    today = clock.today()
    return _whole(sa.select(Engagement).where(sa.or_(
        sa.and_(Engagement.state == State.PLANNED, Engagement.starts_on <= today),
        sa.and_(Engagement.state == State.IN_PROGRESS, Engagement.ends_on <= today),
    )).order_by(Engagement.id))


def _unwritten_since(delay: timedelta) -> sa.Select[Engagement]:
    return sa.select(Engagement).outerjoin(Bilan, Bilan.engagement_id == Engagement.id).where(
        Engagement.state == State.TO_CLOSE, Engagement.association_id.is_not(None), Engagement.to_close_at <= clock.now() - delay,
        sa.or_(Bilan.id.is_(None), Bilan.state.in_(UNWRITTEN)),
    ).order_by(Engagement.id)


def closings_to_remind() -> list[Engagement]:
    """Return the engagements over for a week whose bilan the association has not written, and that were never reminded."""
    return _whole(_unwritten_since(REMINDED_AFTER).where(Engagement.reminded_at.is_(None)))


def silent_associations() -> list[Engagement]:
    """Return the engagements over for thirty days without a bilan, whose volunteer was not told yet what can be done."""
    return _whole(_unwritten_since(ASSOCIATION_SILENT).where(Engagement.silence_told_at.is_(None)))


def silent_volunteers() -> list[Engagement]:
    """Return the engagements whose bilan waits for the person's answer for twenty-one days."""
    return _whole(
        sa.select(Engagement).join(Bilan, Bilan.engagement_id == Engagement.id).where(
            Bilan.state == BilanState.CONFIRMED, Engagement.state == State.TO_CLOSE,
            sa.func.coalesce(Bilan.corrected_at, Bilan.confirmed_at) <= clock.now() - VOLUNTEER_SILENT,
        ).order_by(Engagement.id)
    )


def likely_days(engagement: Engagement) -> list[date]:
    """Return the days on which hours are likely and not written yet, the latest first: those of the créneau or of the mission's week."""
    last = min(clock.today(), engagement.ends_on or clock.today())
    written = {each.day for each in engagement.releves}
    mission = engagement.candidature.mission if engagement.candidature is not None else None
    mask = mission.half_days if mission is not None and mission.kind is MissionKind.REGULAR else 0
    found: list[date] = []
    day = last
    while day >= engagement.starts_on and (last - day).days < 8 * 7 and len(found) < DAYS_SHOWN:
        if day not in written and (not mask or mask >> (3 * day.weekday()) & 0b111):
            found.append(day)
        day -= timedelta(days=1)
    return found


def usual_minutes(engagement: Engagement) -> list[int]:
    """Return the durations offered as buttons: one, two, three hours, and the créneau's own (real time, across a change of hour)."""
    offered = {60, 120, 180}
    if engagement.candidature is not None and engagement.candidature.creneau is not None:
        length = int(engagement.candidature.creneau.duration.total_seconds()) // 60
        offered.add(min(length, 1440))
    return sorted(offered)


def unconfirmed_lines(engagement: Engagement) -> list[Releve]:
    """Return the lines that one side has still to look at, oldest first."""
    return [each for each in engagement.releves if each.confirmed_at is None]
