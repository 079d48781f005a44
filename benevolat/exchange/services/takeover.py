"""Bringing a file of the former site from a page: tried on everything, confirmed by somebody, written by parts of a hundred lines.

A part is one short transaction, so that the site goes on writing; a part that fails is taken again, and changes nothing the second time.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import enqueue

from ..errors import AnotherFileRuns, NotWaiting
from ..models import REPORT_KEPT, WAITS, FileKind, FileState, RepriseFile
from ..permissions import can_take_over
from .lines import Line, without_twins
from .reprise import Taken, ask_alertes, take_addresses, take_associations, take_missions
from .values import vocabulary

PART = 100
"""Lines in one transaction."""


def keep_reprise(kind: FileKind, name: str, lines: Iterable[Line], *, judged_before: bool, by: User) -> RepriseFile:
    """Keep what was read of a file and begin to try it: nothing of it is written before somebody confirms. Raises NotAllowed."""
    if not can_take_over(by):
        raise NotAllowed()
    read = without_twins(kind.value, lines)
    row = RepriseFile(
        public_id=entropy.public_id(), kind=kind, name=name[:120], judged_before=judged_before, state=FileState.TRYING,
        lines={"lines": [[each.number, dict(each.cells), None if each.wrong is None else str(each.wrong)] for each in read]},
        total=len(read), done=0, report={"lines": []}, by_id=by.id, added_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    advance(row)
    return row


def confirm_reprise(row: RepriseFile, *, by: User) -> None:
    """Begin to write a file that was tried. Raises NotAllowed, NotWaiting, AnotherFileRuns."""
    if not can_take_over(by):
        raise NotAllowed()
    db.session.refresh(row, with_for_update={"of": RepriseFile})
    if row.state is not FileState.TRIED:
        raise NotWaiting()
    if db.session.scalar(sa.select(RepriseFile.id).where(RepriseFile.state == FileState.WRITING)) is not None:
        raise AnotherFileRuns()
    row.state, row.done, row.report = FileState.WRITING, 0, {"lines": []}
    journal.record("reprise.write", actor_id=by.id)
    db.session.flush()
    advance(row)


def drop_reprise(row: RepriseFile, *, by: User) -> None:
    """Give a file up, or stop it: what was written of it stays, and its lines are erased. Raises NotAllowed, NotWaiting once written."""
    if not can_take_over(by):
        raise NotAllowed()
    if row.state is FileState.WRITTEN:
        raise NotWaiting()
    db.session.delete(row)


def advance(row: RepriseFile) -> None:
    """Try or write the next part of a file, and ask the worker for the one after."""
    if row.lines is None or row.state not in {FileState.TRYING, FileState.WRITING}:
        return
    kept = row.lines["lines"]
    part = [Line(number, cells, wrong) for number, cells, wrong in kept[row.done:row.done + PART]]
    present = {cells.get("id", "") for _number, cells, _wrong in kept}
    taken = _write(row, part, present) if row.state is FileState.WRITING else _try(row, part, present)
    row.report = {"lines": [*row.report["lines"], *(_told(each) for each in taken)]}
    row.done = min(row.done + PART, row.total)
    if row.done < row.total:
        enqueue("exchange.advance_reprise", {"file": row.id}, key=f"reprise:{row.public_id}:{row.state.value}:{row.done}")
    elif row.state is FileState.WRITING:
        row.state, row.lines, row.written_at = FileState.WRITTEN, None, clock.now()
    else:
        row.state = FileState.TRIED
    db.session.flush()


def _try(row: RepriseFile, part: Sequence[Line], present: set[str]) -> list[Taken]:
    """Write a part and take everything back, letters included."""
    kind, judged_before = row.kind, row.judged_before
    tried = db.session.begin_nested()
    try:
        return _take(kind, judged_before, part, present)
    finally:
        tried.rollback()


def _write(row: RepriseFile, part: Sequence[Line], present: set[str]) -> list[Taken]:
    return _take(row.kind, row.judged_before, part, present)


def _take(kind: FileKind, judged_before: bool, part: Sequence[Line], present: set[str]) -> list[Taken]:
    if kind is FileKind.ASSOCIATIONS:
        return list(take_associations(part, verified=judged_before))
    if kind is FileKind.MISSIONS:
        return list(take_missions(part, vocabulary(), publish=judged_before, present=present))
    return list(ask_alertes(part, vocabulary()) if kind is FileKind.ALERTES else take_addresses(part))


def _told(each: Taken) -> list[Any]:
    return [each.number, each.label[:200], None if each.outcome is None else each.outcome.value, str(each.why)]


def advance_later(file_id: int) -> None:
    """Go on with a file, unless it was given up."""
    row = db.session.get(RepriseFile, file_id, with_for_update={"of": RepriseFile})
    if row is not None:
        advance(row)


def forget_reprises() -> None:
    """Erase the files that nobody decided on for a day, and the reports older than a month."""
    now = clock.now()
    idle = sa.and_(RepriseFile.state.in_((FileState.TRYING, FileState.TRIED)), RepriseFile.added_at <= now - WAITS)
    db.session.execute(sa.delete(RepriseFile).where(sa.or_(idle, RepriseFile.added_at <= now - REPORT_KEPT)))
