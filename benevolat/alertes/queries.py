"""Reads of alertes and favourites, each named for the question it answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.queries import not_proposed
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Mission, Publication
from benevolat.search.queries import MissionRow, rows
from benevolat.search.request import Hit, SearchRequest
from benevolat.search.reverse import answering

from .models import Alerte, AlerteCursor, AlerteMission, Favori, Part
from .permissions import visible_alertes, visible_favoris

SHOWN = 10
"""Missions that one letter or page tells; the others are behind its link."""
LOOKED_AT = 500


def question_of(alerte: Alerte) -> SearchRequest:
    """Return the question an alerte keeps, as the search takes it."""
    several: dict[Part, list[str]] = {part: [] for part in Part}
    for each in alerte.parts:
        several[each.part].append(each.value)
    return SearchRequest(
        words=alerte.words, without=tuple(several[Part.WITHOUT]), radius_km=alerte.radius_km, territory=alerte.territory,
        point=Point(alerte.lat, alerte.lon) if alerte.lat is not None and alerte.lon is not None else None, isere=alerte.isere,
        domains=tuple(several[Part.DOMAIN]), kind=alerte.kind, half_days=alerte.half_days, flags=frozenset(several[Part.FLAG]),
        remote=alerte.remote, association=alerte.association_id, french=alerte.french, setting=alerte.setting,
        within_days=alerte.within_days, competences=tuple(several[Part.COMPETENCE]),
    )


def own_alertes(user: User) -> Sequence[Alerte]:
    """Return what a person keeps, the newest first."""
    return db.session.scalars(visible_alertes(user).order_by(Alerte.created_at.desc(), Alerte.id.desc())).all()


def find_alerte(by: Any, public_id: str) -> Alerte | None:
    """Return an alerte of an account or of a signed link, or None."""
    return db.session.scalar(visible_alertes(by).where(Alerte.public_id == public_id))


def of_holder(*, user: User | None, email: str | None, phone: str | None) -> Sequence[Alerte]:
    """Return every alerte of one holder: an account, or an address or a number without one."""
    column, value = (Alerte.user_id, user.id) if user is not None else (Alerte.email, email) if email else (Alerte.phone, phone)
    return db.session.scalars(sa.select(Alerte).where(column == value).order_by(Alerte.id)).all()


def news_of(alerte: Alerte, *, most: int = LOOKED_AT) -> list[Hit]:
    """Return what an alerte found and has not told, the newest first, as far as it still answers its question.

    Of an account, but for the associations with which a door is closed.
    """
    proposed = Mission.association_id.not_in(not_proposed(alerte.user_id)) if alerte.user_id is not None else sa.true()
    found = db.session.scalars(
        sa.select(AlerteMission.mission_id).join(Mission, Mission.id == AlerteMission.mission_id)
        .where(AlerteMission.alerte_id == alerte.id, AlerteMission.told_at.is_(None), proposed)
        .order_by(Mission.published_at.desc(), Mission.id.desc()).limit(most)
    ).all()
    question = question_of(alerte)
    still = {each.mission: each for each in answering([question], found).get(question, ())}
    return [still[each] for each in found if each in still]


def last_told(alerte: Alerte) -> list[MissionRow]:
    """Return the missions of the last letter that anybody may still see."""
    if alerte.told_at is None:
        return []
    told = db.session.scalars(
        sa.select(AlerteMission.mission_id).where(AlerteMission.alerte_id == alerte.id, AlerteMission.told_at == alerte.told_at)
    ).all()
    question = question_of(alerte)
    return rows(answering([question], told).get(question, ())[:SHOWN])


def due(now: datetime) -> Sequence[int]:
    """Return the alertes whose hour has come."""
    return db.session.scalars(
        sa.select(Alerte.id).where(Alerte.paused_at.is_(None), Alerte.next_at <= now).order_by(Alerte.next_at, Alerte.id)
    ).all()


def active_after(last: int, most: int) -> Sequence[Alerte]:
    """Return the next alertes to compare with new missions, in the order of their numbers."""
    return db.session.scalars(
        sa.select(Alerte).where(Alerte.paused_at.is_(None), Alerte.id > last).order_by(Alerte.id).limit(most)
    ).all()


def cursor() -> int:
    """Return up to which change of the missions the alertes were compared."""
    return db.session.scalar(sa.select(AlerteCursor.column_seq)) or 0


def changed_missions(after: int, through: int | None, most: int) -> Sequence[Any]:
    """Return (id, column_seq, published_at) of the missions changed since, in the order of their changes, as far as they are public."""
    chosen = sa.select(Mission.id, Mission.column_seq, Mission.published_at).join(Association, Association.id == Mission.association_id)
    chosen = chosen.where(
        Mission.column_seq > after, Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED
    )
    if through is not None:
        chosen = chosen.where(Mission.column_seq <= through)
    return db.session.execute(chosen.order_by(Mission.column_seq).limit(most)).all()


def own_favoris(user: User) -> Sequence[Favori]:
    """Return the missions a person keeps, the last kept first, whatever became of them."""
    return db.session.scalars(
        visible_favoris(user).options(
            joinedload(Favori.mission).joinedload(Mission.association), joinedload(Favori.mission).joinedload(Mission.commune),
            joinedload(Favori.mission).selectinload(Mission.creneaux),
        ).order_by(Favori.kept_at.desc(), Favori.mission_id.desc())
    ).all()


def favourite_ids(user: Any) -> set[str]:
    """Return the public ids of the missions a person keeps."""
    kept = visible_favoris(user).with_only_columns(Favori.mission_id)
    return set(db.session.scalars(sa.select(Mission.public_id).where(Mission.id.in_(kept))))


def silent(*, clicked_before: datetime) -> Sequence[Alerte]:
    """Return the active alertes nobody clicked since a moment and whose holder was not asked yet."""
    return db.session.scalars(sa.select(Alerte).where(
        Alerte.paused_at.is_(None), Alerte.asked_at.is_(None), Alerte.clicked_at <= clicked_before
    ).order_by(Alerte.id).limit(LOOKED_AT)).all()


def unanswered(*, asked_before: datetime) -> Sequence[Alerte]:
    """Return the active alertes whose holder was asked before a moment and has not answered."""
    return db.session.scalars(sa.select(Alerte).where(
        Alerte.paused_at.is_(None), Alerte.asked_at.is_not(None), Alerte.asked_at <= asked_before
    ).order_by(Alerte.id).limit(LOOKED_AT)).all()


def find_keepable(user: Any, public_id: str) -> Mission | None:
    """Return the mission a person may keep aside or let go: one anybody sees, or one they keep already; None for any other."""
    kept = visible_favoris(user).with_only_columns(Favori.mission_id)
    return db.session.scalar(
        sa.select(Mission).join(Association, Association.id == Mission.association_id).where(Mission.public_id == public_id, sa.or_(
            Mission.id.in_(kept),
            sa.and_(Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED),
        ))
    )
