"""What a pilote follows: référents and services of their territories, figures whose small cells are hidden, nobody's file."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Referent, ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import Role
from benevolat.contrats.models import AnnexeState, AnonymousCount, Figure
from benevolat.core import clock, journal
from benevolat.core.db import db
from tests.conftest import scalar_count
from tests.factories.insertion import annexe, linked, referent
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def _answers(newcomer: Any, **values: Any) -> dict[str, Any]:
    return {"agent": newcomer.public_id, "service": "Service du Vercors", "kind": "ccas", "territoire": "vercors", **values}


def test_a_referent_is_attached_to_a_service(client: PageClient, session: Any) -> None:
    boss, newcomer = agent(Role.PILOTE), agent(Role.REFERENT, first_name="Yann", last_name="Blot")
    sign_in(client, boss).get("/pilotage")
    client.submit("Rattacher ce référent", **_answers(newcomer))
    assert "Le référent est rattaché à son service" in client.text
    assert "Service du Vercors" in client.text
    record = referent_record(newcomer)
    assert record is not None
    assert (record.service.territoire_code, record.service.kind) == ("vercors", ServiceKind.CCAS)
    assert [(each.action, each.actor_id) for each in journal.about(newcomer.id)] == [("referent.attach", boss.id)]


@pytest.mark.parametrize("changed", [{"agent": ""}, {"service": " "}, {"kind": ""}, {"kind": "caf"}, {"territoire": "atlantide"}])
def test_a_wrong_answer_attaches_nobody(client: PageClient, session: Any, changed: dict[str, str]) -> None:
    newcomer = agent(Role.REFERENT)
    sign_in(client, agent(Role.PILOTE)).get("/pilotage")
    assert client.submit("Rattacher ce référent", **_answers(newcomer, **changed)).status_code == 400
    assert scalar_count(Referent) == 0


@pytest.mark.parametrize("make", [lambda: agent(Role.MODERATEUR), person, referent])
def test_only_a_waiting_referent_is_attached(client: PageClient, session: Any, make: Any) -> None:
    someone = make()
    agent(Role.REFERENT)
    sign_in(client, agent(Role.PILOTE)).get("/pilotage")
    before = scalar_count(Referent)
    assert client.submit("Rattacher ce référent", **_answers(someone)).status_code == 400
    assert scalar_count(Referent) == before


def test_a_pilote_of_one_territory_keeps_to_it(client: PageClient, session: Any) -> None:
    here, there, newcomer = referent(last_name="Dici"), referent(last_name="Dailleurs"), agent(Role.REFERENT)
    for user, place in ((here, "vercors"), (there, "oisans")):
        record = referent_record(user)
        assert record is not None
        record.service_id = open_service(f"Service {place}", ServiceKind.CCAS, territoire_code=place).id
    sign_in(client, agent(Role.PILOTE, territoire="vercors")).get("/pilotage")
    assert "Dici" in client.text
    assert "Dailleurs" not in client.text
    assert 'value="oisans"' not in client.source, "only one's own territory is offered"
    for changed in ({"territoire": "oisans"}, {"territoire": ""}, {"service": "Service oisans"}):
        page = client.page
        assert client.submit("Rattacher ce référent", **_answers(newcomer, **changed)).status_code in (400, 403), changed
        client.page = page
    assert referent_record(newcomer) is None
    client.submit("Rattacher ce référent", **_answers(newcomer))
    assert referent_record(newcomer) is not None


def test_no_person_is_named_and_no_figure_is_told_twice(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina", last_name="Roussel")
    annexe(holder, linked(holder), AnnexeState.PROPOSED)
    db.session.add(AnonymousCount(territoire_code="oisans", quarter="2026-T3", figure=Figure.OFFERED, value=4321))
    sign_in(client, agent(Role.PILOTE)).get("/pilotage")
    assert "Amina" not in client.text
    assert "Roussel" not in client.text
    assert "4321" not in client.text, "a figure shown here as well as among the figures would tell what these hide, by a difference"
    client.follow("Chiffres, par trimestre, territoire et domaine")


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(client: PageClient, session: Any, count: int) -> None:
    for _each in range(count):
        linked(person())
    sign_in(client, agent(Role.PILOTE))
    with counted_queries() as seen:
        assert client.get("/pilotage").status_code == 200
    assert len(seen) <= 16, len(seen)


def test_a_pilote_whose_role_ended_comes_in_no_more(client: PageClient, session: Any) -> None:
    boss = agent(Role.PILOTE)
    sign_in(client, boss)
    assert client.get("/pilotage").status_code == 200
    session.execute(sa.text("UPDATE agent_role SET ends_on = :day"), {"day": clock.today().replace(year=2020).isoformat()})
    session.commit()
    assert client.get("/pilotage").status_code == 403
