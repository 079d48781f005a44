"""People go from a référent to another on a day, or to a deputy during an absence: every edge of both, and who may do it."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.errors import NobodyChosen, NotAtWork, SameReferent, TwoDeputies, WrongDay
from benevolat.accompagnement.models import Accompagnement, Deputy, Referent, ServiceKind
from benevolat.accompagnement.permissions import accompanies, can_end_accompagnement, can_end_deputy, can_hand_over, can_name_deputy
from benevolat.accompagnement.queries import current_link, is_deputy, link_to_come, referent_of, referent_record
from benevolat.accompagnement.services import (
    end_accompagnement,
    end_deputy,
    hand_over,
    name_deputy,
    open_service,
    record_reading,
)
from benevolat.accounts.models import AgentRole, Role, User
from benevolat.contrats import services as contrats
from benevolat.contrats.models import AnnexeState
from benevolat.core import clock, journal
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from tests.conftest import scalar_count
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import agent, person


def record(user: User) -> Referent:
    found = referent_record(user)
    assert found is not None
    return found


def link(someone: User) -> Accompagnement:
    found = current_link(someone)
    assert found is not None
    return found


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def on_day(days: int) -> Any:
    return clock.frozen(clock.now() + timedelta(days=days))


@pytest.mark.parametrize("days", [0, 1, 30])
def test_the_old_access_ends_and_the_new_begins_on_that_day(session: Any, days: int) -> None:
    someone, new = person(), referent()
    old = linked(someone)
    [begun] = hand_over([link(someone)], to=record(new), on=later(days), by=old)
    assert (begun.starts_on, begun.ends_on) == (later(days), None)
    if days:
        with on_day(days - 1):
            assert (accompanies(old, someone), accompanies(new, someone), referent_of(someone)) == (True, False, old)
    with on_day(days):
        assert (accompanies(old, someone), accompanies(new, someone), referent_of(someone)) == (False, True, new)


def test_many_people_at_once_and_everybody_is_told_the_same(session: Any) -> None:
    old, new = referent(), referent()
    people = [person() for _each in range(3)]
    for each in people:
        linked(each, old)
    hand_over([link(each) for each in people], to=record(new), on=later(0), by=old)
    session.flush()
    for each in people:
        assert accompanies(new, each)
        assert [(line.action, line.actor_id) for line in journal.about(each.id)] == [("accompagnement.handover", old.id)]
    letters = session.execute(sa.select(OutgoingMail.to, OutgoingMail.subject)).all()
    told = [row.to for row in letters if row.subject == "Vous avez un message d’Isère bénévolat"]
    assert sorted(told) == sorted(each.email or "" for each in people)
    assert [row.to for row in letters if row.subject == "Des personnes vous sont confiées"] == [new.email]


def test_one_that_may_not_go_keeps_all_of_them(session: Any) -> None:
    old, new, mine, theirs = referent(), referent(), person(), person()
    linked(mine, old)
    linked(theirs)
    with pytest.raises(NotAllowed):
        hand_over([link(mine), link(theirs)], to=record(new), on=later(0), by=old)
    assert (accompanies(old, mine), scalar_count(Accompagnement), scalar_count(OutgoingMail)) == (True, 2, 0)


def test_what_makes_no_sense_is_refused(session: Any) -> None:
    someone, new = person(), referent()
    old = linked(someone)
    for on in (later(-1), later(367)):
        with pytest.raises(WrongDay):
            hand_over([link(someone)], to=record(new), on=on, by=old)
    with pytest.raises(NobodyChosen):
        hand_over([], to=record(new), on=later(0), by=old)
    with pytest.raises(SameReferent):
        hand_over([link(someone)], to=record(old), on=later(0), by=old)
    session.execute(sa.update(AgentRole).where(AgentRole.user_id == new.id).values(ends_on=later(-1)))
    with pytest.raises(NotAtWork):
        hand_over([link(someone)], to=record(new), on=later(0), by=old)
    assert scalar_count(Accompagnement) == 1


def test_a_planned_handover_is_replaced_and_cancelled(session: Any) -> None:
    someone, first, second = person(), referent(), referent()
    old = linked(someone)
    hand_over([link(someone)], to=record(first), on=later(10), by=old)
    hand_over([link(someone)], to=record(second), on=later(5), by=old)
    with on_day(10):
        assert (accompanies(first, someone), accompanies(second, someone)) == (False, True)
    hand_over([link(someone)], to=record(old), on=later(5), by=old)
    with on_day(10):
        assert (accompanies(old, someone), accompanies(second, someone)) == (True, False)
    assert scalar_count(Accompagnement) == 1


def test_the_persons_end_is_the_end_of_what_was_planned_too(session: Any) -> None:
    someone, new = person(), referent()
    old = linked(someone)
    hand_over([link(someone)], to=record(new), on=later(10), by=old)
    end_accompagnement(link(someone), by=someone)
    session.flush()
    with on_day(10):
        assert not accompanies(new, someone)
    assert current_link(someone) is None


def test_the_referents_own_end_keeps_who_follows(session: Any) -> None:
    someone, new = person(), referent()
    old = linked(someone)
    hand_over([link(someone)], to=record(new), on=later(10), by=old)
    end_accompagnement(link(someone), by=old)
    session.flush()
    with on_day(10):
        assert accompanies(new, someone)


def test_who_hands_over(session: Any) -> None:
    someone, oisans = person(), open_service("Service de l’Oisans", ServiceKind.CCAS, territoire_code="oisans")
    old = linked(someone)
    record(old).service_id = oisans.id
    session.flush()
    there, everywhere, elsewhere = agent(Role.PILOTE, territoire="oisans"), agent(Role.PILOTE), agent(Role.PILOTE, territoire="vercors")
    others = [elsewhere, referent(), agent(Role.MODERATEUR), agent(Role.ADMINISTRATEUR), someone, person()]
    assert [can_hand_over(each, link(someone)) for each in (old, there, everywhere)] == [True] * 3
    assert not [each for each in others if can_hand_over(each, link(someone))]
    hand_over([link(someone)], to=record(referent()), on=later(0), by=there)
    assert not can_hand_over(old, session.scalars(sa.select(Accompagnement).order_by(Accompagnement.id)).first())


WINDOW = [(-1, False), (0, True), (3, True), (4, False)]


@pytest.mark.parametrize(("day", "opens"), WINDOW)
def test_a_deputy_reads_from_the_first_day_to_the_last(session: Any, day: int, opens: bool) -> None:
    someone, stand_in = person(), referent()
    helper = linked(someone)
    name_deputy(record(helper), record(stand_in), starts_on=later(2), last_day=later(5), by=helper)
    with on_day(2 + day):
        assert accompanies(stand_in, someone) is opens
        assert accompanies(helper, someone)
        assert referent_of(someone) == (stand_in if opens else helper)
        assert is_deputy(stand_in, someone) is opens
        assert not is_deputy(helper, someone)


def test_what_a_deputy_does_is_marked_and_they_neither_end_nor_give(session: Any) -> None:
    someone, stand_in = person(), referent()
    helper = linked(someone)
    annexe(someone, helper, AnnexeState.SIGNED)
    submitted = contrats.submit_engagement(attested(someone), wants_mark=False, by=someone)
    name_deputy(record(helper), record(stand_in), starts_on=later(0), last_day=later(5), by=helper)
    record_reading(someone, by=stand_in)
    contrats.validate_submission(submitted, by=stand_in)
    record_reading(someone, by=helper)
    session.flush()
    marked = [(each.action, each.actor_id, each.reason) for each in reversed(journal.about(someone.id))][-4:]
    assert marked == [
        ("accompagnement.deputy", helper.id, None), ("accompagnement.read", stand_in.id, "deputy"),
        ("submission.answer", stand_in.id, "deputy"), ("accompagnement.read", helper.id, None),
    ]
    assert not can_end_accompagnement(stand_in, link(someone))
    assert not can_hand_over(stand_in, link(someone))


def test_a_deputy_whose_role_ended_sees_nobody(session: Any) -> None:
    someone, stand_in = person(), referent()
    helper = linked(someone)
    name_deputy(record(helper), record(stand_in), starts_on=later(0), last_day=later(5), by=helper)
    session.execute(sa.update(AgentRole).where(AgentRole.user_id == stand_in.id).values(ends_on=later(-1)))
    assert not accompanies(stand_in, someone)
    assert referent_of(someone) == helper


def test_a_handed_over_person_is_not_seen_by_the_old_deputy(session: Any) -> None:
    someone, stand_in, new = person(), referent(), referent()
    helper = linked(someone)
    name_deputy(record(helper), record(stand_in), starts_on=later(0), last_day=later(20), by=helper)
    hand_over([link(someone)], to=record(new), on=later(3), by=helper)
    with on_day(3):
        assert (accompanies(stand_in, someone), accompanies(new, someone)) == (False, True)


def test_a_stand_in_is_stopped_at_once(session: Any) -> None:
    someone, stand_in = person(), referent()
    helper = linked(someone)
    today = name_deputy(record(helper), record(stand_in), starts_on=later(0), last_day=later(5), by=helper)
    with on_day(2):
        end_deputy(today, by=helper)
        assert not accompanies(stand_in, someone)
        with pytest.raises(NotAllowed):
            end_deputy(today, by=helper)
        planned = name_deputy(record(helper), record(stand_in), starts_on=later(9), last_day=later(9), by=helper)
        end_deputy(planned, by=helper)
        assert scalar_count(Deputy) == 1
        session.flush()
        assert [each.action for each in journal.about(someone.id)].count("accompagnement.deputy_end") == 2


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (3, 2), (0, 185), (367, 368)])
def test_a_stand_in_on_days_that_make_no_sense(session: Any, first: int, last: int) -> None:
    helper, stand_in = referent(), referent()
    with pytest.raises(WrongDay):
        name_deputy(record(helper), record(stand_in), starts_on=later(first), last_day=later(last), by=helper)


def test_nobody_stands_in_for_oneself_nor_twice_on_a_day(session: Any) -> None:
    helper, stand_in, other = referent(), referent(), referent()
    with pytest.raises(SameReferent):
        name_deputy(record(helper), record(helper), starts_on=later(0), last_day=later(1), by=helper)
    name_deputy(record(helper), record(stand_in), starts_on=later(2), last_day=later(4), by=helper)
    for first, last in ((0, 2), (4, 6), (3, 3)):
        with pytest.raises(TwoDeputies):
            name_deputy(record(helper), record(other), starts_on=later(first), last_day=later(last), by=helper)
    for first, last in ((0, 1), (5, 6)):
        name_deputy(record(helper), record(other), starts_on=later(first), last_day=later(last), by=helper)


def test_who_names_and_stops_a_deputy(session: Any) -> None:
    helper, colleague, stranger = referent(), referent(), referent()
    record(stranger).service_id = open_service("Service de l’Oisans", ServiceKind.CCAS, territoire_code="oisans").id
    session.flush()
    everywhere, oisans = agent(Role.PILOTE), agent(Role.PILOTE, territoire="oisans")
    rule = {helper: (True, False), everywhere: (True, True), oisans: (False, False), colleague: (False, False), stranger: (False, False)}
    for user, expected in rule.items():
        assert tuple(can_name_deputy(user, record(helper), record(each)) for each in (colleague, stranger)) == expected, user.full_name
    named = name_deputy(record(helper), record(colleague), starts_on=later(0), last_day=later(1), by=helper)
    assert [can_end_deputy(each, named) for each in rule] == [True, True, False, False, False]


def test_no_link_follows_one_without_end(session: Any) -> None:
    someone = person()
    linked(someone)
    assert link_to_come(link(someone)) is None
