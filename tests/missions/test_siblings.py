"""The same mission in several places: each its own row, its own candidates, its own search; the text for all or for one."""

from typing import Any

import pytest

from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions import services
from benevolat.missions.errors import NotEditable, SamePlace
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.queries import group_sizes, public_siblings, siblings_of
from tests.factories.people import person
from tests.factories.world import association, creneau, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

GRENOBLE: dict[str, Any] = {"commune_code": "38185", "address": "3 rue des Tilleuls", "address_public": True, "meeting_point": "",
                            "places": 4}


@pytest.fixture
def nadia(session: Any) -> Any:
    return person()


@pytest.fixture
def row(nadia: Any) -> Mission:
    return mission(association(member=nadia), by_bus=True, bus_line="ligne 12", places_taken=1, contact_name="Nadia")


def test_another_place_has_the_text_and_its_own_places(row: Mission, nadia: Any) -> None:
    other = services.add_place(row, by=nadia, **GRENOBLE)
    assert (other.publication, other.title, other.places, other.places_taken) == (Publication.DRAFT, row.title, 4, 0)
    assert (other.commune_code, other.address, other.bus_line, other.contact_name) == ("38185", "3 rue des Tilleuls", None, "Nadia")
    assert (other.lat, other.starts_on) != (row.lat, None)
    assert (row.commune_code, row.publication, row.bus_line) == ("38563", Publication.PUBLISHED, "ligne 12")
    assert siblings_of(row) == [other]
    assert siblings_of(other) == [row]
    assert public_siblings(row) == []
    third = services.add_place(other, by=nadia, **{**GRENOBLE, "address": "9 rue des Arts"})
    assert {each.id for each in siblings_of(row)} == {other.id, third.id}
    assert group_sizes([row, mission()]) == {row.group_key: 3}


def test_only_those_of_the_association_that_may_still_change(row: Mission, nadia: Any) -> None:
    other = services.add_place(row, by=nadia, **GRENOBLE)
    mission(group_key=row.group_key)  # of somebody else, by whatever road
    assert siblings_of(row) == [other]
    services.mark_withdrawn(row, by=nadia)
    assert siblings_of(other) == []


def test_dates_come_along_when_asked(nadia: Any, session: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED, places=None)
    slot = creneau(row, days=3, places=2, places_taken=2)
    creneau(row, days=4, cancelled=True)
    creneau(row, days=-4)
    other = services.add_place(row, by=nadia, **GRENOBLE, with_dates=True)
    assert [(each.starts_at, each.places, each.places_taken) for each in other.creneaux] == [(slot.starts_at, 4, 0)]
    assert services.add_place(row, by=nadia, **{**GRENOBLE, "address": "ailleurs"}).creneaux == []


def test_where_it_is_not_possible(row: Mission, nadia: Any) -> None:
    services.add_place(row, by=nadia, **GRENOBLE)
    with pytest.raises(SamePlace):
        services.add_place(row, by=nadia, **GRENOBLE)
    with pytest.raises(NotAllowed):
        services.add_place(row, by=person(), **{**GRENOBLE, "address": "ailleurs"})
    with pytest.raises(InvalidInput):
        services.add_place(mission(row.association, where=Where.REMOTE), by=nadia, **GRENOBLE)
    with pytest.raises(NotEditable):
        services.add_place(mission(row.association, publication=Publication.WITHDRAWN), by=nadia, **GRENOBLE)


def test_a_mission_that_is_alone_asks_nothing(row: Mission) -> None:
    with counted_queries("SELECT") as seen:
        assert siblings_of(row) == []
        assert group_sizes([row]) == {}
    assert seen == []


def test_through_the_screens(client: PageClient, session: Any, row: Mission, nadia: Any) -> None:
    sign_in(client, nadia)
    client.get(f"/association/missions/{row.public_id}")
    client.follow("Proposer aussi ailleurs")
    client.submit("Ajouter ce lieu", commune="Xyzzy")
    assert "Nous n’avons pas trouvé" in client.text
    client.submit("Ajouter ce lieu", commune="Grenoble", address="3 rue des Tilleuls", places="3")
    assert client.h1 == "Relire et envoyer"
    client.submit("Envoyer la mission", not_a_job="y")
    [other] = siblings_of(session.get(Mission, row.id))
    assert other.publication is Publication.SUBMITTED
    other.publication, other.published_at = Publication.PUBLISHED, row.published_at
    client.get(f"/missions/{row.public_id}")
    client.follow("Grenoble")
    assert "Aussi à Voiron" in client.text
    client.get(f"/association/{row.association.public_id}/missions")
    assert client.text.count("et 1 autre lieu") == 2


def test_the_text_is_changed_for_one_or_for_all_and_all_are_sent_at_once(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia), publication=Publication.DRAFT, published_at=None, not_a_job=False)
    number = services.add_place(row, by=nadia, **GRENOBLE).id
    sign_in(client, nadia)

    def titles() -> list[str]:
        session.expire_all()
        return [session.get(Mission, each).title for each in (row_id, number)]

    row_id = row.id
    client.get(f"/association/missions/{row.public_id}/etape-1")
    client.submit("Continuer", title="Arroser la serre du parc")
    assert titles() == ["Arroser la serre du parc", "Arroser le jardin partagé"]
    client.get(f"/association/missions/{session.get(Mission, row_id).public_id}/etape-1")
    client.submit("Continuer", title="Arroser les deux serres", everywhere="y")
    assert titles() == ["Arroser les deux serres"] * 2
    client.get(f"/association/missions/{session.get(Mission, row_id).public_id}/etape-5")
    assert "Encore en brouillon" in client.text
    client.submit("Envoyer la mission", not_a_job="y", together="y")
    session.expire_all()
    assert {session.get(Mission, each).publication for each in (row_id, number)} == {Publication.SUBMITTED}
