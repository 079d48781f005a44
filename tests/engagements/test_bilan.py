"""The bilan: both sides write and answer; what is agreed is attested, what is disputed stands nowhere, silence has an end."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.candidatures.services import hide_host
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import queries, services
from benevolat.engagements.errors import (
    AlreadyOver,
    NotAttestedYet,
    NotOverYet,
    ThanksTooLong,
    TooEarly,
    TooLate,
    TooManySkills,
    TotalRefused,
    UnknownSkill,
    WordsMissing,
)
from benevolat.engagements.models import BilanState, State
from tests.conftest import scalar_count
from tests.engagements.stage import SENTENCE, Stage, confirmed, in_progress, mails, mails_to, to_close
from tests.factories.people import person

CODES = ["accueillir", "ecouter", "equipe", "fiabilite", "cuisiner", "autonomie", "rigueur", "animer", "ecrire"]


def test_the_person_drafts_the_association_confirms_the_person_agrees(session: Any) -> None:
    stage = to_close()
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=540, words="J’ai tenu l’accueil.")
    assert (stage.bilan.state, stage.bilan.draft_minutes, stage.engagement.state) == (BilanState.DRAFTED, 540, State.TO_CLOSE)
    assert mails_to(stage.member)[-1].endswith("a préparé le bilan\u00a0: il reste à le confirmer")
    services.confirm_bilan(stage.engagement, by=stage.member, minutes=600, sentence=SENTENCE, competences={"accueillir": None})
    assert (stage.bilan.state, stage.bilan.signatory, stage.engagement.state) == (BilanState.CONFIRMED, "Marc Reynaud", State.TO_CLOSE)
    assert stage.bilan.draft_words == "J’ai tenu l’accueil.", "what the person wrote stays beside"
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert (stage.bilan.state, stage.engagement.state) == (BilanState.AGREED, State.ATTESTED)


def test_drafting_twice_tells_the_association_once(session: Any) -> None:
    stage = to_close()
    before = len(mails_to(stage.member))
    for words in ("Un.", "Deux."):
        services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words=words)
    assert len(mails_to(stage.member)) == before + 1
    assert stage.bilan.draft_words == "Deux."


def test_nothing_is_written_before_the_end(session: Any) -> None:
    stage = in_progress()
    with pytest.raises(NotOverYet):
        services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Trop tôt.")
    with pytest.raises(NotOverYet):
        services.confirm_bilan(stage.engagement, by=stage.member, minutes=60, sentence=SENTENCE, competences={})


@pytest.mark.parametrize(("values", "error"), [
    ({"minutes": 0}, TotalRefused), ({"minutes": 11 * 1440 + 1}, TotalRefused), ({"sentence": "  "}, WordsMissing),
    ({"competences": dict.fromkeys(CODES)}, TooManySkills), ({"competences": {"voler": None}}, UnknownSkill),
])
def test_what_the_association_writes_is_checked(session: Any, values: dict[str, Any], error: type[InvalidInput]) -> None:
    stage = to_close()
    whole = {"minutes": 60, "sentence": SENTENCE, "competences": {}, **values}
    with pytest.raises(error):
        services.confirm_bilan(stage.engagement, by=stage.member, **whole)


def test_eight_skills_and_every_minute_of_the_days_are_accepted(session: Any) -> None:
    stage = to_close()
    services.confirm_bilan(
        stage.engagement, by=stage.member, minutes=11 * 1440, sentence=SENTENCE, competences=dict.fromkeys(CODES[:8])
    )
    assert len(stage.bilan.competences) == 8


def test_a_disagreement_is_in_the_persons_own_words_and_attests_nothing(session: Any) -> None:
    stage = confirmed()
    with pytest.raises(WordsMissing):
        services.disagree_bilan(stage.engagement, by=stage.volunteer, words=" ")
    services.disagree_bilan(stage.engagement, by=stage.volunteer, words="J’ai fait bien plus d’heures.")
    assert (stage.bilan.state, stage.engagement.state) == (BilanState.DISPUTED, State.TO_CLOSE)
    assert "J’ai fait bien plus d’heures." in mails()[-1].body
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert stage.engagement.state is State.ATTESTED, "one may change one's mind"


def test_a_correction_asks_the_person_again(session: Any) -> None:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    services.correct_bilan(
        stage.engagement, by=stage.member, minutes=660, sentence="Corrigé.", competences={"ecouter": "Autre exemple."}, reason="Une erreur."
    )
    assert (stage.bilan.state, stage.engagement.state, stage.bilan.answered_at) == (BilanState.CONFIRMED, State.TO_CLOSE, None)
    assert [(each.competence_code, each.example) for each in stage.bilan.competences] == [("ecouter", "Autre exemple.")]
    assert "Une erreur." in mails()[-1].body


def test_a_correction_and_a_withdrawal_need_a_reason(session: Any) -> None:
    stage = confirmed()
    with pytest.raises(InvalidInput):
        services.correct_bilan(stage.engagement, by=stage.member, minutes=60, sentence="x", competences={}, reason=" ")
    with pytest.raises(InvalidInput):
        services.withdraw_attestation(stage.engagement, by=stage.member, reason=" ")


def test_the_association_withdraws_within_thirty_days_and_the_person_is_told(session: Any) -> None:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    services.withdraw_attestation(stage.engagement, by=stage.member, reason="Ce n’était pas la bonne personne.")
    assert (stage.bilan.state, stage.engagement.state) == (BilanState.WITHDRAWN, State.TO_CLOSE)
    assert "Ce n’était pas la bonne personne." in mails()[-1].body
    assert mails()[-1].to == stage.volunteer.email
    with pytest.raises(Conflict):
        services.agree_bilan(stage.engagement, by=stage.volunteer)


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_thirty_days_to_correct_from_the_first_confirmation(session: Any, days: int, possible: bool) -> None:
    stage = confirmed()
    later = stage.bilan.confirmed_at + timedelta(days=days)  # type: ignore[operator]

    def correct() -> None:
        services.correct_bilan(stage.engagement, by=stage.member, minutes=60, sentence="x", competences={}, reason="y")

    with clock.frozen(clock.now() + timedelta(days=10)):
        correct()
    with clock.frozen(later):
        if possible:
            correct()
            services.withdraw_attestation(stage.engagement, by=stage.member, reason="z")
        else:
            with pytest.raises(TooLate):
                correct()
            with pytest.raises(TooLate):
                services.withdraw_attestation(stage.engagement, by=stage.member, reason="z")


def test_twenty_one_days_of_silence_and_the_attestation_stands(session: Any) -> None:
    stage = confirmed()
    asked: Any = stage.bilan.asked_at
    with clock.frozen(asked + timedelta(days=21, seconds=-1)), pytest.raises(TooEarly):
        services.stand_bilan(stage.engagement)
    with clock.frozen(asked + timedelta(days=21)):
        services.stand_bilan(stage.engagement)
    assert (stage.bilan.state, stage.engagement.state) == (BilanState.STANDING, State.ATTESTED)
    with clock.frozen(asked + timedelta(days=365)):
        services.disagree_bilan(stage.engagement, by=stage.volunteer, words="Non.")
    assert stage.engagement.state is State.TO_CLOSE


def test_a_late_disagreement_can_still_be_mended(session: Any) -> None:
    stage = confirmed()
    asked: Any = stage.bilan.asked_at

    def correct() -> None:
        services.correct_bilan(stage.engagement, by=stage.member, minutes=60, sentence="x", competences={}, reason="y")

    with clock.frozen(asked + timedelta(days=100)):
        services.stand_bilan(stage.engagement)
        with pytest.raises(TooLate):
            correct()
        assert "correct" not in queries.open_actions(stage.engagement, stage.member)
        services.disagree_bilan(stage.engagement, by=stage.volunteer, words="C’était plus long.")
        until = clock.until_day(clock.now() + timedelta(days=30))
        assert f"Vous pouvez le corriger {until}." in mails()[-1].body
        assert {"correct", "withdraw"} <= queries.open_actions(stage.engagement, stage.member)
    with clock.frozen(asked + timedelta(days=130, seconds=1)), pytest.raises(TooLate):
        correct()
    with clock.frozen(asked + timedelta(days=129)):
        correct()
        services.agree_bilan(stage.engagement, by=stage.volunteer)
        assert stage.engagement.state is State.ATTESTED
        with pytest.raises(TooLate):
            services.withdraw_attestation(stage.engagement, by=stage.member, reason="z")


def test_after_a_year_it_can_no_longer_be_answered(session: Any) -> None:
    stage = confirmed()
    asked: Any = stage.bilan.asked_at
    with clock.frozen(asked + timedelta(days=22)):
        services.stand_bilan(stage.engagement)
    with clock.frozen(asked + timedelta(days=365, seconds=1)), pytest.raises(TooLate):
        services.disagree_bilan(stage.engagement, by=stage.volunteer, words="Trop tard.")


def test_a_correction_gives_its_own_twenty_one_days_and_its_own_year(session: Any) -> None:
    stage = confirmed()
    written: Any = stage.bilan.confirmed_at
    with clock.frozen(written + timedelta(days=15)):
        services.correct_bilan(stage.engagement, by=stage.member, minutes=60, sentence="x", competences={}, reason="y")
    with clock.frozen(written + timedelta(days=35)), pytest.raises(TooEarly):
        services.stand_bilan(stage.engagement)
    with clock.frozen(written + timedelta(days=370)):
        services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert stage.bilan.state is BilanState.AGREED


def test_after_thirty_days_of_silence_the_person_keeps_it_as_declared(session: Any) -> None:
    stage = to_close()
    ended = clock.now()
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=300, words="J’ai tenu la caisse.")
    with clock.frozen(ended + timedelta(days=30, seconds=-1)), pytest.raises(TooEarly):
        services.keep_declared(stage.engagement, by=stage.volunteer)
    with clock.frozen(ended + timedelta(days=30)):
        services.keep_declared(stage.engagement, by=stage.volunteer)
    assert (stage.bilan.state, stage.bilan.minutes, stage.engagement.state) == (BilanState.DECLARED, 300, State.TO_CLOSE)
    services.confirm_bilan(stage.engagement, by=stage.member, minutes=320, sentence=SENTENCE, competences={})
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    assert stage.engagement.state is State.ATTESTED, "a late association may still attest"


def test_keeping_as_declared_needs_words(session: Any) -> None:
    stage = to_close()
    with clock.frozen(clock.now() + timedelta(days=31)), pytest.raises(WordsMissing):
        services.keep_declared(stage.engagement, by=stage.volunteer)


def test_nobody_turns_anothers_key(session: Any) -> None:
    stage = confirmed()
    with pytest.raises(NotAllowed):
        services.agree_bilan(stage.engagement, by=stage.member)
    with pytest.raises(NotAllowed):
        services.withdraw_attestation(stage.engagement, by=stage.volunteer, reason="x")
    with pytest.raises(NotAllowed):
        services.draft_bilan(stage.engagement, by=stage.member, minutes=60, words="x")


def not_done(stage: Stage) -> None:
    services.mark_not_done(stage.engagement, by=stage.member, reason="Absence.")


def test_what_is_attested_cannot_be_called_not_done(session: Any) -> None:
    with pytest.raises(AlreadyOver):
        not_done(confirmed())
    withdrawn = confirmed()
    services.withdraw_attestation(withdrawn.engagement, by=withdrawn.member, reason="Erreur.")
    not_done(withdrawn)
    assert withdrawn.engagement.state is State.NOT_DONE


def test_thanks_follow_an_attestation_and_are_told_once(session: Any) -> None:
    stage = confirmed()
    with pytest.raises(NotAttestedYet):
        services.thank(stage.engagement, by=stage.member, words="Merci.")
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    for nobody in (stage.volunteer, person()):
        with pytest.raises(NotAllowed):
            services.thank(stage.engagement, by=nobody, words="Merci.")
    with pytest.raises(WordsMissing):
        services.thank(stage.engagement, by=stage.member, words="  ")
    with pytest.raises(ThanksTooLong):
        services.thank(stage.engagement, by=stage.member, words="m" * 501)
    before = scalar_count(OutgoingMail)
    services.thank(stage.engagement, by=stage.member, words="Merci pour ces matins.")
    services.thank(stage.engagement, by=stage.member, words="Merci pour tous ces matins.")
    assert scalar_count(OutgoingMail) == before + 1
    assert (stage.bilan.thanks, stage.bilan.thanks_by) == ("Merci pour tous ces matins.", stage.member.full_name)


def test_thanks_wait_for_who_sees_the_association_no_more(session: Any) -> None:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    hide_host(stage.engagement.association, by=stage.volunteer)
    before = scalar_count(OutgoingMail)
    services.thank(stage.engagement, by=stage.member, words="Merci.")
    assert (stage.bilan.thanks, scalar_count(OutgoingMail)) == ("Merci.", before)


def test_the_person_answers_a_withdrawal_once_and_the_association_reads_it(session: Any) -> None:
    stage = confirmed()
    services.disagree_bilan(stage.engagement, by=stage.volunteer, words="J’ai fait plus.")
    services.withdraw_attestation(stage.engagement, by=stage.member, reason="Ce n’était pas la bonne personne.")
    assert stage.bilan.answer_words is None, "what was said of the bilan does not answer its withdrawal"
    assert "answer" in queries.open_actions(stage.engagement, stage.volunteer)
    assert "answer" not in queries.open_actions(stage.engagement, stage.member)
    with pytest.raises(WordsMissing):
        services.answer_withdrawal(stage.engagement, by=stage.volunteer, words="  ")
    with pytest.raises(NotAllowed):
        services.answer_withdrawal(stage.engagement, by=stage.member, words="Non.")
    services.answer_withdrawal(stage.engagement, by=stage.volunteer, words="C’était bien moi.")
    assert (stage.bilan.state, stage.bilan.answer_words) == (BilanState.WITHDRAWN, "C’était bien moi.")
    assert "C’était bien moi." in mails()[-1].body
    assert "answer" not in queries.open_actions(stage.engagement, stage.volunteer)
    with pytest.raises(Conflict):
        services.answer_withdrawal(stage.engagement, by=stage.volunteer, words="Encore.")


def test_a_withdrawal_is_answered_for_a_year(session: Any) -> None:
    stage = confirmed()
    services.withdraw_attestation(stage.engagement, by=stage.member, reason="Erreur.")
    with clock.frozen(clock.now() + timedelta(days=366)):
        assert "answer" not in queries.open_actions(stage.engagement, stage.volunteer)
        with pytest.raises(TooLate):
            services.answer_withdrawal(stage.engagement, by=stage.volunteer, words="C’était bien moi.")
