"""Coming with a friend: nobody types another's data, both say it, each is answered alone, either takes it back."""

from typing import Any

import pytest

from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import AlreadyTogether, LinkOver, MissionNotOpen, NotTogether, OwnLink
from benevolat.candidatures.models import Candidature, Companion, State
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.engagements import services as engagements
from benevolat.missions.models import MissionKind, Recruitment
from tests.candidatures.test_jobs import subjects
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.queries import counted_queries


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person()
        host = association(member=member)
        mission = mission(host, places=2)
        lea = person(first_name="Léa", email="lea@courriel.example")
        sami = person(first_name="Sami")
        sent = candidature(mission, lea)
        link = services.ask_friend(sent, by=lea)

    return Scene


def arrives(scene: Any) -> Candidature:
    sent = services.send_candidature(scene.mission, user=scene.sami, by=scene.sami)
    services.join_friend(scene.link, sent, by=scene.sami)
    return sent


def test_it_is_seen_only_once_both_said_so_and_while_both_come(scene: Any) -> None:
    friend = services.send_candidature(scene.mission, user=scene.sami, by=scene.sami)
    assert queries.comes_with([scene.sent, friend]) == {}
    services.join_friend(scene.link, friend, by=scene.sami)
    assert queries.comes_with([scene.sent]) == {scene.sent.id: ["Sami"], friend.id: ["Léa"]}
    assert subjects("lea@courriel.example")[-1] == "Quelqu’un vient avec vous"
    services.withdraw_candidature(friend, by=scene.sami)
    assert queries.comes_with([scene.sent, friend]) == {}
    assert queries.find_companion(scene.link.token) is not None
    assert services.ask_friend(scene.sent, by=scene.lea).token != scene.link.token


def test_each_takes_a_place_and_is_answered_alone(scene: Any) -> None:
    friend = arrives(scene)
    services.decline_candidature(scene.sent, by=scene.member, reason="Les jours ne vont pas.")
    assert (scene.sent.state, friend.state) == (State.DECLINED, State.SENT)
    engagements.accept_candidature(friend, by=scene.member)
    assert scene.mission.places_taken == 1
    third = services.send_candidature(scene.mission, user=(who := person()), by=who)
    engagements.accept_candidature(third, by=scene.member)
    assert (scene.mission.places_taken, scene.mission.recruitment) == (2, Recruitment.FULL)


@pytest.mark.parametrize("who", ["lea", "sami"])
def test_either_takes_it_back_and_both_candidatures_stand(scene: Any, who: str) -> None:
    friend = arrives(scene)
    with pytest.raises(NotAllowed):
        services.part(scene.link, by=scene.member)
    services.part(scene.link, by=getattr(scene, who))
    assert queries.comes_with([scene.sent, friend]) == {}
    assert queries.find_companion(scene.link.token) is None
    assert {scene.sent.state, friend.state} == {State.SENT}


def test_a_link_serves_one_friend_once(scene: Any) -> None:
    friend, late = arrives(scene), candidature(scene.mission)
    assert services.join_friend(scene.link, friend, by=scene.sami) is scene.link
    assert len(subjects("lea@courriel.example")) == 1
    with pytest.raises(LinkOver):
        services.join_friend(scene.link, late, by=late.user)
    with pytest.raises(OwnLink):
        services.join_friend(scene.link, scene.sent, by=scene.lea)
    with pytest.raises(NotAllowed):
        services.join_friend(scene.link, friend, by=scene.lea)
    with pytest.raises(AlreadyTogether):
        services.join_friend(services.ask_friend(late, by=late.user), friend, by=scene.sami)


def test_who_came_no_more_does_not_come_along(scene: Any) -> None:
    friend = services.send_candidature(scene.mission, user=scene.sami, by=scene.sami)
    services.withdraw_candidature(friend, by=scene.sami)
    with pytest.raises(LinkOver):
        services.join_friend(scene.link, friend, by=scene.sami)
    assert scene.link.friend is None


def test_a_link_ends_with_the_mission_and_serves_its_date_alone(scene: Any) -> None:
    friend = candidature(scene.mission, scene.sami)
    scene.mission.recruiting = False
    with pytest.raises(LinkOver):
        services.join_friend(scene.link, friend, by=scene.sami)
    services.part(scene.link, by=scene.lea)
    with pytest.raises(MissionNotOpen):
        services.ask_friend(scene.sent, by=scene.lea)
    with pytest.raises(NotAllowed):
        services.ask_friend(scene.sent, by=scene.sami)
    dated = mission(scene.host, kind=MissionKind.DATED)
    first, second = creneau(dated), creneau(dated, days=8)
    link = services.ask_friend(candidature(dated, scene.lea, creneau_id=first.id), by=scene.lea)
    with pytest.raises(NotTogether):
        services.join_friend(link, candidature(dated, scene.sami, creneau_id=second.id), by=scene.sami)
    services.join_friend(link, candidature(dated, scene.sami, creneau_id=first.id), by=scene.sami)


def test_nothing_stays_when_a_candidature_is_erased_and_a_list_asks_once(scene: Any) -> None:
    friend = arrives(scene)
    others = [candidature(scene.mission) for _each in range(5)]
    with counted_queries("SELECT") as asked:
        queries.comes_with([scene.sent, friend, *others])
    assert len(asked) == 1
    db.session.delete(friend)
    db.session.flush()
    db.session.expire_all()
    assert db.session.query(Companion).count() == 0
