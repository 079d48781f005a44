"""What the pages of référents and pilotes read: names, services, and how many people each accompanies today."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement
from benevolat.accompagnement.queries import (
    agents_without_service,
    current_link,
    links_by_referent,
    people_page,
    referent_record,
)
from benevolat.accounts.models import AgentRole, Role
from benevolat.core import clock
from tests.factories import keep
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person


def test_names_are_only_those_of_ones_own_people(session: Any) -> None:
    helper = linked(person(last_name="Durand"))
    linked(person(last_name="Durand-Roux"))
    person(last_name="Durandal")
    assert [each.last_name for each in people_page(helper, "durand").rows] == ["Durand"]


def test_the_count_is_of_today(session: Any) -> None:
    helper, today = referent(), clock.today()
    linked(person(), helper)
    linked(person(), helper, ends_on=today + timedelta(days=4))
    linked(person(), helper, ends_on=today)
    linked(person(), helper, starts_on=today + timedelta(days=2))
    assert [(each.user_id, count) for each, count in links_by_referent(agent(Role.PILOTE))] == [(helper.id, 2)]
    assert links_by_referent(agent(Role.MODERATEUR)) == []


def test_only_referents_of_today_without_a_service_wait_for_one(session: Any) -> None:
    referent()
    agent(Role.MODERATEUR)
    agent(Role.REFERENT, ends_on=clock.today() - timedelta(days=1))
    agent(Role.REFERENT, erased_at=clock.now())
    keep(AgentRole(user_id=person().id, role=Role.REFERENT))
    former = agent(Role.REFERENT)
    session.execute(sa.update(AgentRole).where(AgentRole.user_id == former.id).values(ends_on=clock.today() - timedelta(days=1)))
    waiting = agent(Role.REFERENT)
    assert agents_without_service() == [waiting]


def test_the_link_in_force_comes_before_the_one_to_come(session: Any) -> None:
    someone, today = person(), clock.today()
    present = linked(someone, ends_on=today + timedelta(days=5))
    following = referent_record(linked(person()))
    assert following is not None
    keep(Accompagnement(referent_id=following.id, user_id=someone.id, starts_on=today + timedelta(days=5)))
    link = current_link(someone)
    assert link is not None
    assert link.referent.user_id == present.id


def test_a_link_that_is_over_or_of_another_is_not_ones_own(session: Any) -> None:
    linked(person(), starts_on=clock.today() - timedelta(days=90))
    someone = person()
    linked(someone, starts_on=clock.today() - timedelta(days=60), ends_on=clock.today())
    assert current_link(someone) is None
    assert current_link(person()) is None
    helper = linked(someone)
    link = current_link(someone)
    assert link is not None
    assert link.referent.user_id == helper.id
