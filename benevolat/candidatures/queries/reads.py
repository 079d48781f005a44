"""Reads of candidatures, each named for the question it answers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Creneau, Mission

from ..models import ACTIVE, CallBack, Candidature, Message, State
from ..permissions import visible_call_backs, visible_candidatures, visible_received_candidatures


def find_own_candidature(user: Any, public_id: str) -> Candidature | None:
    """Return the candidature this person sent under this id, or None."""
    return db.session.scalar(visible_candidatures(user).where(Candidature.public_id == public_id))


def find_received_candidature(user: Any, public_id: str) -> Candidature | None:
    """Return the candidature received under this id by an association this person acts for, or None."""
    return db.session.scalar(visible_received_candidatures(user).where(Candidature.public_id == public_id))


def find_call_back(user: Any, public_id: str) -> CallBack | None:
    """Return the call asked for under this id of an association this person acts for, or None."""
    return db.session.scalar(visible_call_backs(user).where(CallBack.public_id == public_id))


def active_candidature(user: User, mission: Mission, creneau: Creneau | None) -> Candidature | None:
    """Return the living candidature of a person for this mission and créneau, or None."""
    return db.session.scalar(
        visible_candidatures(user).where(
            Candidature.mission_id == mission.id, Candidature.state.in_(ACTIVE),
            Candidature.creneau_id == creneau.id if creneau is not None else Candidature.creneau_id.is_(None),
        )
    )


def active_candidatures(user: User, mission: Mission) -> Sequence[Candidature]:
    """Return every living candidature of a person for a mission, whatever the créneau."""
    return db.session.scalars(
        visible_candidatures(user).where(Candidature.mission_id == mission.id, Candidature.state.in_(ACTIVE)).order_by(Candidature.id)
    ).all()


def was_published(public_id: str) -> bool:
    """Tell whether a mission of this id was open to everybody one day: then a person who comes back is told that it is not any more."""
    return db.session.scalar(
        sa.select(Mission.id).where(Mission.public_id == public_id, Mission.published_at.is_not(None))
    ) is not None


def decider_name(candidature: Candidature) -> str | None:
    """Return the name of the member who answered, or None."""
    return candidature.decided_by.display_name if candidature.decided_by is not None else None


def candidatures_of(user: User) -> Sequence[Candidature]:
    """Return what a person sent: the living ones first, then the newest."""
    living = sa.case((Candidature.state.in_(ACTIVE), 0), else_=1)
    return db.session.scalars(
        visible_candidatures(user).order_by(living, Candidature.sent_at.desc(), Candidature.id.desc()).limit(200)
        .options(joinedload(Candidature.mission).joinedload(Mission.association), joinedload(Candidature.creneau),
                 joinedload(Candidature.mission).joinedload(Mission.commune))
    ).all()


def waiting_for_answer(association_id: int) -> int:
    """Count who waits for an association: candidatures without an answer and calls to give."""
    sent = sa.select(sa.func.count(Candidature.id)).join(Mission, Mission.id == Candidature.mission_id).where(
        Mission.association_id == association_id, Candidature.state == State.SENT
    )
    calls = sa.select(sa.func.count(CallBack.id)).join(Mission, Mission.id == CallBack.mission_id).where(
        Mission.association_id == association_id, CallBack.done_at.is_(None)
    )
    return (db.session.scalar(sent) or 0) + (db.session.scalar(calls) or 0)


def unread_counts(candidatures: Iterable[Candidature], *, from_volunteer: bool) -> dict[int, int]:
    """Return, by candidature, how many messages of the other side nobody read yet."""
    ids = [each.id for each in candidatures]
    if not ids:
        return {}
    return dict(db.session.execute(
        sa.select(Message.candidature_id, sa.func.count(Message.id))
        .where(Message.candidature_id.in_(ids), Message.from_volunteer.is_(from_volunteer), Message.read_at.is_(None))
        .group_by(Message.candidature_id)
    ).all())


def messages_of(candidature: Candidature) -> Sequence[Message]:
    """Return the messages of both sides, oldest first."""
    return db.session.scalars(
        sa.select(Message).where(Message.candidature_id == candidature.id).order_by(Message.at, Message.id)
    ).all()


def call_back_to_do(mission: Mission, phone: str) -> CallBack | None:
    """Return the call already asked for by this number about this mission, or None."""
    return db.session.scalar(
        sa.select(CallBack).where(CallBack.mission_id == mission.id, CallBack.phone == phone, CallBack.done_at.is_(None)).limit(1)
    )


def call_backs_to_do(user: Any, *, mission: Mission | None = None) -> Sequence[CallBack]:
    """Return the calls an association's member has to give, oldest first."""
    scope = visible_call_backs(user).where(CallBack.done_at.is_(None))
    if mission is not None:
        scope = scope.where(CallBack.mission_id == mission.id)
    return db.session.scalars(scope.order_by(CallBack.asked_at, CallBack.id).limit(100).options(joinedload(CallBack.mission))).all()


def creneaux_of_tomorrow() -> Sequence[Creneau]:
    """Return tomorrow's créneaux (by the days of Europe/Paris) that somebody is expected at."""
    first = clock.today() + timedelta(days=1)
    accepted = sa.select(Candidature.id).where(Candidature.creneau_id == Creneau.id, Candidature.state == State.ACCEPTED)
    return db.session.scalars(
        sa.select(Creneau).where(
            Creneau.starts_at >= _midnight(first), Creneau.starts_at < _midnight(first + timedelta(days=1)),
            Creneau.cancelled.is_(False), accepted.exists(),
        ).order_by(Creneau.id)
    ).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def accepted_at(creneau: Creneau) -> Sequence[Candidature]:
    """Return who is expected at a créneau."""
    return db.session.scalars(
        sa.select(Candidature).where(Candidature.creneau_id == creneau.id, Candidature.state == State.ACCEPTED)
        .order_by(Candidature.id).options(joinedload(Candidature.user))
    ).all()


def count_living(missions: Sequence[int]) -> int:
    """Return how many candidatures of these missions are not over: who will be told when the missions end."""
    return db.session.scalar(
        sa.select(sa.func.count()).where(Candidature.mission_id.in_(missions), Candidature.state.in_(ACTIVE))
    ) or 0


def living_candidatures(mission: Mission, creneau: Creneau | None = None) -> Sequence[Candidature]:
    """Return, locked, every candidature of a mission (or of one créneau) that is not over."""
    query = sa.select(Candidature).where(Candidature.mission_id == mission.id, Candidature.state.in_(ACTIVE))
    if creneau is not None:
        query = query.where(Candidature.creneau_id == creneau.id)
    return db.session.scalars(query.order_by(Candidature.id).with_for_update(of=Candidature)).all()
