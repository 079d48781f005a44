"""Pauses that explain themselves and end; reminders to renew, in their order, once each, and never while the association is away."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import Absence, Membership, State
from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.jobs import Job
from benevolat.core.mail import OutgoingMail
from benevolat.missions import jobs, services
from benevolat.missions.errors import NotEditable, PauseTooLong
from benevolat.missions.models import Mission, MissionKind, PauseReason, Publication
from benevolat.missions.permissions import Link, key_of
from benevolat.missions.queries import missions_to_renew
from benevolat.missions.words import pause_words
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, mission

NOW = clock.paris(2026, 11, 23, 12)


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


@pytest.fixture
def row(nadia: Any) -> Mission:
    """A mission that nobody touched since NOW, without an end."""
    return mission(association(member=nadia), fresh_at=NOW, starts_on=NOW.date(), ends_on=None, places=None)


def told(session: Any) -> list[str]:
    """Return the subjects of the letters, in their order."""
    return [each.subject for each in session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id))]


def night(session: Any, at: datetime) -> None:
    """Run the jobs of a moment as the worker does: those planned, once each, even if they are planned twice."""
    with clock.frozen(at):
        jobs.plan_renewals({})
        jobs.plan_renewals({})
        session.flush()
        for each in session.scalars(sa.select(Job).where(Job.kind == "missions.renew", Job.done_at.is_(None))).all():
            jobs.renew(each.payload)
            each.done_at = at
        session.flush()


def test_a_pause_says_why_and_until_when(row: Mission, nadia: Any) -> None:
    with clock.frozen(NOW):
        services.pause_mission(row, by=nadia, reason=PauseReason.ENOUGH, resumes_on=date(2027, 1, 5))
        assert (row.recruitment.value, row.column_seq) == ("closed", 1)
        assert pause_words(row) == "Nous avons assez de monde. Les candidatures rouvrent le mardi 5 janvier 2027."
        services.pause_mission(row, by=nadia, reason=PauseReason.LATER)
        assert pause_words(row) == "Nous préparons la suite."
        services.resume_mission(row, by=nadia)
        assert (row.recruitment.value, pause_words(row), row.resumes_on) == ("open", "", None)


def test_who_pauses_and_what(row: Mission, nadia: Any) -> None:
    hours_only = person()
    keep(Membership(association_id=row.association_id, user_id=hours_only.id, right_hours=True))
    for by in (person(), hours_only):
        for act in (lambda by=by: services.pause_mission(row, by=by, reason=PauseReason.ENOUGH),
                    lambda by=by: services.resume_mission(row, by=by)):
            with pytest.raises(NotAllowed):
                act()
    row.publication = Publication.SUBMITTED
    with pytest.raises(NotEditable):
        services.pause_mission(row, by=nadia, reason=PauseReason.ENOUGH)


@pytest.mark.parametrize("day", [NOW.date(), NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=366)])
def test_a_day_of_return_is_to_come_and_near(row: Mission, nadia: Any, day: date) -> None:
    with clock.frozen(NOW), pytest.raises(PauseTooLong) as refused:
        services.pause_mission(row, by=nadia, reason=PauseReason.BREAK, resumes_on=day)
    assert (refused.value.field, row.recruiting) == ("resumes_on", True)


def test_nobody_says_of_oneself_that_one_is_silent(row: Mission, nadia: Any) -> None:
    with pytest.raises(InvalidInput):
        services.pause_mission(row, by=nadia, reason=PauseReason.SILENT)
    for other in (person(), agent()):
        with pytest.raises(NotAllowed):
            services.confirm_mission(row, by=other)


def test_a_pause_ends_by_itself_on_its_day(row: Mission, nadia: Any, session: Any) -> None:
    with clock.frozen(NOW):
        services.pause_mission(row, by=nadia, reason=PauseReason.BREAK, resumes_on=date(2027, 1, 5))
        forever = mission(row.association, recruiting=False)
    for day, opened in ((4, False), (5, True)):
        with clock.frozen(clock.paris(2027, 1, day, 1)):
            jobs.resume_paused({})
            assert row.recruiting is opened
    assert (row.fresh_at, forever.recruiting) == (clock.paris(2027, 1, 5, 1), False)


def test_the_order_of_a_renewal(row: Mission, session: Any) -> None:
    """90 days: asked; 14 days later: asked again; 14 days later: paused, and told. Each once, however often the job runs."""
    night(session, NOW + timedelta(days=89))
    assert told(session) == []
    first = NOW + timedelta(days=90, hours=1)
    for hours in (0, 6, 24, 24 * 13):
        night(session, first + timedelta(hours=hours))
    assert len(told(session)) == 1
    assert "toujours d’actualité" in told(session)[0]
    assert (row.reminders, row.recruiting) == (1, True)
    night(session, first + timedelta(days=14))
    night(session, first + timedelta(days=15))
    assert (row.reminders, row.recruiting, len(told(session))) == (2, True, 2)
    for days in (28, 29, 60):
        night(session, first + timedelta(days=days))
    assert (row.recruiting, row.pause_reason, row.publication) == (False, PauseReason.SILENT, Publication.PUBLISHED)
    assert len(told(session)) == 3
    assert told(session)[2].endswith("est en pause")


def test_a_site_that_begins_to_remind_floods_nobody(session: Any) -> None:
    """What is late for long is spread over thirty days, an association's together; what is due today is not put off."""
    hosts = [association() for _each in range(40)]
    late = {host.id: {mission(host, fresh_at=NOW - timedelta(days=days)).id for days in (93, 400)} for host in hosts}
    today = mission(hosts[0], fresh_at=NOW - timedelta(days=90, hours=30)).id
    found: list[int] = []
    for day in range(30):
        with clock.frozen(NOW + timedelta(days=day)):
            due = {each.id for each in missions_to_renew()}
        assert (today in due) is (day == 0 or late[hosts[0].id] <= due), day
        its = [ids for ids in late.values() if ids & due]
        assert (len(its) <= 2, set().union(*its) <= due) == (True, True), day
        found += [each for each in due if each != today]
    assert sorted(found) == sorted(each for ids in late.values() for each in ids)


@pytest.mark.parametrize(("days", "dated", "subjects"), [(89, False, 0), (90, False, 1), (90, True, 0)])
def test_a_job_left_over_asks_nobody_before_the_time(row: Mission, session: Any, days: int, dated: bool, subjects: int) -> None:
    """The step is decided again when it is taken: whoever planned it may have done so for another moment, or another rhythm."""
    row.kind = MissionKind.DATED if dated else MissionKind.REGULAR
    with clock.frozen(NOW + timedelta(days=days)):
        for _twice in range(2):
            services.renew_mission(row)
    assert (len(told(session)), row.reminders) == (subjects, subjects)


@pytest.mark.parametrize("act", [
    lambda row, by: services.confirm_mission(row, by=by), lambda row, by: services.edit_mission(row, {"places": 4}, by=by),
    lambda row, by: services.confirm_mission(row, by=Link(key_of(row))),
])
def test_whoever_answers_is_left_in_peace_for_three_months(row: Mission, nadia: Any, session: Any, act: Any) -> None:
    asked = NOW + timedelta(days=91)
    night(session, asked)
    with clock.frozen(asked + timedelta(days=3)):
        act(row, nadia)
    assert (row.reminders, row.reminded_at) == (0, None)
    for days in (20, 40, 92):
        night(session, asked + timedelta(days=days))
    assert (len(told(session)), row.recruiting) == (1, True)
    night(session, asked + timedelta(days=94))
    assert len(told(session)) == 2


def test_the_link_serves_once_and_only_its_mission(row: Mission, nadia: Any, session: Any) -> None:
    with pytest.raises(NotAllowed):
        services.confirm_mission(row, by=Link(key_of(row)))  # nothing was asked yet
    night(session, NOW + timedelta(days=91))
    other = mission(row.association, fresh_at=row.fresh_at, reminders=1, reminded_at=row.reminded_at)
    link = Link(key_of(row))
    for wrong in (Link(""), Link("é" * 32), Link(key_of(other))):
        with pytest.raises(NotAllowed):
            services.confirm_mission(row, by=wrong)
    with clock.frozen(NOW + timedelta(days=92)):
        services.confirm_mission(row, by=link)
    with pytest.raises(NotAllowed):
        services.confirm_mission(row, by=link)
    night(session, NOW + timedelta(days=92 + 91))
    with pytest.raises(NotAllowed):
        services.confirm_mission(row, by=link)  # the one of the reminder before
    services.confirm_mission(row, by=Link(key_of(row)))
    row.publication = Publication.WITHDRAWN
    with pytest.raises(NotEditable):
        services.confirm_mission(row, by=nadia)


@pytest.mark.parametrize("values", [
    {"kind": MissionKind.DATED}, {"publication": Publication.SUBMITTED}, {"recruiting": False},
    {"ends_on": NOW.date() + timedelta(days=30)},
])
def test_who_is_not_asked(row: Mission, session: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    for days in (91, 106, 121):
        night(session, NOW + timedelta(days=days))
    assert (told(session), row.pause_reason) == ([], None)


def test_an_absence_or_a_suspension_stops_the_renewal(row: Mission, session: Any) -> None:
    away = NOW.date() + timedelta(days=85)
    keep(Absence(association_id=row.association_id, first_day=away, last_day=away + timedelta(days=20), announced_at=NOW))
    night(session, NOW + timedelta(days=91))
    assert told(session) == []
    row.association.state, row.association.state_reason = State.SUSPENDED, "Une raison."
    night(session, NOW + timedelta(days=107))
    assert told(session) == []
    row.association.state, row.association.state_reason = State.VERIFIED, None
    its_day = next(day for day in range(108, 138) if (NOW.date().toordinal() + day - row.association_id) % 30 == 0)
    for day in sorted({108, its_day}):
        night(session, NOW + timedelta(days=day))
    assert len(told(session)) == 1, "late, it waits for its association's day"
