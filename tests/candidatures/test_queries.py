"""Who sees which candidature, how an association sorts them, what a timeline tells each side."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.candidatures import permissions, queries, services
from benevolat.candidatures.models import CallBack, State
from benevolat.candidatures.queries import Pile
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, mission


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille", last_name="Roux")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, places=9)
        volunteer = person(first_name="Nadia")

    return Scene


def test_each_sees_their_own_side_only(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    assert queries.find_own_candidature(scene.volunteer, row.public_id) is row
    assert queries.find_received_candidature(scene.member, row.public_id) is row
    other_member = person()
    association(member=other_member)
    for account in (person(), other_member, agent(*Role), scene.member):
        assert queries.find_own_candidature(account, row.public_id) is None
    for account in (person(), other_member, agent(*Role), scene.volunteer):
        assert queries.find_received_candidature(account, row.public_id) is None


def test_contact_is_read_once_accepted_by_the_two_sides_alone(scene: Any) -> None:
    for state in State:
        row = candidature(mission(scene.host), scene.volunteer, state=state, reason="Une raison.", decided_at=clock.now())
        for account, side in ((scene.volunteer, True), (scene.member, True), (person(), False), (agent(Role.MODERATEUR), False)):
            assert permissions.can_read_contact(account, row) is (side and state is State.ACCEPTED)


def test_call_backs_are_the_members_business(scene: Any) -> None:
    row = keep(CallBack(mission_id=scene.mission.id, first_name="Idriss", phone="+33639981234", asked_at=clock.now()))
    assert queries.find_call_back(scene.member, row.public_id) is row
    assert queries.find_call_back(scene.volunteer, row.public_id) is None
    assert queries.call_backs_to_do(scene.member) == [row]
    assert queries.call_backs_to_do(scene.member, mission=mission(scene.host)) == []
    assert permissions.can_complete_call_back(scene.volunteer, row) is False


def test_piles_count_everything_and_begin_with_who_waited_longest(scene: Any) -> None:
    states = [State.SENT, State.SENT, State.WAITLISTED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.REVOKED]
    rows = [
        candidature(scene.mission, state=state, reason="Une raison.", decided_at=clock.now(), sent_at=clock.now() - timedelta(hours=n))
        for n, state in enumerate(states)
    ]
    candidature(mission())
    received = queries.candidatures_received(scene.member, Pile.TO_ANSWER)
    assert [each.id for each in received.rows] == [rows[1].id, rows[0].id]
    assert received.counts == {Pile.TO_ANSWER: 2, Pile.WAITING: 1, Pile.ACCEPTED: 1, Pile.CLOSED: 4}
    closed = queries.candidatures_received(scene.member, Pile.CLOSED)
    assert [each.id for each in closed.rows] == [each.id for each in rows[4:]]


def test_a_page_of_fifty_and_a_mission_of_its_own(scene: Any) -> None:
    for n in range(51):
        candidature(scene.mission, sent_at=clock.now() - timedelta(minutes=n))
    candidature(mission(scene.host))
    everything = queries.candidatures_received(scene.member, Pile.TO_ANSWER)
    assert (len(everything.rows), everything.pages, everything.counts[Pile.TO_ANSWER]) == (50, 2, 52)
    of_mission = queries.candidatures_received(scene.member, Pile.TO_ANSWER, mission=scene.mission, page=9)
    assert (len(of_mission.rows), of_mission.page, of_mission.counts[Pile.TO_ANSWER]) == (1, 2, 51)


def test_the_number_of_queries_does_not_grow_with_the_rows(scene: Any) -> None:
    def count(rows: int) -> int:
        for _each in range(rows):
            services.post_message(candidature(scene.mission), by=scene.member, body="Bonjour.")
        db.session.commit()
        db.session.expire_all()
        seen: list[str] = []
        listen = ("before_cursor_execute", lambda *args: seen.append(args[2]))
        sa.event.listen(db.engine, *listen)
        received = queries.candidatures_received(scene.member, Pile.TO_ANSWER)
        _touched = [(each.mission.title, each.user.first_name, each.creneau, received.unread.get(each.id)) for each in received.rows]
        sa.event.remove(db.engine, *listen)
        return len(seen)

    assert count(2) == count(20)


def test_the_volunteer_s_list_begins_with_what_lives(scene: Any) -> None:
    old = candidature(scene.mission, scene.volunteer, sent_at=clock.now() - timedelta(days=9))
    over = candidature(mission(scene.host), scene.volunteer, state=State.DECLINED, reason="Une raison.")
    assert list(queries.candidatures_of(scene.volunteer)) == [old, over]


def test_the_story_of_each_side(scene: Any) -> None:
    row = services.send_candidature(scene.mission, user=scene.volunteer, by=scene.volunteer)
    mine = queries.story_of(row, for_volunteer=True)
    assert [(each.label, each.who, each.state) for each in mine] == [
        ("Candidature envoyée", "vous", "done"), ("La réponse de l’association", "Les Mains Vertes", "now"),
        ("Sans réponse d’ici là, la candidature se termine", None, "next"),
    ]
    assert mine[2].at == row.sent_at + timedelta(days=30)
    services.decline_candidature(row, by=scene.member, reason="Les jours ne vont pas.")
    mine, theirs = (queries.story_of(row, for_volunteer=each) for each in (True, False))
    assert (mine[-1].label, mine[-1].who, mine[-1].detail) == ("Candidature non retenue", "Les Mains Vertes", "Les jours ne vont pas.")
    assert [each.who for each in theirs] == ["Nadia", "Camille Roux"]


def test_the_story_says_what_comes_next(scene: Any) -> None:
    waiting = candidature(scene.mission, state=State.WAITLISTED)
    assert queries.story_of(waiting, for_volunteer=True)[-1].state == "now"
    slot = creneau(scene.mission)
    accepted = candidature(scene.mission, creneau_id=slot.id, state=State.ACCEPTED)
    assert queries.story_of(accepted, for_volunteer=True)[-1].at == slot.starts_at
    later = candidature(mission(starts_on=clock.today() + timedelta(days=3)), state=State.ACCEPTED)
    assert queries.story_of(later, for_volunteer=True)[-1].state == "next"
    begun = candidature(scene.mission, state=State.ACCEPTED)
    assert queries.story_of(begun, for_volunteer=True) == []


def test_a_member_does_not_receive_their_own_candidature(scene: Any) -> None:
    """Somebody who applied, then joined the team, does not judge themself."""
    row = candidature(scene.mission, scene.member)
    assert queries.find_received_candidature(scene.member, row.public_id) is None
    assert queries.find_own_candidature(scene.member, row.public_id) is row
