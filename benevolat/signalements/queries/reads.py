"""What waits for the desk, and what was said of one thing."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from benevolat.associations.models import Association
from benevolat.core.db import db
from benevolat.missions.models import Mission
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import Queue, Waiting, free_first, held_by, scope_of, totals
from benevolat.temoignages.models import Temoignage
from benevolat.territoire.models import Territoire

from ..models import OPEN, Kind, Report, Signalement, State
from ..permissions import visible_signalements


def _open(user: Any, territoire: str | None) -> tuple[Any, Any]:
    """Select what waits; a danger comes before everything."""
    scope = scope_of(user, territoire)
    inside: sa.ColumnElement[bool] = sa.true() if scope is None else Signalement.territoire_code.in_(scope)
    if not territoire:
        inside = sa.or_(inside, Signalement.territoire_code.is_(None))
    return visible_signalements(user).where(Signalement.state.in_(OPEN), inside).with_only_columns(
        Signalement.id, Signalement.public_id, Signalement.title, Signalement.kind, Signalement.territoire_code,
        Signalement.received_at, Signalement.danger, Signalement.state,
    ).order_by(Signalement.danger.desc()), Signalement.received_at


def signalement_queue(user: Any, *, territoire: str | None = None, limit: int = 20, offset: int = 0) -> Queue:
    """Return a page of the reports that wait, a danger first, then the oldest; how many people reported is said with each."""
    chosen, since = _open(user, territoire)
    total, late = totals(chosen, since, Noun.SIGNALEMENT)
    found = db.session.execute(chosen.order_by(since, Signalement.id).limit(limit).offset(offset)).all() if total > offset else []
    ids = [each.id for each in found]
    held = held_by(Noun.SIGNALEMENT, ids, user) if found else {}
    counts = _counts(ids) if found else {}
    names = _names({each.territoire_code for each in found}) if found else {}
    return Queue(Noun.SIGNALEMENT, total, late, tuple(
        Waiting(Noun.SIGNALEMENT, each.id, each.public_id, each.title, _said(each.kind, counts.get(each.id, 0), each.danger),
                names.get(each.territoire_code, ""), each.received_at, _todo(each.state, each.danger), held.get(each.id))
        for each in found
    ))


def _said(kind: Kind, count: int, danger: bool) -> str:
    counted = ngettext("%(num)d signalement", "%(num)d signalements", count)
    return f"{_('Danger')}, {counted}" if danger else f"{kind.label}, {counted}"


def _todo(state: State, danger: bool) -> str:
    if danger:
        return str(_("Agir tout de suite"))
    return str(_("Décider") if state is State.IN_HAND else _("Lire, puis décider"))


def _counts(ids: list[int]) -> dict[int, int]:
    rows = sa.select(Report.signalement_id, sa.func.count()).where(Report.signalement_id.in_(ids)).group_by(Report.signalement_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _names(codes: set[str | None]) -> dict[str | None, str]:
    wanted = [each for each in codes if each is not None]
    rows: Any = db.session.execute(sa.select(Territoire.code, Territoire.name).where(Territoire.code.in_(wanted))) if wanted else []
    return {row[0]: row[1] for row in rows}


def next_free_signalements(user: Any, *, territoire: str | None = None, limit: int = 50) -> list[tuple[int, str]]:
    """Return the reports that nobody else is on, in the order of the queue, as (row number, public id)."""
    chosen, since = _open(user, territoire)
    return free_first(chosen, since, Noun.SIGNALEMENT, user, limit)


def find_signalement(user: Any, public_id: str) -> Signalement | None:
    """Return a report this modérateur treats, with what it is about, or None."""
    return db.session.scalar(visible_signalements(user).where(Signalement.public_id == public_id).options(
        joinedload(Signalement.mission).joinedload(Mission.association).joinedload(Association.commune),
        joinedload(Signalement.mission).joinedload(Mission.commune),
        joinedload(Signalement.association).joinedload(Association.commune),
        joinedload(Signalement.temoignage).joinedload(Temoignage.engagement), joinedload(Signalement.message),
        joinedload(Signalement.candidature),
    ))


def reports_of(signalement: Signalement) -> list[Report]:
    """Return what each person said of a thing, oldest first."""
    return list(db.session.scalars(
        sa.select(Report).where(Report.signalement_id == signalement.id).order_by(Report.at, Report.id).options(joinedload(Report.user))
    ))


def former_items(signalement: Signalement, limit: int = 5) -> list[Signalement]:
    """Return what was decided before of the same thing, or of the same association, the latest first."""
    same = sa.and_(Signalement.kind == signalement.kind, Signalement.target == signalement.target)
    if signalement.association_id is not None:
        same = sa.or_(same, Signalement.association_id == signalement.association_id)
    return list(db.session.scalars(
        sa.select(Signalement).where(same, Signalement.id != signalement.id, Signalement.state.in_((State.UPHELD, State.DISMISSED)))
        .order_by(Signalement.decided_at.desc(), Signalement.id.desc()).limit(limit)
    ))


def open_about(user: Any, *, mission_id: int | None = None, association_id: int | None = None) -> list[Signalement]:
    """Return the open reports about a mission or an association that this modérateur treats."""
    about = Signalement.mission_id == mission_id if mission_id is not None else Signalement.association_id == association_id
    return list(db.session.scalars(
        visible_signalements(user).where(Signalement.state.in_(OPEN), about).order_by(Signalement.received_at, Signalement.id)
    ))
