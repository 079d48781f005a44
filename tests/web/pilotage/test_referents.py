"""A pilote passes people on in number and opens a file for a reason only: the person reads who, when and why."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement, Deputy, FileReason, ServiceKind
from benevolat.accompagnement.permissions import can_open_file, can_read_file
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import hand_over, open_file, open_service
from benevolat.accounts.models import Role, User
from benevolat.core import clock, journal
from benevolat.core.errors import NotAllowed
from tests.conftest import scalar_count
from tests.factories.insertion import annexe, contrat, linked, referent
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def at(user: User, place: str) -> User:
    """Move a référent to a service of a territory."""
    record = referent_record(user)
    assert record is not None
    record.service_id = open_service(f"Service {place}", ServiceKind.CCAS, territoire_code=place).id
    return user


def test_the_people_of_a_referent_go_in_number(client: PageClient, session: Any) -> None:
    old, new = referent(first_name="Claire", last_name="Vial"), referent(first_name="Paul", last_name="Morel")
    for _each in range(3):
        linked(person(), old)
    boss = agent(Role.PILOTE, first_name="Luc", last_name="Sorel")
    sign_in(client, boss).get("/pilotage")
    client.follow("Claire Vial")
    client.submit("Passer le relais", everybody="y", to=new.public_id, on=clock.today().isoformat())
    assert "n’accompagne personne" in client.text
    client.get("/pilotage")
    client.follow("Paul Morel")
    assert "Service insertion du Trièves" in client.text
    assert {each.actor_id for each in journal.about(session.scalars(sa.select(Accompagnement.user_id)).first())} == {boss.id}
    assert scalar_count(Accompagnement) == 6


def test_a_file_opens_with_a_reason_for_an_hour_and_the_person_reads_it(client: PageClient, session: Any) -> None:
    holder, boss = person(first_name="Amina", last_name="Roussel"), agent(Role.PILOTE, first_name="Luc", last_name="Sorel")
    contrat(holder, linked(holder))
    path = f"/pilotage/personnes/{holder.public_id}"
    sign_in(client, boss).get(path, follow_redirects=True)
    assert client.h1 == "Ouvrir le dossier de Amina Roussel"
    assert "NG-2026-00042" not in client.text
    assert not [each for each in client.page.iter() if each.get("checked") is not None]
    assert client.submit("Ouvrir pendant une heure").status_code == 400
    assert journal.about(holder.id, limit=1)[0].action == "contrat.write"
    client.submit("Ouvrir pendant une heure", reason="mistake")
    assert (client.h1, "NG-2026-00042" in client.text) == ("Amina Roussel", True)
    opened = journal.about(holder.id, limit=1)[0]
    assert (opened.action, opened.actor_id, opened.reason) == ("accompagnement.file", boss.id, "mistake")
    sign_in(client, agent(Role.PILOTE)).get(path, follow_redirects=True)
    assert client.h1.startswith("Ouvrir"), "another pilote gives their own reason"
    sign_in(client, holder).get("/mon-contrat")
    assert "Luc Sorel, du pilotage, a ouvert votre dossier, aujourd’hui. La raison : Corriger une erreur de saisie." in client.text


def test_the_hour_passes(session: Any) -> None:
    holder, boss = person(), agent(Role.PILOTE)
    linked(holder)
    open_file(holder, FileReason.ASKED, by=boss)
    session.flush()
    assert can_read_file(boss, holder)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert not can_read_file(boss, holder)


def test_who_opens_a_file(session: Any) -> None:
    holder = person()
    helper = at(linked(holder), "oisans")
    session.flush()
    others = [agent(Role.PILOTE, territoire="vercors"), helper, agent(Role.MODERATEUR), agent(Role.ADMINISTRATEUR), holder, person()]
    assert [can_open_file(each, holder) for each in (agent(Role.PILOTE), agent(Role.PILOTE, territoire="oisans"))] == [True, True]
    for each in others:
        with pytest.raises(NotAllowed):
            open_file(holder, FileReason.ASKED, by=each)
    boss = agent(Role.PILOTE)
    assert not can_open_file(boss, person()), "somebody whom nobody accompanies is any citizen"


def test_a_file_closes_when_the_person_goes_elsewhere(session: Any) -> None:
    holder, boss, new = person(), agent(Role.PILOTE, territoire="oisans"), at(referent(), "vercors")
    old = at(linked(holder), "oisans")
    open_file(holder, FileReason.HANDOVER, by=boss)
    session.flush()
    to = referent_record(new)
    assert to is not None
    hand_over(list(session.scalars(sa.select(Accompagnement))), to=to, on=clock.today(), by=old)
    assert not can_read_file(boss, holder)


def test_elsewhere_nothing_exists(client: PageClient, session: Any) -> None:
    holder, boss = person(), agent(Role.PILOTE, territoire="vercors")
    helper = at(linked(holder), "oisans")
    sign_in(client, boss)
    for path in (f"referents/{helper.public_id}", f"referents/{helper.public_id}/absence", f"personnes/{holder.public_id}",
                 f"personnes/{holder.public_id}/ouvrir"):
        assert client.get(f"/pilotage/{path}").status_code == 404, path


def test_an_annexe_in_preparation_or_a_proposition_is_not_in_the_file(client: PageClient, session: Any) -> None:
    holder, boss = person(), agent(Role.PILOTE)
    annexe(holder, linked(holder))
    open_file(holder, FileReason.ASKED, by=boss)
    sign_in(client, boss).get(f"/pilotage/personnes/{holder.public_id}")
    assert client.h1 == holder.full_name
    assert "est signée" not in client.text


def test_a_pilote_names_a_deputy_and_stops_it(client: PageClient, session: Any) -> None:
    absent, stand_in = referent(first_name="Claire"), referent(first_name="Paul", last_name="Morel")
    today = clock.today().isoformat()
    sign_in(client, agent(Role.PILOTE)).get(f"/pilotage/referents/{absent.public_id}")
    client.follow("Prévoir une absence")
    client.submit("Prévoir ce remplacement", deputy=stand_in.public_id, starts_on=today, last_day=today)
    assert "Paul Morel, à partir d’aujourd’hui, jusqu’à aujourd’hui" in client.text
    client.submit("Arrêter ce remplacement")
    assert scalar_count(Deputy) == 0


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("page", ["", "/absence"])
def test_a_page_asks_the_same_number_of_queries_whatever_its_length(client: PageClient, session: Any, count: int, page: str) -> None:
    helper = referent()
    for _each in range(count):
        linked(person(), helper)
        referent()
    sign_in(client, agent(Role.PILOTE))
    with counted_queries() as seen:
        assert client.get(f"/pilotage/referents/{helper.public_id}{page}").status_code == 200
    assert len(seen) <= 22
