"""A référent gives their people to another, or lets a colleague stand in, and each person reads it on their page."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement, Deputy, ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import name_deputy, open_service
from benevolat.core import clock
from tests.conftest import scalar_count
from tests.factories.insertion import linked, referent
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_one_person_today(client: PageClient, session: Any) -> None:
    holder, other, new = person(first_name="Amina"), person(first_name="Denis"), referent(first_name="Paul", last_name="Morel")
    helper = linked(holder)
    linked(other, helper)
    chosen = session.scalar(sa.select(Accompagnement.public_id).where(Accompagnement.user_id == holder.id))
    sign_in(client, helper).get("/accompagnement")
    client.follow("Passer le relais")
    client.submit("Passer le relais", people=[chosen], to=new.public_id, on=day(0))
    assert "Le passage de relais est enregistré" in client.text
    assert ("Amina" in client.text, "Denis" in client.text) == (False, True)
    assert client.get(f"/accompagnement/personnes/{holder.public_id}").status_code == 404
    sign_in(client, new).get(f"/accompagnement/personnes/{holder.public_id}")
    assert client.h1 == holder.full_name
    sign_in(client, holder).get("/mon-contrat")
    assert "Paul Morel, référent" in client.text
    assert f"{helper.full_name} a fait le passage de relais, aujourd’hui" in client.text


def test_everybody_on_a_later_day_then_cancelled(client: PageClient, session: Any) -> None:
    holder, new, helper = person(first_name="Amina"), referent(first_name="Paul", last_name="Morel"), referent()
    linked(holder, helper)
    linked(person(), helper)
    sign_in(client, helper).get("/accompagnement/relais")
    client.submit("Passer le relais", everybody="y", to=new.public_id, on=day(9))
    assert "Amina" in client.text, "until that day"
    assert scalar_count(Accompagnement) == 4
    sign_in(client, holder).get("/mon-contrat")
    assert "Ce sera Paul Morel" in client.text
    sign_in(client, helper).get("/accompagnement/relais")
    assert client.text.count("relais prévu vers Paul Morel") == 2
    client.submit("Passer le relais", everybody="y", to=helper.public_id, on=day(9))
    assert scalar_count(Accompagnement) == 2
    sign_in(client, holder).get("/mon-contrat")
    assert "Paul Morel" not in client.text


@pytest.mark.parametrize("changed", [{"to": ""}, {"on": ""}, {"on": day(-1)}, {"people": []}, {"people": ["inconnu"]}])
def test_a_wrong_answer_gives_nobody(client: PageClient, session: Any, changed: dict[str, Any]) -> None:
    holder, new = person(), referent()
    helper = linked(holder)
    chosen = session.scalar(sa.select(Accompagnement.public_id))
    sign_in(client, helper).get("/accompagnement/relais")
    answer = client.submit("Passer le relais", **{"people": [chosen], "to": new.public_id, "on": day(0), **changed})
    assert answer.status_code == 400
    assert scalar_count(Accompagnement) == 1


def test_another_referents_people_are_not_given(client: PageClient, session: Any) -> None:
    linked(person(), referent())
    theirs = session.scalar(sa.select(Accompagnement.public_id))
    helper, new = linked(person()), referent()
    sign_in(client, helper).get("/accompagnement/relais")
    assert theirs not in client.source
    assert client.submit("Passer le relais", people=[theirs], to=new.public_id, on=day(0)).status_code == 400


def test_a_colleague_stands_in_and_is_stopped(client: PageClient, session: Any) -> None:
    holder, colleague = person(first_name="Amina"), referent(first_name="Paul", last_name="Morel")
    helper, stranger = linked(holder), referent(last_name="Dailleurs")
    record = referent_record(stranger)
    assert record is not None
    record.service_id = open_service("Service de l’Oisans", ServiceKind.CCAS).id
    sign_in(client, helper).get("/accompagnement")
    client.follow("Prévoir une absence")
    assert "Dailleurs" not in client.text, "a colleague of the same service"
    client.submit("Prévoir ce remplacement", deputy=colleague.public_id, starts_on=day(0), last_day=day(-1))
    assert "dans l’ordre" in client.text
    client.submit("Prévoir ce remplacement", deputy=colleague.public_id, starts_on=day(0), last_day=day(6))
    assert "Paul Morel, à partir d’aujourd’hui, jusqu’au" in client.text
    sign_in(client, colleague).get(f"/accompagnement/personnes/{holder.public_id}")
    assert client.h1 == holder.full_name
    assert "en remplacement" in client.text
    assert "Terminer l’accompagnement" not in client.text
    sign_in(client, holder).get("/mon-contrat")
    assert "Paul Morel remplace cette personne" in client.text
    assert "Paul Morel a lu, en remplacement, aujourd’hui" in client.text
    sign_in(client, helper).get("/accompagnement/absence")
    client.submit("Arrêter ce remplacement")
    assert "Le remplacement est arrêté" in client.text
    sign_in(client, colleague)
    assert client.get(f"/accompagnement/personnes/{holder.public_id}").status_code == 404


def test_another_referents_stand_in_is_not_stopped(client: PageClient, session: Any) -> None:
    helper, colleague = referent(), referent()
    absent, stand_in = referent_record(helper), referent_record(colleague)
    assert absent is not None
    assert stand_in is not None
    named = name_deputy(absent, stand_in, starts_on=clock.today(), last_day=clock.today(), by=helper)
    sign_in(client, colleague).get("/accompagnement/absence")
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    assert client.post(f"/accompagnement/remplacements/{named.public_id}/fin", data={"csrf_token": token}).status_code == 404
    assert scalar_count(Deputy) == 1


@pytest.mark.parametrize("count", [1, 400])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(client: PageClient, session: Any, count: int) -> None:
    helper = referent()
    for _each in range(count):
        linked(person(), helper)
    sign_in(client, helper)
    with counted_queries() as seen:
        assert client.get("/accompagnement/relais").status_code == 200
    assert len(seen) <= 14
