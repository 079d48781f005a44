"""The only reader of time: stored in UTC, shown in Europe/Paris, and replaceable so that two worlds can be compared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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
