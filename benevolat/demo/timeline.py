"""The demonstration's past: acts planned at moments before now, then done in their order with the clock stopped at each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from benevolat.core import clock

Act = Callable[[], object]
Report = Callable[[str], None]
LINES = 10


@dataclass
class Timeline:
    """Acts by moment; those planned at the same moment keep the order in which they were planned."""

    now: datetime
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The loading day in Europe/Paris."""
        return clock.local(self.now).date()

    def moment(self, days_ago: int, hour: str) -> datetime:
        """Return the moment of a day before (or, below zero, after) the loading day, at an hour of Europe/Paris."""
        return datetime.combine(self.today - timedelta(days=days_ago), time.fromisoformat(hour), tzinfo=clock.PARIS)

    def plan(self, days_ago: int, hour: str, act: Act) -> None:
        """Plan an act; whatever would still be to come is done now, last."""
        moment = min(self.moment(days_ago, hour), self.now)
        self.acts.append((moment, len(self.acts), act))

    def plan_at(self, moment: datetime, act: Act) -> None:
        """Plan an act at a moment, unless it is still to come: time will bring it."""
        if moment <= self.now:
            self.acts.append((moment, len(self.acts), act))

    def run(self, report: Report) -> int:
        """Do every act in its order, the clock stopped at its moment, and say ten times where the story stands; return how many."""
        ordered = sorted(self.acts, key=lambda each: each[:2])
        step = max(1, len(ordered) // LINES)
        for count, (moment, _rank, act) in enumerate(ordered, start=1):
            with clock.frozen(moment):
                act()
            if count % step == 0:
                report(f"  {100 * count // len(ordered)} % : {clock.local(moment):%d/%m/%Y}")
        return len(ordered)
