"""Who waits for a place, in which order, and what was offered: the reads of the waiting list."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Calendar, Creneau, Mission, Publication

from ..models import Candidature, OfferState, PlaceOffer, State, WaitingRule


def no_place_left(mission: Mission, creneau: Creneau | None) -> bool:
    """Tell whether the créneau, or the regular mission, has no place left."""
    return creneau.places_left <= 0 if creneau is not None else mission.is_full


def places_left(mission: Mission, creneau: Creneau | None) -> int | None:
    """Return how many places are free there, or None when they are not counted."""
    if creneau is not None:
        return creneau.places_left
    return None if mission.places is None else mission.places - mission.places_taken


def rule_of(mission: Mission) -> WaitingRule | None:
    """Return what the association chose for the list of a mission, or None when it was not asked yet."""
    return db.session.get(WaitingRule, mission.id)


def moves_alone(mission: Mission) -> bool:
    """Tell whether the association chose that the list moves by itself: nothing is decided for it."""
    rule = rule_of(mission)
    return rule is not None and rule.automatic


def still_moves(mission: Mission, creneau: Creneau | None, last_call: timedelta) -> bool:
    """Tell whether a place there may still be offered: published, recruiting, not over, and the créneau not about to begin."""
    if mission.publication is not Publication.PUBLISHED or mission.association.state is not AssociationState.VERIFIED:
        return False
    if not mission.recruiting or mission.calendar is Calendar.OVER:
        return False
    return creneau is None or (not creneau.cancelled and creneau.starts_at > clock.now() + last_call)


def _waiting_at(mission: Mission, creneau: Creneau | None) -> sa.Select[Candidature]:
    there = Candidature.creneau_id == creneau.id if creneau is not None else Candidature.creneau_id.is_(None)
    return (
        sa.select(Candidature).where(Candidature.mission_id == mission.id, Candidature.state == State.WAITLISTED, there)
        .order_by(Candidature.decided_at, Candidature.id)
    )


def _spoken_of() -> sa.Exists:
    """Whether a place was spoken of for this candidature since it joined the list: one offer a joining, whatever became of it."""
    return sa.exists().where(PlaceOffer.candidature_id == Candidature.id, PlaceOffer.made_at >= Candidature.decided_at)


def next_in_line(mission: Mission, creneau: Creneau | None, *, limit: int, alone: bool) -> Sequence[Candidature]:
    """Return who is served next, by the moment of joining and nothing else.

    When the list moves alone: the first who had no offer since they joined. Else: of the first, those the association was not told of.
    """
    waiting = _waiting_at(mission, creneau)
    if not alone:
        first = sa.select(waiting.limit(max(limit, 0)).with_only_columns(Candidature.id).subquery())
        waiting = waiting.where(Candidature.id.in_(first))
    return db.session.scalars(
        waiting.where(sa.not_(_spoken_of())).limit(max(limit, 0))
        .options(joinedload(Candidature.user), joinedload(Candidature.mission), joinedload(Candidature.creneau))
    ).all()


def _before(candidature: Candidature) -> sa.ColumnElement[bool]:
    """Whether a row joined the list before this candidature; everybody waiting did, before one that does not wait."""
    if candidature.state is not State.WAITLISTED:
        return Candidature.id != candidature.id
    return sa.or_(
        Candidature.decided_at < candidature.decided_at,
        sa.and_(Candidature.decided_at == candidature.decided_at, Candidature.id < candidature.id),
    )


def ahead_of(candidature: Candidature) -> int:
    """Count who stands before this candidature in the line and had no offer yet: a free place is theirs first."""
    ahead = _waiting_at(candidature.mission, candidature.creneau).where(_before(candidature), sa.not_(_spoken_of()))
    return db.session.scalar(sa.select(sa.func.count()).select_from(ahead.order_by(None).subquery())) or 0


def rank_of(candidature: Candidature) -> int:
    """Return the place of a waiting candidature in its line, from 1."""
    before = _waiting_at(candidature.mission, candidature.creneau).where(_before(candidature))
    return 1 + (db.session.scalar(sa.select(sa.func.count()).select_from(before.order_by(None).subquery())) or 0)


def open_offer(candidature: Candidature) -> PlaceOffer | None:
    """Return the offer that keeps a place for this candidature, even if its time is just past, or None."""
    return db.session.scalar(
        sa.select(PlaceOffer).where(PlaceOffer.candidature_id == candidature.id, PlaceOffer.state == OfferState.OPEN)
    )


def offers_kept(candidatures: Iterable[Candidature]) -> dict[int, datetime]:
    """Return, by candidature, until when a place is kept for it."""
    ids = [each.id for each in candidatures if each.state is State.WAITLISTED]
    if not ids:
        return {}
    return dict(db.session.execute(
        sa.select(PlaceOffer.candidature_id, PlaceOffer.ends_at)
        .where(PlaceOffer.candidature_id.in_(ids), PlaceOffer.state == OfferState.OPEN)
    ).all())


def missed_offer(candidature: Candidature) -> bool:
    """Tell whether the person still waits but did not answer the place offered since they joined the list."""
    return candidature.state is State.WAITLISTED and db.session.scalar(
        sa.select(PlaceOffer.id).where(
            PlaceOffer.candidature_id == candidature.id, PlaceOffer.state == OfferState.LAPSED,
            PlaceOffer.made_at >= candidature.decided_at,
        ).limit(1)
    ) is not None


def creneaux_waited_for(mission: Mission) -> Sequence[Creneau | None]:
    """Return the lists of a mission that hold somebody: its créneaux, or None for the mission itself."""
    ids = db.session.scalars(
        sa.select(Candidature.creneau_id).where(Candidature.mission_id == mission.id, Candidature.state == State.WAITLISTED)
        .distinct().order_by(Candidature.creneau_id)
    ).all()
    return [db.session.get_one(Creneau, each) if each is not None else None for each in ids]


def lists_to_move(last_call: timedelta) -> Sequence[tuple[int, int | None]]:
    """Return the lists (mission, créneau or None) where a place is free and somebody waits of whom nobody was told yet."""
    free = sa.or_(
        sa.and_(Candidature.creneau_id.is_(None), Mission.places_taken < Mission.places),
        sa.and_(sa.not_(Creneau.cancelled), Creneau.places_taken < Creneau.places, Creneau.starts_at > clock.now() + last_call),
    )
    rows = db.session.execute(
        sa.select(Candidature.mission_id, Candidature.creneau_id).join(Mission, Mission.id == Candidature.mission_id)
        .join(Association, Association.id == Mission.association_id).outerjoin(Creneau, Creneau.id == Candidature.creneau_id)
        .where(Candidature.state == State.WAITLISTED, Mission.publication == Publication.PUBLISHED, Mission.recruiting,
               Association.state == AssociationState.VERIFIED, free, sa.not_(_spoken_of()))
        .distinct().order_by(Candidature.mission_id, Candidature.creneau_id)
    )
    return [(row[0], row[1]) for row in rows]


def offers_over() -> Sequence[int]:
    """Return the ids of the offers whose time is past without an answer, the oldest first."""
    return db.session.scalars(
        sa.select(PlaceOffer.id).where(PlaceOffer.state == OfferState.OPEN, PlaceOffer.ends_at <= clock.now()).order_by(PlaceOffer.ends_at)
    ).all()
