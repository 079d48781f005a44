"""The figures of answers as the pilote reads them: groups of five or more, several answers named together."""

from typing import Any

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.temoignages.models import AnswerCount
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_nothing_small_is_shown(client: PageClient, session: Any) -> None:
    for territoire, answer, value in (
        ("trieves", "beaucoup", 17), ("trieves", "un-peu", 13), ("trieves", "moins", 4), ("matheysine", "beaucoup", 3),
        ("matheysine", "moins", 2),
    ):
        db.session.add(AnswerCount(quarter="2026-T3", territoire_code=territoire, question="confiance-1", answer=answer, value=value))
    pilote = agent(Role.PILOTE)
    with clock.frozen(clock.paris(2026, 9, 30)):
        sign_in(client, pilote).get("/pilotage/reponses")
        assert "Pas encore de chiffre" in client.text
    with clock.frozen(clock.paris(2026, 10, 1)):
        sign_in(client, pilote).get("/pilotage")
        client.follow("Ce que les bénévoles répondent")
    assert "Trièves" in client.text
    assert "juillet à septembre 2026" in client.text
    assert "« Oui, beaucoup plus » : 17" in client.text
    assert "« Oui, un peu plus » ou « Comme avant » ou « Plutôt moins » ou « Je préfère ne pas dire » : 17" in client.text
    assert "Matheysine" not in client.text
    for small in (" : 4", " : 3", " : 2", " : 13"):
        assert small not in client.text
