"""Only what is attested, only by the person, answered by their référent; the mark only when asked for."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.queries import current_link
from benevolat.accompagnement.services import end_accompagnement
from benevolat.contrats import services
from benevolat.contrats.errors import AlreadySubmitted, NoLivingAnnexe, NotAttested, WordsNeeded
from benevolat.contrats.models import AnnexeState, Submission, SubmissionState
from benevolat.contrats.permissions import visible_submissions
from benevolat.contrats.queries import submissible_engagements, waiting_for
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.engagements.models import State
from benevolat.passeport.models import Skill, SkillState
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person


def _world(state: AnnexeState = AnnexeState.SIGNED) -> tuple[Any, Any, Any]:
    holder = person()
    helper = linked(holder)
    annexe(holder, helper, state)
    return holder, helper, attested(holder)


def test_the_referent_sees_nothing_before_the_person_submits(session: Any) -> None:
    holder, helper, done = _world()
    assert list(session.scalars(visible_submissions(helper))) == []
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    assert waiting_for(helper) == [sent]


@pytest.mark.parametrize(("wants_mark", "expected"), [(True, SkillState.VALIDATED), (False, SkillState.ATTESTED)])
def test_the_mark_follows_only_when_the_person_asked(session: Any, wants_mark: bool, expected: SkillState) -> None:
    holder, helper, done = _world()
    services.validate_submission(services.submit_engagement(done, wants_mark=wants_mark, by=holder), by=helper)
    assert [each.state for each in session.scalars(sa.select(Skill).where(Skill.engagement_id == done.id))] == [expected]


def test_only_the_persons_own_attested_engagement_under_a_signed_annexe(session: Any) -> None:
    holder, _helper, done = _world()
    with pytest.raises(NotAllowed):
        services.submit_engagement(done, wants_mark=False, by=person())
    done.state = State.TO_CLOSE
    with pytest.raises(NotAttested):
        services.submit_engagement(done, wants_mark=False, by=holder)
    other, _its_helper, its_done = _world(AnnexeState.PROPOSED)
    with pytest.raises(NoLivingAnnexe):
        services.submit_engagement(its_done, wants_mark=False, by=other)


def test_only_the_referent_of_today_answers_and_once(session: Any) -> None:
    holder, helper, done = _world()
    sent = services.submit_engagement(done, wants_mark=True, by=holder)
    for stranger in (holder, person(), referent()):
        with pytest.raises(NotAllowed):
            services.validate_submission(sent, by=stranger)
    session.refresh(sent)
    services.validate_submission(sent, by=helper)
    with pytest.raises(Conflict):
        services.answer_with_complement(sent, by=helper, words="Trop tard.")


def test_a_complement_is_readable_and_can_be_sent_again(session: Any) -> None:
    holder, helper, done = _world()
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    with pytest.raises(WordsNeeded):
        services.answer_with_complement(sent, by=helper, words="  ")
    services.answer_with_complement(sent, by=helper, words="Il manque les dates.")
    assert sent.answer_words == "Il manque les dates."
    again = services.submit_engagement(done, wants_mark=True, by=holder)
    assert again is sent
    assert sent.state is SubmissionState.SUBMITTED
    assert sent.answer_words is None
    with pytest.raises(AlreadySubmitted):
        services.submit_engagement(done, wants_mark=True, by=holder)


def test_taken_back_or_withdrawn_nothing_is_shown(session: Any) -> None:
    holder, helper, done = _world()
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    services.cancel_submission(sent, by=holder)
    assert waiting_for(helper) == []
    assert submissible_engagements(holder) == [done]
    services.submit_engagement(done, wants_mark=False, by=holder)
    services.withdraw_annexe(sent.annexe, by=holder)
    session.flush()
    assert list(session.scalars(visible_submissions(helper))) == []
    assert session.get_one(Submission, sent.id).state is SubmissionState.CANCELLED


def test_the_old_referent_no_longer_answers(session: Any) -> None:
    holder, helper, done = _world()
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    link = current_link(holder)
    assert link is not None
    end_accompagnement(link, by=holder)
    session.flush()
    assert waiting_for(helper) == []
    with pytest.raises(NotAllowed):
        services.validate_submission(sent, by=helper)


def test_letters_outside_are_neutral(session: Any) -> None:
    """An address may be shared by a family: no mail to the person names the RSA, a contract, a référent."""
    holder, helper, done = _world()
    services.validate_submission(services.submit_engagement(done, wants_mark=True, by=holder), by=helper)
    session.flush()
    mails = session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == holder.email)).all()
    assert mails
    for mail in mails:
        words = f"{mail.subject} {mail.body}".lower()
        assert not [each for each in ("rsa", "contrat", "référent", "annexe", "accompagne") if each in words], mail.subject


def test_whoever_may_not_answer_is_told_so_whatever_was_answered(session: Any) -> None:
    """Found by the stateful test: the right is asked before anything is written, also where a complement was asked."""
    holder = person()
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.answer_with_complement(sent, by=helper, words="Quels jours ?")
    session.flush()
    for stranger in (holder, person()):
        with pytest.raises(NotAllowed):
            services.validate_submission(sent, by=stranger)
    assert sent.answer_words == "Quels jours ?"
