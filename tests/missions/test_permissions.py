"""Who sees which missions."""

from typing import Any

import pytest
from flask_login import AnonymousUserMixin

from benevolat.accounts.models import Role
from benevolat.associations.models import Membership, State
from benevolat.missions import permissions, queries
from benevolat.missions.models import Publication
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association, mission

ALL = {each.value for each in Publication}


def seen(session: Any, user: Any) -> set[str]:
    return {each.title for each in session.scalars(permissions.visible_missions(user))}


@pytest.fixture
def host(session: Any) -> Any:
    """A verified association of Grenoble with one mission in Voiron in each state, and a suspended one with a published mission."""
    row = association()
    for state in Publication:
        mission(row, title=state.value, publication=state, publication_reason="Non.")
    mission(association(state=State.SUSPENDED, state_reason="Non."), title="suspendue")
    return row


def test_the_public_sees_what_is_published_by_the_verified(session: Any, host: Any) -> None:
    for user in (None, AnonymousUserMixin(), person(), agent(Role.REFERENT), agent(Role.ADMINISTRATEUR)):
        assert seen(session, user) == {"published"}


def test_a_member_sees_all_of_theirs(session: Any, host: Any) -> None:
    user = person()
    keep(Membership(**DAILY, association_id=host.id, user_id=user.id))
    assert seen(session, user) == ALL
    assert {each.title for each in session.scalars(permissions.own_missions(user))} == ALL


def test_a_modérateur_sees_all_but_drafts_where_they_are_in_charge(session: Any, host: Any) -> None:
    assert seen(session, agent(Role.MODERATEUR)) == (ALL - {"draft"}) | {"suspendue"}
    assert seen(session, agent(Role.MODERATEUR, territoire="voironnais-chartreuse")) == (ALL - {"draft"}) | {"suspendue"}
    assert seen(session, agent(Role.MODERATEUR, territoire="trieves")) == {"published"}


def test_nobody_acts_for_an_association_without_being_in_it(session: Any, host: Any) -> None:
    for user in (AnonymousUserMixin(), person(), agent(Role.MODERATEUR)):
        assert list(session.scalars(permissions.own_missions(user))) == []


def test_finding_by_the_public_id_goes_through_the_same_scope(session: Any, host: Any) -> None:
    user = person()
    keep(Membership(**DAILY, association_id=host.id, user_id=user.id))
    draft = next(each for each in queries.missions_of(host) if each.publication is Publication.DRAFT)
    assert queries.find_visible_mission(None, draft.public_id) is None
    assert queries.find_own_mission(person(), draft.public_id) is None
    assert queries.find_own_mission(user, draft.public_id) is draft
    assert queries.find_visible_mission(user, draft.public_id) is draft


def test_in_its_list_what_waits_for_the_association_comes_first(session: Any, host: Any) -> None:
    assert [each.title for each in queries.missions_of(host)] == ["to_correct", "draft", "submitted", "published", "refused", "withdrawn"]
