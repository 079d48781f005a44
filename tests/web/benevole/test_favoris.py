"""The list of favourites says what became of each mission, and nothing the public may not read."""

from urllib.parse import parse_qs, urlsplit

import pytest

from benevolat.accounts.models import Role
from benevolat.alertes.models import Favori
from benevolat.alertes.services import drop_favourite, keep_favourite
from benevolat.associations.models import State as AssociationState
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Mission, Publication
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import mission
from tests.support.page_client import PageClient, all_of, text_of
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


def card_of(client: PageClient, mission: Mission) -> str:
    """The words of a mission's card in the list."""
    return next(text_of(each) for each in all_of(client.page, "article") if each.get("id") == f"m-{mission.public_id}")


def test_a_mission_is_kept_from_its_card_and_one_stays_at_its_place(client: PageClient) -> None:
    who, made = person(), mission(title="Arroser les tomates")
    others = [mission(title=f"Mission {number}") for number in range(25)]
    sign_in(client, who).get("/missions?lieu=Voiron&page=2")
    shown = next(each for each in [made, *others] if f"m-{each.public_id}" in client.source)
    keep = f"Garder dans mes favoris la mission {shown.title}"
    answer = client.submit(keep, follow=False)
    assert answer.status_code == 303
    assert answer.location == f"/missions?lieu=Voiron&page=2#m-{shown.public_id}"
    client.get(answer.location.partition("#")[0])
    assert "Dans vos favoris" in card_of(client, shown)
    assert client.text.count("Dans vos favoris") == 1
    answer = client.submit(f"Enlever de mes favoris la mission {shown.title}", follow=False)
    assert answer.location == f"/missions?lieu=Voiron&page=2#m-{shown.public_id}"
    assert scalar_count(Favori) == 0


def test_a_visitor_is_told_what_it_does_then_comes_back_to_the_card(client: PageClient) -> None:
    who, made = person(), mission(title="Arroser les tomates")
    client.get("/missions?lieu=Voiron")
    client.follow("Garder dans mes favoris la mission Arroser les tomates")
    assert client.h1 == "Garder cette mission"
    assert "Vous seul la voyez" in client.text
    assert "Il faut un compte" in client.text
    links = {text_of(each): each.get("href") or "" for each in all_of(client.page, "a")}
    assert links["Revenir aux missions"] == f"/missions?lieu=Voiron#m-{made.public_id}"
    back = parse_qs(urlsplit(links["Me connecter"]).query)["suite"][0]
    assert back == f"/missions/{made.public_id}/favori?suite=/missions?lieu%3DVoiron"
    sign_in(client, who).get(back)
    answer = client.submit("Garder dans mes favoris", follow=False)
    assert answer.location == f"/missions?lieu=Voiron#m-{made.public_id}"
    client.get(back)
    assert "Cette mission est dans vos favoris." in client.text


@pytest.mark.parametrize("suite", ["//ailleurs.example", "https://ailleurs.example/missions", "/\\ailleurs.example", "", "x" * 600])
def test_keeping_never_leads_elsewhere(client: PageClient, suite: str) -> None:
    who, made = person(), mission()
    sign_in(client, who).get(f"/missions/{made.public_id}")
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    answer = client.post(f"/missions/{made.public_id}/favori", data={"csrf_token": token, "suite": suite})
    assert answer.location == f"/missions/{made.public_id}"
    client.get(f"/missions/{made.public_id}/favori", query_string={"suite": suite})
    assert "ailleurs" not in client.source


def test_what_nobody_may_see_cannot_be_kept_and_an_agent_is_not_asked(client: PageClient) -> None:
    hidden, made = mission(publication=Publication.DRAFT, published_at=None), mission()
    assert client.get(f"/missions/{hidden.public_id}/favori").status_code == 404
    sign_in(client, agent(Role.REFERENT)).get("/missions")
    assert "Garder" not in client.text
    assert client.get(f"/missions/{made.public_id}/favori").status_code == 403


def test_a_list_of_cards_asks_once_which_are_kept(client: PageClient) -> None:
    who = person()
    for number in range(20):
        keep_favourite(mission(title=f"Mission {number}"), by=who)
    sign_in(client, who).get("/missions")
    with counted_queries() as seen:
        client.get("/missions")
    assert sum("favori" in each for each in seen) == 1
