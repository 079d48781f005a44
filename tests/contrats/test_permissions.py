"""What each account sees of a contract: the person their own, the référent of today what was shown to them, everybody else nothing."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.queries import current_link
from benevolat.accounts.models import Role
from benevolat.contrats import services
from benevolat.contrats.models import AnnexeState, Consentement, Submission, SubmissionState
from benevolat.contrats.permissions import (
    can_answer_submission,
    can_prepare_annexe,
    can_prepare_contrat,
    has_consented,
    is_holder,
    is_submitter,
    own_annexes,
    own_submissions,
    visible_annexes,
    visible_contrats,
    visible_submissions,
)
from benevolat.contrats.queries import consentement_of, submitted_by, waiting_for, waiting_for_signature
from benevolat.core import clock
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import State
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import agent, person


class Anonymous:
    """A visitor, as the login manager gives one."""

    is_authenticated = False
    id = None


@pytest.fixture
def world(session: Any) -> tuple[Any, Any, Submission]:
    """A person, their référent, and an engagement submitted under a signed annexe; beside them another person with theirs."""
    holder = person()
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    other = person()
    annexe(other, linked(other), AnnexeState.SIGNED)
    services.submit_engagement(attested(other), wants_mark=False, by=other)
    session.flush()
    return holder, helper, sent


def strangers() -> list[Any]:
    return [Anonymous(), person(), referent(), linked(person()), *(agent(role) for role in Role)]


def test_the_referent_of_today_sees_and_acts_and_nobody_else(session: Any, world: Any) -> None:
    holder, helper, sent = world
    made = sent.annexe
    scopes = [(visible_contrats, made.contrat), (visible_annexes, made), (visible_submissions, sent)]
    for scope, expected in scopes:
        assert list(session.scalars(scope(helper))) == [expected]
        assert not [each for each in (*strangers(), holder) if list(session.scalars(scope(each)))], scope.__name__
    acts = [(can_prepare_contrat, holder), (can_prepare_annexe, made.contrat), (can_answer_submission, sent)]
    for can, what in acts:
        assert can(helper, what)
        assert not [each for each in (*strangers(), holder) if can(each, what)], can.__name__


def test_the_person_holds_and_submits_and_nobody_else(session: Any, world: Any) -> None:
    holder, helper, sent = world
    for own, expected in ((own_annexes, sent.annexe), (own_submissions, sent)):
        assert list(session.scalars(own(holder))) == [expected]
        assert not list(session.scalars(own(person())))
    for can, what in ((is_holder, sent.annexe), (is_submitter, sent)):
        assert can(holder, what)
        assert not [each for each in (*strangers(), helper) if can(each, what)], can.__name__


@pytest.mark.parametrize("state", list(AnnexeState))
def test_what_each_state_of_the_annexe_shows(session: Any, state: AnnexeState) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    session.flush()
    assert (list(session.scalars(visible_annexes(helper))) == [made]) is (state is not AnnexeState.WITHDRAWN)
    assert (list(session.scalars(own_annexes(holder))) == [made]) is (state is not AnnexeState.DRAFT)


@pytest.mark.parametrize("state", [State.ATTESTED, State.TO_CLOSE, State.IN_PROGRESS])
@pytest.mark.parametrize("shown", list(SubmissionState))
def test_only_what_is_attested_now_is_shown(session: Any, world: Any, state: State, shown: SubmissionState) -> None:
    """Rule 4: a correction or a dispute after the person submitted goes to nobody."""
    holder, helper, sent = world
    sent.engagement.state, sent.state = state, shown
    sent.answered_at, sent.answer_words = clock.now(), "Il manque les dates."
    session.flush()
    expected = [sent] if state is State.ATTESTED and shown is not SubmissionState.CANCELLED else []
    assert list(session.scalars(visible_submissions(helper))) == submitted_by(holder, to=helper) == expected
    assert waiting_for(helper) == (expected if shown is SubmissionState.SUBMITTED else [])
    assert list(session.scalars(own_submissions(holder))) == [sent], "the person keeps it"


def test_what_is_attested_no_more_is_not_answered(session: Any, world: Any) -> None:
    holder, helper, sent = world
    sent.engagement.state = State.TO_CLOSE
    session.flush()
    for stranger in (holder, referent()):
        with pytest.raises(NotAllowed):
            services.validate_submission(sent, by=stranger)
    with pytest.raises(Conflict):
        services.validate_submission(sent, by=helper)
    with pytest.raises(Conflict):
        services.answer_with_complement(sent, by=helper, words="Il manque les dates.")
    assert sent.state is SubmissionState.SUBMITTED


def test_a_list_is_of_one_person_for_their_referent(session: Any, world: Any) -> None:
    holder, helper, sent = world
    second = person()
    linked(second, helper)
    annexe(second, helper, AnnexeState.SIGNED)
    theirs = services.submit_engagement(attested(second), wants_mark=False, by=second)
    session.flush()
    assert (submitted_by(holder, to=helper), submitted_by(second, to=helper)) == ([sent], [theirs])
    assert submitted_by(holder, to=referent()) == []
    assert set(waiting_for(helper)) == {sent, theirs}


def test_the_day_the_link_ends_everything_closes(session: Any, world: Any) -> None:
    holder, helper, sent = world
    link = current_link(holder)
    assert link is not None
    link.ends_on = clock.today() + timedelta(days=1)
    session.flush()
    assert waiting_for(helper) == [sent]
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert waiting_for(helper) == []
        assert not can_prepare_annexe(helper, sent.annexe.contrat)


def test_a_withdrawn_consent_is_none(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    assert not has_consented(made)
    services.sign_annexe(made, by=holder, revision=1)
    session.flush()
    assert has_consented(made)
    assert waiting_for_signature(helper) == [made]
    assert waiting_for_signature(linked(person())) == []
    session.execute(sa.update(Consentement).values(withdrawn_at=clock.now()))
    assert consentement_of(made) is None
    assert not has_consented(made)
    assert waiting_for_signature(helper) == []
    with pytest.raises(NotAllowed):
        services.withdraw_annexe(made, by=holder)
