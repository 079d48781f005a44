"""Who sees which associations, and who acts for them."""

from typing import Any

import pytest
from flask_login import AnonymousUserMixin

from benevolat.accounts.models import Role, User
from benevolat.associations import permissions, queries
from benevolat.associations.models import Association, MemberRole, Membership, State
from benevolat.core import clock
from benevolat.core.workflow import SYSTEM
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association


def seen(session: Any, user: Any) -> set[str]:
    return {each.name for each in session.scalars(permissions.visible_associations(user))}


@pytest.fixture
def world(session: Any) -> dict[str, Association]:
    return {
        "verified": association(name="V"), "pending": association(name="P", state=State.PENDING),
        "refused": association(name="R", state=State.REFUSED, state_reason="Non.", commune_code="38226"),
        "suspended": association(name="S", state=State.SUSPENDED, state_reason="Non."),
    }


def test_the_public_sees_the_verified_ones(session: Any, world: dict[str, Association]) -> None:
    for user in (None, AnonymousUserMixin(), person(), agent(Role.REFERENT), agent(Role.PILOTE), SYSTEM):
        assert seen(session, user) == {"V"}


def test_members_also_see_their_own_whatever_its_state(session: Any, world: dict[str, Association]) -> None:
    user = person()
    for name in ("pending", "refused"):
        keep(Membership(association_id=world[name].id, user_id=user.id))
    assert seen(session, user) == {"V", "P", "R"}
    assert {each.name for each in session.scalars(permissions.own_associations(user))} == {"P", "R"}
    assert queries.find_own_association(user, world["suspended"].public_id) is None
    assert queries.find_visible_association(user, world["pending"].public_id) is world["pending"]


def test_modérateurs_see_those_of_their_territories(session: Any, world: dict[str, Association]) -> None:
    assert seen(session, agent(Role.MODERATEUR)) == {"V", "P", "R", "S"}
    assert seen(session, agent(Role.MODERATEUR, territoire="trieves")) == {"V", "R"}
    assert seen(session, agent(Role.MODERATEUR, territoire="agglomeration-grenobloise")) == {"V", "P", "S"}


def test_an_ended_modérateur_sees_what_everybody_sees(session: Any, world: dict[str, Association]) -> None:
    from datetime import timedelta

    assert seen(session, agent(Role.MODERATEUR, ends_on=clock.today() - timedelta(days=1))) == {"V"}


def test_what_members_may(session: Any) -> None:
    admin, member, stranger = person(), person(), person()
    row = association(member=admin)
    keep(Membership(association_id=row.id, user_id=member.id, role=MemberRole.MEMBER))

    def may(check: Any) -> list[bool]:
        users: list[User | None] = [admin, member, stranger, agent(Role.MODERATEUR), None]
        return [check(user, row) for user in users]

    assert may(permissions.is_member) == [True, True, False, False, False]
    assert may(permissions.can_manage_association) == [True, False, False, False, False]
    assert may(permissions.can_verify_association) == [False, False, False, True, False]


def test_an_erased_account_acts_for_nobody(session: Any) -> None:
    admin = person()
    row = association(member=admin)
    admin.erased_at = clock.now()
    assert not permissions.is_member(admin, row)


def test_who_signs_up(session: Any) -> None:
    assert permissions.can_create_association(person())
    assert not permissions.can_create_association(agent(Role.MODERATEUR))
    assert not permissions.can_create_association(AnonymousUserMixin())


def test_outside_the_isère_only_those_of_the_whole_département(session: Any) -> None:
    row = association(commune_code="73171")
    assert permissions.can_verify_association(agent(Role.MODERATEUR), row)
    assert not permissions.can_verify_association(agent(Role.MODERATEUR, territoire="gresivaudan"), row)
