"""The sheets of presence: who was expected at a créneau or on a day of a regular mission, what is written, which sheets are open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from benevolat.associations.models import Association, Right
from benevolat.associations.models import State as AssociationState
from benevolat.associations.permissions import associations_where
from benevolat.candidatures.models import Candidature
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Creneau, Mission, MissionKind

from .models import Contretemps, Engagement, Feuille, Releve, Side, State
from .queries import whole
from .workflow import UNWRITTEN

REMINDED_AFTER = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=7)
"""When an open sheet is reminded, and from when it no longer is."""
WAITING = timedelta(days=14)
WEEKS_SHOWN = 6
USUAL = 120
HELD = (State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE)
SHOWN = (*HELD, State.ATTESTED, State.NOT_DONE)


def monday_of(day: date) -> date:
    """Return the first day of a week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Row:
    """One name of a sheet: what is written of the day, what is usual."""

    engagement: Engagement
    day: date
    line: Releve | None
    contretemps: Contretemps | None
    usual: int

    @property
    def open(self) -> bool:
        """Whether the sheet may still write this row: until the bilan is written, and again after a day without hours."""
        bilan = self.engagement.bilan
        if bilan is not None and bilan.state not in UNWRITTEN:
            return False
        if self.engagement.state is State.NOT_DONE:
            return self.contretemps is not None
        return self.engagement.state in HELD and self.engagement.starts_at <= clock.now()

    @property
    def said(self) -> int | None:
        """The minutes the association's side wrote, or None when it wrote nothing."""
        if self.line is None:
            return None
        if self.line.entered_by is Side.ASSOCIATION:
            return self.line.minutes
        return self.line.disputed_minutes if self.line.disputed else None

    @property
    def proposed(self) -> int | None:
        """The minutes the volunteer wrote, or None when they wrote nothing."""
        if self.line is None:
            return None
        if self.line.entered_by is Side.VOLUNTEER:
            return self.line.minutes
        return self.line.disputed_minutes if self.line.disputed else None

    @property
    def touched(self) -> bool:
        """Whether something is written of the day, by either side."""
        return self.line is not None or self.contretemps is not None


@dataclass(frozen=True)
class Sheet:
    """A sheet: a créneau, or a day of a regular mission, with the names of those who were expected."""

    mission: Mission
    day: date
    creneau: Creneau | None = None
    rows: list[Row] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """A sheet opens when what it tells begins."""
        return self.creneau.starts_at <= clock.now() if self.creneau is not None else self.day <= clock.today()

    @property
    def written(self) -> int:
        """How many names have something written."""
        return sum(1 for row in self.rows if row.touched)

    @property
    def waits(self) -> bool:
        """Whether nothing is written yet of anybody, and somebody still can; an old sheet stays open, but no longer asks."""
        recent = self.day > clock.today() - WAITING
        return self.begun and recent and not self.written and any(row.open for row in self.rows)


def people_of(mission: Mission) -> list[Engagement]:
    """Return everybody a mission received or expects, by name."""
    rows = whole(
        sa.select(Engagement).join(Candidature, Candidature.id == Engagement.candidature_id)
        .where(Candidature.mission_id == mission.id, Engagement.state.in_(SHOWN)).order_by(Engagement.id)
    )
    return sorted(rows, key=lambda each: (each.user.last_name.casefold(), each.user.first_name.casefold(), each.id))


def sheet_of_creneau(creneau: Creneau, people: list[Engagement]) -> Sheet:
    """Return the sheet of a créneau; hours of a night may be written on either of its days."""
    day = clock.local(creneau.starts_at).date()
    usual = min(int(creneau.duration.total_seconds()) // 60, clock.day_minutes(day))
    rows = []
    for each in people:
        if each.candidature is not None and each.candidature.creneau_id == creneau.id:
            line = next(iter(each.releves), None)
            said = next(iter(each.contretemps), None)
            rows.append(Row(each, line.day if line else said.day if said else day, line, said, usual))
    return Sheet(creneau.mission, day, creneau, rows)


def sheet_of_day(mission: Mission, day: date, people: list[Engagement]) -> Sheet:
    """Return the sheet of a day of a regular mission: those whose dates hold this day."""
    rows = []
    for each in people:
        if each.candidature is None or each.candidature.creneau_id is not None or not _holds(each, day):
            continue
        line = next((one for one in each.releves if one.day == day), None)
        said = next((one for one in each.contretemps if one.day == day), None)
        if each.state is State.NOT_DONE and said is None:
            continue
        rows.append(Row(each, day, line, said, _usual_of(each, mission)))
    return Sheet(mission, day, None, rows)


def _holds(engagement: Engagement, day: date) -> bool:
    return engagement.starts_on <= day and (engagement.ends_on is None or day <= engagement.ends_on)


def _usual_of(engagement: Engagement, mission: Mission) -> int:
    """Return what a day usually lasts: as the last time, else the mission's week over its days, else two hours."""
    last = next((each.minutes for each in reversed(engagement.releves) if not each.disputed), None)
    if last is not None:
        return last
    days = sum(1 for day in range(7) if mission.half_days >> (3 * day) & 0b111)
    if mission.hours_per_week and days:
        return max(15, min(round(mission.hours_per_week * 60 / days), 1380))
    return USUAL


def read_day(mission: Mission, text: str) -> date | None:
    """Return the day of a sheet's address (YYYY-MM-DD), or None when a regular mission has no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    reachable = mission.kind is MissionKind.REGULAR and len(text) == 10 and day.year > 2000
    return day if reachable and day <= clock.today() + timedelta(days=366) else None


def days_of_week(mission: Mission, monday: date) -> list[date]:
    """Return the days of a week on which a regular mission takes place, as far as today: those it names, or all."""
    mask = mission.half_days
    days = [monday + timedelta(days=each) for each in range(7) if not mask or mask >> (3 * each) & 0b111]
    return [each for each in days if each <= clock.today()]


def span_of(people: list[Engagement]) -> tuple[date, date] | None:
    """Return the first and the last day on which a regular mission expected anybody, as far as today; None when it never did."""
    held = [each for each in people if each.candidature is not None and each.candidature.creneau_id is None]
    if not held:
        return None
    today = clock.today()
    return min(each.starts_on for each in held), min(today, max(each.ends_on or today for each in held))


def sheets_of(mission: Mission) -> list[Sheet]:
    """Return the sheets of a mission that have begun and hold a name, the latest first: its créneaux, or the days of its last weeks."""
    people = people_of(mission)
    if mission.kind is MissionKind.DATED:
        slots = [each for each in mission.creneaux if each.starts_at <= clock.now() and not each.cancelled]
        found = [sheet_of_creneau(each, people) for each in slots]
    else:
        mondays = [monday_of(clock.today()) - timedelta(weeks=each) for each in range(WEEKS_SHOWN)]
        found = [sheet_of_day(mission, day, people) for monday in mondays for day in days_of_week(mission, monday)]
    return sorted((each for each in found if each.rows), key=lambda each: (each.day, each.creneau.id if each.creneau else 0), reverse=True)


def coming_sheets(mission: Mission) -> list[Sheet]:
    """Return who is expected at a mission, the nearest first: at its créneaux to come, or on the days of its next week."""
    people = _still_held(people_of(mission))
    if mission.kind is MissionKind.DATED:
        slots = [each for each in mission.creneaux if each.ends_at > clock.now() and not each.cancelled]
        found = [sheet_of_creneau(each, people) for each in sorted(slots, key=lambda each: (each.starts_at, each.id))]
    else:
        days = [clock.today() + timedelta(days=each) for each in range(7 if mission.half_days else 1)]
        found = [sheet_of_day(mission, day, people) for day in days if _takes_place(mission, day)]
    return [each for each in found if each.rows]


def sheets_of_the_day(user: Any, day: date) -> list[Sheet]:
    """Return who is expected on a day at the missions of the associations whose candidates or hours a person keeps, by hour and title."""
    held = (
        sa.select(Candidature.mission_id).join(Engagement, Engagement.candidature_id == Candidature.id)
        .where(Engagement.association_id.in_(associations_where(user, Right.CANDIDATES, Right.HOURS)), Engagement.state.in_(HELD),
               Engagement.starts_on <= day, sa.or_(Engagement.ends_on.is_(None), Engagement.ends_on >= day))
    )
    missions = db.session.scalars(
        sa.select(Mission).where(Mission.id.in_(held))
        .options(selectinload(Mission.creneaux), joinedload(Mission.association), joinedload(Mission.commune))
        .order_by(Mission.title, Mission.id)
    ).all()
    people, found = _people_by_mission({each.id for each in missions}), []
    for mission in missions:
        here = _still_held(people.get(mission.id, []))
        if mission.kind is MissionKind.REGULAR:
            found += [sheet_of_day(mission, day, here)] if _takes_place(mission, day) else []
        else:
            found += [sheet_of_creneau(each, here) for each in mission.creneaux
                      if clock.local(each.starts_at).date() == day and not each.cancelled]
    return sorted((each for each in found if each.rows), key=lambda each: each.creneau.starts_at.isoformat() if each.creneau else "")


def _still_held(people: list[Engagement]) -> list[Engagement]:
    names = [each for each in people if each.state in HELD]
    return sorted(names, key=lambda each: (each.user.last_name.casefold(), each.user.first_name.casefold(), each.id))


def _takes_place(mission: Mission, day: date) -> bool:
    return not mission.half_days or bool(mission.half_days >> (3 * day.weekday()) & 0b111)


def missions_with_sheets(user: Any) -> list[Mission]:
    """Return the missions whose sheets a member may fill in now, by title: those where somebody else was received already."""
    begun = sa.or_(Creneau.id.is_(None), Creneau.starts_at <= clock.now())
    received = (
        sa.select(Candidature.mission_id).join(Engagement, Engagement.candidature_id == Candidature.id)
        .outerjoin(Creneau, Creneau.id == Candidature.creneau_id)
        .where(
            Engagement.association_id.in_(associations_where(user, Right.HOURS)), Engagement.state.in_(HELD),
            Engagement.starts_on <= clock.today(), begun, Engagement.user_id != user.id,
        )
    )
    found = db.session.scalars(sa.select(Mission).where(Mission.id.in_(received)))
    return sorted(found, key=lambda each: (each.title.casefold(), each.id))


def known(sheet: Sheet) -> Feuille | None:
    """Return what is kept of a sheet, or None when it was never filled in nor reminded; a regular mission keeps one a week."""
    one = (
        Feuille.creneau_id == sheet.creneau.id if sheet.creneau is not None
        else sa.and_(Feuille.mission_id == sheet.mission.id, Feuille.week == monday_of(sheet.day))
    )
    return db.session.scalar(sa.select(Feuille).where(one))


def sheets_to_remind() -> list[Sheet]:
    """Return the open sheets of which nobody wrote anything: a créneau over for a day, the week that just passed; never twice the same."""
    return [*_creneaux_to_remind(), *_weeks_to_remind()]


def _creneaux_to_remind() -> Iterator[Sheet]:
    now = clock.now()
    settled = sa.select(Feuille.creneau_id).where(
        Feuille.creneau_id.is_not(None), sa.or_(Feuille.reminded_at.is_not(None), Feuille.filled_at.is_not(None))
    )
    slots = db.session.scalars(
        sa.select(Creneau).join(Mission).join(Association, Association.id == Mission.association_id)
        .where(Creneau.ends_at <= now - REMINDED_AFTER, Creneau.ends_at > now - FORGOTTEN_AFTER, Creneau.cancelled.is_(False),
               Association.state == AssociationState.VERIFIED, Creneau.id.not_in(settled))
        .options(joinedload(Creneau.mission).joinedload(Mission.association)).order_by(Creneau.ends_at, Creneau.id)
    ).all()
    people = _people_by_mission({each.mission_id for each in slots})
    for slot in slots:
        sheet = sheet_of_creneau(slot, people.get(slot.mission_id, []))
        if sheet.waits and _nobody_wrote_a_bilan(sheet.rows):
            yield sheet


def _weeks_to_remind() -> Iterator[Sheet]:
    monday = monday_of(clock.today()) - timedelta(weeks=1)
    settled = sa.select(Feuille.mission_id).where(
        Feuille.week == monday, sa.or_(Feuille.reminded_at.is_not(None), Feuille.filled_at.is_not(None))
    )
    missions = db.session.scalars(
        sa.select(Mission).join(Association, Association.id == Mission.association_id)
        .where(Mission.kind == MissionKind.REGULAR, Association.state == AssociationState.VERIFIED, Mission.id.not_in(settled),
               Mission.id.in_(sa.select(Candidature.mission_id).join(Engagement, Engagement.candidature_id == Candidature.id).where(
                   Engagement.state.in_(HELD), Engagement.starts_on < monday + timedelta(weeks=1))))
        .options(joinedload(Mission.association)).order_by(Mission.id)
    ).all()
    people = _people_by_mission({each.id for each in missions})
    for mission in missions:
        days = [sheet_of_day(mission, day, people.get(mission.id, [])) for day in days_of_week(mission, monday)]
        here = [each for each in days if each.rows]
        rows = [row for each in here for row in each.rows]
        if here and any(row.open for row in rows) and not _week_written(rows, monday):
            yield here[0]


def _week_written(rows: list[Row], monday: date) -> bool:
    """Tell whether anybody wrote anything of a week, on whatever day."""
    after = monday + timedelta(weeks=1)
    days = {each.day for row in rows for each in row.engagement.releves} | {each.day for row in rows for each in row.engagement.contretemps}
    return any(monday <= each < after for each in days)


def _nobody_wrote_a_bilan(rows: list[Row]) -> bool:
    return all(row.engagement.bilan is None or row.engagement.bilan.state in UNWRITTEN for row in rows)


def _people_by_mission(ids: set[int]) -> dict[int, list[Engagement]]:
    """Return everybody of several missions, in a number of queries that does not grow with them."""
    found: dict[int, list[Engagement]] = {}
    if ids:
        for each in whole(
            sa.select(Engagement).join(Candidature, Candidature.id == Engagement.candidature_id)
            .where(Candidature.mission_id.in_(ids), Engagement.state.in_(SHOWN)).order_by(Engagement.id)
        ):
            if each.candidature is not None:
                found.setdefault(each.candidature.mission_id, []).append(each)
    return found
