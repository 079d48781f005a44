"""Comparing the missions that changed with every kept search, by parts short enough to hold the database for a moment only.

A round takes the changes after the cursor, at most `MISSIONS` of them, and compares them with the alertes in the order of their numbers,
`ALERTES` a job. The last job of the round moves the cursor. A job that is done twice writes nothing twice; one that dies is taken again.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.core.jobs import MAX_ATTEMPTS, Job, enqueue
from benevolat.search.reverse import answering

from .. import queries
from ..models import Alerte, AlerteCursor, AlerteMission

MISSIONS = 200
ALERTES = 200
PART = "alertes.match_part"


def plan_matching() -> None:
    """Begin a round when missions changed since the last one and none is going on."""
    going_on = sa.select(Job.id).where(Job.kind == PART, Job.done_at.is_(None), Job.attempts < MAX_ATTEMPTS)
    if db.session.scalar(going_on.limit(1)) is None:
        _begin_round(queries.cursor())


def _begin_round(after: int) -> None:
    changed = queries.changed_missions(after, None, MISSIONS)
    if changed:
        enqueue(PART, {"after": after, "through": changed[-1].column_seq, "last": 0})


def continue_matching(*, after: int, through: int, last: int) -> int:
    """Compare the missions of a round with the next alertes, then plan what follows; return how many answers were found."""
    alertes = queries.active_after(last, ALERTES)
    changed = queries.changed_missions(after, through, MISSIONS)
    found = _compare(alertes, changed)
    if len(alertes) == ALERTES:
        enqueue(PART, {"after": after, "through": through, "last": alertes[-1].id})
    else:
        _move_cursor(through)
        _begin_round(through)
    return found


def _compare(alertes: Sequence[Alerte], changed: Sequence[Any]) -> int:
    """Write what is news for each alerte: a mission it does not know, published since when so much was known that it was not written."""
    questions = {each.id: queries.question_of(each) for each in alertes}
    published = {each.id: each.published_at for each in changed}
    answers = answering(list(questions.values()), published)
    now = clock.now()
    news = [
        {"alerte_id": each.id, "mission_id": hit.mission, "found_at": now, "told_at": None}
        for each in alertes for hit in answers.get(questions[each.id], ())
        if not each.broad or published[hit.mission] > each.known_at
    ]
    if not news:
        return 0
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    table = Base.metadata.tables[AlerteMission.__tablename__]
    db.session.execute(dialect.insert(table).on_conflict_do_nothing(), news)
    return len(news)


def _move_cursor(through: int) -> None:
    row = db.session.get(AlerteCursor, 1)
    if row is None:
        db.session.add(AlerteCursor(id=1, column_seq=through))
    else:
        row.column_seq = max(row.column_seq, through)
