"""The words of an association and the address of a calendar: whose they are, how long, and that nobody else writes or opens them."""

from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.associations.models import Membership
from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import EmptyMessage
from benevolat.candidatures.models import AnswerKind
from benevolat.core.errors import InvalidInput, NotAllowed
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, mission


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member, counts = person(), person()
        host = association(member=member)
        mission = mission(host)

    keep(Membership(association_id=Scene.host.id, user_id=Scene.counts.id, right_hours=True))
    return Scene


def test_who_answers_writes_how_one_is_welcomed(scene: Any) -> None:
    for who in (person(), scene.counts, agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            services.write_welcome(scene.mission, by=who, host_name="Odile")
    kept = services.write_welcome(scene.mission, by=scene.member, host_name=" Odile ", place="")
    for words in ({"host_name": " "}, {"host_name": "a" * 81}, {"host_name": "Odile", "place": "a" * 201}):
        with pytest.raises(InvalidInput):
            services.write_welcome(scene.mission, by=scene.member, **words)
    assert (kept.host_name, kept.place) == ("Odile", None)


def test_a_calendar_is_opened_by_whose_it_is(scene: Any) -> None:
    with pytest.raises(NotAllowed):
        services.open_feed(agent(Role.MODERATEUR))
    for who in (person(), scene.counts):
        with pytest.raises(NotAllowed):
            services.open_feed(who, scene.host)
    services.open_feed(scene.member, scene.host)
    assert queries.feed_of(scene.member, scene.host) is not None


def test_a_model_is_its_associations_and_of_a_length_one_reads(scene: Any) -> None:
    theirs = association(member=(other := person()))
    model = services.save_model(scene.host, kind=AnswerKind.ACCEPT, title="Bienvenue", body="Bonjour {prénom}.", by=scene.member)
    with pytest.raises(NotAllowed):
        services.save_model(theirs, kind=AnswerKind.ACCEPT, title="Pris", body="Ailleurs.", by=other, model=model)
    for who in (other, scene.counts):
        with pytest.raises(NotAllowed):
            services.delete_model(model, by=who)
    for values, error in (({"title": " "}, InvalidInput), ({"title": "a" * 81}, InvalidInput), ({"body": " "}, EmptyMessage),
                          ({"body": "a" * 501}, EmptyMessage)):
        with pytest.raises(error):
            services.save_model(scene.host, by=scene.member, model=model, **{
                "kind": AnswerKind.ACCEPT, "title": "Bienvenue", "body": "Bonjour.", **values})
    assert (model.title, model.body) == ("Bienvenue", "Bonjour {prénom}.")
