"""A candidature from a proposition or a talk, walked on the screens: below the line its rows are anybody's, to the last column."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core import clock, entropy
from benevolat.core.db import Base, db
from benevolat.core.mail import OutgoingMail
from benevolat.missions.services import touch
from tests.conftest import restore
from tests.factories.insertion import linked, proposition, referent
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.journeys.cast import browser
from tests.support.sign_in import last_code, sign_in

MONDAY = clock.paris(2026, 11, 23, 10)
WORDS = "J’aime le jardin."
OWN = {"journal_entry", "one_time_code", "rate_window", "form_key", "job", "account_session"}
"""Who read what, codes, counts of tries, keys of forms sent, sessions: none but the person's pages read them, and they name no mission."""


def _walked(app: Flask, way: str) -> dict[str, list[str]]:
    """Every row below the line after one candidature sent that way."""
    db.session.rollback()
    restore(app)
    db.session.expire_all()
    with clock.frozen(MONDAY), entropy.seeded(1):
        member = person(email="hote@mains-vertes.example", last_name="Morel")
        host = association(member=member, name="Les Mains Vertes", rna="W389000777", email="contact@mains-vertes.example")
        work = mission(host)
        touch(work, text=True)
        someone = person(email="amina@courriel.example", first_name="Amina", last_name="Roussel")
        helper = linked(someone, referent(email="claire@isere.example", last_name="Vial"))
        made = proposition(someone, helper, work)
        own, agent = sign_in(browser(app), someone), sign_in(browser(app), helper)
        pages = {"mission": f"/missions/{work.public_id}/candidater", "proposition": f"/mon-contrat/propositions/{made.public_id}",
                 "talk": f"/accompagnement/personnes/{someone.public_id}/entretien/missions"}
        client = agent if way == "talk" else own
        client.get(pages[way])
        if way == "talk":
            client.submit("Continuer", w0="apply")
            client.submit("Relire avant d’envoyer", message=WORDS)
            client.submit("Recevoir un code")
    with clock.frozen(MONDAY), entropy.seeded(2):
        if way == "talk":
            client.submit("Je confirme", code=last_code("amina@courriel.example"))
        else:
            client.submit("Envoyer ma candidature", message=WORDS)
    return {name: _rows(table) for name, table in Base.metadata.tables.items() if not name.startswith("insertion_") and name not in OWN}


def _rows(table: Any) -> list[str]:
    """Its rows; of letters, all but their number, and without the code that the person alone received."""
    if table.name != OutgoingMail.__tablename__:
        return sorted(map(repr, db.session.execute(sa.select(table))))
    shown = [each for each in table.c if each.name != "id"]
    letters = sa.select(*shown).where(table.c.subject.not_like("%code%")).order_by(table.c.id)
    return [repr(tuple(row)) for row in db.session.execute(letters)]


@pytest.mark.parametrize("way", ["proposition", "talk"])
def test_the_rows_below_are_those_of_anybody(fresh_app: Flask, way: str) -> None:
    ordinary, found = _walked(fresh_app, "mission"), _walked(fresh_app, way)
    for name, rows in ordinary.items():
        assert found[name] == rows, name
    assert len(found["candidature"]) == 1
    assert any("hote@mains-vertes.example" in each for each in found["outgoing_mail"])
