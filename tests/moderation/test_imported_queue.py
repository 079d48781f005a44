"""Missions that came from a file wait in a queue of their own, with where they come from and what to do first."""

from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.missions.models import Mission, Publication
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import next_free, queue_of
from tests.factories.people import agent
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

WAITS = {"publication": Publication.SUBMITTED, "published_at": None}


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR)


@pytest.fixture
def files(claire: User) -> dict[str, Mission]:
    """One mission by the screens, one by an association's file, one by a partner's, one by the former site's, one imported then judged."""
    host, young = association(name="Le Jardin"), association(name="La Neuve", state=State.PENDING, verified_at=None)
    return {
        "screens": mission(host, **WAITS), "file": mission(host, reference="A-1", **WAITS),
        "partner": mission(host, publisher="jeveuxaider", client_id="7", **WAITS),
        "former": mission(young, publisher="iserebenevolat", client_id="8", **WAITS),
        "judged": mission(host, reference="A-2", publication=Publication.SUBMITTED, published_at=clock.now()),
    }


def test_two_queues_hold_each_mission_once(files: dict[str, Mission], claire: User) -> None:
    imported = {each.object_id for each in queue_of(Noun.MISSION, claire, imported=True).rows}
    others = {each.object_id for each in queue_of(Noun.MISSION, claire, imported=False).rows}
    assert imported == {files[name].id for name in ("file", "partner", "former")}
    assert others == {files[name].id for name in ("screens", "judged")}
    assert queue_of(Noun.MISSION, claire).total == 5
    assert {number for number, _id in next_free(Noun.MISSION, claire, imported=True)} == imported


def test_it_says_where_each_comes_from_and_what_to_do_first(files: dict[str, Mission], claire: User) -> None:
    rows = {each.object_id: each for each in queue_of(Noun.MISSION, claire, imported=True).rows}
    assert rows[files["file"].id].host == "Le Jardin, par un fichier"
    assert rows[files["partner"].id].host == "Le Jardin, par le partenaire «\u00a0jeveuxaider\u00a0»"
    assert rows[files["former"].id].host == "La Neuve, par l’ancien site"
    assert rows[files["former"].id].todo == "Vérifier d’abord l’association"
    assert rows[files["file"].id].todo == "Relire, puis publier ou non"
    with counted_queries() as few:
        queue_of(Noun.MISSION, claire, imported=True)
    for number in range(4):
        mission(files["file"].association, reference=f"B-{number}", **WAITS)
    with counted_queries() as many:
        queue_of(Noun.MISSION, claire, imported=True)
    assert len(many) == len(few)


def test_one_goes_from_import_to_import(client: PageClient, files: dict[str, Mission], claire: User) -> None:
    sign_in(client, claire).get("/moderation?file=imports")
    assert "Missions importées à relire" in client.text
    assert "par l’ancien site" in client.text
    client.submit("Traiter le suivant")
    client.submit("Passer au suivant")
    client.submit("Passer au suivant")
    assert any(files[name].public_id in client.source for name in ("file", "partner", "former"))
    client.get("/moderation?file=missions")
    assert "par l’ancien site" not in client.text
