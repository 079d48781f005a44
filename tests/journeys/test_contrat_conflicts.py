"""Two hands at once, a text that changed, a code of somebody else, a « no » in between: a clear sentence each time, and no half state."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.accompagnement.models import Accompagnement
from benevolat.accounts.models import User
from benevolat.contrats.models import Annexe, AnnexeState, Avenant, Consentement, Submission
from benevolat.core import clock
from benevolat.core.db import db
from tests.conftest import scalar_count
from tests.factories.insertion import QUESTIONS, referent
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.send import send
from tests.support.sign_in import sign_in

from .cast import accept, agent_at_work, browser, do_and_close, sign_up
from .companions import answer, begin, countersign, open_annexe, page_of, read, submit, write_annexe

TUESDAY = clock.paris(2026, 11, 24, 10)
AMINA, TITLE = "amina@courriel.example", "Arroser le jardin partagé"


@pytest.fixture
def paul(session: Any) -> User:
    return referent(first_name="Paul", last_name="Morel")


def begun(app: Flask, helper: User) -> tuple[PageClient, PageClient]:
    """Amina and her référent, each in their browser, the annexe proposed."""
    amina, companion = browser(app), agent_at_work(app, helper)
    sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
    begin(amina, companion)
    write_annexe(companion)
    return amina, companion


def annexe() -> Annexe:
    db.session.expire_all()
    return db.session.query(Annexe).one()


def test_an_annexe_signed_after_its_text_changed_is_read_again(fresh_app: Flask, paul: User) -> None:
    amina, companion = begun(fresh_app, paul)
    open_annexe(amina)
    companion.get(page_of(AMINA) + "/annexe")
    companion.submit("Enregistrer l’annexe", hours="4", **QUESTIONS)
    amina.submit("Envoyer ma réponse", answer="wishes", agreed="y")
    assert "a changé" in amina.text
    assert annexe().state is AnnexeState.PROPOSED
    assert scalar_count(Consentement) == 0
    answer(amina, "wishes")
    assert "Vous avez signé" in amina.text
    assert annexe().hours == 4


def test_a_référent_who_signs_in_two_windows_signs_once(fresh_app: Flask, paul: User) -> None:
    amina, companion = begun(fresh_app, paul)
    answer(amina, "wishes")
    other = agent_at_work(fresh_app, paul)
    for window in (companion, other):
        window.get(page_of(AMINA))
    companion.submit("Signer après la personne")
    assert "L’annexe est signée" in companion.text
    other.submit("Signer après la personne")
    assert "L’annexe est signée" not in other.text
    assert annexe().state is AnnexeState.SIGNED
    assert scalar_count(Avenant) == 0


def test_a_withdrawal_before_the_référent_signs_leaves_nothing_to_sign(fresh_app: Flask, paul: User) -> None:
    amina, companion = begun(fresh_app, paul)
    answer(amina, "wishes")
    companion.get(page_of(AMINA))
    open_annexe(amina)
    amina.submit("Retirer mon accord")
    answered = send(companion, f"/accompagnement/annexes/{annexe().public_id}/signer")
    assert answered.status_code in (303, 404)
    assert annexe().state is AnnexeState.WITHDRAWN
    assert "Chercher un mode de garde" not in read(companion, page_of(AMINA))


def test_a_withdrawal_takes_back_what_waits_for_validation(fresh_app: Flask, paul: User) -> None:
    member = person(first_name="Odile", last_name="Perrin")
    host = association(member=member, name="Les Mains Vertes")
    wanted = mission(host, title=TITLE)
    odile = sign_in(browser(fresh_app), member)
    with clock.frozen(TUESDAY):
        amina, companion = begun(fresh_app, paul)
        answer(amina, "wishes")
        countersign(companion, AMINA)
        amina.get(f"/missions/{wanted.public_id}/candidater")
        amina.submit("Envoyer ma candidature", message="J’aime le jardin.")
        accept(odile, "Amina")
    with clock.frozen(TUESDAY + timedelta(days=7)):
        do_and_close(odile, amina, "Amina Roussel", TITLE)
        companion = agent_at_work(fresh_app, paul)
        submit(amina, mark="yes")
        companion.get("/accompagnement")
        companion.follow("Amina Roussel : un engagement à valider")
        open_annexe(amina)
        amina.submit("Retirer mon accord")
        companion.submit("Valider dans le contrat", **QUESTIONS)
        assert "validé dans le contrat" not in companion.text
        assert TITLE not in read(companion, "/accompagnement") + read(companion, page_of(AMINA))
        assert db.session.query(Submission).one().answered_at is None
        assert "Validée par" not in read(amina, "/mon-passeport").split("Que veulent dire les marques")[0]


def test_a_code_tried_six_times_opens_nothing(fresh_app: Flask, paul: User) -> None:
    amina = browser(fresh_app)
    sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
    companion = agent_at_work(fresh_app, paul)
    for n in range(6):
        companion.get("/accompagnement/nouveau")
        companion.submit("Commencer l’accompagnement", code=f"0000 00{n:02d}")
        assert "Ce code ne convient pas" in companion.text
    assert scalar_count(Accompagnement) == 0


def test_two_référents_with_one_code_only_the_first_begins(fresh_app: Flask, paul: User) -> None:
    amina = browser(fresh_app)
    sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
    amina.get("/mon-contrat")
    amina.submit("Créer un code")
    code = amina.text.split("Votre code : ")[1][:9]
    first, second = agent_at_work(fresh_app, paul), agent_at_work(fresh_app, referent(first_name="Luc", last_name="Sorel"))
    for window in (first, second):
        window.get("/accompagnement/nouveau")
    first.submit("Commencer l’accompagnement", code=code)
    second.submit("Commencer l’accompagnement", code=code)
    assert "Ce code ne convient pas" in second.text
    assert scalar_count(Accompagnement) == 1
    assert "Paul Morel" in read(amina, "/mon-contrat")


def test_a_link_to_an_annexe_opened_by_somebody_else_shows_nothing(fresh_app: Flask, paul: User) -> None:
    begun(fresh_app, paul)
    path = f"/mon-contrat/annexe/{annexe().public_id}"
    stranger = browser(fresh_app)
    sign_up(stranger, "denis@courriel.example", "denis@courriel.example", "Denis", "Favre")
    assert stranger.get(path).status_code == 404
    other = agent_at_work(fresh_app, referent(first_name="Luc", last_name="Sorel"))
    assert other.get(page_of(AMINA)).status_code == 404
    assert browser(fresh_app).get(path).status_code == 303
