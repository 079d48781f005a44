"""The relevé d'heures: a line a day, written by either side in seconds, confirmed or disputed by the other; or a day without hours."""

from datetime import date

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Right
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from .. import mails
from ..errors import DayOutOfDates, DayToCome, DistanceRefused, HoursClosed, MinutesRefused
from ..models import FARTHEST, Contretemps, Engagement, Outcome, Releve, Side, State
from ..permissions import can_confirm_hours, can_enter_hours, side_of
from ..workflow import SETTLED, UNWRITTEN
from .life import advance, mark_not_done


def enter_hours(engagement: Engagement, *, day: date, minutes: int, by: User, km: int | None = None) -> Releve | None:
    """Write what was done on a day; a figure that differs from the other side's disputes it, the same figure confirms it.

    Nothing done (0) takes one's own line away. A disputed line is counted nowhere until one side accepts the other's figure.
    `km` is the day's journey, 0 takes one's own away. Raises NotAllowed, HoursClosed, DayToCome, DayOutOfDates, MinutesRefused
    or DistanceRefused.
    """
    side = _check(engagement, day, by)
    line = line_on(engagement, day)
    longest = clock.day_minutes(day)
    if not (0 if line is not None else 1) <= minutes <= longest:
        raise MinutesRefused.of_a_day(longest, field="minutes")
    if km is not None and not 0 <= km <= FARTHEST:
        raise DistanceRefused(field="km")
    if line is None:
        line = _new_line(engagement, day, minutes, side)
    elif line.entered_by is side:
        line = _rewrite(line, minutes)
    else:
        line = _answer(line, minutes, side)
    if line is not None and km is not None:
        _travel(line, km, side)
    db.session.flush()
    _say_not_done(engagement, day, by)
    return line


def say_contretemps(engagement: Engagement, *, day: date, outcome: Outcome, by: User) -> Contretemps:
    """Say that a planned day brought no hours: somebody else came, or it was cancelled. It reproaches nobody.

    One's own hours of the day go, the other side's are disputed. A créneau of which nothing remains did not take place.
    Raises NotAllowed, HoursClosed, DayToCome or DayOutOfDates.
    """
    side = _check(engagement, day, by)
    line = line_on(engagement, day)
    if line is not None:
        _ = _rewrite(line, 0) if line.entered_by is side else _answer(line, 0, side)
    said = contretemps_on(engagement, day)
    if said is None:
        said = Contretemps(day=day, outcome=outcome, said_by=side, at=clock.now())
        engagement.contretemps.append(said)
    elif said.said_by is side and said.outcome is not outcome:
        said.outcome, said.at = outcome, clock.now()
    db.session.flush()
    _say_not_done(engagement, day, by)
    return said


def forget_contretemps(engagement: Engagement, *, day: date, by: User) -> None:
    """Take back what one's own side said of a day without hours. Raises NotAllowed."""
    side = side_of(by, engagement)
    said = contretemps_on(engagement, day)
    if side is None or (said is not None and said.said_by is not side):
        raise NotAllowed()
    if said is not None:
        engagement.contretemps.remove(said)
        db.session.flush()


def line_on(engagement: Engagement, day: date) -> Releve | None:
    """Return the line of a day, or None."""
    return next((each for each in engagement.releves if each.day == day), None)


def contretemps_on(engagement: Engagement, day: date) -> Contretemps | None:
    """Return what was said of a day without hours, or None."""
    return next((each for each in engagement.contretemps if each.day == day), None)


def _check(engagement: Engagement, day: date, by: User) -> Side:
    side = side_of(by, engagement)
    if side is None or not can_enter_hours(by, engagement):
        raise NotAllowed()
    advance(engagement)
    _check_open(engagement)
    _check_day(engagement, day)
    return side


def _say_not_done(engagement: Engagement, day: date, by: User) -> None:
    """Close a créneau that brought no hours, for the reason that was given: no bilan is asked of what did not take place."""
    said, bilan = contretemps_on(engagement, day), engagement.bilan
    one_date = engagement.candidature is not None and engagement.candidature.creneau is not None
    if said is not None and one_date and not engagement.releves and (bilan is None or bilan.state in UNWRITTEN):
        mark_not_done(engagement, by=by, reason=str(said.outcome.label))


def _new_line(engagement: Engagement, day: date, minutes: int, side: Side) -> Releve:
    """Write the first figure of a day; when the other side had said that nothing was done, it is a disagreement at once."""
    line = Releve(day=day, minutes=minutes, entered_by=side, disputed=False, at=clock.now())
    engagement.releves.append(line)
    said = contretemps_on(engagement, day)
    if said is not None and said.said_by is side:
        engagement.contretemps.remove(said)
    _oppose(line)
    return line


def _oppose(line: Releve) -> None:
    """Dispute a figure with what the other side said of the day: that it brought no hours."""
    said = contretemps_on(line.engagement, line.day)
    if said is not None and said.said_by is not line.entered_by:
        line.disputed, line.disputed_minutes = True, 0
        _tell_other(line, line.entered_by)


def _rewrite(line: Releve, minutes: int) -> Releve | None:
    """Change one's own line: the other side has to look at it again, unless this is the figure it gave."""
    if line.disputed and minutes == line.disputed_minutes:
        return _settle(line, minutes)
    if minutes == 0:
        return _settle(line, 0)
    if minutes != line.minutes:
        line.minutes, line.confirmed_at, line.at = minutes, None, clock.now()
        line.disputed, line.disputed_minutes = False, None
        _oppose(line)
    db.session.flush()
    return line


def _answer(line: Releve, minutes: int, side: Side) -> Releve | None:
    """Confirm the other side's line with the same figure, or dispute it with another one; saying it twice changes nothing."""
    if minutes == line.minutes:
        return _settle(line, minutes)
    if not (line.disputed and line.disputed_minutes == minutes):
        line.disputed, line.disputed_minutes, line.confirmed_at, line.at = True, minutes, None, clock.now()
        _tell_other(line, side)
    return line


def _tell_other(line: Releve, side: Side) -> None:
    engagement = line.engagement
    if side is Side.ASSOCIATION:
        accounts.notify(engagement.user, mails.hours_disputed_volunteer(line))
    elif engagement.association is not None:
        associations.notify_members(engagement.association, mails.hours_disputed_association(line), right=Right.HOURS)


def _settle(line: Releve, minutes: int) -> Releve | None:
    """Write the figure both sides agree on; agreeing on nothing takes the line away, on hours what was said against them."""
    engagement, said = line.engagement, contretemps_on(line.engagement, line.day)
    line.disputed, line.disputed_minutes = False, None
    if minutes == 0:
        engagement.releves.remove(line)
        db.session.flush()
        return None
    if said is not None:
        engagement.contretemps.remove(said)
    line.minutes, line.confirmed_at, line.at = minutes, clock.now(), clock.now()
    db.session.flush()
    return line


def _travel(line: Releve, km: int, side: Side) -> None:
    """Keep the day's journey; the volunteer's own figure is theirs, and the association does not write over it."""
    if side is Side.ASSOCIATION and line.km_by is Side.VOLUNTEER:
        return
    line.km, line.km_by = (km, side) if km else (None, None)


def confirm_hours(line: Releve, *, by: User) -> Releve | None:
    """Accept the other side's figure for a day; raises NotAllowed (it is one's own) or HoursClosed."""
    if not can_confirm_hours(by, line):
        raise NotAllowed()
    engagement, day = line.engagement, line.day
    _check_open(engagement)
    mine = side_of(by, engagement) is line.entered_by
    settled = _settle(line, (line.disputed_minutes or 0) if mine else line.minutes)
    _say_not_done(engagement, day, by)
    return settled


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
