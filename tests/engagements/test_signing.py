"""Who signs for an association: a member without the right prepares, somebody who may signs, and only then is the person asked."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Membership, Right
from benevolat.associations.queries import team_of
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.engagements import jobs as domain_jobs
from benevolat.engagements import queries, services
from benevolat.engagements.errors import TotalRefused, WordsMissing
from benevolat.engagements.models import BilanState, State
from benevolat.engagements.story import story_of
from tests.engagements.stage import SENTENCE, Stage, confirmed, mails, mails_to, to_close
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY

SKILLS = {"accueillir": "A tenu l’accueil."}


def helper_of(stage: Stage, *, may_sign: bool = False, function: str | None = None) -> User:
    """Another member of the team, who prepares."""
    who = person(first_name="Lina", last_name="Faure")
    keep(Membership(**DAILY, association_id=stage.engagement.association_id, user_id=who.id, may_sign=may_sign, function=function))
    return who


def prepared() -> tuple[Stage, User]:
    """A closing whose bilan a helper prepared."""
    stage = to_close()
    helper = helper_of(stage)
    services.prepare_bilan(stage.engagement, by=helper, minutes=600, sentence=SENTENCE, competences=SKILLS)
    return stage, helper


def test_a_prepared_bilan_waits_and_asks_nothing_of_the_person(session: Any) -> None:
    stage, helper = prepared()
    assert (stage.bilan.state, stage.bilan.minutes) == (BilanState.PREPARED, 600)
    assert (stage.bilan.confirmed_at, stage.bilan.signatory) == (None, None)
    assert "à signer" in mails_to(stage.member)[-1]
    assert "Lina Faure a préparé" in next(each.body for each in mails() if each.subject == mails_to(stage.member)[-1])
    assert not [each for each in mails_to(stage.volunteer) if "bilan" in each and "à signer" in each]
    assert mails_to(helper) == [], "who prepared is told nothing"
    with pytest.raises(NotAllowed):
        services.confirm_bilan(stage.engagement, by=helper, minutes=600, sentence=SENTENCE, competences={})


def test_preparing_again_tells_nobody_twice(session: Any) -> None:
    stage, helper = prepared()
    told = len(mails())
    services.prepare_bilan(stage.engagement, by=helper, minutes=660, sentence=SENTENCE, competences={})
    assert (len(mails()), stage.bilan.minutes, stage.bilan.competences) == (told, 660, [])


def test_preparing_asks_the_same_of_a_bilan(session: Any) -> None:
    stage = to_close()
    helper = helper_of(stage)
    with pytest.raises(TotalRefused):
        services.prepare_bilan(stage.engagement, by=helper, minutes=0, sentence=SENTENCE, competences={})
    with pytest.raises(TotalRefused):
        services.prepare_bilan(stage.engagement, by=helper, minutes=999 * 60, sentence=SENTENCE, competences={})
    with pytest.raises(WordsMissing):
        services.prepare_bilan(stage.engagement, by=helper, minutes=60, sentence=" ", competences={})
    assert stage.bilan.state is BilanState.EXPECTED


def test_the_signatory_signs_with_their_function_and_the_person_is_asked(session: Any) -> None:
    stage, _helper = prepared()
    boss = helper_of(stage, may_sign=True, function="Coordinatrice des bénévoles")
    services.confirm_bilan(stage.engagement, by=boss, minutes=600, sentence=SENTENCE, competences=SKILLS)
    assert (stage.bilan.state, stage.bilan.signatory) == (BilanState.CONFIRMED, "Lina Faure, Coordinatrice des bénévoles")
    assert mails()[-1].to == stage.volunteer.email


def test_who_corrects_signs_the_correction(session: Any) -> None:
    stage = confirmed()
    assert stage.bilan.signatory == "Marc Reynaud"
    boss = helper_of(stage, may_sign=True, function="Présidente")
    services.correct_bilan(stage.engagement, by=boss, minutes=540, sentence=SENTENCE, competences={}, reason="Une heure de trop.")
    assert stage.bilan.signatory == "Lina Faure, Présidente"


def test_without_the_right_nothing_is_corrected_nor_withdrawn(session: Any) -> None:
    stage = confirmed()
    helper = helper_of(stage)
    assert not queries.open_actions(stage.engagement, helper) & {"correct", "withdraw", "confirm", "prepare"}
    with pytest.raises(NotAllowed):
        services.correct_bilan(stage.engagement, by=helper, minutes=540, sentence=SENTENCE, competences={}, reason="Une heure.")
    with pytest.raises(NotAllowed):
        services.withdraw_attestation(stage.engagement, by=helper, reason="Une erreur.")


def test_an_administrator_always_signs(session: Any) -> None:
    stage, helper = prepared()
    assert "confirm" in queries.open_actions(stage.engagement, stage.member)
    assert "prepare" not in queries.open_actions(stage.engagement, stage.member), "who may sign has one button"
    assert {"prepare"} == queries.open_actions(stage.engagement, helper) & {"prepare", "confirm"}


def test_a_silent_signatory_is_reminded_and_the_person_keeps_a_way_out(session: Any) -> None:
    stage, helper = prepared()
    ended = stage.engagement.to_close_at
    assert ended is not None
    before = mails_to(helper).copy()
    with clock.frozen(ended + timedelta(days=7)):
        domain_jobs.remind_closings({})
        assert mails_to(stage.member)[-1].startswith("Un bilan à signer")
        assert mails_to(helper) == before, "who cannot sign is not asked to"
    with clock.frozen(ended + timedelta(days=31)):
        assert "keep_declared" not in queries.open_actions(stage.engagement, stage.volunteer), "nothing of their own is written yet"
        with pytest.raises(WordsMissing):
            services.keep_declared(stage.engagement, by=stage.volunteer)
        services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=300, words="J’ai accueilli.")
        assert stage.bilan.state is BilanState.PREPARED
        assert "keep_declared" in queries.open_actions(stage.engagement, stage.volunteer)
        services.keep_declared(stage.engagement, by=stage.volunteer)
    assert (stage.bilan.state, stage.bilan.minutes, stage.bilan.sentence, stage.bilan.competences) == (BilanState.DECLARED, 300, "", [])


def test_the_story_tells_the_preparation_to_the_association_alone(session: Any) -> None:
    stage, _helper = prepared()
    assert "Bilan prêt à signer" in [each.label for each in story_of(stage.engagement, for_volunteer=False)]
    assert "Bilan prêt à signer" not in [each.label for each in story_of(stage.engagement, for_volunteer=True)]
    assert stage.engagement.state is State.TO_CLOSE


def test_only_an_administrator_gives_the_right(session: Any) -> None:
    stage, helper = prepared()
    mine = stage.engagement.association
    assert mine is not None
    membership = next(each for each in team_of(mine) if each.user_id == helper.id)
    with pytest.raises(NotAllowed):
        associations.set_work(membership, rights=membership.given, may_sign=True, function="Présidente", by=helper)
    associations.set_work(membership, rights=membership.given, may_sign=True, function="  Vice-\n présidente ", by=stage.member)
    assert (membership.signs, membership.signature) == (True, "Lina Faure, Vice- présidente")
    associations.set_work(membership, rights=membership.given, may_sign=False, function=" ", by=stage.member)
    assert (membership.signs, membership.signature) == (False, "Lina Faure")


def test_the_invitation_carries_the_right(session: Any) -> None:
    stage = to_close()
    for may_sign in (True, False):
        invited = person()
        row = associations.invite_member(
            stage.engagement.association, by=stage.member, email=invited.email or "", rights=tuple(Right), may_sign=may_sign,  # type: ignore[arg-type]
        )
        assert associations.accept_invitation(row, by=invited).signs is may_sign
