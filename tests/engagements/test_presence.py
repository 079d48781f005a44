"""The sheet of presence: a list of names with a tick, days without hours, and the one reminder of a sheet left open."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.engagements import jobs as domain_jobs
from benevolat.engagements import services, sheets
from benevolat.engagements.errors import DistanceRefused, HoursClosed, HoursMissing, MinutesRefused, SheetToCome
from benevolat.engagements.models import Engagement, Outcome, Side, State, most_minutes
from benevolat.engagements.services import Entry
from benevolat.engagements.sheets import Row, Sheet
from benevolat.missions.models import Creneau, Mission, MissionKind
from tests.engagements.stage import mails, mails_to
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, engagement, mission

SATURDAY = clock.paris(2026, 11, 21, 18)
MONDAY = clock.paris(2026, 11, 23, 9)


@dataclass
class Team:
    """A mission with its people and the member who fills in the sheets."""

    member: User
    mission: Mission
    people: list[Engagement] = field(default_factory=list)
    slot: Creneau | None = None

    def sheet(self, day: date | None = None) -> Sheet:
        """The sheet as it stands now."""
        people = sheets.people_of(self.mission)
        if self.slot is not None:
            return sheets.sheet_of_creneau(self.slot, people)
        return sheets.sheet_of_day(self.mission, day or clock.today(), people)

    def row(self, number: int, day: date | None = None) -> Row:
        """One name of the sheet."""
        return next(each for each in self.sheet(day).rows if each.engagement is self.people[number])

    def fill(self, *entries: Entry, day: date | None = None) -> None:
        """Fill in the sheet, a line a person."""
        services.fill_sheet(
            self.sheet(day), {each.public_id: entry for each, entry in zip(self.people, entries, strict=False)}, by=self.member
        )


def dated(*, count: int = 2, starts: datetime | None = None, ends: datetime | None = None, **values: Any) -> Team:
    """A créneau of the Saturday afternoon, with that many people, over since three hours at SATURDAY."""
    member = person(first_name="Marc", last_name="Reynaud")
    row = mission(association(member=member), kind=MissionKind.DATED, half_days=0, hours_per_week=None, **values)
    slot = creneau(row, starts_at=starts or clock.paris(2026, 11, 21, 12), ends_at=ends or clock.paris(2026, 11, 21, 15), places=9)
    first, last = clock.local(slot.starts_at).date(), clock.local(slot.ends_at - timedelta(seconds=1)).date()
    people = [
        engagement(candidature(row, creneau_id=slot.id, state=CandidatureState.ACCEPTED), starts_on=first, ends_on=last,
                   state=State.IN_PROGRESS) for _each in range(count)
    ]
    return Team(member, row, people, slot)


def regular(*, count: int = 2, since: int = 21, **values: Any) -> Team:
    """A regular mission of the Tuesday and the Thursday, with people since that many days."""
    member = person(first_name="Marc", last_name="Reynaud")
    row = mission(association(member=member), **{"half_days": 0b1 << 3 | 0b1 << 9, "hours_per_week": 5.0, **values})
    people = [
        engagement(candidature(row, state=CandidatureState.ACCEPTED), state=State.IN_PROGRESS,
                   starts_on=clock.today() - timedelta(days=since))
        for _each in range(count)
    ]
    return Team(member, row, people)


def test_a_tick_writes_the_usual_time_for_everybody_at_once(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        assert [each.usual for each in team.sheet().rows] == [180, 180]
        team.fill(Entry(True, 180), Entry(True, 90, km=12))
        assert [(each.releves[0].minutes, each.releves[0].km, each.releves[0].entered_by) for each in team.people] == [
            (180, None, Side.ASSOCIATION), (90, 12, Side.ASSOCIATION),
        ]
        assert team.people[0].releves[0].confirmed_at is None, "the volunteer may still say otherwise"
        assert team.people[1].km == 12


def test_a_name_left_alone_gets_nothing_and_no_word(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        team.fill(Entry(True, 180), Entry(False))
        assert team.people[1].releves == team.people[1].contretemps == []
        assert team.people[1].state is State.IN_PROGRESS, "nobody is said absent"
        assert "L’association a compté d’autres heures" not in mails_to(team.people[1].user)


def test_the_same_sheet_twice_changes_nothing_and_writes_no_second_letter(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        services.enter_hours(team.people[0], day=date(2026, 11, 21), minutes=120, by=team.people[0].user)
        team.fill(Entry(True, 180), Entry(True, 180))
        told = len(mails())
        team.fill(Entry(True, 180), Entry(True, 180))
        assert len(mails()) == told
        line = team.people[0].releves[0]
        assert (line.disputed, line.minutes, line.disputed_minutes) == (True, 120, 180)
        assert (team.row(0).proposed, team.row(0).said) == (120, 180)
        team.fill(Entry(True, 120), Entry(True, 180))
        assert line.confirmed_at is not None, "the volunteer's own figure settles it"


def test_unticking_takes_ones_own_hours_away_and_disputes_the_volunteers(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        services.enter_hours(team.people[1], day=date(2026, 11, 21), minutes=120, by=team.people[1].user)
        team.fill(Entry(True, 180))
        team.fill(Entry(False), Entry(False))
        assert team.people[0].releves == []
        line = team.people[1].releves[0]
        assert (line.disputed, line.minutes, line.disputed_minutes) == (True, 120, 0)


def test_a_cancelled_creneau_writes_no_hours_and_reproaches_nobody(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        services.cancel_sheet(team.sheet(), by=team.member)
        for each in team.people:
            assert (each.state, each.minutes) == (State.NOT_DONE, 0)
            assert [(one.outcome, one.said_by) for one in each.contretemps] == [(Outcome.CANCELLED, Side.ASSOCIATION)]
            assert each.reason == "Annulé, météo ou autre"
            assert "n’a pas eu lieu" in mails_to(each.user)[-1]
    with clock.frozen(SATURDAY + timedelta(days=30)):
        told = len(mails())
        domain_jobs.remind_closings({})
        domain_jobs.tell_silences({})
        assert len(mails()) == told, "no bilan is asked of what did not take place"


def test_what_was_said_cancelled_can_be_taken_back(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        services.cancel_sheet(team.sheet(), by=team.member)
        team.fill(Entry(True, 180), Entry(False))
        assert [(each.state, each.minutes, each.contretemps) for each in team.people] == [
            (State.TO_CLOSE, 180, []), (State.TO_CLOSE, 0, []),
        ]


def test_the_volunteer_who_did_come_is_heard(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=1)
        team.fill(Entry(False, outcome=Outcome.REPLACED))
        mine = team.people[0]
        with pytest.raises(HoursClosed):
            services.enter_hours(mine, day=date(2026, 11, 21), minutes=180, by=mine.user)
        services.reopen_engagement(mine, by=mine.user)
        line = services.enter_hours(mine, day=date(2026, 11, 21), minutes=180, by=mine.user)
        assert line is not None
        assert (line.disputed, line.disputed_minutes, mine.minutes) == (True, 0, 0), "said against what the other side said: shown"
        assert "compté d’autres heures" in mails_to(team.member)[-1]
        services.enter_hours(mine, day=date(2026, 11, 21), minutes=150, by=mine.user)
        assert (line.disputed, line.disputed_minutes) == (True, 0), "another figure is still against what was said"
        services.confirm_hours(line, by=team.member)
        assert (mine.minutes, mine.contretemps) == (150, [])


def test_the_volunteer_who_gives_in_leaves_nothing_to_close(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=1)
        mine = team.people[0]
        line = services.enter_hours(mine, day=date(2026, 11, 21), minutes=180, by=mine.user)
        assert line is not None
        team.fill(Entry(False, outcome=Outcome.CANCELLED))
        assert (line.disputed, mine.state) == (True, State.TO_CLOSE)
        services.confirm_hours(line, by=mine.user)
        assert (mine.state, mine.releves) == (State.NOT_DONE, [])


def test_a_regular_day_replaced_goes_on(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team, tuesday = regular(), date(2026, 11, 17)
        assert [each.usual for each in team.sheet(tuesday).rows] == [150, 150]
        team.fill(Entry(False, outcome=Outcome.REPLACED), Entry(True, 60), day=tuesday)
        assert (team.people[0].state, team.row(0, tuesday).contretemps.outcome) == (State.IN_PROGRESS, Outcome.REPLACED)  # type: ignore[union-attr]
        assert team.row(1, date(2026, 11, 19)).usual == 60, "as the last time"
        team.fill(Entry(False), Entry(True, 60), day=tuesday)
        assert team.people[0].contretemps == []


def test_the_volunteer_says_it_too(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team, tuesday = regular(count=1), date(2026, 11, 17)
        mine = team.people[0]
        services.say_contretemps(mine, day=tuesday, outcome=Outcome.CANCELLED, by=mine.user)
        with pytest.raises(NotAllowed):
            services.forget_contretemps(mine, day=tuesday, by=team.member)
        team.fill(Entry(True, 120), day=tuesday)
        line = mine.releves[0]
        assert (line.disputed, line.entered_by, line.disputed_minutes) == (True, Side.ASSOCIATION, 0)
        services.forget_contretemps(mine, day=tuesday, by=mine.user)
        assert mine.contretemps == []


@pytest.mark.parametrize("minutes", [None, 0])
def test_somebody_there_for_no_time_is_asked_again(session: Any, minutes: int | None) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        with pytest.raises(HoursMissing) as refused:
            team.fill(Entry(True, minutes))
        assert refused.value.field == f"minutes_{team.people[0].public_id}"


def test_999_hours_are_refused_at_the_name(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        with pytest.raises(MinutesRefused) as refused:
            team.fill(Entry(True, 180), Entry(True, 999 * 60))
        assert refused.value.field == f"minutes_{team.people[1].public_id}"
        assert "24\u00a0heures" in str(refused.value)
        with pytest.raises(DistanceRefused) as far:
            team.fill(Entry(True, 180, km=1001))
        assert far.value.field == f"km_{team.people[0].public_id}"


def test_the_volunteers_own_distance_is_theirs(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team, day = dated(count=1), date(2026, 11, 21)
        mine = team.people[0]
        line = services.enter_hours(mine, day=day, minutes=180, by=mine.user, km=14)
        assert line is not None
        team.fill(Entry(True, 180, km=9))
        assert (line.km, line.km_by) == (14, Side.VOLUNTEER)
        services.enter_hours(mine, day=day, minutes=180, by=mine.user, km=0)
        assert (line.km, line.km_by) == (None, None)
        team.fill(Entry(True, 180, km=9))
        assert (line.km, line.km_by) == (9, Side.ASSOCIATION)


def test_a_sheet_to_come_stays_shut(session: Any) -> None:
    with clock.frozen(clock.paris(2026, 11, 21, 11)):
        team = dated()
        with pytest.raises(SheetToCome):
            team.fill(Entry(True, 180))


def test_a_member_fills_in_nothing_of_their_own_and_a_stranger_nothing(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        team.people[0].user_id = team.member.id
        team.fill(Entry(True, 180), Entry(True, 180))
        assert [len(each.releves) for each in team.people] == [0, 1]
        with pytest.raises(NotAllowed):
            services.fill_sheet(team.sheet(), {team.people[1].public_id: Entry(True, 60)}, by=person())


NIGHTS = [
    ((2026, 10, 24, 22), (2026, 10, 25, 6), 540, date(2026, 10, 24)), ((2027, 3, 27, 22), (2027, 3, 28, 6), 420, date(2027, 3, 27)),
    ((2026, 10, 25, 1), (2026, 10, 25, 4), 240, date(2026, 10, 25)), ((2027, 3, 28, 1), (2027, 3, 28, 4), 120, date(2027, 3, 28)),
]


@pytest.mark.parametrize(("starts", "ends", "minutes", "day"), NIGHTS)
def test_a_night_of_a_change_of_hour_counts_what_it_lasted_on_the_day_it_began(
    session: Any, starts: tuple[int, ...], ends: tuple[int, ...], minutes: int, day: date,
) -> None:
    with clock.frozen(clock.paris(*ends) + timedelta(hours=1)):
        team = dated(count=1, starts=clock.paris(*starts), ends=clock.paris(*ends))
        assert (team.row(0).usual, team.row(0).day) == (minutes, day)
        team.fill(Entry(True, minutes))
        assert [(each.day, each.minutes) for each in team.people[0].releves] == [(day, minutes)]


@pytest.mark.parametrize(("day", "longest"), [(date(2026, 10, 25), 1500), (date(2027, 3, 28), 1380), (date(2026, 11, 21), 1440)])
def test_a_day_has_its_own_length(session: Any, day: date, longest: int) -> None:
    assert clock.day_minutes(day) == longest
    with clock.frozen(clock.paris(day.year, day.month, day.day, 23, 30)):
        team = regular(count=1)
        mine = team.people[0]
        assert services.enter_hours(mine, day=day, minutes=longest, by=mine.user) is not None
        with pytest.raises(MinutesRefused, match=f"à {longest // 60}\u00a0h"):
            services.enter_hours(mine, day=day, minutes=longest + 1, by=mine.user)


@pytest.mark.parametrize(("first", "last", "most"), [
    (date(2026, 10, 25), date(2026, 10, 25), 1500), (date(2027, 3, 28), date(2027, 3, 28), 1380),
    (date(2026, 10, 24), date(2026, 10, 26), 4380), (date(2026, 1, 1), date(2026, 12, 31), 365 * 1440),
])
def test_a_total_holds_in_the_real_length_of_its_days(first: date, last: date, most: int) -> None:
    assert most_minutes(first, last) == most


def remind() -> None:
    """Let the hourly job run."""
    domain_jobs.remind_sheets({})


SUBJECT = "Qui était là\u00a0? Une minute pour noter les heures"


def test_an_open_creneau_is_reminded_once_after_a_day(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        remind()
        assert mails_to(team.member) == [], "three hours after, nobody is hurried"
    with clock.frozen(SATURDAY + timedelta(days=1)):
        for each in team.people:
            services.advance(each)
        before = len(mails())
        remind()
        assert [each.subject for each in mails()[before:]] == [SUBJECT]
        assert f"/association/missions/{team.mission.public_id}/dates/{team.slot.public_id}/presences" in mails()[-1].body  # type: ignore[union-attr]
        remind()
    with clock.frozen(SATURDAY + timedelta(days=2)):
        remind()
        assert len(mails()) == before + 1


@pytest.mark.parametrize("what", ["hours", "cancelled", "filled", "suspended", "slot", "night", "old"])
def test_no_word_when_something_is_known_or_nobody_should_be_disturbed(session: Any, what: str) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        if what == "hours":
            services.enter_hours(team.people[0], day=date(2026, 11, 21), minutes=60, by=team.people[0].user)
        elif what == "cancelled":
            services.say_contretemps(team.people[0], day=date(2026, 11, 21), outcome=Outcome.CANCELLED, by=team.people[0].user)
        elif what == "filled":
            team.fill(Entry(False), Entry(False))
        elif what == "suspended":
            team.mission.association.state, team.mission.association.state_reason = AssociationState.SUSPENDED, "Une plainte."
        elif what == "slot" and team.slot is not None:
            team.slot.cancelled = True
    later = {"night": timedelta(days=1, hours=3), "old": timedelta(days=9)}.get(what, timedelta(days=1))
    with clock.frozen(SATURDAY + later):
        before = mails_to(team.member).count(SUBJECT)
        remind()
        assert mails_to(team.member).count(SUBJECT) == before == 0


def test_the_week_that_passed_is_reminded_once(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team, known = regular(since=5), regular(since=5)
        services.enter_hours(known.people[0], day=date(2026, 11, 21), minutes=60, by=known.people[0].user)
        remind()
        assert mails() == [], "the week is not over"
    with clock.frozen(MONDAY):
        remind()
        remind()
        assert (mails_to(team.member), mails_to(known.member)) == ([SUBJECT], [])
        assert f"/association/missions/{team.mission.public_id}/presences/2026-11-17" in mails()[-1].body
    with clock.frozen(MONDAY + timedelta(days=3)):
        remind()
        assert len(mails()) == 1
    with clock.frozen(MONDAY + timedelta(days=7)):
        remind()
        assert mails_to(team.member) == [SUBJECT, SUBJECT], "another week is another sheet"


def test_somebody_who_began_after_the_weeks_days_leaves_nothing_to_write(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team = regular(count=1)
        team.people[0].starts_on = date(2026, 11, 20)
    with clock.frozen(MONDAY):
        remind()
        assert mails_to(team.member) == []


def test_one_letter_for_all_the_open_sheets_of_an_association(session: Any) -> None:
    with clock.frozen(SATURDAY):
        team, other = dated(), dated()
        other.mission.association_id = team.mission.association_id
        for each in other.people:
            each.association_id = team.mission.association_id
    with clock.frozen(SATURDAY + timedelta(days=1)):
        remind()
        assert mails_to(team.member).count(SUBJECT) == 1
        assert mails()[-1].body.count("/presences") == 2
