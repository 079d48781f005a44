"""What an association received, sorted in piles and filtered, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.core.labels import Labelled
from benevolat.missions.models import Creneau, Mission

from ..models import Candidature, State
from ..permissions import visible_received_candidatures
from .reads import unread_counts
from .waiting import offers_kept

PAGE_SIZE = 50
MOST_MISSIONS = 300


class Pile(Labelled):
    """How an association sorts what it received; the value is what the page's address shows."""

    TO_ANSWER = "a-repondre", _l("À répondre")
    WAITING = "liste-d-attente", _l("Liste d’attente")
    ACCEPTED = "acceptees", _l("Acceptées")
    CLOSED = "terminees", _l("Terminées")

    @property
    def states(self) -> tuple[State, ...]:
        """The states this pile holds."""
        return {
            Pile.TO_ANSWER: (State.SENT,), Pile.WAITING: (State.WAITLISTED,), Pile.ACCEPTED: (State.ACCEPTED,),
            Pile.CLOSED: (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.REVOKED),
        }[self]


@dataclass(frozen=True, slots=True)
class Received:
    """One page of what an association received, and how many stand in each pile."""

    rows: Sequence[Candidature]
    counts: dict[Pile, int]
    unread: dict[int, int]
    kept: dict[int, datetime]
    page: int
    pages: int


def candidatures_received(
    user: User, pile: Pile, *, mission: Mission | None = None, creneau: Creneau | None = None, page: int = 1
) -> Received:
    """Return one page of a pile: those to answer begin with the oldest, the waiting list in its own order, the rest with the newest."""
    scope = visible_received_candidatures(user)
    if mission is not None:
        scope = scope.where(Candidature.mission_id == mission.id)
    if creneau is not None:
        scope = scope.where(Candidature.creneau_id == creneau.id)
    by_state: dict[State, int] = dict(db.session.execute(
        scope.with_only_columns(Candidature.state, sa.func.count(Candidature.id)).group_by(Candidature.state)
    ).all())
    counts = {each: sum(by_state.get(state, 0) for state in each.states) for each in Pile}
    pages = max(1, -(-counts[pile] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    order = {
        Pile.TO_ANSWER: (Candidature.sent_at, Candidature.id), Pile.WAITING: (Candidature.decided_at, Candidature.id),
    }.get(pile, (Candidature.sent_at.desc(), Candidature.id.desc()))
    rows = db.session.scalars(
        scope.where(Candidature.state.in_(pile.states)).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        .options(joinedload(Candidature.mission), joinedload(Candidature.creneau), joinedload(Candidature.user))
    ).all()
    return Received(rows, counts, unread_counts(rows, from_volunteer=True), offers_kept(rows), page, pages)


def missions_applied_to(user: Any) -> Sequence[tuple[str, str]]:
    """Return the missions of one's associations that somebody applied to, as (public id, title), by title."""
    rows = db.session.execute(
        visible_received_candidatures(user).with_only_columns(Mission.public_id, Mission.title).distinct()
        .order_by(Mission.title, Mission.public_id).limit(MOST_MISSIONS)
    )
    return [(row[0], row[1]) for row in rows]


def find_received_candidatures(user: Any, public_ids: Sequence[str]) -> Sequence[Candidature]:
    """Return those of these candidatures that a person's associations received, the oldest first, a page at most."""
    return db.session.scalars(
        visible_received_candidatures(user).where(Candidature.public_id.in_(public_ids[:PAGE_SIZE]))
        .order_by(Candidature.sent_at, Candidature.id)
        .options(joinedload(Candidature.mission).joinedload(Mission.association), joinedload(Candidature.creneau),
                 joinedload(Candidature.user))
    ).all()
