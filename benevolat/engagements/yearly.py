"""The hours of a year in an association, for its general meeting and its accounts: by mission, domain and month, names of nobody.

Hours are placed on the days they were written when these days make the attested total, else on the last day of the engagement: the
rule of the passeport, so that both say the same.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from flask_babel import format_date
from flask_babel import gettext as _

from .models import STANDS, BilanState, Engagement, State

CODE = re.compile(r"(20\d\d)(?:-(20\d\d))?", re.ASCII)
SCHOOL_STARTS = 9
UNSETTLED = (BilanState.EXPECTED, BilanState.DRAFTED, BilanState.PREPARED, BilanState.CONFIRMED, BilanState.DECLARED)
"""The bilan may still be attested: what was written meanwhile is told apart. A disputed or withdrawn one stands on no statement."""
HIGHEST_RATE = Decimal(200)


@dataclass(frozen=True, slots=True)
class Period:
    """A civil year (« 2026 ») or a school year, September to August (« 2025-2026 »)."""

    code: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """The year, or from when to when."""
        if "-" not in self.code:
            return str(_("année %(year)s", year=self.code))
        return str(_("septembre %(first)s à août %(last)s", first=self.first.year, last=self.last.year))

    def holds(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """Return the first day of its twelve months."""
        start = self.first.year * 12 + self.first.month - 1
        return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(12)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: how many volunteers, the minutes attested, and those written and not attested yet."""

    label: str
    volunteers: int
    attested: int
    noted: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What the volunteers of an association did in a period; `volunteers` have attested hours, `noting` others have written hours alone."""

    period: Period
    volunteers: int
    noting: int
    attested: int
    noted: int
    missions: list[Line]
    domains: list[Line]
    months: list[Line]


def read_period(code: str) -> Period | None:
    """Return the period of a code, or None when it is none."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    first = int(found[1])
    if found[2] is None:
        return Period(code, date(first, 1, 1), date(first, 12, 31))
    if int(found[2]) != first + 1:
        return None
    august = monthrange(first + 1, SCHOOL_STARTS - 1)[1]
    return Period(code, date(first, SCHOOL_STARTS, 1), date(first + 1, SCHOOL_STARTS - 1, august))


def periods(since: date, today: date) -> list[Period]:
    """Return the periods that hold a day between both, the latest first."""
    codes = [code for year in range(since.year - 1, today.year + 1) for code in (str(year), f"{year}-{year + 1}")]
    found = (read_period(code) for code in codes)
    kept = [each for each in found if each is not None and each.last >= since and each.first <= today]
    return sorted(kept, key=lambda each: (each.last, each.first), reverse=True)


def read_rate(text: str) -> Decimal | None:
    """Return an hourly rate as people type it (« 12,50 », « 12.5 € »), or None when it is none or not a sane one."""
    typed = re.sub(r"[\s\u00a0\u202f€]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", typed, re.ASCII):
        return None
    try:
        rate = Decimal(typed)
    except InvalidOperation:
        return None
    return rate if 0 < rate <= HIGHEST_RATE else None


def worth(minutes: int, rate: Decimal) -> Decimal:
    """Return what hours are worth at a rate, to the cent."""
    return (rate * minutes / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _written(engagement: Engagement) -> dict[date, int]:
    return {each.day: each.minutes for each in engagement.releves if not each.disputed}


def attested_by_day(engagement: Engagement) -> Mapping[date, int]:
    """Return the attested minutes by day: none while the bilan does not stand."""
    bilan = engagement.bilan
    if engagement.state is not State.ATTESTED or bilan is None or bilan.state not in STANDS or not bilan.minutes:
        return {}
    days = _written(engagement)
    return days if sum(days.values()) == bilan.minutes else {engagement.ends_on or engagement.starts_on: bilan.minutes}


def noted_by_day(engagement: Engagement) -> Mapping[date, int]:
    """Return the minutes written by day that may still be attested; a day on which both sides disagree is left out."""
    if engagement.state not in (State.IN_PROGRESS, State.TO_CLOSE):
        return {}
    settled = engagement.bilan is not None and engagement.bilan.state not in UNSETTLED
    return {} if settled else _written(engagement)


class _Tally:
    """Minutes and volunteers, added up under a key."""

    def __init__(self) -> None:
        self.attested: defaultdict[object, int] = defaultdict(int)
        self.noted: defaultdict[object, int] = defaultdict(int)
        self.who: defaultdict[object, set[int]] = defaultdict(set)

    def add(self, key: object, engagement: Engagement, attested: int, noted: int) -> None:
        """Add the minutes of somebody; they count as a volunteer of this line by attested hours alone."""
        self.attested[key] += attested
        self.noted[key] += noted
        if attested:
            self.who[key].add(engagement.user_id)

    def line(self, key: object, label: str) -> Line:
        """Return one line."""
        return Line(label, len(self.who[key]), self.attested[key], self.noted[key])


def statement_of(engagements: Iterable[Engagement], period: Period) -> Statement:
    """Add up what an association's engagements hold in a period."""
    missions, domains, months, everything = _Tally(), _Tally(), _Tally(), _Tally()
    labels: dict[object, str] = {}
    noting: set[int] = set()
    for each in engagements:
        mission = each.candidature.mission if each.candidature is not None else None
        by_mission: object = mission.id if mission is not None else each.title
        by_domain = each.domaine.label if each.domaine is not None else _("Sans domaine")
        for days, attesting in ((attested_by_day(each), True), (noted_by_day(each), False)):
            for day, minutes in days.items():
                if not period.holds(day):
                    continue
                labels[by_mission] = mission.title if mission is not None else each.title
                share = (minutes, 0) if attesting else (0, minutes)
                for tally, key in ((missions, by_mission), (domains, by_domain), (months, day.replace(day=1)), (everything, None)):
                    tally.add(key, each, *share)
                if not attesting:
                    noting.add(each.user_id)
    whole = everything.line(None, "")
    return Statement(
        period, whole.volunteers, len(noting - everything.who[None]), whole.attested, whole.noted,
        _sorted(missions, lambda key: labels[key]), _sorted(domains, str),
        [months.line(each, str(format_date(each, "MMMM yyyy", rebase=False))) for each in period.months()],
    )


def _sorted(tally: _Tally, label: Callable[[object], str]) -> list[Line]:
    """Return the lines, most hours first."""
    lines = [tally.line(key, label(key)) for key in list(tally.attested)]
    return sorted(lines, key=lambda each: (-each.attested, -each.noted, each.label))
