"""A forum for people who receive the RSA: written, opened, lived, kept in a passeport under another name, of which nobody reads a word."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from benevolat.core import clock
from tests.factories.insertion import referent
from tests.support.page_client import PageClient, all_of

from .cast import agent_at_work, browser, mails_to, sign_up
from .companions import NEUTRAL, begin, read

TUESDAY = clock.paris(2026, 11, 24, 10)
AMINA, YANIS, NEUTRAL_TITLE = "amina@courriel.example", "yanis@courriel.example", "Rencontre avec des associations"
TELLING = re.compile(NEUTRAL.pattern + "|forum", re.IGNORECASE)


def test_from_the_forum_to_the_passeport(fresh_app: Flask, session: Any) -> None:
    helper = referent(first_name="Paul", last_name="Morel")
    amina, yanis, employer = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY):
        paul = agent_at_work(fresh_app, helper)
        for person, contact, name in ((amina, AMINA, "Amina"), (yanis, YANIS, "Yanis")):
            sign_up(person, contact, contact, name, "Roussel")
            begin(person, paul)
        he_writes_and_invites(paul, TUESDAY)
        amina.get("/mon-contrat")
        amina.follow("Forum RSA de Voiron")
        amina.submit("Je viens")
        yanis.get("/mon-contrat")
        yanis.follow("Forum RSA de Voiron")
        yanis.submit("Non merci")
        assert "Yanis" not in _answers(paul), "who says no is nobody's business"
        assert "Amina" not in _answers(paul), "nor who comes, unless they say so"
    with clock.frozen(TUESDAY + timedelta(days=11)):
        amina.get("/mon-contrat")
        amina.follow("Forum RSA de Voiron")
        amina.submit("J’y étais")
        amina.follow("Le mettre dans mon passeport")
        amina.submit("Le mettre dans mon passeport", title=NEUTRAL_TITLE)
        amina.get("/mes-engagements")
        assert NEUTRAL_TITLE in amina.text
        assert not TELLING.search(_main(amina))
        employer_reads(amina, employer)
    letters = [each.subject + each.body for address in (AMINA, YANIS) for each in mails_to(address)]
    assert not [each for each in letters if TELLING.search(each)]


def he_writes_and_invites(paul: PageClient, now: datetime) -> None:
    day = (now + timedelta(days=10)).date()
    paul.get("/accompagnement")
    paul.follow("Actions collectives : forums, ateliers, projets")
    paul.follow("Écrire une action")
    paul.submit("Garder l’action", kind="forum", title="Forum RSA de Voiron", neutral_title=NEUTRAL_TITLE, host="La maison des habitants",
                words="Huit associations. On vient si on le souhaite.", commune="Voiron", address="Salle des fêtes", places="12",
                day_0=date.isoformat(day), start_0="14:00", end_0="16:30")
    paul.submit("Ouvrir les inscriptions")
    everybody = [each.get("value") for each in all_of(paul.page, "input") if each.get("name") == "people"]
    assert len(everybody) == 2
    paul.submit("Envoyer les invitations", people=everybody)


def _answers(paul: PageClient) -> str:
    """Return what the référent reads of the answers: the page of the action but for the list of those to invite."""
    read(paul, "/accompagnement/actions")
    paul.follow("Forum RSA de Voiron")
    return re.sub(r"Inviter.*", "", _main(paul), flags=re.DOTALL)


def _main(client: PageClient) -> str:
    return client.source.split("<main", 1)[1].split("</main>", 1)[0]


def employer_reads(amina: PageClient, employer: PageClient) -> None:
    amina.get("/mon-passeport/choix")
    amina.submit("Continuer", start="everything")
    amina.submit("Enregistrer mon choix")
    amina.submit("Faire ce document", kind="passeport")
    address = next(each.get("value") or "" for each in all_of(amina.page, "input") if each.get("id") == "adresse")
    employer.get(address.removeprefix("http://localhost"))
    assert employer.h1
    assert not TELLING.search(_main(employer))
