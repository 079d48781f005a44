"""What a person lived, year by year: from when to when each engagement, what stands behind it, and its hours of that year."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core import clock
from benevolat.core.labels import Labelled
from benevolat.engagements.models import Engagement, State

from .whole import Passeport, attested_minutes, declared_minutes, minutes_by_year

SEEN = 1.6
"""The shortest bar of the frieze, in hundredths: still seen on a telephone."""
MOST_YEARS_NAMED = 6


class Standing(Labelled):
    """What stands behind an engagement that was lived."""

    ATTESTED = "attested", _l("Attesté")
    DECLARED = "declared", _l("Déclaré par moi")
    WAITING = "waiting", _l("Fini, pas attesté")
    GOING = "going", _l("En cours")


@dataclass(frozen=True, slots=True)
class Span:
    """The part of an engagement that a year holds: its first and last day in it, and whether it goes on beyond them."""

    engagement: Engagement
    standing: Standing
    first: date
    last: date
    before: bool
    after: bool
    minutes: int
    in_year: int
    """The attested minutes of this year; 0 when they are not known by year."""

    @property
    def begins(self) -> float:
        """Where it begins, in hundredths of the year."""
        return 100 * (self.first.timetuple().tm_yday - 1) / _days(self.first.year)

    @property
    def length(self) -> float:
        """How long it is, in hundredths of the year, both days counted."""
        return 100 * ((self.last - self.first).days + 1) / _days(self.first.year)

    @property
    def brief(self) -> bool:
        """A few days: a mark rather than a bar."""
        return not self.before and not self.after and (self.last - self.first) < timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LivedYear:
    """A year: what was lived in it, the latest first, and its attested minutes."""

    year: int
    spans: list[Span]
    minutes: int


@dataclass(frozen=True, slots=True)
class FriezeBar:
    """An engagement on the line of all the years: its row, where it begins and how long it is, in hundredths."""

    row: int
    begins: float
    length: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Frieze:
    """All the years on one line of time: `ticks` names some of them, with where they begin."""

    oldest: int
    newest: int
    bars: list[FriezeBar]
    rows: int
    ticks: list[tuple[int, float]]


def lived_by_year(passeport: Passeport) -> list[LivedYear]:
    """Return the years of a person, the latest first; an engagement is in each year it touched, and its hours in theirs alone."""
    years: dict[int, list[Span]] = {}
    for engagement in passeport.lived:
        for span in _spans(engagement):
            years.setdefault(span.first.year, []).append(span)
    for spans in years.values():
        spans.sort(key=lambda each: (each.first, each.engagement.id), reverse=True)
    return [LivedYear(year, spans, passeport.minutes_by_year.get(year, 0)) for year, spans in sorted(years.items(), reverse=True)]


def frieze_of(years: list[LivedYear]) -> Frieze:
    """Draw all the years on one line of time: each engagement on the first row that is free, so that few rows hold many."""
    oldest, newest = years[-1].year, years[0].year
    origin = date(oldest, 1, 1)
    whole = (date(newest + 1, 1, 1) - origin).days
    parts: dict[int, list[Span]] = {}
    for each in reversed(years):
        for span in each.spans:
            parts.setdefault(span.engagement.id, []).append(span)
    rows: list[float] = []
    bars = []
    for spans in sorted(parts.values(), key=lambda each: (each[0].first, each[0].engagement.id)):
        begins = 100 * (spans[0].first - origin).days / whole
        length = max(100 * ((spans[-1].last - spans[0].first).days + 1) / whole, SEEN)
        begins = min(begins, 100 - length)
        row = next((rank for rank, free in enumerate(rows) if free <= begins), len(rows))
        rows[row:row + 1] = [begins + length + SEEN / 2]
        bars.append(FriezeBar(row, begins, length, spans[0].standing))
    step = -(-(newest - oldest + 1) // MOST_YEARS_NAMED)
    ticks = [(year, 100 * (date(year, 1, 1) - origin).days / whole) for year in range(oldest, newest + 1, step)]
    return Frieze(oldest, newest, bars, len(rows), ticks)


def standing_of(engagement: Engagement) -> Standing:
    """Return what stands behind an engagement."""
    if attested_minutes(engagement) or engagement.state is State.ATTESTED:
        return Standing.ATTESTED
    if declared_minutes(engagement):
        return Standing.DECLARED
    return Standing.GOING if engagement.state is State.IN_PROGRESS else Standing.WAITING


def _spans(engagement: Engagement) -> list[Span]:
    standing, first = standing_of(engagement), engagement.starts_on
    today = clock.today()
    last = engagement.ends_on or today
    last = max(first, min(last, today) if standing is Standing.GOING else last)
    minutes = attested_minutes(engagement) or declared_minutes(engagement) or engagement.minutes
    by_year = minutes_by_year(engagement)
    return [
        Span(
            engagement=engagement, standing=standing, first=max(first, date(year, 1, 1)), last=min(last, date(year, 12, 31)),
            before=year > first.year, after=year < last.year, minutes=minutes, in_year=by_year.get(year, 0),
        )
        for year in range(first.year, last.year + 1)
    ]


def _days(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
