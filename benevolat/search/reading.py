"""What SQL says of the missions: where it stands, and the facts of each. Statements are made once: a change is seen in a few of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.missions.models import Creneau, Mission, MissionCompetence, MissionKind, Publication, SearchSequence
from benevolat.territoire.models import Commune

from .columns import STORED_FLAGS, Columns
from .models import WordFamily

CHUNK = 400
AT_ONCE = 2_000
PUBLIC = sa.and_(Mission.publication == Publication.PUBLISHED, Mission.recruiting)


@dataclass(frozen=True, slots=True)
class Position:
    """Where SQL stands: the three counters, and two figures that change with the verified associations."""

    columns: int
    texts: int
    families: int
    verified: int
    verified_sum: int


_COUNTERS = [
    sa.select(sa.func.coalesce(sa.func.max(SearchSequence.value), 0)).where(SearchSequence.name == name).scalar_subquery()
    for name in ("columns", "text", "families")
]
_POSITION = sa.select(*_COUNTERS, sa.func.count(), sa.func.coalesce(sa.func.sum(Association.id), 0)).where(
    Association.state == AssociationState.VERIFIED
)
_ADDED = sa.select(WordFamily.spoken, WordFamily.written, WordFamily.official).order_by(WordFamily.id)
_COUNT_PUBLIC = sa.select(sa.func.count()).select_from(Mission).where(PUBLIC)
_HIDDEN = sa.select(Association.id).where(Association.state != AssociationState.VERIFIED)


def position(connection: Connection) -> Position:
    """Read where SQL stands, in one query."""
    return Position(*(int(each) for each in connection.execute(_POSITION).one()))


def count_public(connection: Connection) -> int:
    """Count the public missions, those of associations that are not verified included."""
    return connection.scalar(_COUNT_PUBLIC) or 0


def hidden_associations(connection: Connection) -> list[int]:
    """Return the associations whose missions nobody may find."""
    return list(connection.scalars(_HIDDEN))


def families_added(connection: Connection) -> Sequence[Any]:
    """Return the families of words that modérateurs added, in order: as people say it, as associations write it, as the law names it."""
    return connection.execute(_ADDED).all()


_COLUMNS = (
    Mission.id, Mission.association_id, Mission.column_seq, Mission.text_seq, Mission.publication, Mission.recruiting,
    sa.func.coalesce(Mission.lat, Commune.lat).label("lat"), sa.func.coalesce(Mission.lon, Commune.lon).label("lon"),
    Mission.domaine_code, Commune.territoire_code, Mission.kind, Mission.where.label("where"),
    *(getattr(Mission, name) for name in STORED_FLAGS), Mission.french_level, Mission.setting, Mission.places, Mission.places_taken,
    Mission.half_days, Mission.starts_on, Mission.ends_on, Mission.published_at,
)
_CHOSEN = sa.select(*_COLUMNS).outerjoin(Commune, Commune.code == Mission.commune_code)
_SLOTS = sa.select(Creneau.mission_id, Creneau.starts_at, Creneau.ends_at, Creneau.places_taken >= Creneau.places).where(
    Creneau.starts_at > sa.bindparam("now"), sa.not_(Creneau.cancelled)
)
_SHOWN = sa.select(MissionCompetence.mission_id, MissionCompetence.competence_code)
_ONLY: sa.BindParameter[Any] = sa.bindparam("missions", expanding=True)
_SLOTS_OF, _SHOWN_BY = _SLOTS.where(Creneau.mission_id.in_(_ONLY)), _SHOWN.where(MissionCompetence.mission_id.in_(_ONLY))
_RANGE: tuple[Any, Any] = (sa.bindparam("first"), sa.bindparam("last"))
_SLOTS_FROM_TO = _SLOTS.where(Creneau.mission_id.between(*_RANGE))
_SHOWN_FROM_TO = _SHOWN.where(MissionCompetence.mission_id.between(*_RANGE))
_PUBLIC = _CHOSEN.where(PUBLIC, Mission.id > sa.bindparam("after")).order_by(Mission.id).limit(sa.bindparam("most"))
_THESE = _CHOSEN.where(Mission.id.in_(_ONLY))
_CHANGED = _CHOSEN.where(sa.or_(Mission.column_seq > sa.bindparam("columns"), Mission.text_seq > sa.bindparam("texts")))


def read_public(connection: Connection, into: Columns) -> None:
    """Read every public mission into its row, a few thousand at a time: a process that begins would keep the memory of all at once."""
    after = 0
    while rows := _read(connection, _PUBLIC, {"after": after, "most": AT_ONCE}, into):
        after = int(into["mission"][rows[-1]])


def read_changed(connection: Connection, since: Position, into: Columns) -> list[int]:
    """Read the missions that were touched since a position into their rows; return the rows written.

    A mission that was never public gets none.
    """
    return _read(connection, _CHANGED, {"columns": since.columns, "texts": since.texts}, into)


def read_these(connection: Connection, missions: list[int], into: Columns) -> list[int]:
    """Read these missions into their rows; return the rows written."""
    return _read(connection, _THESE, {"missions": missions}, into)


def _read(connection: Connection, statement: Any, values: dict[str, Any], into: Columns) -> list[int]:
    now = clock.now()
    facts = [
        each for each in connection.execute(statement, values)
        if each.publication is Publication.PUBLISHED or each.id in into.row_of
    ]
    dated = [each.id for each in facts if each.kind is MissionKind.DATED]
    slots: dict[int, list[tuple[datetime, datetime, bool]]] = {}
    for mission, *slot in _of_missions(connection, _SLOTS_OF, _SLOTS_FROM_TO, dated, now=now):
        slots.setdefault(mission, []).append(tuple(slot))
    competences: dict[int, list[str]] = {}
    for mission, code in _of_missions(connection, _SHOWN_BY, _SHOWN_FROM_TO, [each.id for each in facts]):
        competences.setdefault(mission, []).append(code)
    return [into.write(each, slots.get(each.id, ()), competences.get(each.id, ()), now) for each in facts]


def _of_missions(connection: Connection, some: Any, every: Any, missions: list[int], **values: Any) -> Iterator[Any]:
    """Give the rows that belong to these missions; when they are many, also those of the missions between, which nobody asks for."""
    if len(missions) > CHUNK:
        yield from connection.execute(every, {**values, "first": min(missions), "last": max(missions)})
    elif missions:
        yield from connection.execute(some, {**values, "missions": missions})
