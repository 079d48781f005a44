"""Asking a host elsewhere: who may be written to, how often, what the letter says, and what closes a link."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benevolat.ailleurs import jobs, services
from benevolat.ailleurs.errors import (
    NameNeeded,
    NoAddressInName,
    NoAddressInWords,
    NotAskedYet,
    NotWrittenAgain,
    OwnAddress,
    RequestOpen,
    SentToday,
    TooManyLetters,
    TooManyThisMonth,
)
from benevolat.ailleurs.models import RequestState
from benevolat.ailleurs.queries import find_by_link, open_actions, open_request, requests_of
from benevolat.ailleurs.story import steps_of
from benevolat.core import clock, entropy
from benevolat.core.errors import DomainError, NotAllowed
from benevolat.core.jobs import registry
from benevolat.core.sms import OutgoingSms
from benevolat.engagements.models import State
from benevolat.engagements.services import remove_declared
from benevolat.passeport.queries import skills_of_engagement
from tests.ailleurs.stage import HOST, SAID, asked, declared, last_token
from tests.engagements.stage import mails, mails_to
from tests.factories.people import by_phone, person
from tests.factories.world import association

NOON = clock.paris(2026, 11, 22, 12)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def ask(row: Any, who: Any, email: str = HOST, name: str = "Odile") -> Any:
    """Ask, as somebody."""
    return services.ask_by_mail(row, contact_name=name, email=email, by=who)


def test_declaring_says_skills_and_changing_takes_them_back(session: Any) -> None:
    someone, row = declared(competences=("ecouter", "accueillir"))
    assert set(skills_of_engagement(row)) == {"ecouter", "accueillir"}
    services.edit(row, SAID, competences=("equipe",), by=someone)
    assert set(skills_of_engagement(row)) == {"equipe"}


def test_the_letter_says_who_asks_what_for_what_is_shown_until_when_and_what_if_not(session: Any) -> None:
    _someone, row, request = asked()
    [mail] = mails()
    assert mail.to == HOST
    for words in ("Nadia Belkacem", "Le club de quilles", "Tenir la buvette", "passeport bénévole", "votre nom, votre fonction",
                  "les heures", "jusqu’au dimanche 6 décembre", "Ce n’est pas pour vous\u00a0?",
                  "Département de l’Isère", "04 65 71 38 38"):
        assert words in mail.body, words
    assert "deux cents cafés" not in mail.body, "no free text leaves in a letter to a stranger"
    token = last_token()
    assert len(token) == 22, "128 random bits"
    assert request.token_hash == entropy.fingerprint(token)
    assert token not in repr(vars(request)), "the link itself is kept nowhere but in the letter"
    assert find_by_link(token) is request
    assert find_by_link(token[:-1]) is None
    assert [each.label for each in steps_of(row)] == ["Demande d’attestation envoyée"]


@pytest.mark.parametrize("address", ["Nadia@Courriel.example", "nadia+moi@courriel.example", "contact@mon-asso.example"])
def test_nobody_attests_for_oneself(session: Any, address: str) -> None:
    someone = person(email="nadia@courriel.example")
    association(member=someone, email="contact@mon-asso.example")
    _same, row = declared(someone)
    with pytest.raises(OwnAddress) as refusal:
        ask(row, someone, address)
    assert refusal.value.field == "email"
    assert mails() == []
    ask(row, someone, "quelqu.un@courriel.example")


def test_dots_and_capitals_of_one_box_are_one_address(session: Any) -> None:
    someone = person(email="nadia.belkacem@gmail.com")
    _same, row = declared(someone)
    with pytest.raises(OwnAddress):
        ask(row, someone, "NadiaBelkacem+club@gmail.com")


@pytest.mark.parametrize("words", ["Voir http://mal.test/gain", "www.mal.test", "gagnez sur mal.test", "a@b"])
def test_a_letter_of_ours_carries_nobodys_links(session: Any, words: str) -> None:
    someone, row = declared()
    with pytest.raises(NoAddressInWords):
        ask(row, someone, name=words)
    for field in ("title", "host"):
        services.edit(row, replace(SAID, **{field: words}), by=someone)
        with pytest.raises(NoAddressInName):
            ask(row, someone)
    services.edit(row, SAID, by=someone)
    someone.last_name = words
    with pytest.raises(NoAddressInName):
        ask(row, someone)
    assert mails() == []


@pytest.mark.parametrize("name", ["S.O.S. Amitié", "M. Dupont", "Club St Martin, section 2"])
def test_ordinary_names_pass(session: Any, name: str) -> None:
    someone, row = declared()
    services.edit(row, replace(SAID, host=name), by=someone)
    assert ask(row, someone, name=name).state is RequestState.SENT


def test_who_may_ask_and_what(session: Any) -> None:
    someone, row = declared()
    going = services.declare(someone, replace(SAID, ends_on=None))
    nameless = person(first_name="", last_name="")
    _same, unnamed = declared(nameless)
    tries: list[tuple[Any, Any, type[DomainError]]] = [
        (row, person(), NotAllowed), (going, someone, NotAskedYet), (unnamed, nameless, NameNeeded)]
    for engagement, who, error in tries:
        with pytest.raises(error):
            ask(engagement, who)
        with pytest.raises(error):
            services.ask_on_paper(engagement, by=who)


def test_what_a_host_reads_does_not_change_meanwhile(session: Any) -> None:
    someone, row, request = asked()
    with pytest.raises(RequestOpen):
        services.edit(row, SAID, by=someone)
    services.cancel_request(request, by=someone)
    services.edit(row, SAID, by=someone)


def test_another_address_closes_the_first_link_at_once(session: Any) -> None:
    someone, row, first = asked()
    former = last_token()
    second = ask(row, someone, "paul@quilles.example")
    assert find_by_link(former) is None
    assert find_by_link(last_token("paul@quilles.example")) is second
    assert first.state is RequestState.CANCELLED
    assert open_request(row) is second


def test_the_same_address_is_written_to_once_a_day_and_an_engagement_four_times(session: Any) -> None:
    someone, row, request = asked()
    with pytest.raises(SentToday):
        services.resend_request(request, by=someone)
    services.cancel_request(request, by=someone)
    with pytest.raises(SentToday):
        ask(row, someone)
    with clock.frozen(NOON + timedelta(days=1)):
        assert "resend" not in open_actions(row)
        request = ask(row, someone)
    former = last_token()
    for days in (2, 3):
        with clock.frozen(NOON + timedelta(days=days)):
            assert "resend" in open_actions(row)
            services.resend_request(request, by=someone)
            assert find_by_link(former) is None
            former = last_token()
    with clock.frozen(NOON + timedelta(days=4)):
        assert not {"resend", "ask"} & open_actions(row)
        assert "paper" in open_actions(row)
        with pytest.raises(TooManyLetters):
            services.resend_request(request, by=someone)
        with pytest.raises(TooManyLetters):
            ask(row, someone, "paul@quilles.example")
    assert len(mails()) == 4


def test_a_person_asks_ten_times_a_month(session: Any) -> None:
    someone = person()
    for number in range(10):
        ask(declared(someone)[1], someone, f"hote{number}@quilles.example")
    _same, row = declared(someone)
    with pytest.raises(TooManyThisMonth):
        ask(row, someone)
    assert services.ask_on_paper(row, by=someone).paper_code
    other, theirs = declared(person())
    ask(theirs, other, "encore@quilles.example")
    with clock.frozen(NOON + timedelta(days=31)):
        ask(row, someone)


def test_a_request_taken_back_or_removed_closes_its_link(session: Any) -> None:
    someone, row, request = asked()
    token = last_token()
    services.cancel_request(request, by=someone)
    assert find_by_link(token) is None
    someone, row, request = asked()
    token = last_token()
    services.remove(row, by=someone)
    assert find_by_link(token) is None
    assert (row.state, request.state) == (State.CANCELLED, RequestState.CANCELLED)


def test_what_is_no_longer_declared_opens_nothing_whoever_closed_it(session: Any) -> None:
    someone, row, request = asked()
    remove_declared(row, by=someone)
    assert request.state is RequestState.SENT
    assert find_by_link(last_token()) is None


def test_an_erased_person_leaves_a_closed_link(session: Any) -> None:
    someone, _row, _request = asked()
    someone.erased_at = clock.now()
    session.flush()
    assert find_by_link(last_token()) is None


def test_nobody_answers_for_fourteen_days_and_the_person_is_told_once(session: Any) -> None:
    someone, row, request = asked()
    token = last_token()
    for days, told in ((13, 0), (14, 1), (15, 1)):
        with clock.frozen(NOON + timedelta(days=days)):
            assert (find_by_link(token) is None) is (days > 13)
            jobs.expire_requests({})
            assert len(mails_to(someone)) == told, days
    assert mails_to(someone) == ["Votre demande d’attestation est restée sans réponse"]
    assert request.state is RequestState.EXPIRED
    with clock.frozen(NOON + timedelta(days=15)):
        assert open_actions(row) == {"ask", "paper", "resend"}
        services.resend_request(request, by=someone)
        assert find_by_link(last_token()) is request
        assert find_by_link(token) is None


def test_who_said_no_is_left_alone_even_once_the_address_is_erased(session: Any) -> None:
    someone, row, request = asked()
    services.decline_request(request)
    assert mails_to(someone) == ["Votre demande d’attestation\u00a0: la réponse est non"]
    assert find_by_link(last_token()) is None
    with clock.frozen(NOON + timedelta(days=61)):
        jobs.forget_contacts({})
        assert (request.email, request.contact_name) == (None, "")
        with pytest.raises(NotWrittenAgain):
            ask(row, someone, HOST.upper())
        ask(row, someone, "paul@quilles.example")


def test_an_address_is_kept_while_it_serves(session: Any) -> None:
    _someone, _row, request = asked()
    with clock.frozen(NOON + timedelta(days=200)):
        jobs.forget_contacts({})
    assert request.email == HOST


def test_a_sheet_has_a_code_and_takes_the_place_of_a_letter(session: Any) -> None:
    someone, row, first = asked()
    sheet = services.ask_on_paper(row, by=someone)
    assert sheet.paper_code is not None
    assert len(sheet.paper_code) == 8
    assert first.state is RequestState.CANCELLED
    assert (sheet.token_hash, sheet.email, sheet.sendings) == (None, None, 0)
    assert [each.label for each in steps_of(row)][-1] == "Feuille à signer préparée"
    assert open_actions(row) == {"ask", "cancel"}


def test_somebody_known_by_a_number_alone_is_told_by_a_neutral_message(session: Any) -> None:
    someone = by_phone(first_name="Yanis", last_name="Haddad")
    _same, row = declared(someone)
    services.decline_request(ask(row, someone))
    [sms] = session.query(OutgoingSms).all()
    assert "buvette" not in sms.body


def test_the_worker_knows_the_jobs(session: Any) -> None:
    assert set(jobs.HANDLERS) <= set(registry.handlers)
    assert {each.kind for each in jobs.PERIODIC} == set(jobs.HANDLERS)
    assert requests_of(declared()[1]) == []
