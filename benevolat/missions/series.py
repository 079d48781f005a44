"""The dates of a rhythm, « tous les mardis jusqu'en juin »: days alone, whatever their hours."""

from collections.abc import Collection
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core.labels import Labelled


class Rhythm(Labelled):
    """How often a series comes back."""

    WEEK = "week", _l("Toutes les semaines")
    FORTNIGHT = "fortnight", _l("Une semaine sur deux")
    MONTH = "month", _l("Une fois par mois")


LAST_RANK = 4
"""A fifth Tuesday is the last one: no month has a sixth, and some have no fifth."""


def series_days(weekdays: Collection[int], first: date, last: date, rhythm: Rhythm) -> list[date]:
    """Return the days of a series, both ends included, Monday being 0.

    Every other week and the rank in the month (« le 2e mardi ») are counted from the first of these days, not from the first day asked.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1) if (first + timedelta(days=n)).weekday() in weekdays]
    if rhythm is Rhythm.WEEK or not days:
        return days
    if rhythm is Rhythm.FORTNIGHT:
        begins = days[0] - timedelta(days=days[0].weekday())
        return [each for each in days if (each - begins).days // 7 % 2 == 0]
    ranks: dict[int, int] = {}
    for each in days:
        ranks.setdefault(each.weekday(), _rank(each))
    return [each for each in days if _rank(each) == ranks[each.weekday()] or (ranks[each.weekday()] == LAST_RANK and _is_last(each))]


def _rank(day: date) -> int:
    """Return 0 for the first Tuesday of its month, 1 for the second… and 4 for its last one when it is the fifth."""
    return (day.day - 1) // 7


def _is_last(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def is_holiday(day: date) -> bool:
    """Tell whether a day is one of the eleven public holidays (article L3133-1 of the Code du travail)."""
    easter = _easter(day.year)
    moving = {easter + timedelta(days=after) for after in (1, 39, 50)}
    return (day.month, day.day) in {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)} or day in moving


def _easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian reckoning of Meeus."""
    century = year // 100
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - year % 19) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return date(year, month, moon - weekday + 28 - 31 * (month // 4))
