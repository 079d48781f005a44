"""The story of a référent who leaves: an invitation accepted, an absence, a handover, and what each one sees on each day."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories.insertion import referent
from tests.support.page_client import PageClient

from .cast import agent_at_work, browser, link_in, mails_to, sign_up

MONDAY = clock.paris(2026, 11, 23, 9)
AMINA = "amina@courriel.example"


def test_from_one_referent_to_the_next(fresh_app: Flask, session: Any) -> None:
    claire, paul = referent(first_name="Claire", last_name="Vial"), referent(first_name="Paul", last_name="Morel")
    with clock.frozen(MONDAY):
        amina, at_claires, at_pauls = browser(fresh_app), agent_at_work(fresh_app, claire), agent_at_work(fresh_app, paul)
        at_claires.get("/accompagnement/inviter")
        at_claires.submit("Envoyer l’invitation", contact=AMINA)
        sign_up(amina, AMINA, AMINA, "Amina", "Roussel")
        amina.get(link_in(mails_to(AMINA)[0].body), follow_redirects=True)
        amina.submit("Accepter")
        page = f"/accompagnement/personnes/{db.session.scalar(sa.select(User.public_id).where(User.email == AMINA))}"
        assert (sees(at_claires, page), sees(at_pauls, page)) == (True, False)
        at_claires.get("/accompagnement/absence")
        at_claires.submit("Prévoir ce remplacement", deputy=paul.public_id, starts_on="2026-11-25", last_day="2026-11-27")
        at_claires.get("/accompagnement/relais")
        at_claires.submit("Passer le relais", everybody="y", to=paul.public_id, on="2026-12-01")
        assert [each.subject for each in mails_to(AMINA)][-1] == "Vous avez un message d’Isère bénévolat"
        assert [each.subject for each in mails_to(paul.email or "")] == ["Des personnes vous sont confiées"]
    seen = {}
    for day in range(1, 9):
        with clock.frozen(MONDAY + timedelta(days=day)):
            seen[day] = tuple(sees(agent_at_work(fresh_app, each), page) for each in (claire, paul))
    assert seen == {
        1: (True, False), 2: (True, True), 3: (True, True), 4: (True, True), 5: (True, False), 6: (True, False), 7: (True, False),
        8: (False, True),
    }
    with clock.frozen(MONDAY + timedelta(days=8)):
        amina = agent_at_work(fresh_app, db.session.scalars(sa.select(User).where(User.email == AMINA)).one())
        amina.get("/mon-contrat")
        assert "Paul Morel, référent" in amina.text
        assert amina.text.count("Paul Morel a lu, en remplacement") == 3
        assert "Claire Vial a fait le passage de relais" in amina.text
        amina.submit("Ne plus être suivi sur ce site")
        assert not sees(agent_at_work(fresh_app, paul), page)


def sees(agent: PageClient, page: str) -> bool:
    """Tell whether an agent opens a person's page."""
    return bool(agent.get(page).status_code == 200)
