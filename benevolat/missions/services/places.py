"""The counter of free places and the search's `seq` counters: one statement each, so that nobody overtakes anybody."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.core.db import db

from ..models import Creneau, Mission, SearchSequence


def next_number(name: str) -> int:
    """Take the next number of one of the search's counters, in the present transaction; whoever holds it keeps the others waiting."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(SearchSequence).values(name=name, value=1)
    statement = insert.on_conflict_do_update(
        index_elements=[SearchSequence.name], set_={"value": SearchSequence.value + 1}
    ).returning(SearchSequence.value)
    return int(db.session.scalars(statement).one())


def touch(mission: Mission, *, text: bool) -> None:
    """Give a changed mission the next number of the counters, inside the transaction of the change: the search follows them."""
    mission.column_seq = next_number("columns")
    if text:
        mission.text_seq = next_number("text")


def _move(row: Mission | Creneau, step: int, *conditions: sa.ColumnElement[bool]) -> bool:
    table = type(row)
    db.session.flush()
    moved = db.session.execute(
        sa.update(table).where(table.id == row.id, *conditions).values(places_taken=table.places_taken + step)
        .returning(table.id).execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(row, ["places_taken"])
    return moved is not None


def take_place(mission: Mission, creneau: Creneau | None = None) -> bool:
    """Take one place of the mission, or of its créneau, if one is left; the check and the writing are one statement."""
    if creneau is not None:
        taken = _move(creneau, 1, Creneau.places_taken < Creneau.places, sa.not_(Creneau.cancelled))
    else:
        taken = _move(mission, 1, sa.or_(Mission.places.is_(None), Mission.places_taken < Mission.places))
    if taken:
        touch(mission, text=False)
    return taken


def free_place(mission: Mission, creneau: Creneau | None = None) -> None:
    """Give a place back; never under zero."""
    freed = _move(creneau, -1, Creneau.places_taken > 0) if creneau is not None else _move(mission, -1, Mission.places_taken > 0)
    if freed:
        touch(mission, text=False)
