"""Inviting through the screens: from the référent's page to the person's yes, on an account that may not exist yet."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accompagnement.models import Accompagnement, LinkInvitation
from benevolat.core.db import Base, db
from tests.conftest import scalar_count
from tests.factories.insertion import linked, referent
from tests.factories.people import person
from tests.journeys.cast import browser, link_in, mails_to
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in

NEW = "amina@courriel.example"


def _invite(client: PageClient, helper: Any, *contacts: str) -> str:
    sign_in(client, helper).get("/accompagnement")
    client.follow("Inviter une personne")
    for contact in contacts:
        client.submit("Envoyer l’invitation", contact=contact)
        assert "L’invitation est partie" in client.text
    return client.text


def _address() -> str:
    return f"/mon-contrat/invitations/{db.session.scalars(sa.select(LinkInvitation.public_id)).one()}"


def test_from_the_letter_to_the_link_without_an_account_before(client: PageClient, fresh_app: Flask, session: Any) -> None:
    helper = referent(first_name="Paul", last_name="Morel")
    _invite(client, helper, NEW)
    amina = browser(fresh_app)
    amina.get(link_in(mails_to(NEW)[0].body), follow_redirects=True)
    amina.submit("Recevoir un code", contact=NEW)
    amina.submit("Valider le code", code=last_code(NEW))
    amina.submit("Créer mon compte", first_name="Amina", last_name="Roussel", age_band="adult")
    assert amina.h1 == "On vous invite"
    assert "Paul Morel, Service insertion du Trièves" in amina.text
    assert "Ce n’est pas obligatoire" in amina.text
    amina.submit("Accepter")
    assert "C’est fait" in amina.text
    client.get("/accompagnement")
    assert "Amina Roussel" in client.text
    client.get("/accompagnement/inviter")
    assert NEW not in client.text


def test_the_referent_reads_the_same_whether_there_is_somebody_or_not(client: PageClient, session: Any) -> None:
    known, taken = person(), person()
    linked(taken)
    pages = []
    for contact in (NEW, known.email, taken.email):
        shown = _invite(client, referent(first_name="Claire", last_name="Vial"), contact or "")
        pages.append(shown.replace(contact or "", "ICI"))
    assert len(set(pages)) == 1


def test_a_no_through_the_screens_leaves_nothing(client: PageClient, session: Any) -> None:
    holder = person()
    helper = referent()
    _invite(client, helper, holder.email or "")
    sign_in(client, holder).get("/mon-contrat")
    client.follow(f"{helper.full_name}, Service insertion du Trièves")
    before = _rows(session)
    client.submit("Non merci")
    assert "n’est gardée nulle part" in client.text
    after = _rows(session)
    assert {name for name in after if after[name] != before[name]} == {"form_key"}
    sign_in(client, helper).get("/accompagnement/inviter")
    assert f"{holder.email}, envoyée aujourd’hui" in client.text


def _rows(session: Any) -> dict[str, list[Any]]:
    kept = {name: [tuple(row) for row in session.execute(sa.select(table))] for name, table in Base.metadata.tables.items()}
    session.rollback()
    return kept


def test_opened_by_somebody_else_and_opened_twice(client: PageClient, session: Any) -> None:
    holder = person()
    _invite(client, referent(), holder.email or "")
    address = _address()
    sign_in(client, person())
    assert client.get(address).status_code == 404
    assert "connectez-vous avec" in client.text
    client.get("/a-lire", follow_redirects=True)
    assert "Aucun message n’attend ce compte" in client.text
    sign_in(client, holder).get(address)
    page = client.page
    client.submit("Accepter")
    client.page = page
    client.submit("Accepter")
    assert "C’est fait" in client.text, "the same page sent twice is answered like the first time"
    assert client.get(address).status_code == 404
    assert "Elle a peut-être déjà servi" in client.text
    assert scalar_count(Accompagnement) == 1


def test_who_is_accompanied_reads_it_and_cannot_accept(client: PageClient, session: Any) -> None:
    holder = person()
    linked(holder, referent(first_name="Paul", last_name="Morel"))
    _invite(client, referent(), holder.email or "")
    sign_in(client, holder).get("/a-lire", follow_redirects=True)
    assert "C’est Paul Morel" in client.text
    assert "Accepter" not in client.text
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    client.post(f"{_address()}/accepter", data={"csrf_token": token}, follow_redirects=True)
    assert "Vous avez déjà un référent" in client.text
    assert scalar_count(Accompagnement) == 1


def test_an_invitation_is_taken_back(client: PageClient, session: Any) -> None:
    _invite(client, referent(), NEW)
    client.submit("Reprendre cette invitation")
    assert "L’invitation est effacée" in client.text
    assert NEW not in client.text


@pytest.mark.parametrize("contact", ["", "personne", "04 65 71 12 12", "a@b"])
def test_a_wrong_address_invites_nobody(client: PageClient, session: Any, contact: str) -> None:
    sign_in(client, referent()).get("/accompagnement/inviter")
    assert client.submit("Envoyer l’invitation", contact=contact).status_code == 400
    assert scalar_count(LinkInvitation) == 0
