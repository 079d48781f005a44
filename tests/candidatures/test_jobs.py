"""What happens by itself: the week's reminder, the evening before, the month's end; once, at the right hour, and to both sides."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import Absence
from benevolat.candidatures import queries
from benevolat.candidatures.models import State
from benevolat.core import clock, jobs
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Creneau, MissionKind
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, mission
from tests.support.queries import counted_queries

NOON = clock.paris(2026, 11, 24, 12)


def run_at(moment: datetime) -> None:
    """Let a worker pass at that moment, twice, as two workers would."""
    db.session.commit()
    with clock.frozen(moment):
        for _worker in range(2):
            jobs.plan_periodic()
            jobs.run_due()
    db.session.expire_all()
    failed = db.session.scalars(sa.select(jobs.Job).where(jobs.Job.error.is_not(None))).all()
    assert not failed, failed[0].error


def subjects(to: str) -> list[str]:
    return list(db.session.scalars(sa.select(OutgoingMail.subject).where(OutgoingMail.to == to).order_by(OutgoingMail.id)))


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(email="membre@mains-vertes.example")
        host = association(member=member)
        regular = mission(host, starts_on=NOON.date(), ends_on=NOON.date() + timedelta(days=300))
        dated = mission(host, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)

    return Scene


def slot_at(of: Any, moment: datetime, **values: Any) -> Creneau:
    row = Creneau(mission_id=of.id, starts_at=moment, ends_at=moment + timedelta(hours=2), places=3, **values)
    db.session.add(row)
    db.session.flush()
    return row


def test_one_reminder_after_a_week_for_everybody_who_waits(scene: Any) -> None:
    old = [candidature(scene.regular, person(first_name=name), sent_at=NOON - timedelta(days=8)) for name in ("Amel", "Bruno")]
    fresh = candidature(scene.regular, person(first_name="Chloé"), sent_at=NOON - timedelta(days=6))
    scene.regular.places_taken = 2
    waiting = candidature(scene.regular, person(first_name="Dalia"), sent_at=NOON - timedelta(days=8), state=State.WAITLISTED)
    run_at(NOON)
    run_at(NOON + timedelta(hours=1))
    [letter] = db.session.scalars(sa.select(OutgoingMail)).all()
    assert letter.to == "membre@mains-vertes.example"
    assert "Amel" in letter.body
    assert "Bruno" in letter.body
    assert "Chloé" not in letter.body
    assert "Dalia" not in letter.body
    assert all(each.reminded_at is not None for each in old)
    assert (fresh.reminded_at, waiting.reminded_at) == (None, None)
    run_at(NOON + timedelta(days=2))
    assert len(subjects("membre@mains-vertes.example")) == 2
    run_at(NOON + timedelta(days=3))
    assert len(subjects("membre@mains-vertes.example")) == 2


def test_an_answer_meanwhile_needs_no_reminder(scene: Any) -> None:
    candidature(scene.regular, sent_at=NOON - timedelta(days=8), state=State.DECLINED, reason="Une raison.")
    run_at(NOON)
    assert subjects("membre@mains-vertes.example") == []


def test_the_evening_before_both_sides_are_told_once(scene: Any) -> None:
    slot = slot_at(scene.dated, clock.paris(2026, 11, 25, 9))
    candidature(scene.dated, person(first_name="Nadia", email="nadia@courriel.example"), creneau_id=slot.id, state=State.ACCEPTED)
    candidature(scene.dated, person(email="pas-encore@courriel.example"), creneau_id=slot.id, sent_at=NOON)
    run_at(NOON)
    assert subjects("nadia@courriel.example") == []
    run_at(clock.paris(2026, 11, 24, 17, 1))
    run_at(clock.paris(2026, 11, 24, 18))
    assert subjects("nadia@courriel.example") == [f"Demain\u00a0: {scene.dated.title}"]
    assert subjects("pas-encore@courriel.example") == []
    [letter] = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == "membre@mains-vertes.example")).all()
    assert "Nadia" in letter.body


@pytest.mark.parametrize(("starts", "cancelled"), [
    (clock.paris(2026, 11, 26, 9), False), (clock.paris(2026, 11, 24, 22), False), (clock.paris(2026, 11, 25, 9), True),
], ids=["in two days", "this evening", "cancelled"])
def test_no_reminder_for_another_day_or_a_cancelled_slot(scene: Any, starts: datetime, cancelled: bool) -> None:
    slot = slot_at(scene.dated, starts, cancelled=cancelled)
    candidature(scene.dated, person(email="nadia@courriel.example"), creneau_id=slot.id, state=State.ACCEPTED)
    run_at(clock.paris(2026, 11, 24, 17, 1))
    assert subjects("nadia@courriel.example") == []


def test_just_after_midnight_belongs_to_the_day_of_paris(scene: Any) -> None:
    slot = slot_at(scene.dated, clock.paris(2026, 11, 25, 0, 30))
    candidature(scene.dated, person(email="nadia@courriel.example"), creneau_id=slot.id, state=State.ACCEPTED)
    run_at(clock.paris(2026, 11, 24, 17, 1))
    assert len(subjects("nadia@courriel.example")) == 1


def test_nobody_is_disturbed_at_night(scene: Any) -> None:
    slot = slot_at(scene.dated, clock.paris(2026, 11, 25, 9))
    candidature(scene.dated, person(email="nadia@courriel.example"), creneau_id=slot.id, state=State.ACCEPTED)
    run_at(clock.paris(2026, 11, 24, 21, 30))
    assert subjects("nadia@courriel.example") == []


def test_a_slot_moved_after_its_reminder_is_recalled_again(scene: Any) -> None:
    slot = slot_at(scene.dated, clock.paris(2026, 11, 25, 9))
    candidature(scene.dated, person(email="nadia@courriel.example"), creneau_id=slot.id, state=State.ACCEPTED)
    run_at(clock.paris(2026, 11, 24, 17, 1))
    slot.starts_at, slot.ends_at = clock.paris(2026, 11, 26, 9), clock.paris(2026, 11, 26, 11)
    run_at(clock.paris(2026, 11, 25, 17, 1))
    assert len(subjects("nadia@courriel.example")) == 2


def test_a_month_of_silence_ends_it_once(scene: Any) -> None:
    silent = candidature(scene.regular, person(email="nadia@courriel.example"), sent_at=NOON - timedelta(days=30), reminded_at=NOON)
    patient = candidature(scene.regular, sent_at=NOON - timedelta(days=29), reminded_at=NOON)
    waiting = candidature(scene.regular, sent_at=NOON - timedelta(days=60), state=State.WAITLISTED)
    run_at(NOON + timedelta(minutes=1))
    run_at(NOON + timedelta(hours=2))
    assert (silent.state, patient.state, waiting.state) == (State.EXPIRED, State.SENT, State.WAITLISTED)
    assert len(subjects("nadia@courriel.example")) == 1


def test_what_can_no_longer_take_place_ends_too(scene: Any) -> None:
    past = slot_at(scene.dated, NOON - timedelta(hours=1))
    over = mission(scene.host, starts_on=NOON.date() - timedelta(days=90), ends_on=NOON.date() - timedelta(days=1))
    rows = [
        candidature(scene.dated, creneau_id=past.id, sent_at=NOON - timedelta(days=2)),
        candidature(scene.dated, creneau_id=past.id, sent_at=NOON - timedelta(days=2), state=State.WAITLISTED),
        candidature(over, sent_at=NOON - timedelta(days=2)),
    ]
    accepted = candidature(scene.dated, creneau_id=past.id, state=State.ACCEPTED)
    run_at(NOON)
    assert {each.state for each in rows} == {State.EXPIRED}
    assert accepted.state is State.ACCEPTED


def test_an_answer_between_the_plan_and_the_job_stands(scene: Any) -> None:
    row = candidature(scene.regular, sent_at=NOON - timedelta(days=31), reminded_at=NOON)
    db.session.commit()
    with clock.frozen(NOON):
        jobs.plan_periodic()
        while not db.session.scalar(sa.select(jobs.Job.id).where(jobs.Job.kind == "coordination.expire")):
            assert jobs.run_one()
        row.state, row.decided_at = State.ACCEPTED, NOON
        db.session.commit()
        jobs.run_due()
    db.session.expire_all()
    assert row.state is State.ACCEPTED


@pytest.mark.parametrize(("days", "away", "reminded"), [
    (8, None, True), (8, (-6, -4), False), (10, (-6, -4), True), (9, (-1, 3), False), (20, (-1, 3), False),
], ids=["present", "three days away", "three days away, long ago", "away now", "away now, whoever waits"])
def test_the_week_stops_while_the_association_is_away(scene: Any, days: int, away: tuple[int, int] | None, reminded: bool) -> None:
    candidature(scene.regular, sent_at=NOON - timedelta(days=days))
    if away is not None:
        keep(Absence(association_id=scene.host.id, first_day=NOON.date() + timedelta(days=away[0]),
                     last_day=NOON.date() + timedelta(days=away[1])))
    run_at(NOON)
    assert bool(subjects("membre@mains-vertes.example")) is reminded


def test_the_month_stops_too_and_the_date_shown_follows(scene: Any) -> None:
    row = candidature(scene.regular, sent_at=NOON - timedelta(days=33), reminded_at=NOON)
    keep(Absence(association_id=scene.host.id, first_day=NOON.date() - timedelta(days=20), last_day=NOON.date() - timedelta(days=11)))
    with clock.frozen(NOON):
        assert queries.expires_at(row) == NOON + timedelta(days=7)
    run_at(NOON)
    assert row.state is State.SENT
    run_at(NOON + timedelta(days=7))
    assert row.state is State.EXPIRED


def test_absences_are_read_once_however_many_wait(scene: Any) -> None:
    def statements(more: int) -> int:
        for _each in range(more):
            member = person()
            candidature(mission(association(member=member)), sent_at=NOON - timedelta(days=40))
        db.session.commit()
        with clock.frozen(NOON), counted_queries("SELECT") as seen:
            queries.unanswered_associations()
            queries.silent_candidatures()
        return len(seen)

    assert statements(1) == statements(15)
