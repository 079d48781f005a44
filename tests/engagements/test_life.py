"""The life of an engagement: planned by an acceptance, moved by its dates and by either side, moved by jobs."""

from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock, jobs
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.engagements import jobs as domain_jobs
from benevolat.engagements import queries, services
from benevolat.engagements.errors import AlreadyOver, NotOverYet
from benevolat.engagements.models import BilanState, State
from benevolat.engagements.story import story_of, when_words
from benevolat.missions.models import MissionKind
from tests.engagements.stage import in_progress, mails, mails_to, to_close
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission

NOON = clock.paris(2026, 11, 22, 12)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with clock.frozen(NOON):
        yield


def accepted(**values: Any) -> tuple[Any, Any, Any]:
    """A mission whose member has just accepted somebody: the member, the candidature, the engagement."""
    member = person()
    of = mission(association(member=member), **values)
    slot = creneau(of, days=3) if of.kind is MissionKind.DATED else None
    sent = candidature(of, creneau_id=slot.id if slot else None)
    return member, sent, services.accept_candidature(sent, by=member)


def test_accepting_plans_a_dated_engagement(session: Any) -> None:
    _, sent, row = accepted(kind=MissionKind.DATED)
    assert (row.state, row.starts_on, row.ends_on) == (State.PLANNED, date(2026, 11, 25), date(2026, 11, 25))
    assert sent.state is CandidatureState.ACCEPTED
    assert queries.engagement_of(sent) is row


def test_a_night_belongs_to_both_its_days_and_midnight_to_the_first(session: Any) -> None:
    of = mission(kind=MissionKind.DATED)
    night = creneau(of, starts_at=clock.paris(2026, 12, 5, 22), ends_at=clock.paris(2026, 12, 6, 6))
    evening = creneau(of, starts_at=clock.paris(2026, 12, 5, 20), ends_at=clock.paris(2026, 12, 6, 0))
    member = person()
    of.association = association(member=member)
    rows = [services.accept_candidature(candidature(of, creneau_id=slot.id), by=member) for slot in (night, evening)]
    assert [(each.starts_on.day, each.ends_on.day if each.ends_on else None) for each in rows] == [(5, 6), (5, 5)]


def test_accepting_starts_a_regular_engagement_that_already_runs(session: Any) -> None:
    _, _, row = accepted()
    assert (row.state, row.starts_on) == (State.IN_PROGRESS, date(2026, 11, 22))
    _, _, later = accepted(starts_on=date(2026, 12, 1), ends_on=None)
    assert (later.state, later.starts_on, later.ends_on, later.ends_at) == (State.PLANNED, date(2026, 12, 1), None, None)


def test_withdrawing_or_revoking_cancels_what_was_planned(session: Any) -> None:
    member, sent, row = accepted(kind=MissionKind.DATED)
    services.withdraw_candidature(sent, by=sent.user)
    assert (row.state, sent.state) == (State.CANCELLED, CandidatureState.WITHDRAWN)
    member, sent, row = accepted(kind=MissionKind.DATED)
    services.revoke_candidature(sent, by=member, reason="Le local est fermé.")
    assert (row.state, row.reason, sent.state) == (State.CANCELLED, "Le local est fermé.", CandidatureState.REVOKED)
    _, sent, row = accepted()
    services.revoke_candidature(sent, by=SYSTEM, reason="La mission est retirée.")
    assert row.state is State.CANCELLED


def test_a_candidature_never_accepted_is_withdrawn_alone(session: Any) -> None:
    sent = candidature(mission())
    services.withdraw_candidature(sent, by=sent.user)
    assert (sent.state, queries.engagement_of(sent)) == (CandidatureState.WITHDRAWN, None)


def test_what_is_over_is_not_cancelled_any_more(session: Any) -> None:
    member, sent, row = accepted()
    services.finish_engagement(row, by=member)
    with pytest.raises(AlreadyOver):
        services.withdraw_candidature(sent, by=sent.user)
    with pytest.raises(AlreadyOver):
        services.cancel_engagement(row, by=SYSTEM)


def test_dates_move_a_creneau_at_its_hours(session: Any) -> None:
    member, sent, row = accepted(kind=MissionKind.DATED)
    slot = sent.creneau
    with clock.frozen(slot.starts_at - timedelta(seconds=1)):
        domain_jobs.move_by_dates({})
        assert row.state is State.PLANNED
    with clock.frozen(slot.starts_at):
        domain_jobs.move_by_dates({})
        assert row.state is State.IN_PROGRESS
    told = len(mails())
    with clock.frozen(slot.ends_at):
        domain_jobs.move_by_dates({})
        domain_jobs.move_by_dates({})
    assert (row.state, row.to_close_at, row.bilan.state) == (State.TO_CLOSE, slot.ends_at, BilanState.EXPECTED)
    assert len(mails()) == told + 2, "both sides are asked, once"
    assert mails_to(member)[-1].endswith("a terminé\u00a0: deux minutes pour le bilan")
    assert mails_to(sent.user)[-1].startswith("C’est fini\u00a0: «\u00a0Arroser")


def test_a_regular_one_ends_with_its_last_day_in_paris(session: Any) -> None:
    _, _, row = accepted(ends_on=date(2026, 11, 30))
    with clock.frozen(clock.paris(2026, 11, 30, 23, 59)):
        domain_jobs.move_by_dates({})
        assert row.state is State.IN_PROGRESS
    with clock.frozen(clock.paris(2026, 12, 1)):
        domain_jobs.move_by_dates({})
        assert row.state is State.TO_CLOSE


def test_finishing_early_sets_the_last_day_and_can_be_taken_back(session: Any) -> None:
    member, sent, row = accepted(ends_on=date(2026, 12, 24))
    services.finish_engagement(row, by=sent.user)
    assert (row.state, row.ends_on) == (State.TO_CLOSE, date(2026, 11, 22))
    services.resume_engagement(row, by=member)
    assert (row.state, row.ends_on, row.to_close_at) == (State.IN_PROGRESS, date(2026, 12, 24), None)


def test_what_its_date_ended_or_a_bilan_closed_does_not_resume(session: Any) -> None:
    stage = to_close(ends_on=date(2026, 11, 20))
    stage.engagement.candidature.mission.ends_on = date(2026, 11, 20)  # type: ignore[union-attr]
    with clock.frozen(clock.paris(2026, 11, 23)), pytest.raises(AlreadyOver):
        services.resume_engagement(stage.engagement, by=stage.member)
    other = to_close()
    services.confirm_bilan(other.engagement, by=other.member, minutes=60, sentence="Bien.", competences={})
    with pytest.raises(AlreadyOver):
        services.resume_engagement(other.engagement, by=other.member)


def test_not_done_is_told_with_its_reason_and_can_be_answered(session: Any) -> None:
    stage = to_close()
    with pytest.raises(InvalidInput):
        services.mark_not_done(stage.engagement, by=stage.member, reason="  ")
    services.mark_not_done(stage.engagement, by=stage.member, reason="Personne n’est venu.")
    assert "Personne n’est venu." in mails()[-1].body
    assert mails()[-1].to == stage.volunteer.email
    services.reopen_engagement(stage.engagement, by=stage.volunteer)
    assert (stage.engagement.state, stage.engagement.reason) == (State.TO_CLOSE, None)
    services.mark_not_done(stage.engagement, by=stage.volunteer, reason="J’étais malade.")
    assert mails()[-1].to == stage.member.email
    with pytest.raises(NotAllowed):
        services.reopen_engagement(stage.engagement, by=person())


def test_the_association_is_reminded_twice(session: Any) -> None:
    stage = to_close()
    told = len(mails_to(stage.member))
    for days, expected in ((6, 0), (7, 1), (8, 1), (20, 1), (21, 2), (22, 2), (60, 2)):
        with clock.frozen(NOON + timedelta(days=days)):
            domain_jobs.remind_closings({})
        assert len(mails_to(stage.member)) == told + expected, f"day {days}"
    assert mails_to(stage.member)[-1].endswith("attend votre bilan")
    assert ["il y a une semaine" in each.body for each in mails()[-2:]] == [True, False]
    assert "notre dernier rappel" in mails()[-1].body


def test_two_reminders_are_a_week_apart_even_after_a_long_stop(session: Any) -> None:
    stage = to_close()
    told = len(mails_to(stage.member))
    for days, expected in ((25, 1), (26, 1), (31, 1), (32, 2)):
        with clock.frozen(NOON + timedelta(days=days)):
            domain_jobs.remind_closings({})
        assert len(mails_to(stage.member)) == told + expected, f"day {days}"


@pytest.mark.parametrize("again", ["resumed", "reopened"])
def test_a_closing_that_begins_again_is_reminded_anew(session: Any, again: str) -> None:
    stage = to_close()
    for days in (7, 21):
        with clock.frozen(NOON + timedelta(days=days)):
            domain_jobs.remind_closings({})
    assert stage.engagement.reminders == 2
    with clock.frozen(NOON + timedelta(days=22)):
        if again == "resumed":
            services.resume_engagement(stage.engagement, by=stage.member)
            services.finish_engagement(stage.engagement, by=stage.member)
        else:
            services.mark_not_done(stage.engagement, by=stage.member, reason="Une erreur.")
            services.reopen_engagement(stage.engagement, by=stage.member)
    assert stage.engagement.reminders == 0
    told = len(mails_to(stage.member))
    with clock.frozen(NOON + timedelta(days=29)):
        domain_jobs.remind_closings({})
        assert len(mails_to(stage.member)) == told + 1


def test_the_volunteer_is_told_once_after_thirty_days_of_silence(session: Any) -> None:
    stage = to_close()
    told = len(mails_to(stage.volunteer))
    for days, expected in ((29, 0), (30, 1), (31, 1)):
        with clock.frozen(NOON + timedelta(days=days)):
            domain_jobs.tell_silences({})
        assert len(mails_to(stage.volunteer)) == told + expected, f"day {days}"
    assert "04 65 71 38 38" in mails()[-1].body


def test_a_written_bilan_silences_both_jobs(session: Any) -> None:
    stage = to_close()
    services.confirm_bilan(stage.engagement, by=stage.member, minutes=60, sentence="Bien.", competences={})
    told = len(mails())
    with clock.frozen(NOON + timedelta(days=40)):
        domain_jobs.remind_closings({})
        domain_jobs.tell_silences({})
    assert len(mails()) == told


def test_reminding_what_is_not_over_is_refused(session: Any) -> None:
    with pytest.raises(NotOverYet):
        services.remind_closing(in_progress().engagement)


def test_the_worker_knows_the_jobs(session: Any) -> None:
    assert set(domain_jobs.HANDLERS) <= set(jobs.registry.handlers)
    assert {each.kind for each in domain_jobs.PERIODIC} == set(domain_jobs.HANDLERS)


def test_who_is_to_be_told_when_a_mission_or_an_association_goes(session: Any) -> None:
    _, sent, row = accepted()
    assert queries.engagements_of_mission(sent.mission) == [row]
    assert queries.engagements_of_association(sent.mission.association_id) == [row]
    services.finish_engagement(row, by=sent.user)
    assert queries.engagements_of_mission(sent.mission) == []
    with pytest.raises(Conflict):
        services.finish_engagement(row, by=sent.user)


@pytest.mark.parametrize(("starts_on", "state", "ends_on", "words"), [
    (date(2026, 11, 22), State.IN_PROGRESS, None, "depuis aujourd’hui"),
    (date(2026, 11, 3), State.IN_PROGRESS, None, "depuis le mardi 3 novembre"),
    (date(2026, 11, 23), State.PLANNED, None, "à partir de demain"),
    (date(2026, 12, 1), State.PLANNED, None, "à partir du mardi 1er décembre"),
    (date(2026, 3, 14), State.ATTESTED, date(2026, 3, 14), "le 14 mars 2026"),
    (date(2026, 3, 1), State.ATTESTED, date(2026, 3, 14), "mars 2026"),
    (date(2025, 9, 2), State.ATTESTED, date(2026, 6, 30), "de septembre 2025 à juin 2026"),
    (date(2026, 4, 2), State.TO_CLOSE, date(2026, 6, 30), "d’avril à juin 2026"),
])
def test_when_it_is_in_words(session: Any, starts_on: date, state: State, ends_on: date | None, words: str) -> None:
    row = in_progress(starts_on=starts_on, ends_on=ends_on, state=state).engagement
    assert when_words(row) == words


def test_the_story_is_told_in_order_and_says_who_is_expected(session: Any) -> None:
    stage = to_close()
    services.confirm_bilan(stage.engagement, by=stage.member, minutes=60, sentence="Bien.", competences={})
    told = [(step.label, step.who, step.state) for step in story_of(stage.engagement, for_volunteer=True)]
    host = stage.engagement.host
    assert told == [
        ("C’est fini", host, "done"), ("Bilan écrit par l’association", host, "done"), ("D’accord ou pas d’accord", "vous", "now"),
        ("Sans réponse d’ici là, le bilan compte", None, "next"),
    ]
    for_host = [step.who for step in story_of(stage.engagement, for_volunteer=False)]
    assert for_host == ["Marc Reynaud", "Marc Reynaud", "Nadia", None]
