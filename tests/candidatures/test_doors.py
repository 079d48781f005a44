"""Closing a door, both ways: a reason that is read and a way on; a person's own no leaves no trace for the association."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.candidatures import permissions, queries, services
from benevolat.candidatures.errors import AppliedElsewhere, DoorClosed, DoorSettled, HostHidden, MissionNotOpen, NotFromHere
from benevolat.candidatures.jobs import open_old_doors
from benevolat.candidatures.models import DOOR_LASTS, ClosedDoor, DoorReason, HiddenHost, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.engagements import services as engagements
from tests.candidatures.test_jobs import subjects
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission

NADIA, HOST = "nadia@courriel.example", "camille@mains-vertes.example"


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille", email=HOST)
        host = association(member=member, commune_code="38563")
        mission, other = mission(host), mission(host)
        nadia = person(email=NADIA)
        sent = candidature(mission, nadia)

    return Scene


def closed(scene: Any, **values: Any) -> ClosedDoor:
    return services.close_door(scene.sent, by=scene.member, **{"reason": DoorReason.AGREED, **values})


def test_a_closed_door_stops_an_application_to_this_association_alone(scene: Any) -> None:
    engagements.accept_candidature(scene.sent, by=scene.member)
    door = closed(scene, sentence=" À une autre fois. ")
    assert door.words == ["Nous n’avons pas réussi à nous entendre.", "À une autre fois."]
    assert scene.sent.state is State.ACCEPTED
    assert subjects(NADIA)[-1] == "Une association ne reçoit plus vos candidatures"
    with pytest.raises(DoorClosed):
        services.send_candidature(scene.other, user=scene.nadia, by=scene.nadia)
    services.send_candidature(mission(), user=scene.nadia, by=scene.nadia)
    before = len(subjects(NADIA))
    assert closed(scene) is door
    assert len(subjects(NADIA)) == before
    services.open_door(door, by=scene.member)
    assert db.session.query(ClosedDoor).count() == 0
    services.send_candidature(scene.other, user=scene.nadia, by=scene.nadia)


def test_only_who_answers_candidates_closes_and_opens_and_a_reason_has_words(scene: Any) -> None:
    stranger = person()
    association(member=stranger)
    for who in (stranger, scene.nadia, agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            services.close_door(scene.sent, by=who, reason=DoorReason.RULES)
    with pytest.raises(InvalidInput):
        closed(scene, reason=DoorReason.OTHER, sentence="  ")
    door = closed(scene)
    for who in (stranger, scene.nadia):
        with pytest.raises(NotAllowed):
            services.open_door(door, by=who)
    assert (list(queries.doors_kept_by(stranger)), list(queries.doors_kept_by(scene.member))) == ([], [door])
    assert (list(queries.doors_to(scene.nadia)), list(queries.doors_to(stranger))) == ([door], [])


def test_the_desk_sees_a_door_once_contested_and_lifts_it_or_says_why_not(scene: Any) -> None:
    here, elsewhere, door = agent(Role.MODERATEUR), agent(Role.MODERATEUR, territoire="trieves"), closed(scene)
    assert list(queries.contested_doors(here)) == []
    with pytest.raises(NotAllowed):
        services.lift_door(door, by=here)
    with pytest.raises(NotAllowed):
        services.contest_door(door, by=scene.member)
    services.contest_door(door, by=scene.nadia)
    assert [list(queries.contested_doors(who)) for who in (here, elsewhere, agent(Role.REFERENT), scene.member)] == [[door], [], [], []]
    with pytest.raises(NotAllowed):
        services.keep_door(door, by=elsewhere, answer="Non.")
    services.keep_door(door, by=here, answer="Nous avons parlé à l’association.")
    assert subjects(NADIA)[-1] == "Réponse à votre demande"
    assert (door.is_looked_at, list(queries.contested_doors(here))) == (False, [])
    with pytest.raises(DoorSettled):
        services.lift_door(door, by=here)


def test_what_is_said_of_a_door_is_read_by_somebody_so_it_is_short_and_never_empty(scene: Any) -> None:
    with pytest.raises(InvalidInput):
        closed(scene, sentence="a" * 501)
    door, desk = closed(scene, sentence="a" * 500), agent(Role.MODERATEUR)
    services.contest_door(door, by=scene.nadia)
    for answer in ("  ", "a" * 501):
        with pytest.raises(InvalidInput):
            services.keep_door(door, by=desk, answer=answer)
    assert (door.kept_at, door.answer) == (None, None)


def test_a_lifted_door_leaves_nothing_and_both_are_told(scene: Any) -> None:
    door = closed(scene)
    services.contest_door(door, by=scene.nadia)
    services.lift_door(door, by=agent(Role.MODERATEUR))
    assert db.session.query(ClosedDoor).count() == 0
    assert subjects(NADIA)[-1] == "Une association reçoit de nouveau vos candidatures"
    assert subjects(HOST)[-1] == "Une personne peut de nouveau vous proposer son aide"


def test_a_door_opens_by_itself_after_a_year(scene: Any) -> None:
    door = closed(scene)
    door.closed_at = clock.now() - DOOR_LASTS + timedelta(minutes=1)
    open_old_doors({})
    assert queries.door_of(scene.nadia, scene.host.id) is door
    door.closed_at = clock.now() - DOOR_LASTS
    open_old_doors({})
    assert queries.door_of(scene.nadia, scene.host.id) is None


def rows(*, but: str) -> list[Any]:
    """Return every row of the tables that the association's pages are made from."""
    return [db.session.execute(sa.text(f"SELECT * FROM {name} ORDER BY 1")).all()
            for name in sorted(db.metadata.tables) if name not in {but, "outgoing_mail", "candidature_message"}]


def test_a_persons_own_no_is_seen_by_nobody_else(scene: Any) -> None:
    before = rows(but="hidden_host")
    services.hide_host(scene.host, by=scene.nadia)
    services.hide_host(scene.host, by=scene.nadia)
    assert rows(but="hidden_host") == before
    assert subjects(HOST) == []
    letters = len(subjects(NADIA))
    message = services.post_message(scene.sent, by=scene.member, body="Venez mardi.")
    assert (message.body, len(subjects(NADIA))) == ("Venez mardi.", letters)
    assert permissions.can_write_message(scene.member, scene.sent)
    with pytest.raises(HostHidden):
        services.send_candidature(scene.other, user=scene.nadia, by=scene.nadia)
    engagements.accept_candidature(scene.sent, by=scene.member)
    services.show_host(scene.host, by=scene.nadia)
    assert db.session.query(HiddenHost).count() == 0
    services.post_message(scene.sent, by=scene.member, body="Toujours mardi ?")
    assert len(subjects(NADIA)) == letters + 2


def test_nobody_hides_their_own_association_and_a_door_goes_with_the_account(scene: Any) -> None:
    for who in (scene.member, agent(Role.REFERENT)):
        with pytest.raises(NotAllowed):
            services.hide_host(scene.host, by=who)
    closed(scene)
    services.hide_host(scene.host, by=scene.nadia)
    db.session.execute(sa.text("DELETE FROM user_account WHERE id = :id"), {"id": scene.nadia.id})
    assert [db.session.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar() for name in ("closed_door", "hidden_host")] == [0, 0]


def _nothing(scene: Any) -> None:
    return None


def _hidden(scene: Any) -> None:
    services.hide_host(scene.host, by=scene.nadia)


def _shut(scene: Any) -> None:
    scene.other.recruiting = False


@pytest.mark.parametrize(("stands_between", "own"), [(_hidden, HostHidden), (closed, DoorClosed), (_shut, MissionNotOpen)])
def test_on_a_helpers_screen_a_door_reads_like_a_closed_mission(scene: Any, stands_between: Any, own: type[Exception]) -> None:
    stands_between(scene)
    with pytest.raises(NotFromHere) as shown:
        services.send_beside(scene.other, user=scene.nadia)
    assert shown.type is NotFromHere
    assert str(shown.value) == str(NotFromHere())
    with pytest.raises(own) as read_alone:
        services.send_candidature(scene.other, user=scene.nadia, by=scene.nadia)
    assert read_alone.type is own, "the person reads the reason by themself"


def test_what_a_partner_proposes_is_said_before_any_door(scene: Any) -> None:
    scene.other.publisher, scene.other.client_id, scene.other.application_url = "partenaire", "p-1", "https://partenaire.example/m/1"
    for stands_between in (_nothing, _hidden):
        stands_between(scene)
        with pytest.raises(AppliedElsewhere):
            services.send_beside(scene.other, user=scene.nadia)
