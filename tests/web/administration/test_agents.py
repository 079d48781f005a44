"""Agents' accounts through the screens: invite, cancel, add a role, end; an administrateur only, and never the last one."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Invitation, Role, User
from benevolat.accounts.permissions import roles_of
from benevolat.core import clock
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def boss(client: PageClient, session: Any) -> User:
    """An administratrice, signed in."""
    user = agent(Role.ADMINISTRATEUR, first_name="Odette", last_name="Marchand")
    sign_in(client, user)
    return user


def in_days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


def answers(**values: Any) -> dict[str, Any]:
    return {"email": "malik@ccas.example", "first_name": "Malik", "last_name": "Benchaa", "role": "referent", "territoire": "trieves",
            "ends_on": in_days(365), **values}


def test_an_agent_is_invited_and_the_invitation_is_listed(client: PageClient, session: Any, boss: User) -> None:
    client.get("/administration")
    client.follow("Inviter un agent")
    client.submit("Envoyer l’invitation", **answers())
    assert client.h1 == "Comptes des agents"
    assert "L’invitation est partie à malik@ccas.example" in client.text
    assert "Malik Benchaa" in client.text
    [mail] = session.scalars(sa.select(OutgoingMail))
    assert mail.to == "malik@ccas.example"
    assert "Odette Marchand" in mail.body
    assert "/invitation/" in mail.body


@pytest.mark.parametrize(("field", "value", "words"), [
    ("email", "malik", "adresse e-mail"), ("first_name", "", "écrivez son prénom"), ("role", "", "choisissez un rôle"),
    ("territoire", "", "choisissez un territoire"),
    ("ends_on", "", "date de fin"), ("ends_on", "hier", "date"), ("role", "chef", "choix"), ("territoire", "atlantide", "choix"),
])
def test_a_wrong_answer_is_said_and_nothing_is_sent(
    client: PageClient, session: Any, boss: User, field: str, value: str, words: str
) -> None:
    client.get("/administration/inviter")
    client.submit("Envoyer l’invitation", **answers(**{field: value}))
    assert client.h1 == "Inviter un agent"
    assert words in client.text.lower()
    assert (scalar_count(Invitation), scalar_count(OutgoingMail)) == (0, 0)


@pytest.mark.parametrize("days", [0, -1, 731, 3650])
def test_an_end_within_two_years_is_compulsory(client: PageClient, session: Any, boss: User, days: int) -> None:
    client.get("/administration/inviter")
    client.submit("Envoyer l’invitation", **answers(ends_on=in_days(days)))
    assert "dans les deux ans" in client.text
    assert scalar_count(Invitation) == 0


def test_an_agent_already_there_is_not_invited_twice(client: PageClient, session: Any, boss: User) -> None:
    agent(Role.PILOTE, email="malik@ccas.example")
    client.get("/administration/inviter")
    client.submit("Envoyer l’invitation", **answers())
    assert "a déjà un compte d’agent" in client.text
    assert scalar_count(Invitation) == 0


def test_a_person_with_the_same_address_is_no_obstacle(client: PageClient, session: Any, boss: User) -> None:
    person(email="malik@ccas.example")
    client.get("/administration/inviter")
    client.submit("Envoyer l’invitation", **answers())
    assert scalar_count(Invitation) == 1


def test_an_invitation_is_cancelled_once(client: PageClient, session: Any, boss: User) -> None:
    client.get("/administration/inviter")
    client.submit("Envoyer l’invitation", **answers())
    body = session.scalar(sa.select(OutgoingMail.body))
    form = client.form("Annuler l’invitation")
    client.submit("Annuler l’invitation")
    assert "son lien ne marche plus" in client.text
    assert scalar_count(Invitation) == 0
    data = {node.get("name"): node.get("value") for node in form if node.get("name")}
    client.post(form.get("action") or "", data=data, follow_redirects=True)
    assert "n’attend plus" in client.text
    visitor = client.application.test_client()
    assert visitor.get("/invitation/" + body.split("/invitation/")[1].split()[0]).status_code == 409


def test_a_role_is_added(client: PageClient, session: Any, boss: User) -> None:
    malik = agent(Role.MODERATEUR, territoire="trieves")
    client.get(f"/administration/agents/{malik.public_id}")
    client.submit("Ajouter ce rôle", role="pilote", territoire="tous")
    assert "Pilote (toute l’Isère)" in client.text
    assert roles_of(malik) == {Role.MODERATEUR, Role.PILOTE}
    client.submit("Ajouter ce rôle", role="pilote", territoire="tous")
    assert "n’est plus possible" in client.text


def test_an_account_is_ended_at_once(client: PageClient, session: Any, boss: User) -> None:
    malik = agent(Role.ADMINISTRATEUR, first_name="Malik", last_name="Benchaa")
    theirs = sign_in(client.application.test_client(), malik)  # type: ignore[arg-type]
    assert theirs.get("/administration").status_code == 200
    client.get("/administration")
    client.follow("Malik Benchaa")
    client.submit("Fermer ce compte")
    assert "Le compte est fermé" in client.text
    assert theirs.get("/administration").status_code == 303
    assert not malik.is_active
    assert session.scalars(sa.select(JournalEntry.action).where(JournalEntry.subject_id == malik.id)).all() == ["agent_ended"]


def test_the_last_administrateur_stays(client: PageClient, session: Any, boss: User) -> None:
    agent(Role.ADMINISTRATEUR, ends_on=date(2020, 1, 1))
    client.get(f"/administration/agents/{boss.public_id}")
    client.submit("Fermer ce compte")
    assert "dernier compte d’administration" in client.text
    assert boss.is_active


def test_a_persons_account_is_not_there(client: PageClient, session: Any, boss: User) -> None:
    someone = person()
    assert client.get(f"/administration/agents/{someone.public_id}").status_code == 404
    client.get("/administration/inviter")
    token = client.form("Envoyer l’invitation").find(".//*[@name='csrf_token']")
    assert token is not None
    response = client.post(f"/administration/agents/{someone.public_id}/fermer", data={"csrf_token": token.get("value")})
    assert response.status_code == 404


@pytest.mark.parametrize("roles", [(), (Role.MODERATEUR,), (Role.REFERENT,), (Role.PILOTE,), (Role.MODERATEUR, Role.REFERENT, Role.PILOTE)])
def test_nobody_else_comes_in(client: PageClient, session: Any, roles: tuple[Role, ...]) -> None:
    other = agent(Role.ADMINISTRATEUR)
    sign_in(client, agent(*roles) if roles else person())
    paths = ["/administration", "/administration/inviter", f"/administration/agents/{other.public_id}"]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    client.get("/compte")
    token = client.form("Se déconnecter").find(".//*[@name='csrf_token']")
    assert token is not None
    for path in (*paths[1:], f"/administration/agents/{other.public_id}/fermer", "/administration/invitations/x/annuler"):
        assert client.post(path, data={"csrf_token": token.get("value"), **answers()}).status_code == 403
    assert other.is_active
    assert scalar_count(Invitation) == 0


def test_a_visitor_is_led_to_the_agents_door(client: PageClient, session: Any) -> None:
    response = client.get("/administration")
    assert (response.status_code, response.headers["Location"]) == (303, "/connexion/agents?suite=/administration")


def test_the_list_costs_the_same_for_forty_agents(client: PageClient, session: Any, boss: User) -> None:
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    costs = []
    for more in (1, 40):
        for _number in range(more):
            agent(Role.MODERATEUR, Role.PILOTE, territoire="trieves")
        session.commit()
        engine = session.get_bind()
        sa.event.listen(engine, "before_cursor_execute", note)
        counted.clear()
        client.get("/administration")
        sa.event.remove(engine, "before_cursor_execute", note)
        costs.append(len(counted))
    assert costs[0] == costs[1]
