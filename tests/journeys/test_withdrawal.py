"""An attestation withdrawn after its paper is out: the person is told and answers, the paper says so; too late, it stands; the web only."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent
from tests.support.page_client import PageClient, all_of

from .cast import agent_at_work, browser, come_back, do_and_close, link_in, mails_to
from .test_disagreement import ODILE, SAMI, TITLE, TUESDAY, a_volunteer_is_accepted


@pytest.fixture
def attested(fresh_app: Flask, session: Any) -> tuple[PageClient, PageClient]:
    """The association's browser and the volunteer's, once it is attested."""
    odile, sami = browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY - timedelta(days=8)):
        a_volunteer_is_accepted(odile, sami, agent_at_work(fresh_app, agent(Role.MODERATEUR)))
    with clock.frozen(TUESDAY):
        do_and_close(odile, sami, "Sami Benali", TITLE)
    return odile, sami


def test_a_paper_that_is_out_says_that_it_was_withdrawn(fresh_app: Flask, attested: tuple[PageClient, PageClient]) -> None:
    odile, sami = attested
    employer = browser(fresh_app)
    with clock.frozen(TUESDAY + timedelta(days=1)):
        page = the_paper_is_valid(sami, employer)
    with clock.frozen(TUESDAY + timedelta(days=29)):
        come_back(odile, ODILE)
        come_back(sami, SAMI)
        the_association_withdraws(odile)
        the_person_is_told_and_answers(sami)
        the_association_reads_the_answer(odile)
        employer.get(page)
        assert "Corrigé depuis" in employer.text
        assert "Ce document est valable" not in employer.text
        sami.get("/mon-passeport")
        assert "Attestée" not in sami.text


def the_paper_is_valid(sami: PageClient, employer: PageClient) -> str:
    sami.get("/mes-engagements")
    sami.follow(TITLE)
    sami.submit("Faire l’attestation")
    address = next(each.get("value") or "" for each in all_of(sami.page, "input") if each.get("id") == "adresse")
    employer.get(address)
    assert "Ce document est valable" in employer.text
    return address


def the_association_withdraws(odile: PageClient) -> None:
    odile.get("/association/engagements")
    odile.follow("Sami Benali")
    odile.follow("Retirer l’attestation")
    odile.submit("Retirer l’attestation", reason="")
    assert "Cette réponse est nécessaire." in odile.text
    odile.submit("Retirer l’attestation", reason="Nous avons confondu deux personnes.")
    assert "La personne est prévenue." in odile.text


def the_person_is_told_and_answers(sami: PageClient) -> None:
    told = mails_to(SAMI)[-1]
    assert "Nous avons confondu deux personnes." in told.body
    sami.get(link_in(told.body))
    sami.follow("Répondre à l’association")
    sami.submit("Envoyer ma réponse", words="J’étais bien là, Odile m’a ouvert le portail.")
    assert "Votre réponse est envoyée à l’association." in sami.text
    assert "Répondre à l’association" not in sami.text, "once is enough"
    assert "Réponse au retrait" in sami.text


def the_association_reads_the_answer(odile: PageClient) -> None:
    told = mails_to(ODILE)[-1]
    assert "répond au retrait" in told.subject
    odile.get(link_in(told.body))
    assert "J’étais bien là, Odile m’a ouvert le portail." in odile.text


def test_after_thirty_days_an_attestation_stands(fresh_app: Flask, attested: tuple[PageClient, PageClient]) -> None:
    odile, sami = attested
    employer = browser(fresh_app)
    with clock.frozen(TUESDAY + timedelta(days=1)):
        page = the_paper_is_valid(sami, employer)
    with clock.frozen(TUESDAY + timedelta(days=29)):
        come_back(odile, ODILE)
        odile.get("/association/engagements")
        odile.follow("Sami Benali")
        odile.follow("Retirer l’attestation")
    with clock.frozen(TUESDAY + timedelta(days=31)):
        odile.submit("Retirer l’attestation", reason="Trop tard.")
        assert "Cette étape est déjà passée." in odile.text
        assert "Retirer l’attestation" not in odile.text
        employer.get(page)
        assert "Ce document est valable" in employer.text
