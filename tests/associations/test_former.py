"""Associations of the former site: one letter to their own address, whoever reads it takes charge, no account is made for them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.models import Association, MemberRole, Membership, State
from benevolat.associations.queries import former_associations
from benevolat.associations.services import invite_formers
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import association
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

CONTACT = "contact@epee.example"


@pytest.fixture
def boss(session: Any) -> User:
    return agent(Role.ADMINISTRATEUR)


@pytest.fixture
def former(session: Any) -> Association:
    return association(name="L’Épée d’été", source="reprise", email=CONTACT)


def test_those_alone_that_nobody_acts_for_are_written_to(boss: User, former: Association) -> None:
    association(source="reprise", member=person())
    association(source="reprise", email=None)
    association(source="reprise", state=State.SUSPENDED, state_reason="Elle demande de l’argent.")
    for other_source in ("import", None):
        association(source=other_source)
    accounts = scalar_count(User)
    assert invite_formers(by=boss) == 1
    [letter] = db.session.scalars(sa.select(OutgoingMail))
    assert letter.to == CONTACT
    assert "L’Épée d’été" in letter.subject
    assert letter.body.count("/association/invitation/") == 1
    assert scalar_count(User) == accounts, "nobody has an account made for them"
    assert invite_formers(by=boss) == 0, "one letter, however often one presses"
    for other in (agent(Role.MODERATEUR), agent(Role.PILOTE), person()):
        with pytest.raises(NotAllowed):
            invite_formers(by=other)


def test_a_second_letter_after_two_months_and_no_third(boss: User, former: Association) -> None:
    sent = []
    for months in range(4):
        with clock.frozen(clock.now() + timedelta(days=61 * months)):
            sent.append(invite_formers(by=boss))
    assert sent == [1, 1, 0, 0]


def test_the_list_says_where_each_is_in_the_same_statements(boss: User, former: Association) -> None:
    invite_formers(by=boss)
    association(source="reprise", member=person(), name="Avec équipe")
    with counted_queries() as few:
        rows, total, waiting = former_associations()
    assert [(each.association.name, each.taken, each.is_invited) for each in rows] == [
        ("L’Épée d’été", False, True), ("Avec équipe", True, False)]
    assert (total, waiting) == (2, 0)
    for _turn in range(3):
        association(source="reprise")
    with counted_queries() as many:
        assert former_associations()[2] == 3
    assert len(many) == len(few)


def test_whoever_reads_its_mail_takes_charge(client: PageClient, boss: User, former: Association) -> None:
    sign_in(client, boss).get("/administration/reprise/associations")
    client.submit("Écrire à 1 association")
    assert "Invitée" in client.text
    letter = db.session.scalars(sa.select(OutgoingMail)).one()
    link = re.findall(r"/association/invitation/\S+", letter.body)[0]
    stranger, reader = person(email="autre@courriel.example"), person(email=CONTACT)
    sign_in(client, stranger).get(link)
    assert "Pour montrer que c’est bien vous, recevez un code" in client.text
    sign_in(client, reader).get(link)
    assert client.h1 == "Prendre en charge la page de L’Épée d’été"
    client.submit("Prendre en charge cette page")
    made = db.session.scalars(sa.select(Membership)).one()
    assert (made.user_id, made.role) == (reader.id, MemberRole.ADMIN)
    sign_in(client, stranger).get(link)
    assert "Ce lien ne sert plus" in client.text
