"""A bénévolat done elsewhere and attested by a letter, in the contract: shown to the référent with its mark, completed, validated."""

from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.core import clock
from tests.factories.insertion import QUESTIONS, referent
from tests.support.page_client import PageClient

from .cast import agent_at_work, browser, link_in, mails_to, sign_up
from .companions import NEUTRAL, answer, begin, countersign, page_of, read, submit, write_annexe

MONDAY = clock.paris(2026, 11, 23, 9)
AMINA, ODILE, TITLE = "amina@courriel.example", "odile@quilles.example", "Tenir la buvette"


def test_from_elsewhere_to_the_contract(fresh_app: Flask, session: Any) -> None:
    helper = referent(first_name="Paul", last_name="Morel")
    amina, odile = browser(fresh_app), browser(fresh_app)
    with clock.frozen(MONDAY):
        sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
        paul = agent_at_work(fresh_app, helper)
        begin(amina, paul)
        write_annexe(paul)
        answer(amina, "already")
        countersign(paul, AMINA)
        she_declares_and_asks(amina)
        assert TITLE not in read(paul, page_of(AMINA))
    with clock.frozen(MONDAY + timedelta(days=1)):
        the_host_attests(odile)
        amina.get("/mes-engagements")
        amina.follow(TITLE)
        amina.submit("Je suis d’accord")
        paul = agent_at_work(fresh_app, helper)
        assert TITLE not in read(paul, page_of(AMINA)), "attested, and still nobody's business"
        submit(amina, mark="no")
        he_asks_then_validates(amina, paul)
    assert not [each.subject for each in (*mails_to(AMINA), *mails_to(ODILE)) if NEUTRAL.search(each.subject + each.body)]


def she_declares_and_asks(amina: PageClient) -> None:
    amina.get("/mes-engagements")
    amina.follow("Ajouter ce que j’ai fait ailleurs")
    amina.submit("Ajouter à mes engagements", title=TITLE, host="Le club de quilles", starts_on="2026-03-01", ends_on="2026-06-01",
                 hours="20", words="J’ai servi deux cents cafés.", domaine="sport", competences=["accueillir"])
    amina.follow("Demander une attestation")
    amina.submit("Envoyer la demande", contact_name="Odile Perrin", email=ODILE)


def the_host_attests(odile: PageClient) -> None:
    odile.get(link_in(mails_to(ODILE)[-1].body))
    odile.submit("Confirmer", ends_on="2026-06-01", hours="20", sentence="A tenu la buvette avec le sourire.", competences=["accueillir"],
                 signer="Odile Perrin", function="présidente", host="Club de quilles de Vif")


def he_asks_then_validates(amina: PageClient, paul: PageClient) -> None:
    paul.get("/accompagnement")
    paul.follow("Amina Roussel : un engagement à valider")
    assert "hors d’Isère bénévolat" in paul.text
    assert "Club de quilles de Vif" in paul.text
    paul.submit("Demander un complément", words="Sur quels jours teniez-vous la buvette ?")
    amina.get("/mon-contrat")
    assert "Sur quels jours teniez-vous la buvette ?" in amina.text
    amina.follow("Compléter et transmettre de nouveau")
    amina.submit("Transmettre de nouveau", words="Le mercredi et le samedi.")
    assert "C’est transmis" in amina.text
    paul.get("/accompagnement")
    paul.follow("Amina Roussel : un engagement à valider")
    assert "Le mercredi et le samedi." in paul.text
    paul.submit("Valider dans le contrat", **QUESTIONS)
    assert "L’engagement est validé dans le contrat" in paul.text
    assert "Validé dans le contrat" in read(amina, "/mon-contrat")
    amina.get("/mon-passeport")
    assert "Validée par" not in amina.text.split("Que veulent dire les marques")[0], "she did not ask for the mark"
