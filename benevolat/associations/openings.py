"""Opening hours in plain words, « du mardi au vendredi, 14 h à 18 h », and as schema.org writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .models import Opening

WEEK = range(7)
DAYS = (_l("lundi"), _l("mardi"), _l("mercredi"), _l("jeudi"), _l("vendredi"), _l("samedi"), _l("dimanche"))
SCHEMA = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True, slots=True)
class Hours:
    """The days of the week that have the same ranges, and these."""

    days: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]

    @property
    def words(self) -> str:
        """« Du mardi au vendredi, 9 h à 12 h et 14 h à 18 h »."""
        ranges = _listed([_("%(opens)s à %(closes)s", opens=_hour(opens), closes=_hour(closes)) for opens, closes in self.ranges])
        text = _("%(days)s, %(hours)s", days=_listed([_days(run) for run in _runs(self.days)]), hours=ranges)
        return str(text[0].upper() + text[1:])

    @property
    def key(self) -> str:
        """The days as an address names them."""
        return "-".join(str(day) for day in self.days)

    @property
    def schema(self) -> list[dict[str, Any]]:
        """One OpeningHoursSpecification for each range, with its days; what lasts till midnight closes at 23:59, as it is written there."""
        days = [f"https://schema.org/{SCHEMA[day]}" for day in self.days]
        return [
            {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": _clock(opens), "closes": _clock(min(closes, LAST_MINUTE))}
            for opens, closes in self.ranges
        ]


def grouped(openings: Iterable[Opening]) -> list[Hours]:
    """Return the week as few lines as it has different days, the first day first."""
    by_day: dict[int, list[tuple[int, int]]] = {}
    for each in openings:
        by_day.setdefault(each.weekday, []).append((each.opens, each.closes))
    by_ranges: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day in sorted(by_day):
        by_ranges.setdefault(tuple(sorted(by_day[day])), []).append(day)
    return [Hours(tuple(days), ranges) for ranges, days in by_ranges.items()]


def _runs(days: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Cut days into those that follow each other: two that follow stay apart, « le lundi et le mardi »."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [tuple(part) for run in runs for part in ([run] if len(run) != 2 else [[run[0]], [run[1]]])]


def _days(run: tuple[int, ...]) -> str:
    if len(run) == len(WEEK):
        return str(_("tous les jours"))
    if len(run) > 1:
        return str(_("du %(first)s au %(last)s", first=DAYS[run[0]], last=DAYS[run[-1]]))
    return str(_("le %(day)s", day=DAYS[run[0]]))


def _listed(parts: list[str]) -> str:
    """« a, b et c »."""
    return _("%(parts)s et %(last)s", parts=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def _hour(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours:02}:{rest:02}"
