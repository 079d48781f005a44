"""The relevé d'heures: a line a day, written by either side in seconds, confirmed or disputed by the other."""

from datetime import date

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from .. import mails
from ..errors import DayOutOfDates, DayToCome, HoursClosed, MinutesRefused
from ..models import Engagement, Releve, Side, State
from ..permissions import can_confirm_hours, can_enter_hours, side_of
from ..workflow import SETTLED
from .life import advance

DAY = 1440


def enter_hours(engagement: Engagement, *, day: date, minutes: int, by: User) -> Releve | None:
    """Write what was done on a day; a figure that differs from the other side's disputes it, the same figure confirms it.

    Nothing done (0) takes one's own line away. A disputed line is counted nowhere until one side accepts the other's figure.
    Raises NotAllowed, HoursClosed, DayToCome, DayOutOfDates or MinutesRefused.
    """
    side = side_of(by, engagement)
    if side is None or not can_enter_hours(by, engagement):
        raise NotAllowed()
    advance(engagement)
    _check_open(engagement)
    _check_day(engagement, day)
    line = next((each for each in engagement.releves if each.day == day), None)
    if not (0 if line is not None else 1) <= minutes <= DAY:
        raise MinutesRefused(field="minutes")
    if line is None:
        line = Releve(day=day, minutes=minutes, entered_by=side, disputed=False, at=clock.now())
        engagement.releves.append(line)
    elif line.entered_by is side:
        return _rewrite(line, minutes)
    else:
        _answer(line, minutes, side)
    db.session.flush()
    return line


def _rewrite(line: Releve, minutes: int) -> Releve | None:
    """Change one's own line: the other side has to look at it again, unless this is the figure it gave."""
    if line.disputed and minutes == line.disputed_minutes:
        return _settle(line, minutes)
    if minutes == 0:
        return _settle(line, 0)
    if minutes != line.minutes:
        line.minutes, line.confirmed_at, line.at = minutes, None, clock.now()
        line.disputed, line.disputed_minutes = False, None
    db.session.flush()
    return line


def _answer(line: Releve, minutes: int, side: Side) -> None:
    """Confirm the other side's line with the same figure, or dispute it with another one."""
    if minutes == line.minutes:
        _settle(line, minutes)
        return
    line.disputed, line.disputed_minutes, line.confirmed_at, line.at = True, minutes, None, clock.now()
    engagement = line.engagement
    if side is Side.ASSOCIATION:
        accounts.notify(engagement.user, mails.hours_disputed_volunteer(line))
    elif engagement.association is not None:
        associations.notify_members(engagement.association, mails.hours_disputed_association(line))


def _settle(line: Releve, minutes: int) -> Releve | None:
    """Write the figure both sides agree on; agreeing on nothing takes the line away."""
    line.disputed, line.disputed_minutes = False, None
    if minutes == 0:
        line.engagement.releves.remove(line)
        db.session.flush()
        return None
    line.minutes, line.confirmed_at, line.at = minutes, clock.now(), clock.now()
    db.session.flush()
    return line


def confirm_hours(line: Releve, *, by: User) -> Releve | None:
    """Accept the other side's figure for a day; raises NotAllowed (it is one's own) or HoursClosed."""
    if not can_confirm_hours(by, line):
        raise NotAllowed()
    _check_open(line.engagement)
    mine = side_of(by, line.engagement) is line.entered_by
    return _settle(line, (line.disputed_minutes or 0) if mine else line.minutes)


def _check_open(engagement: Engagement) -> None:
    """Let hours change while the engagement lasts and until its bilan is agreed."""
    closed = engagement.bilan is not None and engagement.bilan.state in SETTLED
    if engagement.state not in (State.IN_PROGRESS, State.TO_CLOSE) or closed:
        raise HoursClosed()


def _check_day(engagement: Engagement, day: date) -> None:
    if day > clock.today():
        raise DayToCome(field="day")
    if day < engagement.starts_on or (engagement.ends_on is not None and day > engagement.ends_on):
        raise DayOutOfDates(field="day")
