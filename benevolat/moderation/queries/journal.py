"""The journal of decisions: what was decided on a modérateur's territories, by whom and why; never how much by whom."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.temoignages.models import Temoignage
from benevolat.temoignages.permissions import visible_moderated_temoignages

from ..models import DeskDecision, Noun
from ..permissions import visible_decisions

PAGE = 50


def decisions(user: Any, *, page: int = 1) -> tuple[list[DeskDecision], int]:
    """Return a page of the decisions a modérateur may read, the latest first, and how many there are."""
    chosen = visible_decisions(user)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    rows = chosen.order_by(DeskDecision.at.desc(), DeskDecision.id.desc()).options(joinedload(DeskDecision.by))
    return list(db.session.scalars(rows.limit(PAGE).offset(PAGE * (page - 1)))), total


def undoable_decisions(user: Any) -> list[DeskDecision]:
    """Return what this modérateur decided and may still take back, the latest first."""
    return list(db.session.scalars(
        sa.select(DeskDecision).where(DeskDecision.by_id == user.id, DeskDecision.undone_at.is_(None), DeskDecision.final_at > clock.now())
        .order_by(DeskDecision.at.desc(), DeskDecision.id.desc())
    ))


def readable_temoignages(user: Any, rows: Iterable[DeskDecision]) -> set[int]:
    """Return, of the témoignages that decisions are about, those that can still be read: one that was taken back is gone."""
    wanted = {each.object_id for each in rows if each.noun is Noun.TEMOIGNAGE}
    if not wanted:
        return set()
    return set(db.session.scalars(visible_moderated_temoignages(user).where(Temoignage.id.in_(wanted)).with_only_columns(Temoignage.id)))


def find_decision(user: Any, public_id: str) -> DeskDecision | None:
    """Return a decision of the journal this modérateur reads, or None."""
    return db.session.scalar(visible_decisions(user).where(DeskDecision.public_id == public_id))
