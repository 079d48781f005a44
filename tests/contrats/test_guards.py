"""Guard rails: asked by the kind of path, decided by the référent with a reason of a closed list, read by the person, never a verdict."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.contrats import guards, services
from benevolat.contrats.errors import AboutThePerson, DecisionNeeded
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import Annexe, AnnexeState, Decision, PathKind, Period, Question, Reason, SubmissionState
from benevolat.contrats.queries import decisions_of
from benevolat.core import journal, settings
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from tests.factories.insertion import CONTENT, annexe, contrat, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person

LOOKED_AT = Decided(Question.HOURS, Reason.HOURS_PLACED, "Le samedi matin seulement.")


def close_to_work(**said: Any) -> tuple[Any, Any, Annexe]:
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    made = services.draft_annexe(contrat(holder, helper, path_kind=PathKind.EMPLOI), replace(CONTENT, **said), by=helper)
    db.session.flush()
    return holder, helper, made


def test_every_reason_answers_one_question_and_every_question_has_its_law() -> None:
    reasons = [each for several in guards.REASONS.values() for each in several]
    assert sorted(reasons) == sorted(Reason)
    assert set(guards.REASONS) == set(guards.LAW) == set(Question)
    for words in ("L5425-8", "L8221-1", "n°\u00a0411630", "27 décembre 2018"):
        assert any(words in str(each) for each in guards.LAW.values()), words


@pytest.mark.parametrize(("path", "close"), [(PathKind.SOCIAL, False), (PathKind.SOCIO_PRO, False), (PathKind.EMPLOI, True)])
def test_search_and_project_are_asked_when_the_path_is_close_to_employment(path: PathKind, close: bool) -> None:
    assert ({Question.HOURS, Question.DIRECT_USE} <= set(guards.asked_in(path))) is close
    assert {Question.FORMER_EMPLOYER, Question.REPLACES_POST, Question.UNDECLARED, Question.COUNTS} <= set(guards.asked_in(path))


@pytest.mark.parametrize(("path", "hours", "period", "warned"), [
    (PathKind.EMPLOI, 7, Period.WEEKLY, False), (PathKind.EMPLOI, 7.5, Period.WEEKLY, True), (PathKind.SOCIAL, 20, Period.WEEKLY, False),
    (PathKind.SOCIO_PRO, 20, Period.WEEKLY, False),
    (PathKind.EMPLOI, 30, Period.MONTHLY, False), (PathKind.EMPLOI, 31, Period.MONTHLY, True),
])
def test_above_seven_hours_a_week_is_warned_of(session: Any, path: PathKind, hours: float, period: Period, warned: bool) -> None:
    assert guards.warns(path, guards.weekly_hours(hours, period)) is warned


@pytest.mark.parametrize(("value", "warned"), [("5", True), ("5,5", True), ("6", False), ("beaucoup", False)])
def test_the_threshold_is_a_setting(session: Any, value: str, warned: bool) -> None:
    settings.write(guards.THRESHOLD_KEY, value, by=None)
    session.flush()
    assert guards.warns(PathKind.EMPLOI, 6) is warned


@pytest.mark.parametrize(("minutes", "days", "weekly"), [(600, 1, 10), (600, 7, 10), (600, 14, 5), (420, 28, 1.75)])
def test_attested_hours_a_week(minutes: int, days: int, weekly: float) -> None:
    start = date(2026, 11, 2)
    assert guards.attested_a_week(minutes, start, start + timedelta(days=days - 1)) == weekly


def test_many_hours_are_proposed_once_somebody_looked_at_them_whatever_they_decided(session: Any) -> None:
    _holder, helper, made = close_to_work(hours=12)
    with pytest.raises(DecisionNeeded):
        services.propose_annexe(made, by=helper)
    session.rollback()
    for reason in guards.REASONS[Question.HOURS]:
        _holder, helper, made = close_to_work(hours=12)
        services.decide(made, [Decided(Question.HOURS, reason)], by=helper)
        services.propose_annexe(made, by=helper)
        assert made.state is AnnexeState.PROPOSED


def test_a_change_is_looked_at_again(session: Any) -> None:
    _holder, helper, made = close_to_work(hours=3)
    services.propose_annexe(made, by=helper)
    with pytest.raises(DecisionNeeded):
        services.edit_annexe(made, replace(CONTENT, hours=12), by=helper)
    services.edit_annexe(made, replace(CONTENT, hours=12), by=helper, decided=[LOOKED_AT])
    assert decisions_of(made)[Question.HOURS].revision == made.revision
    with pytest.raises(DecisionNeeded):
        services.edit_annexe(made, replace(CONTENT, hours=13), by=helper)


def test_more_hours_than_the_annexe_said_are_looked_at_when_submitted(session: Any) -> None:
    holder, helper, made = close_to_work(hours=3)
    services.propose_annexe(made, by=helper)
    services.sign_annexe(made, by=holder, revision=1)
    services.countersign_annexe(made, by=helper)
    done = attested(holder)
    assert done.bilan is not None
    done.ends_on, done.bilan.minutes = done.starts_on, 12 * 60
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    session.commit()
    with pytest.raises(DecisionNeeded):
        services.validate_submission(sent, by=helper)
    session.rollback()
    services.validate_submission(sent, by=helper, decided=[LOOKED_AT])
    assert sent.state is SubmissionState.VALIDATED
    assert [each.submission_id for each in session.scalars(sa.select(Decision))] == [sent.id]


def test_a_decision_keeps_the_law_its_version_and_who(session: Any) -> None:
    holder, helper, made = close_to_work()
    settings.write("guard.hours", "Une autre phrase.", by=None)
    services.decide(made, [LOOKED_AT], by=helper)
    [kept] = session.scalars(sa.select(Decision))
    assert (kept.law, kept.law_version, kept.words, kept.decided_by_id) == ("Une autre phrase.", 1, "Le samedi matin seulement.", helper.id)
    assert [each.actor_id for each in journal.about(holder.id) if each.action == "annexe.decide"] == [helper.id]


def test_a_new_decision_takes_the_place_of_the_one_before(session: Any) -> None:
    _holder, helper, made = close_to_work()
    for reason in (Reason.COUNTS_LATER, Reason.COUNTS_NO):
        services.decide(made, [Decided(Question.COUNTS, reason)], by=helper)
    assert [each.reason for each in session.scalars(sa.select(Decision))] == [Reason.COUNTS_NO]


def test_hours_count_only_by_a_decision(session: Any) -> None:
    """The weekly activity is decided, never computed: whatever the hours, nothing is written by itself."""
    holder, helper, made = close_to_work(hours=7)
    services.propose_annexe(made, by=helper)
    services.sign_annexe(made, by=holder, revision=1)
    services.countersign_annexe(made, by=helper)
    assert Question.COUNTS not in decisions_of(made)


@pytest.mark.parametrize("words", [
    "Amina préfère le matin.", "Mme ROUSSEL le sait.", "Appeler le 06 39 98 00 12.", "Dossier 1234567", "x" * 161,
])
def test_a_sentence_is_about_the_activity(session: Any, words: str) -> None:
    _holder, helper, made = close_to_work()
    with pytest.raises(AboutThePerson):
        services.decide(made, [replace(LOOKED_AT, words=words)], by=helper)
    assert session.scalars(sa.select(Decision)).all() == []


def test_a_reason_of_another_question_is_refused(session: Any) -> None:
    _holder, helper, made = close_to_work()
    with pytest.raises(InvalidInput):
        services.decide(made, [Decided(Question.HOURS, Reason.COUNTS_YES)], by=helper)


def test_nobody_but_the_referent_of_today_decides(session: Any) -> None:
    holder, _helper, made = close_to_work()
    for stranger in (holder, person(), referent(), linked(person())):
        with pytest.raises(NotAllowed):
            services.decide(made, [LOOKED_AT], by=stranger)


@pytest.mark.parametrize("state", [AnnexeState.ENDED, AnnexeState.WITHDRAWN])
def test_nothing_is_decided_of_what_is_over(session: Any, state: AnnexeState) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    with pytest.raises(Conflict):
        services.decide(made, [LOOKED_AT], by=helper)


def test_what_fades_takes_its_decisions_away(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.decide(made, [Decided(Question.COUNTS, Reason.COUNTS_YES)], by=helper)
    services.fade_annexe(made)
    session.flush()
    assert session.scalars(sa.select(Decision)).all() == []


@pytest.mark.parametrize("state", [AnnexeState.DRAFT, AnnexeState.PROPOSED, AnnexeState.SIGNED])
def test_two_tabs_do_not_write_over_each_other(session: Any, state: AnnexeState) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    read = made.mark
    services.edit_annexe(made, replace(CONTENT, hours=2), by=helper, read=read)
    with pytest.raises(Conflict, match="dans un autre onglet"):
        services.edit_annexe(made, CONTENT, by=helper, read=read)
    assert made.hours == 2
