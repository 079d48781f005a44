"""When a question is asked: the second, and the days of Paris around it."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from benevolat.core import clock

from .columns import midnight

FARTHEST_DAYS = 3_660


@lru_cache(maxsize=64)
def end_of(day: date, days: int) -> float:
    """Return the second at which the day that comes so many days after another is over."""
    return midnight(day + timedelta(days=min(max(days, 0), FARTHEST_DAYS) + 1))


class Moment:
    """One moment: its second, its day, and when that day began."""

    __slots__ = ("day", "midnight", "now", "tomorrow")

    def __init__(self, at: datetime) -> None:
        self.now = at.timestamp()
        self.day = clock.local(at).date()
        self.midnight, self.tomorrow = end_of(self.day - timedelta(days=1), 0), end_of(self.day, 0)

    def later(self, second: float) -> "Moment":
        """Return another moment of the same day."""
        moment = Moment.__new__(Moment)
        moment.now, moment.day, moment.midnight, moment.tomorrow = second, self.day, self.midnight, self.tomorrow
        return moment

    def within(self, days: int) -> float:
        """Return the second before which something begins that begins within so many days."""
        return end_of(self.day, days)
