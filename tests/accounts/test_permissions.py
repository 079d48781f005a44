"""Which roles an agent holds today, where, and what only an administrateur sees."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.errors import BadEndDate
from benevolat.accounts.models import AgentRole, Role, User
from benevolat.accounts.permissions import (
    can_edit_account,
    can_end_agent,
    can_invite_agent,
    has_role,
    roles_of,
    territories_of,
    visible_agents,
    visible_invitations,
)
from benevolat.accounts.services import cancel_invitation, end_agent, grant_role, invite_agent
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from tests.factories import keep
from tests.factories.people import agent, person


class Anonymous:
    """A visitor, as the login manager gives one."""

    is_authenticated = False


def test_a_role_is_held_until_its_day(session: Any) -> None:
    someone = agent()
    today = clock.today()
    for role, ends_on in ((Role.PILOTE, None), (Role.REFERENT, today), (Role.MODERATEUR, today - timedelta(days=1))):
        keep(AgentRole(user_id=someone.id, role=role, territoire_code="trieves", ends_on=ends_on))
    assert roles_of(someone) == {Role.PILOTE, Role.REFERENT}
    assert territories_of(someone, Role.REFERENT) == {"trieves"}
    assert territories_of(someone, Role.MODERATEUR) == frozenset()
    keep(AgentRole(user_id=someone.id, role=Role.REFERENT, territoire_code=None))
    assert territories_of(someone, Role.REFERENT) is None


def test_an_account_past_its_end_a_person_and_a_visitor_hold_none(session: Any) -> None:
    former = agent(Role.ADMINISTRATEUR, ends_on=clock.today() - timedelta(days=1))
    citizen = person()
    keep(AgentRole(user_id=citizen.id, role=Role.ADMINISTRATEUR))
    for user in (former, citizen, Anonymous()):
        assert roles_of(user) == frozenset()
        assert not any(has_role(user, role) for role in Role)
        assert not can_invite_agent(user)


def everyone_else() -> list[User]:
    return [person(), *(agent(role) for role in Role if role is not Role.ADMINISTRATEUR)]


def test_only_an_administrateur_sees_and_ends_agents(session: Any) -> None:
    boss, other = agent(Role.ADMINISTRATEUR), agent(Role.PILOTE)
    assert {each.id for each in db.session.scalars(visible_agents(boss))} == {boss.id, other.id}
    assert can_end_agent(boss, other)
    assert not can_end_agent(boss, person())
    for user in everyone_else():
        assert not can_end_agent(user, other)
        assert list(db.session.scalars(visible_agents(user))) == []
        assert list(db.session.scalars(visible_invitations(user))) == []


def test_the_services_check_too(session: Any) -> None:
    boss, other = agent(Role.ADMINISTRATEUR), agent(Role.PILOTE)
    details: dict[str, Any] = {"first_name": "A", "last_name": "B", "role": Role.PILOTE, "territoire_code": None,
                               "ends_on": clock.today() + timedelta(days=10)}
    invite_agent("nouvelle@isere.example", by=boss, **details)
    invitation = db.session.scalars(visible_invitations(boss)).one()
    for user in everyone_else():
        with pytest.raises(NotAllowed):
            invite_agent("autre@isere.example", by=user, **details)
        with pytest.raises(NotAllowed):
            cancel_invitation(invitation, by=user)
        with pytest.raises(NotAllowed):
            grant_role(other, by=user, role=Role.ADMINISTRATEUR, territoire_code=None)
        with pytest.raises(NotAllowed):
            end_agent(other, by=user)


def test_one_edits_ones_own_account(session: Any) -> None:
    mine, theirs = person(), person()
    assert can_edit_account(mine, mine)
    assert not can_edit_account(mine, theirs)
    assert not can_edit_account(Anonymous(), mine)


def test_territories_are_those_of_today_and_of_a_living_account(session: Any) -> None:
    today = clock.today()
    someone, former, citizen = agent(), agent(ends_on=today - timedelta(days=1)), person()
    keep(AgentRole(user_id=someone.id, role=Role.PILOTE, territoire_code="trieves", ends_on=today - timedelta(days=1)))
    keep(AgentRole(user_id=someone.id, role=Role.PILOTE, territoire_code="oisans"))
    keep(AgentRole(user_id=someone.id, role=Role.MODERATEUR, territoire_code=None))
    for user in (former, citizen):
        keep(AgentRole(user_id=user.id, role=Role.PILOTE, territoire_code=None))
    assert territories_of(someone, Role.PILOTE) == {"oisans"}
    for user in (former, citizen, Anonymous()):
        assert territories_of(user, Role.PILOTE) == frozenset(), "never None, which is everywhere"


def test_an_erased_agent_is_seen_no_more(session: Any) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    agent(Role.PILOTE, erased_at=clock.now())
    assert list(db.session.scalars(visible_agents(boss))) == [boss]


def _invited(**values: Any) -> None:
    invite_agent("nouvelle@isere.example", **{
        "by": agent(Role.ADMINISTRATEUR), "first_name": "A", "last_name": "B", "role": Role.PILOTE, "territoire_code": None,
        "ends_on": clock.today() + timedelta(days=10), **values,
    })


def test_a_waiting_invitation_is_seen_by_an_administrateur_only(session: Any) -> None:
    _invited()
    assert [len(list(db.session.scalars(visible_invitations(user)))) for user in everyone_else()] == [0] * 4


def test_an_accepted_invitation_waits_no_more(session: Any) -> None:
    _invited()
    boss = agent(Role.ADMINISTRATEUR)
    db.session.scalars(visible_invitations(boss)).one().accepted_at = clock.now()
    db.session.flush()
    assert list(db.session.scalars(visible_invitations(boss))) == []


def test_no_agent_is_invited_for_ever(session: Any) -> None:
    with pytest.raises(BadEndDate):
        _invited(ends_on=None)
