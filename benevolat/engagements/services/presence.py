"""The sheet of presence: a list of names with a tick, filled in at once by a member, and the word sent once when it stays open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Right
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput

from .. import mails
from ..errors import HoursMissing, SheetToCome
from ..models import Feuille, Outcome, Side, State
from ..sheets import Row, Sheet, known, monday_of
from .hours import enter_hours, forget_contretemps, say_contretemps
from .life import reopen_engagement


@dataclass(frozen=True)
class Entry:
    """What a sheet says of one name: there and for how long, or why not; `km` is the journey, None when nothing is said of it."""

    present: bool
    minutes: int | None = None
    outcome: Outcome | None = None
    km: int | None = None


def fill_sheet(sheet: Sheet, entries: Mapping[str, Entry], *, by: User) -> None:
    """Write a sheet: each name by the public id of its engagement; a name that is left out, or no longer open, is left as it is.

    A name neither ticked nor explained gets nothing, and is reproached nothing; unticking takes one's own hours away and disputes
    the volunteer's. Raises SheetToCome, or what enter_hours does, at the field « minutes_ » or « km_ » of the name.
    """
    if not sheet.begun:
        raise SheetToCome()
    for row in sheet.rows:
        entry = entries.get(row.engagement.public_id)
        if entry is None or not row.open or row.engagement.user_id == by.id:
            continue
        try:
            _write(row, entry, by)
        except InvalidInput as error:
            raise type(error)(error.text, field=f"{error.field}_{row.engagement.public_id}") from None
    _feuille(sheet).filled_at = clock.now()


def _write(row: Row, entry: Entry, by: User) -> None:
    engagement, said = row.engagement, row.contretemps
    if entry.outcome is not None and not entry.present:
        if said is None or said.outcome is not entry.outcome:
            say_contretemps(engagement, day=row.day, outcome=entry.outcome, by=by)
        return
    if said is not None and said.said_by is Side.ASSOCIATION:
        forget_contretemps(engagement, day=row.day, by=by)
        if engagement.state is State.NOT_DONE:
            reopen_engagement(engagement, by=by)
    if entry.present:
        if not entry.minutes:
            raise HoursMissing(field="minutes")
        if engagement.state is State.NOT_DONE:
            reopen_engagement(engagement, by=by)
        enter_hours(engagement, day=row.day, minutes=entry.minutes, by=by, km=entry.km)
    elif row.line is not None:
        enter_hours(engagement, day=row.day, minutes=0, by=by)


def cancel_sheet(sheet: Sheet, *, by: User) -> None:
    """Say that nothing took place, because of the weather or anything else: no hours for anybody, no reproach. Raises like fill_sheet."""
    fill_sheet(sheet, {row.engagement.public_id: Entry(present=False, outcome=Outcome.CANCELLED) for row in sheet.rows}, by=by)


def _feuille(sheet: Sheet) -> Feuille:
    kept = known(sheet)
    if kept is None:
        kept = Feuille(
            mission_id=sheet.mission.id, creneau_id=sheet.creneau.id if sheet.creneau is not None else None,
            week=monday_of(sheet.day) if sheet.creneau is None else None,
        )
        db.session.add(kept)
        db.session.flush()
    return kept


def remind_sheets(sheets: Iterable[Sheet]) -> None:
    """Remind each association, in one letter, of its open sheets; each sheet is reminded once."""
    by_association: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_association.setdefault(sheet.mission.association_id, []).append(sheet)
        _feuille(sheet).reminded_at = clock.now()
    for open_ones in by_association.values():
        associations.notify_members(open_ones[0].mission.association, mails.sheets_open(open_ones), right=Right.HOURS)
