"""Claims: fifteen minutes, one modérateur at a time, checked where one writes."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Mission, Publication
from benevolat.moderation import jobs, services
from benevolat.moderation.errors import HeldByAnother
from benevolat.moderation.models import Claim, DeskDecision, Noun
from benevolat.moderation.queries import next_free, queue_of
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import association, mission


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


@pytest.fixture
def paul(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Paul", last_name="Rey")


def sent(**values: Any) -> Mission:
    return mission(association(member=person()), publication=Publication.SUBMITTED, published_at=None, **values)


def test_one_at_a_time_for_fifteen_minutes(claire: User, paul: User) -> None:
    row = sent()
    services.take(Noun.MISSION, row.id, by=claire)
    with pytest.raises(HeldByAnother) as told:
        services.take(Noun.MISSION, row.id, by=paul)
    assert "Claire Morel s’en occupe" in str(told.value)
    services.take(Noun.ASSOCIATION, row.id, by=paul)
    with clock.frozen(clock.now() + timedelta(minutes=14)):
        services.take(Noun.MISSION, row.id, by=claire)
    with clock.frozen(clock.now() + timedelta(minutes=16)), pytest.raises(HeldByAnother):
        services.take(Noun.MISSION, row.id, by=paul)
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        services.take(Noun.MISSION, row.id, by=paul)


def test_only_a_modérateur_takes(session: Any) -> None:
    for user in (person(), agent(Role.REFERENT), agent(Role.PILOTE), agent(Role.ADMINISTRATEUR)):
        with pytest.raises(NotAllowed):
            services.take(Noun.MISSION, 1, by=user)


def test_leaving_frees_ones_own_claim_alone(claire: User, paul: User) -> None:
    row = sent()
    services.take(Noun.MISSION, row.id, by=claire)
    services.release(Noun.MISSION, row.id, by=paul)
    with pytest.raises(HeldByAnother):
        services.take(Noun.MISSION, row.id, by=paul)
    services.release(Noun.MISSION, row.id, by=claire)
    services.take(Noun.MISSION, row.id, by=paul)


@pytest.mark.parametrize("decide", [
    lambda row, by: services.publish_mission(row, by=by, not_a_job=True),
    lambda row, by: services.ask_correction(row, by=by, reason="Non."),
    lambda row, by: services.refuse_mission(row, by=by, reason="Non."),
])
def test_nobody_decides_on_what_another_holds(claire: User, paul: User, decide: Any) -> None:
    row = sent()
    services.take(Noun.MISSION, row.id, by=claire)
    with pytest.raises(HeldByAnother):
        decide(row, paul)
    assert row.publication is Publication.SUBMITTED
    assert scalar_count(DeskDecision) == 0
    decide(row, claire)
    assert scalar_count(Claim) == 0, "deciding leaves the item"


def test_the_queue_says_who_is_on_what_and_next_skips_it(claire: User, paul: User) -> None:
    rows = [sent(title=f"Mission numéro {n}") for n in range(3)]
    services.take(Noun.MISSION, rows[0].id, by=claire)
    assert [each.held_by for each in queue_of(Noun.MISSION, paul).rows] == ["Claire Morel", None, None]
    assert [each.held_by for each in queue_of(Noun.MISSION, claire).rows] == [None, None, None]
    assert [number for number, _id in next_free(Noun.MISSION, paul)] == [rows[1].id, rows[2].id]
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert next_free(Noun.MISSION, paul)[0][0] == rows[0].id


def test_claims_that_are_over_are_forgotten(claire: User) -> None:
    services.take(Noun.MISSION, sent().id, by=claire)
    jobs.forget({})
    assert scalar_count(Claim) == 1
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        jobs.forget({})
    assert scalar_count(Claim) == 0
