"""Agents are invited, accepted and given roles: what is replaced, what closes, what the journal keeps."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.errors import DeadInvitation
from benevolat.accounts.models import AgentRole, Invitation, Kind, Role, User
from benevolat.accounts.queries import find_by_email
from benevolat.accounts.services import agents
from benevolat.accounts.services.passwords import prepare_password
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from tests.factories.people import agent

ADDRESS = "claire.berthet@isere.example"


@pytest.fixture
def boss(session: Any) -> User:
    return agent(Role.ADMINISTRATEUR)


def invite(boss: User, email: str = ADDRESS) -> str:
    """Invite a référent and return the token of the link that left."""
    agents.invite_agent(
        email, by=boss, first_name="Claire", last_name="Berthet", role=Role.REFERENT, territoire_code=None,
        ends_on=clock.today() + timedelta(days=100),
    )
    db.session.flush()
    body = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == email).order_by(OutgoingMail.id.desc())).first()
    assert body is not None
    return body.split("/invitation/")[1].split()[0]


def accept(token: str) -> User:
    return agents.accept_invitation(token, prepare_password("une phrase bien assez longue"), first_name="Claire", last_name="Berthet")


def lines(action: str) -> list[tuple[Any, ...]]:
    chosen = sa.select(JournalEntry.actor_id, JournalEntry.subject_id, JournalEntry.reason).where(JournalEntry.action == action)
    return [tuple(row) for row in db.session.execute(chosen)]


def test_an_account_that_ended_takes_no_role_and_who_may_not_takes_none_away(boss: User) -> None:
    someone = agent(Role.REFERENT)
    held = db.session.scalars(sa.select(AgentRole).where(AgentRole.user_id == someone.id)).one()
    with pytest.raises(NotAllowed):
        agents.withdraw_role(held, by=agent(Role.PILOTE))
    agents.end_agent(someone, by=boss)
    with pytest.raises(Conflict):
        agents.grant_role(someone, by=boss, role=Role.PILOTE, territoire_code=None)


def test_a_second_invitation_replaces_that_of_the_same_address_only(boss: User) -> None:
    other, first = invite(boss, "paul.morin@isere.example"), invite(boss)
    second = invite(boss)
    with pytest.raises(DeadInvitation):
        agents.open_invitation(first)
    assert [agents.open_invitation(each).email for each in (other, second)] == ["paul.morin@isere.example", ADDRESS]


def test_an_accepted_invitation_is_cancelled_no_more(boss: User) -> None:
    accept(invite(boss))
    row = db.session.scalars(sa.select(Invitation)).one()
    with pytest.raises(DeadInvitation):
        agents.cancel_invitation(row, by=boss)


def test_an_account_opened_again_keeps_no_old_session_and_no_old_role(boss: User) -> None:
    known = agent(Role.MODERATEUR, email=ADDRESS)
    agents.end_agent(known, by=boss)
    kept = known.get_id()
    again = accept(invite(boss))
    assert again.id == known.id
    assert again.get_id() != kept
    assert find_by_email(ADDRESS, kind=Kind.AGENT) is again


def test_the_journal_says_who_invited_opened_and_gave(boss: User) -> None:
    made = accept(invite(boss))
    agents.grant_role(made, by=boss, role=Role.MODERATEUR, territoire_code=None)
    db.session.flush()
    assert lines("agent_invited") == [(boss.id, None, "referent")]
    assert lines("agent_created") == [(boss.id, made.id, "referent")]
    assert lines("role_granted") == [(boss.id, made.id, "moderateur")]
