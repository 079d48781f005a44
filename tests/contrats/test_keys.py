"""Three keys, three people: who is told what and when, what each act leaves in the journal, and how an amendment ends or fades."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.contrats import services
from benevolat.contrats.jobs import end_annexes, fade_propositions
from benevolat.contrats.models import Annexe, AnnexeState, AnonymousCount, Consentement, Figure, SubmissionState
from benevolat.contrats.queries import was_signed_before
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.workflow import TransitionLog
from tests.factories.insertion import CONTENT, annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person


def _world(state: AnnexeState) -> tuple[Any, Any, Annexe]:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    db.session.flush()
    return holder, helper, made


def _told(user: Any, act: Callable[[], Any]) -> int:
    """Return how many letters an act sends to somebody."""
    db.session.flush()
    letters = sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to == user.email)
    before = db.session.scalar(letters) or 0
    act()
    db.session.flush()
    return (db.session.scalar(letters) or 0) - before


def _lines(holder: Any) -> list[tuple[str, int | None]]:
    db.session.flush()
    return [(each.action, each.actor_id) for each in reversed(journal.about(holder.id))]


def _refused() -> int:
    return db.session.scalar(sa.select(AnonymousCount.value).where(AnonymousCount.figure == Figure.REFUSED)) or 0


def test_each_act_of_the_referent_is_in_the_journal_of_the_person(session: Any) -> None:
    holder, helper, made = _world(AnnexeState.SIGNED)
    services.edit_annexe(made, CONTENT, by=helper)
    services.sign_annexe(made, by=holder, revision=2)
    services.countersign_annexe(made, by=helper)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.validate_submission(sent, by=helper, words="Vu ensemble.")
    assert [action for action, actor in _lines(holder) if actor == helper.id] == [
        "contrat.write", "annexe.propose", "annexe.sign", "annexe.edit", "annexe.sign", "submission.answer",
    ]
    assert len(_lines(holder)) == 6, "what the person does is written by nobody"
    assert (sent.answered_by_id, sent.answer_words) == (helper.id, "Vu ensemble.")


def test_the_person_hears_of_a_proposition_and_of_each_change(session: Any) -> None:
    holder, helper, made = _world(AnnexeState.DRAFT)
    assert _told(holder, lambda: services.edit_annexe(made, CONTENT, by=helper)) == 0, "a draft is the référent's alone"
    assert _told(holder, lambda: services.propose_annexe(made, by=helper)) == 1
    assert _told(holder, lambda: services.edit_annexe(made, CONTENT, by=helper)) == 1
    assert _told(helper, lambda: services.sign_annexe(made, by=holder, revision=2)) == 1
    assert (made.signed_by_person_at is None, made.signed_by_referent_at) == (False, None)


def test_a_referent_who_accompanies_no_more_hears_nothing(session: Any) -> None:
    holder, helper, _made = _world(AnnexeState.SIGNED)
    done = attested(holder)
    assert _told(helper, lambda: services.submit_engagement(done, wants_mark=False, by=holder)) == 1
    helper.ends_on = clock.today() - timedelta(days=1)
    assert _told(helper, lambda: services.submit_engagement(attested(holder), wants_mark=False, by=holder)) == 0


def test_a_change_takes_both_signatures_away(session: Any) -> None:
    _holder, helper, made = _world(AnnexeState.SIGNED)
    services.edit_annexe(made, CONTENT, by=helper)
    assert (made.state, made.signed_by_person_at, made.signed_by_referent_at, made.revision) == (AnnexeState.PROPOSED, None, None, 2)


@pytest.mark.parametrize("state", list(AnnexeState))
def test_nobody_but_the_referent_of_today_writes(session: Any, state: AnnexeState) -> None:
    holder, _helper, made = _world(state)
    for stranger in (holder, person(), referent(), linked(person())):
        with pytest.raises(NotAllowed):
            services.edit_annexe(made, CONTENT, by=stranger)
        with pytest.raises(NotAllowed):
            services.draft_annexe(made.contrat, CONTENT, by=stranger)


def test_a_stranger_learns_nothing_of_the_state(session: Any) -> None:
    """The right is asked before the revision and the signature: a refusal says the same whatever is written there."""
    _holder, _helper, made = _world(AnnexeState.PROPOSED)
    for stranger in (person(), referent()):
        with pytest.raises(NotAllowed):
            services.sign_annexe(made, by=stranger, revision=7)
        with pytest.raises(NotAllowed):
            services.countersign_annexe(made, by=stranger)
        with pytest.raises(NotAllowed):
            services.count_refusal(made, by=stranger)


@pytest.mark.parametrize("state", [each for each in AnnexeState if each is not AnnexeState.PROPOSED])
def test_a_no_answers_a_proposition_and_nothing_else(session: Any, state: AnnexeState) -> None:
    holder, _helper, made = _world(state)
    with pytest.raises(Conflict):
        services.count_refusal(made, by=holder)
    assert _refused() == 0


def test_a_no_after_signing_is_a_withdrawal_and_is_not_counted(session: Any) -> None:
    holder, _helper, made = _world(AnnexeState.PROPOSED)
    services.sign_annexe(made, by=holder, revision=1)
    session.flush()
    with pytest.raises(Conflict):
        services.count_refusal(made, by=holder)
    assert _refused() == 0


def test_a_no_to_an_amendment_is_no_refusal_to_engage(session: Any) -> None:
    holder, helper, made = _world(AnnexeState.SIGNED)
    services.edit_annexe(made, CONTENT, by=helper)
    services.count_refusal(made, by=holder)
    assert _refused() == 0


def test_a_no_tells_nobody(session: Any) -> None:
    holder, helper, made = _world(AnnexeState.PROPOSED)
    assert _told(helper, lambda: services.count_refusal(made, by=holder)) == 0
    assert _refused() == 1


def test_the_withdrawal_of_one_changes_nothing_for_another(session: Any) -> None:
    holder, helper, made = _world(AnnexeState.SIGNED)
    _other, _their_helper, theirs = _world(AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.answer_with_complement(sent, by=helper, words="Il manque les dates.")
    services.withdraw_annexe(made, by=holder)
    session.flush()
    session.expire_all()
    standing = session.scalars(sa.select(Consentement.annexe_id).where(Consentement.withdrawn_at.is_(None))).all()
    assert standing == [theirs.id]
    assert sent.state is SubmissionState.CANCELLED, "a complement is awaited no more"
    assert made.ended_at is not None


@pytest.mark.parametrize("state", [each for each in AnnexeState if each is not AnnexeState.PROPOSED])
def test_only_a_proposition_fades(session: Any, state: AnnexeState) -> None:
    _holder, _helper, made = _world(state)
    with pytest.raises(Conflict):
        services.fade_annexe(made)


def test_neither_a_signed_proposition_nor_an_amendment_fades(session: Any) -> None:
    holder, _helper, signed = _world(AnnexeState.PROPOSED)
    services.sign_annexe(signed, by=holder, revision=1)
    _other, their_helper, amended = _world(AnnexeState.SIGNED)
    services.edit_annexe(amended, CONTENT, by=their_helper)
    session.flush()
    for each in (signed, amended):
        with pytest.raises(Conflict):
            services.fade_annexe(each)
    with clock.frozen(clock.now() + timedelta(days=31)):
        fade_propositions({})
    assert (signed.state, amended.state) == (AnnexeState.PROPOSED, AnnexeState.PROPOSED)


def test_what_fades_takes_its_own_log_away(session: Any) -> None:
    _holder, _helper, made = _world(AnnexeState.PROPOSED)
    _other, _theirs, kept = _world(AnnexeState.PROPOSED)
    gone = made.id
    services.fade_annexe(made)
    session.flush()
    left = session.scalars(sa.select(TransitionLog.object_id).where(TransitionLog.noun == "annexe")).all()
    assert gone not in left
    assert kept.id in left


@pytest.mark.parametrize(("days", "left"), [(30, 1), (30.1, 0)])
def test_a_proposition_fades_after_thirty_days(session: Any, days: float, left: int) -> None:
    _holder, _helper, made = _world(AnnexeState.PROPOSED)
    moment = made.proposed_at
    assert moment is not None
    session.commit()
    with clock.frozen(moment + timedelta(days=days)):
        fade_propositions({})
    assert session.scalar(sa.select(sa.func.count()).select_from(Annexe)) == left


@pytest.mark.parametrize("state", [AnnexeState.SIGNED, AnnexeState.AMENDED, "amendment"])
@pytest.mark.parametrize(("days", "over"), [(0, False), (1, True)])
def test_it_ends_the_day_after_its_months_signed_or_amended(session: Any, state: Any, days: int, over: bool) -> None:
    _holder, helper, made = _world(AnnexeState.SIGNED if state == "amendment" else state)
    if state == "amendment":
        services.edit_annexe(made, CONTENT, by=helper)
    session.commit()
    with clock.frozen(clock.paris(*made.last_day.timetuple()[:3], 12) + timedelta(days=days)):
        end_annexes({})
    assert (made.state is AnnexeState.ENDED) is over


def test_what_was_never_signed_does_not_end(session: Any) -> None:
    _holder, _helper, made = _world(AnnexeState.PROPOSED)
    with pytest.raises(Conflict):
        services.end_annexe(made)
    session.commit()
    with clock.frozen(clock.now() + timedelta(days=200)):
        end_annexes({})
    assert made.state is AnnexeState.PROPOSED


def test_an_annexe_inherits_nothing_of_an_erased_one(session: Any) -> None:
    """SQLite gives the number of a deleted row to the next one: the log left by the first is not the history of the second."""
    with clock.frozen(clock.now() - timedelta(days=9)):
        holder, _helper, made = _world(AnnexeState.SIGNED)
        gone = made.id
        session.delete(holder)
        session.flush()
        session.expunge_all()
    _other, _theirs, fresh = _world(AnnexeState.PROPOSED)
    assert fresh.id == gone
    assert not was_signed_before(fresh)
