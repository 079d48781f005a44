"""Skills follow the bilan: claimed in the person's words, attested by the host, validated by a mark that tells nobody who put it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.core import clock, jobs
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.workflow import TransitionLog
from benevolat.engagements import services as engagements
from benevolat.engagements.models import BilanState, State
from benevolat.passeport import jobs as domain_jobs
from benevolat.passeport import queries, services
from benevolat.passeport.errors import (
    AlreadyAsked,
    NotAttested,
    NotClaimable,
    NothingToValidate,
    OwnWordsTooLong,
    StillAttested,
    UnknownSkill,
)
from benevolat.passeport.models import SkillState, ValidationRequest, ValidationState
from benevolat.passeport.permissions import visible_validation_requests
from tests.conftest import scalar_count
from tests.engagements.stage import Stage, confirmed, in_progress, mails, to_close
from tests.factories.people import agent, person


def attested() -> Stage:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    return stage


def states(stage: Stage) -> dict[str, SkillState]:
    return {code: each.state for code, each in queries.skills_of_engagement(stage.engagement).items()}


def test_a_skill_is_said_in_ones_own_words_and_said_again(session: Any) -> None:
    stage = in_progress()
    skill = services.claim_skill(stage.engagement, competence_code="cuisiner", own_words=" Je cuisine. ", by=stage.volunteer)
    assert (skill.state, skill.own_words) == (SkillState.CLAIMED, "Je cuisine.")
    again = services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Pour quarante.", by=stage.volunteer)
    assert again is skill
    assert skill.own_words == "Pour quarante."
    services.edit_own_words(skill, own_words="", by=stage.volunteer)
    assert skill.own_words is None
    services.unclaim_skill(skill, by=stage.volunteer)
    assert states(stage) == {}


def test_what_cannot_be_claimed(session: Any) -> None:
    stage = in_progress()
    with pytest.raises(UnknownSkill):
        services.claim_skill(stage.engagement, competence_code="voler", own_words=None, by=stage.volunteer)
    with pytest.raises(OwnWordsTooLong):
        services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="a" * 501, by=stage.volunteer)
    for other in (stage.member, person()):
        with pytest.raises(NotAllowed):
            services.claim_skill(stage.engagement, competence_code="cuisiner", own_words=None, by=other)
    planned = in_progress(state=State.PLANNED)
    with pytest.raises(NotClaimable):
        services.claim_skill(planned.engagement, competence_code="cuisiner", own_words=None, by=planned.volunteer)


def test_others_do_not_touch_a_skill(session: Any) -> None:
    stage = in_progress()
    skill = services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Moi.", by=stage.volunteer)
    for act in (lambda by: services.edit_own_words(skill, own_words="x", by=by), lambda by: services.unclaim_skill(skill, by=by)):
        for other in (stage.member, person(), agent(Role.MODERATEUR)):
            with pytest.raises(NotAllowed):
                act(other)


def test_a_draft_carries_its_skills_and_takes_back_the_unticked(session: Any) -> None:
    stage = to_close()
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Un.", competences=["cuisiner", "equipe"])
    services.claim_skill(stage.engagement, competence_code="ecrire", own_words="Les menus.", by=stage.volunteer)
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Deux.", competences=["equipe"])
    assert set(states(stage)) == {"equipe", "ecrire"}, "what was put in words stays"


def test_agreeing_attests_what_the_association_ticked_and_only_that(session: Any) -> None:
    stage = to_close()
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Un.", competences=["cuisiner", "ecouter"])
    seen = {"ecouter": None, "equipe": None}
    engagements.confirm_bilan(stage.engagement, by=stage.member, minutes=60, sentence="Bien.", competences=seen)
    assert set(states(stage).values()) == {SkillState.CLAIMED}, "before the person answers, nothing is attested"
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert states(stage) == {"cuisiner": SkillState.CLAIMED, "ecouter": SkillState.ATTESTED, "equipe": SkillState.ATTESTED}


def test_an_attested_skill_is_not_taken_back_like_a_claim(session: Any) -> None:
    stage = attested()
    with pytest.raises(StillAttested):
        services.unclaim_skill(queries.skills_of_engagement(stage.engagement)["ecouter"], by=stage.volunteer)


@pytest.mark.parametrize("gesture", ["withdraw", "correct", "disagree after silence"])
def test_what_no_longer_stands_leaves_the_passeport(session: Any, gesture: str) -> None:
    stage = confirmed()
    services.claim_skill(stage.engagement, competence_code="ecouter", own_words="J’écoute.", by=stage.volunteer)
    if gesture == "disagree after silence":
        with clock.frozen(clock.now() + timedelta(days=22)):
            services.stand_bilan(stage.engagement)
    else:
        services.agree_bilan(stage.engagement, by=stage.volunteer)
    services.mark_validated(stage.engagement)
    assert set(states(stage).values()) == {SkillState.VALIDATED}
    if gesture == "withdraw":
        services.withdraw_attestation(stage.engagement, by=stage.member, reason="Erreur.")
    elif gesture == "correct":
        services.correct_bilan(stage.engagement, by=stage.member, minutes=5, sentence="x", competences={"equipe": None}, reason="Erreur.")
    else:
        services.disagree_bilan(stage.engagement, by=stage.volunteer, words="Non.")
    assert states(stage) == {"ecouter": SkillState.CLAIMED}, "only the person's own words remain"
    skill = queries.skills_of_engagement(stage.engagement)["ecouter"]
    assert (skill.attested_at, skill.validated_at) == (None, None)


def test_silence_attests_after_twenty_one_days_through_the_job(session: Any) -> None:
    stage = confirmed()
    for days, expected in ((20, BilanState.CONFIRMED), (22, BilanState.STANDING), (23, BilanState.STANDING)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            domain_jobs.stand_bilans({})
        assert stage.bilan.state is expected
    assert set(states(stage).values()) == {SkillState.ATTESTED}
    assert [each.to for each in mails()].count(stage.volunteer.email) == 3, "ended, written, stands: each said once"
    assert set(domain_jobs.HANDLERS) <= set(jobs.registry.handlers)


def test_a_correction_starts_the_twenty_one_days_again(session: Any) -> None:
    stage = confirmed()
    with clock.frozen(clock.now() + timedelta(days=15)):
        services.correct_bilan(stage.engagement, by=stage.member, minutes=5, sentence="x", competences={}, reason="Erreur.")
    with clock.frozen(clock.now() + timedelta(days=30)):
        domain_jobs.stand_bilans({})
    assert stage.bilan.state is BilanState.CONFIRMED


def test_a_request_is_asked_once_by_its_person_on_something_attested(session: Any) -> None:
    stage = attested()
    for other in (stage.member, person(), agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            services.ask_validation(stage.engagement, by=other)
    request = services.ask_validation(stage.engagement, by=stage.volunteer)
    with pytest.raises(AlreadyAsked):
        services.ask_validation(stage.engagement, by=stage.volunteer)
    services.cancel_validation(request, by=stage.volunteer)
    assert services.ask_validation(stage.engagement, by=stage.volunteer).state is ValidationState.ASKED


def test_nothing_to_validate(session: Any) -> None:
    stage = confirmed({})
    with pytest.raises(NotAttested):
        services.ask_validation(stage.engagement, by=stage.volunteer)
    with pytest.raises(NotAttested):
        services.mark_validated(stage.engagement)
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    with pytest.raises(NothingToValidate):
        services.ask_validation(stage.engagement, by=stage.volunteer)
    sent = len(mails())
    services.mark_validated(stage.engagement)
    assert len(mails()) == sent


def test_the_mark_is_put_once_and_tells_nobody_who_put_it(session: Any) -> None:
    """With a request or without one, what is left in every table below the line is the same."""
    asked, unasked = attested(), attested()
    for stage in (asked, unasked):
        assert stage.engagement.association is not None
        stage.engagement.association.name = "Les Mains Vertes"
    services.ask_validation(asked.engagement, by=asked.volunteer)
    for stage in (asked, unasked):
        sent = len(mails())
        services.mark_validated(stage.engagement)
        services.mark_validated(stage.engagement)
        assert len(mails()) == sent + 1
        assert set(states(stage).values()) == {SkillState.VALIDATED}
    assert scalar_count(ValidationRequest) == 0
    assert db.session.scalar(sa.select(sa.func.count()).where(TransitionLog.noun == "validation_request")) == 0
    first, second = [each for each in mails() if each.subject == "Vos compétences sont validées"]
    assert (first.subject, first.body) == (second.subject, second.body)


def test_a_refusal_carries_a_reason_and_can_be_asked_again(session: Any) -> None:
    stage, desk = attested(), agent(Role.MODERATEUR)
    request = services.ask_validation(stage.engagement, by=stage.volunteer)
    for other in (stage.volunteer, stage.member, agent(Role.REFERENT)):
        with pytest.raises(NotAllowed):
            services.decline_validation(request, by=other, reason="Non.")
    with pytest.raises(InvalidInput):
        services.decline_validation(request, by=desk, reason=" ")
    services.decline_validation(request, by=desk, reason="Il manque le nom du responsable.")
    assert "Il manque le nom du responsable." in mails()[-1].body
    assert queries.declined_request(stage.engagement) is request
    with pytest.raises(Conflict):
        services.cancel_validation(request, by=stage.volunteer)
    services.ask_validation(stage.engagement, by=stage.volunteer)
    assert queries.declined_request(stage.engagement) is None


def test_a_desk_sees_what_waits_and_a_person_their_own(session: Any) -> None:
    stage = attested()
    request = services.ask_validation(stage.engagement, by=stage.volunteer)
    assert queries.requests_to_answer(agent(Role.MODERATEUR)) == [request]
    assert queries.requests_to_answer(stage.volunteer) == [request]
    for other in (stage.member, person(), agent(Role.REFERENT), agent(Role.PILOTE), agent(Role.ADMINISTRATEUR)):
        assert queries.requests_to_answer(other) == []


def test_only_the_person_takes_a_request_back(session: Any) -> None:
    stage = attested()
    request = services.ask_validation(stage.engagement, by=stage.volunteer)
    for other in (stage.member, person(), agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            services.cancel_validation(request, by=other)
    assert request.state is ValidationState.ASKED


def test_a_desk_sees_no_request_that_was_taken_back(session: Any) -> None:
    stage, desk = attested(), agent(Role.MODERATEUR)
    request = services.ask_validation(stage.engagement, by=stage.volunteer)
    assert db.session.scalars(visible_validation_requests(desk)).all() == [request]
    services.cancel_validation(request, by=stage.volunteer)
    assert db.session.scalars(visible_validation_requests(desk)).all() == []


def test_the_mark_is_never_put_on_a_claim(session: Any) -> None:
    stage = attested()
    services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Moi.", by=stage.volunteer)
    services.mark_validated(stage.engagement)
    assert states(stage).pop("cuisiner") is SkillState.CLAIMED
    assert [code for code, state in states(stage).items() if state is SkillState.VALIDATED] == ["accueillir", "ecouter"]


def test_answering_after_the_mark_keeps_it(session: Any) -> None:
    stage = confirmed()
    with clock.frozen(clock.now() + timedelta(days=22)):
        services.stand_bilan(stage.engagement)
    services.mark_validated(stage.engagement)
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert set(states(stage).values()) == {SkillState.VALIDATED}


def test_what_no_longer_stands_takes_its_request_away(session: Any) -> None:
    stage = attested()
    services.ask_validation(stage.engagement, by=stage.volunteer)
    services.withdraw_attestation(stage.engagement, by=stage.member, reason="Erreur.")
    assert scalar_count(ValidationRequest) == 0
