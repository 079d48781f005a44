"""What a host elsewhere answers by its link or on a sheet, what the person says of it, and what a link does not open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.ailleurs import jobs, services
from benevolat.ailleurs.errors import LinkClosed
from benevolat.ailleurs.models import RequestState
from benevolat.ailleurs.queries import find_by_link, find_sheet, open_actions
from benevolat.core import clock, journal
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.errors import DatesInverted, DayToCome, TotalRefused
from benevolat.engagements.models import BilanState, State
from benevolat.engagements.story import story_of
from benevolat.passeport import jobs as passeport_jobs
from benevolat.passeport.models import SkillState
from benevolat.passeport.queries import skills_of_engagement
from tests.ailleurs.stage import ANSWER, HOST, answered, asked, declared, last_token, opened
from tests.engagements.stage import mails, mails_to
from tests.factories.people import agent, person

NOON = clock.paris(2026, 11, 22, 12)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def test_what_the_host_confirms_waits_for_the_person_then_is_attested(session: Any) -> None:
    someone, row, request = answered()
    bilan: Any = row.bilan
    assert (bilan.state, bilan.minutes, bilan.signatory, request.state) == (
        BilanState.CONFIRMED, 900, "Odile Perrin, présidente", RequestState.ANSWERED)
    assert (row.host, row.ends_on) == ("Le club de quilles", date(2026, 6, 1)), "the host's words wait for the person"
    assert skills_of_engagement(row)["ecouter"].state is SkillState.CLAIMED
    assert mails_to(someone) == ["Votre bilan est prêt\u00a0: êtes-vous d’accord\u00a0?"]
    services.agree_bilan(row, by=someone)
    assert (row.state, row.host, row.ends_on) == (State.ATTESTED, "Club de quilles de Vif", date(2026, 5, 1))
    assert {code: each.state for code, each in skills_of_engagement(row).items()} == {
        "accueillir": SkillState.ATTESTED, "ecouter": SkillState.CLAIMED}


def test_a_link_decides_once_and_the_letter_that_confirms_holds_another(session: Any) -> None:
    _someone, _row, request = asked()
    first = last_token()
    services.answer_request(opened(first), ANSWER)
    assert find_by_link(first) is None
    second = last_token()
    assert [each.subject for each in mails() if each.to == HOST][-1] == "Votre attestation pour Nadia Belkacem est enregistrée"
    assert find_by_link(second) is request
    with pytest.raises(LinkClosed):
        services.decline_request(request)
    with clock.frozen(NOON + timedelta(days=30, seconds=-1)):
        assert find_by_link(second) is request
    with clock.frozen(NOON + timedelta(days=30)):
        assert find_by_link(second) is None


@pytest.mark.parametrize(("changes", "error"), [
    ({"ends_on": date(2026, 2, 1)}, DatesInverted), ({"ends_on": date(2026, 11, 23)}, DayToCome), ({"minutes": 0}, TotalRefused),
    ({"ends_on": date(2026, 3, 1), "minutes": 1441}, TotalRefused), ({"name": " "}, InvalidInput), ({"function": ""}, InvalidInput),
    ({"host": ""}, InvalidInput), ({"sentence": " "}, InvalidInput), ({"competences": {"inconnue": None}}, InvalidInput),
    ({"competences": dict.fromkeys(map(str, range(9)))}, InvalidInput),
])
def test_an_answer_is_checked(session: Any, changes: dict[str, Any], error: type[InvalidInput]) -> None:
    _someone, _row, request = asked()
    with pytest.raises(error):
        services.answer_request(request, replace(ANSWER, **changes))


def test_the_loop_disagree_fresh_link_correct_agree(session: Any) -> None:
    someone, row, request = answered()
    former = last_token()
    services.disagree_bilan(row, by=someone, words="J’ai fait vingt heures.")
    fresh = last_token()
    assert find_by_link(former) is None
    letter = [each for each in mails() if each.to == HOST][-1]
    assert letter.subject == "Nadia Belkacem n’est pas d’accord avec votre attestation"
    assert "vingt heures" not in letter.body, "the person's words are read on the page"
    assert opened(fresh) is request
    with pytest.raises(LinkClosed):
        services.decline_request(request)
    services.answer_request(request, replace(ANSWER, minutes=1200, reason="Recompté."))
    assert find_by_link(fresh) is None
    assert row.bilan is not None
    assert (row.bilan.state, row.bilan.minutes) == (BilanState.CONFIRMED, 1200)
    services.agree_bilan(row, by=someone)
    assert row.state is State.ATTESTED
    told = [each.label for each in story_of(row, for_volunteer=True)]
    assert told == ["Ajouté par vous", "Déclaré par vous", "Attesté par votre contact", "Pas d’accord avec le bilan", "Bilan corrigé",
                    "D’accord avec le bilan"]


def test_a_correction_that_nobody_made_may_still_be_agreed_on_or_asked_again(session: Any) -> None:
    someone, row, request = answered()
    services.disagree_bilan(row, by=someone, words="Non.")
    with clock.frozen(NOON + timedelta(days=14)):
        jobs.expire_requests({})
        assert request.state is RequestState.EXPIRED
        assert open_actions(row) == {"ask", "paper", "resend"}
        services.resend_request(request, by=someone)
        assert opened(last_token()) is request
        services.agree_bilan(row, by=someone)
    assert (request.state, row.state) == (RequestState.ANSWERED, State.ATTESTED)


def test_a_late_disagreement_still_writes_to_the_host(session: Any) -> None:
    someone, row, request = answered()
    with clock.frozen(NOON + timedelta(days=22)):
        passeport_jobs.stand_bilans({})
    assert row.state is State.ATTESTED
    assert row.host == "Club de quilles de Vif", "what stands takes the host's words too"
    with clock.frozen(NOON + timedelta(days=31)):
        services.disagree_bilan(row, by=someone, words="Non.")
        assert opened(last_token()) is request
        letters = len(mails())
        services.answer_request(request, replace(ANSWER, reason="Elle a raison."))
        services.agree_bilan(row, by=someone)
        assert row.state is State.ATTESTED
        assert find_by_link(last_token()) is None, "the time to correct what is agreed on is over"
    assert [each.to for each in mails()[letters:]] == [someone.email], "no link that opens nothing"


def test_the_host_withdraws_by_its_link_with_a_reason(session: Any) -> None:
    someone, row, request = answered()
    services.agree_bilan(row, by=someone)
    with pytest.raises(InvalidInput):
        services.withdraw_by_link(opened(last_token()), reason=" ")
    services.withdraw_by_link(opened(last_token()), reason="Ce n’était pas elle.")
    assert row.bilan is not None
    assert (row.bilan.state, row.state) == (BilanState.WITHDRAWN, State.TO_CLOSE)
    assert set(skills_of_engagement(row)) == {"ecouter"}, "what the person said stays, what was attested goes"
    assert find_by_link(last_token()) is None
    assert "Ce n’était pas elle." in [each.body for each in mails() if each.to == someone.email][-1]
    with pytest.raises(LinkClosed):
        services.withdraw_by_link(request, reason="Encore.")


def test_what_the_person_took_out_is_corrected_no_more(session: Any) -> None:
    someone, row, _request = answered()
    token = last_token()
    assert find_by_link(token) is not None
    services.remove(row, by=someone)
    assert find_by_link(token) is None


def test_what_nobody_attested_is_not_withdrawn(session: Any) -> None:
    _someone, _row, request = asked()
    with pytest.raises(LinkClosed):
        services.withdraw_by_link(request, reason="Non.")


def test_a_sheet_is_copied_at_a_desk_and_takes_effect_when_the_person_agrees(session: Any) -> None:
    someone, row = declared()
    sheet = services.ask_on_paper(row, by=someone)
    desk = agent(Role.MODERATEUR)
    assert find_sheet(desk, sheet.paper_code or "") is sheet
    with pytest.raises(LinkClosed):
        services.answer_request(sheet, ANSWER)
    for who in (someone, person(), agent(Role.REFERENT), agent(Role.ADMINISTRATEUR)):
        assert find_sheet(who, sheet.paper_code or "") is (sheet if who is someone else None)
        with pytest.raises(NotAllowed):
            services.transcribe_sheet(sheet, ANSWER, by=who)
    services.transcribe_sheet(sheet, ANSWER, by=desk)
    assert row.bilan is not None
    assert (row.bilan.state, row.state) == (BilanState.CONFIRMED, State.TO_CLOSE)
    [line] = [each for each in journal.about(someone.id) if each.action == "proof_request.transcribe"]
    assert (line.actor_id, line.reason) == (desk.id, None)
    kept = session.query(TransitionLog).filter(TransitionLog.actor_id == desk.id).all()
    assert kept == [], "who typed is in the journal, and only there"
    assert find_sheet(desk, sheet.paper_code or "") is None
    services.agree_bilan(row, by=someone)
    assert row.state is State.ATTESTED


def test_a_sheet_too_old_or_taken_back_is_not_copied(session: Any) -> None:
    someone, row = declared()
    sheet, desk = services.ask_on_paper(row, by=someone), agent(Role.MODERATEUR)
    with clock.frozen(NOON + timedelta(days=90)):
        assert find_sheet(desk, sheet.paper_code or "") is None
        with pytest.raises(LinkClosed):
            services.transcribe_sheet(sheet, ANSWER, by=desk)
    services.cancel_request(sheet, by=someone)
    with pytest.raises(LinkClosed):
        services.transcribe_sheet(sheet, ANSWER, by=desk)


def test_a_disputed_sheet_is_mended_by_a_letter_or_another_sheet(session: Any) -> None:
    someone, row = declared()
    desk = agent(Role.MODERATEUR)
    services.transcribe_sheet(services.ask_on_paper(row, by=someone), ANSWER, by=desk)
    services.disagree_bilan(row, by=someone, words="Non.")
    assert open_actions(row) == {"ask", "paper"}
    second = services.ask_on_paper(row, by=someone)
    services.transcribe_sheet(second, replace(ANSWER, minutes=1200, reason="Nouvelle feuille."), by=desk)
    assert row.bilan is not None
    assert (row.bilan.state, row.bilan.minutes) == (BilanState.CONFIRMED, 1200)
