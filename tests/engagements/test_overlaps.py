"""Hours that cross: the same day too full, two créneaux at once; shown to both sides, named to the person alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.models import Engagement, State
from benevolat.engagements.overlaps import overlaps_of
from benevolat.missions.models import MissionKind
from tests.engagements.stage import in_progress
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, engagement, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

MONDAY = clock.paris(2026, 11, 23, 9)
DAY = date(2026, 11, 21)


def regular(who: User, *, title: str = "Trier les livres", day: date = DAY) -> Engagement:
    """Something regular that somebody does since a month before that day."""
    sent = candidature(mission(association(member=person(), name="La Bouquinerie"), title=title), who, state=CandidatureState.ACCEPTED)
    return engagement(sent, state=State.IN_PROGRESS, starts_on=day - timedelta(days=30))


def slot(who: User, starts: datetime, ends: datetime) -> Engagement:
    """A créneau that somebody was accepted for."""
    of = mission(association(member=person()), kind=MissionKind.DATED)
    row = creneau(of, starts_at=starts, ends_at=ends)
    sent = candidature(of, who, creneau_id=row.id, state=CandidatureState.ACCEPTED)
    return engagement(sent, state=State.IN_PROGRESS, starts_on=clock.local(starts).date(), ends_on=clock.local(ends).date())


def write(row: Engagement, minutes: int, day: date = DAY) -> None:
    """Write hours as the volunteer."""
    services.enter_hours(row, day=day, minutes=minutes, by=row.user)


@pytest.mark.parametrize(("day", "length"), [(date(2026, 10, 25), 1500), (date(2027, 3, 28), 1380), (DAY, 1440)])
def test_two_lines_that_exceed_the_day_cross_on_both_sides(session: Any, day: date, length: int) -> None:
    with clock.frozen(clock.paris(day.year, day.month, day.day, 23, 50)):
        who = person()
        one, two = regular(who, day=day), regular(who, day=day)
        write(one, length - 600, day)
        write(two, 600, day)
        assert overlaps_of(one) == overlaps_of(two) == {}, "a full day is a day"
        write(two, 601, day)
        assert (overlaps_of(one), overlaps_of(two)) == ({day: [two]}, {day: [one]})


def test_another_day_another_person_a_disputed_line_and_what_was_cancelled_do_not_cross(session: Any) -> None:
    with clock.frozen(MONDAY):
        who = person()
        one, two, three, four = (regular(each) for each in (who, who, person(), who))
        write(one, 1000)
        write(two, 1000, DAY - timedelta(days=1))
        write(three, 1000)
        write(four, 1000)
        assert overlaps_of(one) == {DAY: [four]}
        four.state = State.CANCELLED
        assert overlaps_of(one) == {}
        four.state = State.IN_PROGRESS
        four.releves[0].disputed, four.releves[0].disputed_minutes = True, 60
        assert overlaps_of(one) == overlaps_of(four) == {}


def test_two_creneaux_at_once_cross_when_both_have_hours(session: Any) -> None:
    with clock.frozen(MONDAY):
        who = person()
        one = slot(who, clock.paris(2026, 11, 21, 14), clock.paris(2026, 11, 21, 16))
        two = slot(who, clock.paris(2026, 11, 21, 15), clock.paris(2026, 11, 21, 17))
        after = slot(who, clock.paris(2026, 11, 21, 16), clock.paris(2026, 11, 21, 18))
        write(one, 120)
        assert overlaps_of(one) == {}
        write(two, 120)
        write(after, 120)
        assert overlaps_of(one) == {DAY: [two]}, "one that begins when the other ends does not cross it"
        assert overlaps_of(two) == {DAY: [one, after]}


def test_a_night_crosses_the_morning_that_follows(session: Any) -> None:
    with clock.frozen(MONDAY):
        who = person()
        night = slot(who, clock.paris(2026, 10, 24, 22), clock.paris(2026, 10, 25, 6))
        morning = slot(who, clock.paris(2026, 10, 25, 5), clock.paris(2026, 10, 25, 8))
        write(night, 540, date(2026, 10, 24))
        write(morning, 180, date(2026, 10, 25))
        assert overlaps_of(night) == {date(2026, 10, 24): [morning]}
        assert overlaps_of(morning) == {date(2026, 10, 25): [night]}


def test_the_person_reads_which_the_association_only_that_they_cross(client: PageClient) -> None:
    stage = in_progress()
    other = regular(stage.volunteer, day=clock.today())
    yesterday = clock.today() - timedelta(days=1)
    for row in (stage.engagement, other):
        services.enter_hours(row, day=yesterday, minutes=800, by=stage.volunteer)
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}")
    assert "Ces heures se croisent avec « Trier les livres » (La Bouquinerie)." in client.text
    sign_in(client, stage.member)
    client.get(f"/association/engagements/{stage.engagement.public_id}")
    assert "ces heures se croisent avec d’autres heures" in client.text
    for name in ("Trier les livres", "Bouquinerie", other.public_id):
        assert name not in client.source
    client.submit("Confirmer 13 h 20")
    assert stage.engagement.minutes == 800, "it blocks nothing"
