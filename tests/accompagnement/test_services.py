"""A référent's link begins with the person's code and ends by either; nothing is seen before or after."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.errors import AlreadyAccompanied, NotAReferent, WrongCode
from benevolat.accompagnement.models import LinkCode, ServiceKind
from benevolat.accompagnement.permissions import accompanies, visible_people
from benevolat.accompagnement.queries import current_link, people_page
from benevolat.accompagnement.services import (
    attach_referent,
    begin_accompagnement,
    end_accompagnement,
    give_link_code,
    open_service,
    record_reading,
)
from benevolat.accounts.models import AgentRole, Role
from benevolat.core import clock, entropy, journal
from benevolat.core.errors import NotAllowed
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person


def test_the_code_opens_the_link_once(session: Any) -> None:
    someone, helper = person(), referent()
    code = give_link_code(someone)
    assert not accompanies(helper, someone)
    begin_accompagnement(f" {code[:4]} {code[4:]} ", by=helper)
    assert accompanies(helper, someone)
    with pytest.raises(WrongCode):
        begin_accompagnement(code, by=referent())


def test_a_new_code_cancels_the_old_one_and_a_code_expires(session: Any) -> None:
    someone, helper = person(), referent()
    old, new = give_link_code(someone), give_link_code(someone)
    if old != new:
        with pytest.raises(WrongCode):
            begin_accompagnement(old, by=helper)
    with clock.frozen(clock.now() + timedelta(hours=49)), pytest.raises(WrongCode):
        begin_accompagnement(new, by=helper)


def test_only_a_referent_of_a_service_begins(session: Any) -> None:
    code = give_link_code(person())
    with pytest.raises(NotAllowed):
        begin_accompagnement(code, by=person())
    with pytest.raises(NotAReferent):
        begin_accompagnement(code, by=agent(Role.REFERENT))
    with pytest.raises(NotAllowed):
        give_link_code(referent())


def test_a_person_has_one_referent(session: Any) -> None:
    someone = person()
    linked(someone)
    with pytest.raises(AlreadyAccompanied):
        begin_accompagnement(give_link_code(someone), by=referent())


@pytest.mark.parametrize("by_person", [True, False])
def test_either_ends_it_and_access_ends_at_once(session: Any, by_person: bool) -> None:
    someone = person()
    helper = linked(someone)
    link = current_link(someone)
    assert link is not None
    with pytest.raises(NotAllowed):
        end_accompagnement(link, by=referent())
    end_accompagnement(link, by=someone if by_person else helper)
    session.flush()
    assert not accompanies(helper, someone)
    with pytest.raises(NotAllowed):
        record_reading(someone, by=helper)


def test_a_referent_whose_role_ended_sees_nobody(session: Any) -> None:
    someone = person()
    helper = linked(someone)
    session.execute(sa.update(AgentRole).values(ends_on=clock.today() - timedelta(days=1)))
    assert list(session.scalars(visible_people(helper))) == []


def test_a_link_to_come_opens_nothing_yet(session: Any) -> None:
    someone = person()
    helper = linked(someone, starts_on=clock.today() + timedelta(days=3))
    assert not accompanies(helper, someone)


def test_a_code_is_kept_as_a_fingerprint_and_cancels_only_ones_own(session: Any) -> None:
    someone, other = person(), person()
    code = give_link_code(someone)
    give_link_code(other)
    assert {each.code_hash for each in session.scalars(sa.select(LinkCode))} >= {entropy.fingerprint(code)}
    assert not [each for each in session.scalars(sa.select(LinkCode.code_hash)) if code in each]
    assert begin_accompagnement(code, by=referent()).user_id == someone.id


def test_the_beginning_and_the_end_are_in_the_journal_of_the_person(session: Any) -> None:
    someone, helper = person(), referent()
    begun = begin_accompagnement(give_link_code(someone), by=helper)
    end_accompagnement(begun, by=someone)
    session.flush()
    lines = [(each.action, each.actor_id) for each in reversed(journal.about(someone.id))]
    assert lines == [("accompagnement.begin", helper.id), ("accompagnement.end", someone.id)]


def test_a_link_to_come_is_ended_before_it_began(session: Any) -> None:
    someone = person()
    helper = linked(someone, starts_on=clock.today() + timedelta(days=3))
    link = current_link(someone)
    assert link is not None
    with pytest.raises(AlreadyAccompanied):
        begin_accompagnement(give_link_code(someone), by=referent())
    with pytest.raises(NotAllowed):
        end_accompagnement(link, by=helper)
    end_accompagnement(link, by=someone)
    session.flush()
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert not accompanies(helper, someone)


def test_a_service_takes_referents_from_a_pilote_only(session: Any) -> None:
    service, boss = open_service("Service du Vercors", ServiceKind.CCAS, territoire_code="vercors"), agent(Role.PILOTE)
    newcomer = agent(Role.REFERENT)
    for stranger in (newcomer, person(), agent(Role.ADMINISTRATEUR), agent(Role.PILOTE, territoire="oisans")):
        with pytest.raises(NotAllowed):
            attach_referent(newcomer, service, by=stranger)
    for nobody in (person(), agent(Role.MODERATEUR), agent(Role.REFERENT, ends_on=clock.today() - timedelta(days=1))):
        with pytest.raises(NotAllowed):
            attach_referent(nobody, service, by=boss)
    assert attach_referent(newcomer, service, by=boss).service is service
    session.flush()
    assert [(each.action, each.actor_id) for each in journal.about(newcomer.id)] == [("referent.attach", boss.id)]


def test_reading_is_in_the_journal_of_the_person(session: Any) -> None:
    someone = person()
    helper = linked(someone)
    record_reading(someone, by=helper)
    session.flush()
    assert [each.action for each in journal.about(someone.id)] == ["accompagnement.read"]


def test_names_are_searched_as_written_not_as_a_pattern(session: Any) -> None:
    helper = referent()
    for name in ("Durand", "Du%rand", "Martin"):
        linked(person(last_name=name), helper)
    assert [each.last_name for each in people_page(helper, "durand").rows] == ["Durand"]
    assert [each.last_name for each in people_page(helper, "u%r").rows] == ["Du%rand"]
    assert len(people_page(helper).rows) == 3
