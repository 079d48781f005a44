"""The silences of associations: whom they left without an answer for too long, the time they announced to be away not counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from benevolat.associations.absences import absences_of, last_day_away, time_within
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Creneau, Mission

from ..models import EXPIRED_AFTER, REMINDED_AFTER, Candidature, State


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A candidature that may have waited too long."""

    id: int
    association_id: int
    sent_at: datetime


def _waited(rows: Iterable[_Waiting], after: timedelta) -> list[_Waiting]:
    """Keep what waited for that long while its association was there: one statement for the absences of all."""
    rows, now = list(rows), clock.now()
    if not rows:
        return []
    absences = absences_of({each.association_id for each in rows}, since=clock.local(min(each.sent_at for each in rows)).date())
    return [each for each in rows
            if now - each.sent_at - time_within(absences.get(each.association_id, []), each.sent_at, now) >= after]


def _rows(*conditions: sa.ColumnElement[bool]) -> list[_Waiting]:
    found = db.session.execute(
        sa.select(Candidature.id, Mission.association_id, Candidature.sent_at).join(Mission, Mission.id == Candidature.mission_id)
        .where(Candidature.state == State.SENT, *conditions).order_by(Candidature.sent_at, Candidature.id)
    )
    return [_Waiting(*row) for row in found]


def _unanswered(*conditions: sa.ColumnElement[bool]) -> list[_Waiting]:
    """Return what was sent a week ago and recalled to nobody, but of associations that are away today: they would not read it."""
    rows = _waited(
        _rows(Candidature.reminded_at.is_(None), Candidature.sent_at <= clock.now() - REMINDED_AFTER, *conditions), REMINDED_AFTER
    )
    absences = absences_of({each.association_id for each in rows}, since=clock.today()) if rows else {}
    return [each for each in rows if last_day_away(absences.get(each.association_id, []), clock.today()) is None]


def unanswered_associations() -> Sequence[int]:
    """Return the associations that left a candidature without an answer for a week and were not reminded of it."""
    return sorted({each.association_id for each in _unanswered()})


def unanswered_of(association_id: int) -> Sequence[Candidature]:
    """Return what an association is to be reminded of, oldest first."""
    ids = [each.id for each in _unanswered(Mission.association_id == association_id)]
    return db.session.scalars(
        sa.select(Candidature).where(Candidature.id.in_(ids)).order_by(Candidature.sent_at, Candidature.id)
    ).all()


def silent_candidatures() -> Sequence[int]:
    """Return the ids of what must close without an answer: 30 days of silence, or a créneau or a mission that is past."""
    silent = [each.id for each in _waited(_rows(Candidature.sent_at <= clock.now() - EXPIRED_AFTER), EXPIRED_AFTER)]
    past = db.session.scalars(
        sa.select(Candidature.id).join(Mission, Mission.id == Candidature.mission_id)
        .outerjoin(Creneau, Creneau.id == Candidature.creneau_id)
        .where(Candidature.state.in_((State.SENT, State.WAITLISTED)),
               sa.or_(Creneau.starts_at <= clock.now(), Mission.ends_on < clock.today()))
    ).all()
    return sorted({*silent, *past})


def expires_at(candidature: Candidature) -> datetime:
    """Return when a silence closes a candidature: 30 days after it was sent, put off by the days its association announced to be away."""
    association = candidature.mission.association_id
    absences = absences_of([association], since=clock.local(candidature.sent_at).date()).get(association, [])
    end = candidature.sent_at + EXPIRED_AFTER
    for _each in range(len(absences) + 1):
        end = candidature.sent_at + EXPIRED_AFTER + time_within(absences, candidature.sent_at, end)
    return end
