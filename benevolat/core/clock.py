"""The only reader of time: stored in UTC, shown in Europe/Paris and in French words, replaceable so that two worlds can be compared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_date
from flask_babel import gettext as _

PARIS = ZoneInfo("Europe/Paris")


def _real() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=_real)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _source.get()()


def today() -> date:
    """Return the present day in Europe/Paris."""
    return now().astimezone(PARIS).date()


def local(moment: datetime) -> datetime:
    """Return an aware moment as it reads on a clock of Europe/Paris."""
    return moment.astimezone(PARIS)


def paris(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return the UTC moment of a wall-clock time in Europe/Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def day_minutes(day: date) -> int:
    """Return how many minutes a day of Europe/Paris lasts: 1380 or 1500 at the changes of hour, else 1440."""
    after = day + timedelta(days=1)
    return int((paris(after.year, after.month, after.day) - paris(day.year, day.month, day.day)).total_seconds()) // 60


def day_words(day: date | datetime | None) -> str:
    """Return « aujourd’hui », « demain », « mardi 3 décembre », with the year when it is not this one."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local(day).date()
    gap = (day - today()).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if gap in near:
        return str(near[gap])
    words = format_date(day, "EEEE d MMMM" if day.year == today().year else "EEEE d MMMM yyyy", rebase=False)
    return str(words).replace(" 1 ", " 1er ", 1)


def _near(day: date | datetime) -> bool:
    of = local(day).date() if isinstance(day, datetime) else day
    return abs((of - today()).days) <= 1


def on_day(day: date | datetime) -> str:
    """Return « aujourd’hui », « demain » or « le mardi 3 décembre »."""
    return day_words(day) if _near(day) else str(_("le %(day)s", day=day_words(day)))


def from_day(day: date | datetime) -> str:
    """Return « à partir d’aujourd’hui », « à partir de demain » or « à partir du mardi 3 décembre »."""
    words = day_words(day)
    if not _near(day):
        return str(_("à partir du %(day)s", day=words))
    return str(_("à partir d’%(day)s", day=words) if words[0] in "ah" else _("à partir de %(day)s", day=words))


def since_day(day: date | datetime) -> str:
    """Return « depuis aujourd’hui », « depuis hier » or « depuis le mardi 3 décembre »."""
    return str(_("depuis %(day)s", day=on_day(day)))


def until_day(day: date | datetime) -> str:
    """Return « jusqu’à demain », « jusqu’à aujourd’hui » or « jusqu’au mardi 3 décembre »."""
    words = day_words(day)
    return str(_("jusqu’à %(day)s", day=words) if _near(day) else _("jusqu’au %(day)s", day=words))


def hour_words(moment: datetime) -> str:
    """Return « 14 h » or « 14 h 30 » in Europe/Paris, with no-break spaces."""
    at = local(moment)
    return f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02d}" if at.minute else "")


def slot_words(starts_at: datetime, ends_at: datetime) -> str:
    """Return « mardi 3 décembre, 14 h à 16 h »."""
    return str(_("%(day)s, %(start)s à %(end)s", day=day_words(starts_at), start=hour_words(starts_at), end=hour_words(ends_at)))


def duration_words(minutes: int) -> str:
    """Return « 45 min », « 2 h » or « 2 h 30 »."""
    hours, rest = divmod(int(minutes), 60)
    if hours == 0:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment inside the block (tests, and the demonstration's past)."""
    if at.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    moment = at.astimezone(UTC)
    token = _source.set(lambda: moment)
    try:
        yield
    finally:
        _source.reset(token)
