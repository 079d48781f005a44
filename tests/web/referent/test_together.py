"""Beginning with somebody beside the référent: an account and a link, by one yes of the person; nothing before, and no session."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement
from benevolat.accompagnement.queries import referent_of
from benevolat.accounts.models import Role, User
from benevolat.accounts.queries import find_by_phone
from benevolat.core import clock
from benevolat.core.journal import JournalEntry
from benevolat.core.sms import OutgoingSms
from tests.conftest import scalar_count
from tests.factories import insertion
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in

PHONE, STORED = "06 39 98 12 34", "+33639981234"


@pytest.fixture
def claire(session: Any, client: PageClient) -> User:
    claire = insertion.referent(first_name="Claire", last_name="Vial")
    sign_in(client, claire)
    return claire


def begin(client: PageClient, **values: str) -> None:
    client.get("/accompagnement/nouveau")
    client.follow("Commencer ensemble")
    client.submit("Envoyer le code à la personne", **{
        "contact": PHONE, "first_name": "Amina", "last_name": "Roussel", "age_band": "adult", "commune": "Voiron", **values,
    })


def test_one_yes_opens_the_account_and_the_link(client: PageClient, session: Any, claire: User) -> None:
    begin(client)
    assert "Ce n’est pas obligatoire" in client.text
    assert "Claire Vial" in client.text
    assert find_by_phone(STORED) is None
    client.submit("Oui, je veux bien", code="000001")
    assert find_by_phone(STORED) is None
    assert scalar_count(Accompagnement) == 0
    client.submit("Oui, je veux bien", code=last_code(STORED))
    assert client.h1 == "Amina Roussel"
    opened = find_by_phone(STORED)
    assert opened is not None
    assert referent_of(opened) == claire
    actions = session.scalars(sa.select(JournalEntry.action).where(JournalEntry.subject_id == opened.id)).all()
    assert actions[0] == "accompagnement.begin"
    words = " ".join(session.scalars(sa.select(OutgoingSms.body)))
    for told in ("RSA", "référent", "accompagn", "Claire"):
        assert told not in words


def test_a_known_person_keeps_their_account(client: PageClient, session: Any, claire: User) -> None:
    known = person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now(), first_name="Nadia")
    begin(client)
    assert "Nadia" not in client.text
    client.submit("Oui, je veux bien", code=last_code(STORED))
    assert client.h1.startswith("Nadia")
    assert referent_of(known) == claire


def test_somebody_who_has_a_référent_keeps_them(client: PageClient, session: Any, claire: User) -> None:
    known = person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now())
    other = insertion.linked(known)
    begin(client)
    client.submit("Oui, je veux bien", code=last_code(STORED))
    assert "Cette personne a déjà un référent" in client.text
    assert referent_of(known) == other


def test_the_yes_to_one_référent_is_no_yes_to_another(client: PageClient, session: Any, claire: User) -> None:
    begin(client)
    first = last_code(STORED)
    sign_in(client, insertion.referent(first_name="Luc", last_name="Sorel"))
    begin(client)
    client.submit("Oui, je veux bien", code=first)
    assert scalar_count(Accompagnement) == 0


def test_a_code_is_sent_again(client: PageClient, session: Any, claire: User) -> None:
    begin(client)
    client.submit("Recevoir un code")
    client.submit("Oui, je veux bien", code=last_code(STORED))
    assert scalar_count(Accompagnement) == 1


def test_a_référent_of_no_service_begins_nothing(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.REFERENT))
    begin(client)
    client.submit("Oui, je veux bien", code=last_code(STORED))
    assert "rattaché à un service" in client.text
    assert find_by_phone(STORED) is None
