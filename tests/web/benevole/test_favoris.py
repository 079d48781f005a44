"""The list of favourites says what became of each mission, and nothing the public may not read."""

import pytest

from benevolat.accounts.models import Role
from benevolat.alertes.models import Favori
from benevolat.alertes.services import drop_favourite, keep_favourite
from benevolat.associations.models import State as AssociationState
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Publication
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.mark.parametrize(("change", "words", "title"), [
    ({"places": 2, "places_taken": 2}, "Complet : liste d’attente", True),
    ({"recruiting": False}, "Ne prend plus de candidatures", True),
    ({"publication": Publication.WITHDRAWN}, "Retirée", True),
    ({"publication": Publication.SUBMITTED}, "Pas visible en ce moment", False),
])
def test_what_became_of_it(client: PageClient, change: dict[str, object], words: str, title: bool) -> None:
    who, made = person(), mission(title="Arroser les tomates")
    keep_favourite(made, by=who)
    for name, value in change.items():
        setattr(made, name, value)
    sign_in(client, who).get("/mes-favoris")
    assert words.replace(" :", "\u00a0:") in client.source
    assert ("Arroser les tomates" in client.text) == title


def test_a_suspended_association_s_mission_says_nothing(client: PageClient) -> None:
    who, made = person(), mission(title="Arroser les tomates")
    keep_favourite(made, by=who)
    made.association.state, made.association.state_reason = AssociationState.SUSPENDED, "Essai"
    sign_in(client, who).get("/mes-favoris")
    assert "Pas visible en ce moment" in client.text
    assert "Arroser" not in client.text
    assert made.association.name not in client.text


def test_only_what_anybody_sees_can_be_kept_and_what_one_keeps_can_be_let_go(client: PageClient) -> None:
    who, hidden = person(), mission(publication=Publication.DRAFT, published_at=None)
    shown = mission()
    sign_in(client, who).get(f"/missions/{shown.public_id}")
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    assert client.post(f"/missions/{hidden.public_id}/favori", data={"csrf_token": token}).status_code == 404
    assert client.post(f"/missions/{shown.public_id}/favori", data={"csrf_token": token}).status_code == 303
    shown.publication = Publication.SUBMITTED
    assert client.post(f"/missions/{shown.public_id}/favori/enlever", data={"csrf_token": token}).status_code == 303
    assert scalar_count(Favori) == 0


def test_keeping_twice_is_keeping_once_and_nobody_else_s(session: object) -> None:
    who, made = person(), mission()
    keep_favourite(made, by=who)
    keep_favourite(made, by=who)
    keep_favourite(made, by=person())
    assert scalar_count(Favori) == 2
    drop_favourite(made, by=who)
    drop_favourite(made, by=who)
    assert scalar_count(Favori) == 1


def test_an_agent_keeps_none(session: object) -> None:
    for act in (keep_favourite, drop_favourite):
        with pytest.raises(NotAllowed):
            act(mission(), by=agent(Role.REFERENT))


def test_the_list_asks_as_much_for_ten_as_for_one(client: PageClient) -> None:
    who = person()
    keep_favourite(mission(), by=who)
    sign_in(client, who).get("/mes-favoris")
    with counted_queries() as one:
        client.get("/mes-favoris")
    for _n in range(9):
        keep_favourite(mission(), by=who)
    with counted_queries() as ten:
        client.get("/mes-favoris")
    assert len([each for each in ten if each.startswith("SELECT")]) <= len([each for each in one if each.startswith("SELECT")])
