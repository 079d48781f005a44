"""An agent's invitation: its link serves once, for seven days, and makes exactly what was offered."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Invitation, Kind, Role, User
from benevolat.accounts.permissions import roles_of, territories_of
from benevolat.accounts.services import end_agent, invite_agent
from benevolat.core import clock, entropy
from benevolat.core.mail import OutgoingMail
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import link_telephone

EMAIL = "malik@ccas.example"
PASSWORD = "trois mots sans lien"


def invited(session: Any, **values: Any) -> str:
    """Invite Malik and return the path of the link he received."""
    boss = agent(Role.ADMINISTRATEUR)
    invite_agent(EMAIL, **{
        "by": boss, "first_name": "Malik", "last_name": "Benchaa", "role": Role.MODERATEUR, "territoire_code": "trieves",
        "ends_on": clock.today() + timedelta(days=365), **values,
    })
    body = session.scalar(sa.select(OutgoingMail.body).where(OutgoingMail.to == EMAIL).order_by(OutgoingMail.id.desc()).limit(1))
    return "/invitation/" + body.split("/invitation/")[1].split()[0]


def test_the_link_makes_the_account_that_was_offered(client: PageClient, session: Any) -> None:
    path = invited(session)
    client.get(path)
    assert "Modérateur" in client.text
    client.submit("Ouvrir mon compte", password="court")
    assert "au moins 15 caractères" in client.text
    client.submit("Ouvrir mon compte", last_name="Benchaâ", password=PASSWORD)
    user = session.scalar(sa.select(User).where(User.email == EMAIL))
    assert (user.kind, user.last_name, user.ends_on) == (Kind.AGENT, "Benchaâ", clock.today() + timedelta(days=365))
    assert roles_of(user) == {Role.MODERATEUR}
    assert territories_of(user, Role.MODERATEUR) == {"trieves"}
    assert client.get("/compte").status_code == 303, "the second step comes first"
    client.get("/connexion/agents/preparer")
    link_telephone(client)
    assert client.get("/compte").status_code == 200


def test_a_link_serves_once(client: PageClient, session: Any) -> None:
    path = invited(session)
    client.get(path)
    client.submit("Ouvrir mon compte", password=PASSWORD)
    response = client.get(path)
    assert response.status_code == 409
    assert "n’est plus valable" in client.text
    assert scalar_count(User) == 2


def test_a_link_lasts_seven_days(client: PageClient, session: Any) -> None:
    path = invited(session)
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert client.get(path).status_code == 409


def test_two_people_opening_the_same_link_make_one_account(client: PageClient, session: Any) -> None:
    path = invited(session)
    late = client.application.test_client()
    for visitor in (client, late):
        visitor.get(path)  # type: ignore[attr-defined]
    client.submit("Ouvrir mon compte", password=PASSWORD)
    late.submit("Ouvrir mon compte", password="autres mots sans lien")  # type: ignore[attr-defined]
    assert scalar_count(User) == 2
    assert late.get("/compte").status_code == 303


def test_an_invented_link_opens_nothing_and_only_a_fingerprint_is_kept(client: PageClient, session: Any) -> None:
    path = invited(session)
    token = path.rsplit("/", 1)[1]
    assert session.scalar(sa.select(Invitation.token_hash)) == entropy.fingerprint(token)
    assert client.get("/invitation/" + entropy.token()).status_code == 409
    assert client.get("/invitation/" + entropy.fingerprint(token)).status_code == 409


def test_a_second_invitation_replaces_the_first(client: PageClient, session: Any) -> None:
    first = invited(session)
    second = invited(session, role=Role.PILOTE)
    assert client.get(first).status_code == 409
    assert client.get(second).status_code == 200


def test_the_account_is_apart_from_the_same_persons(client: PageClient, session: Any) -> None:
    volunteer = person(email=EMAIL, first_name="Malik le bénévole")
    path = invited(session)
    client.get(path)
    client.submit("Ouvrir mon compte", password=PASSWORD)
    session.refresh(volunteer)
    assert volunteer.password_hash is None
    assert scalar_count(User) == 3


def test_an_ended_account_is_opened_again_with_its_new_role_only(client: PageClient, session: Any) -> None:
    former, boss = agent(Role.PILOTE, email=EMAIL), agent(Role.ADMINISTRATEUR)
    end_agent(former, by=boss)
    session.commit()
    path = invited(session)
    client.get(path)
    client.submit("Ouvrir mon compte", password=PASSWORD)
    session.refresh(former)
    assert former.is_active
    assert roles_of(former) == {Role.MODERATEUR}


def test_the_first_administrateur_is_invited_by_a_command_once(client: PageClient, session: Any, app: Flask) -> None:
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["accounts", "invite-first-admin", "pas une adresse"])
    assert refused.exit_code == 1
    assert "adresse e-mail" in refused.output
    done = runner.invoke(args=["accounts", "invite-first-admin", "Odette@isere.example"])
    assert done.exit_code == 0
    client.get("/invitation/" + done.output.split("/invitation/")[1].strip())
    client.submit("Ouvrir mon compte", first_name="Odette", last_name="Marchand", password=PASSWORD)
    user = session.scalar(sa.select(User))
    assert (user.email, roles_of(user)) == ("odette@isere.example", {Role.ADMINISTRATEUR})
    assert date.today() < user.ends_on <= clock.today() + timedelta(days=731)  # noqa: DTZ011
    again = runner.invoke(args=["accounts", "invite-first-admin", "autre@isere.example"])
    assert again.exit_code == 1
    assert "déjà un compte d’administration" in again.output
