"""/missions and the page of one mission, as a visitor without an account reads them."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from benevolat.accounts.models import Role
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import touch
from tests.factories import world
from tests.factories.people import agent
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def written(**values: Any) -> Mission:
    """A mission that the search was told of."""
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def titles(client: PageClient) -> list[str]:
    return [text_of(each) for each in all_of(client.page, "h3")]


def chips(client: PageClient) -> list[str]:
    return [text_of(each).removeprefix("Enlever : ") for each in all_of(client.page, "a") if "chip" in (each.get("class") or "").split()]


def test_words_and_place_find_missions_with_their_distance(client: PageClient) -> None:
    written(title="Arroser le potager")
    written(title="Arroser la cour", commune_code="38185")
    client.get("/missions?q=poterie&lieu=voiron&rayon=10")
    assert "Aucune mission" in client.text
    client.get("/missions?q=arroser&lieu=voiron&rayon=10")
    assert titles(client) == ["Arroser le potager"]
    assert "1 mission à moins de 10 km de Voiron" in client.text
    assert "à moins de 1 km" in client.text
    assert chips(client) == ["« arroser »", "près de Voiron"]
    client.get("/missions?q=arroser&lieu=voiron&rayon=50&tri=distance")
    assert titles(client) == ["Arroser le potager", "Arroser la cour"]


def test_each_chip_takes_its_own_part_away_and_nothing_else(client: PageClient) -> None:
    written(by_bus=True)
    address = ("/missions?q=jardin&lieu=Voiron&rayon=25&domaine=environnement&domaine=sport&type=regulier&quand=0&quand=1"
               "&avec=bus&avec=mineurs")
    client.get(address)
    assert chips(client) == ["« jardin »", "près de Voiron", "Nature et environnement", "Sport", "Régulièrement",
                             "le lundi matin et après-midi", "Accessible en bus", "Dès 16 ans"]
    before = parse_qs(urlsplit(address).query)
    links = [each for each in all_of(client.page, "a") if "chip" in (each.get("class") or "").split()]
    lost = [{"q"}, {"lieu", "rayon"}, {"domaine"}, {"domaine"}, {"type"}, {"quand"}, {"avec"}, {"avec"}]
    for link, names in zip(links, lost, strict=True):
        after = parse_qs(urlsplit(link.get("href") or "").query)
        assert {name for name in before if before[name] != after.get(name)} == names


def test_the_form_works_without_a_script_and_keeps_what_was_typed(client: PageClient) -> None:
    written(by_bus=True)
    written(title="Compter les oiseaux", by_bus=False)
    client.get("/missions")
    client.submit("Chercher", q="", lieu="voiron", avec=["bus"], rayon="5")
    assert titles(client) == ["Arroser le jardin partagé"]
    form = client.form("Chercher")
    values = {each.get("name"): each.get("value") for each in all_of(form, "input") if each.get("type") not in {"checkbox", "radio"}}
    assert values["lieu"] == "voiron"
    assert "csrf_token" not in values
    assert "Accessible en bus (1)" in client.text


def test_facets_count_what_each_choice_leaves(client: PageClient) -> None:
    for _n in range(3):
        written(domaine_code="sport", title="Arbitrer un match")
    written(domaine_code="animaux", title="Nourrir les chats", kind=MissionKind.REGULAR)
    client.get("/missions?domaine=sport")
    assert "Sport (3)" in client.text
    assert "Animaux (1)" in client.text
    assert "Régulièrement (3)" in client.text


def test_a_postal_code_of_several_communes_asks_which_one(client: PageClient) -> None:
    written()
    client.get("/missions?q=jardin&lieu=38350")
    assert "Quelle commune ?" in client.text
    assert len([each for each in all_of(client.page, "a") if "lieu=" in (each.get("href") or "") and "38350" in text_of(each)]) == 20
    client.follow("La Mure (38350)")
    assert "La Mure" in client.text
    assert chips(client) == ["« jardin »", "près de La Mure"]


def test_an_unknown_place_is_said_and_missions_come_without_it(client: PageClient) -> None:
    written()
    client.get("/missions?q=jardin&lieu=xyzzy")
    assert "Nous n’avons pas trouvé cette commune. Essayez son code postal." in client.text
    assert titles(client) == ["Arroser le jardin partagé"]


def test_a_territory_and_the_departement_are_places(client: PageClient) -> None:
    written()
    written(commune_code="38226", title="Ouvrir la bibliothèque")
    client.get("/missions?lieu=le+trièves")
    assert titles(client) == ["Ouvrir la bibliothèque"]
    client.get("/missions?lieu=isère")
    assert len(titles(client)) == 2


def test_around_me_uses_the_position_rounded_to_a_kilometre(client: PageClient) -> None:
    written()
    client.get("/missions?lat=45.363612345&lon=5.590612345&lieu=Autour+de+moi&rayon=5")
    assert titles(client) == ["Arroser le jardin partagé"]
    assert "45.3636" not in client.source
    assert "45.36" in client.source
    assert "près de Voiron" in client.text


def test_nothing_found_proposes_wider_with_exact_counts_and_a_human(client: PageClient) -> None:
    for _n in range(2):
        written(commune_code="38185")
    written(where=Where.REMOTE, lat=None, lon=None, commune_code="38563", title="Relire des lettres au jardin")
    client.get("/missions?q=jardin&lieu=voiron&rayon=5")
    assert "Aucune mission" in client.text
    links = [text_of(each) for each in all_of(client.page, "a")]
    assert "Chercher jusqu’à 25 km (2 missions)" in links
    assert "Voir ce qui se fait de chez vous (1 mission)" in links
    assert client.text.count("04 65 71 38 38") >= 2
    assert titles(client)[:2] == ["Arroser le jardin partagé"] * 2, "the nearest ones are shown already"
    client.follow("Chercher jusqu’à 25 km (2 missions)")
    assert titles(client) == ["Arroser le jardin partagé", "Arroser le jardin partagé", "Relire des lettres au jardin"]
    assert "Aussi, à faire de chez vous" in client.text


def test_pages_are_complete_and_none_comes_twice(client: PageClient) -> None:
    for n in range(45):
        written(title=f"Mission numéro {n}")
    seen = []
    for page in (1, 2, 3):
        client.get(f"/missions?page={page}")
        seen += titles(client)
    assert len(seen) == len(set(seen)) == 45
    client.get("/missions?page=999")
    assert len(titles(client)) == 5


def test_remote_missions_have_no_distance(client: PageClient) -> None:
    written(where=Where.REMOTE, lat=None, lon=None)
    client.get("/missions?avec=distance&lieu=grenoble")
    assert "Chez vous, à distance" in client.text
    assert "1 mission à faire de chez vous" in client.text


ODD = [
    "q=" + "a" * 10_000, "q=" + "mot+" * 3_000, "q=AND+OR+NOT+(+*", "q=%22%27%3B--%25_", "q=%F0%9F%8E%89",
    "q=%D9%85%D8%AA%D8%B7%D9%88%D8%B9",
    "q=%00%01%1f", "lat=91&lon=5", "lat=NaN&lon=inf", "lat=45", "lat=x&lon=y", "rayon=-1", "rayon=0&lieu=voiron", "rayon=10000&lieu=voiron",
    "rayon=nan&lieu=voiron", "page=-1", "page=0", "page=1000000000", "page=9" + "9" * 400, "page=x",
    "domaine=nope&type=nope&avec=nope&quand=99",
    "quand=-1", "tri=nope", "lieu=" + "b" * 10_000, "lieu=%00", "lieu=%25%25", "q[]=x&q=y&q=z", "lat=1e400&lon=5", "%ff=%fe",
]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_get_a_clear_page(client: PageClient, query: str) -> None:
    written()
    assert client.get(f"/missions?{query}").status_code == 200
    assert client.h1 == "Trouver une mission"


def test_script_in_words_is_only_words(client: PageClient) -> None:
    client.get("/missions?q=%3Cscript%3Ealert(1)%3C/script%3E&lieu=%22%3E%3Cimg+src=x%3E")
    assert "<script>alert" not in client.source
    assert "<img src=x" not in client.source


def test_the_list_costs_as_many_queries_for_twenty_as_for_two(client: PageClient) -> None:
    def asked() -> int:
        client.get("/missions")
        with counted_queries("SELECT") as seen:
            client.get("/missions")
        return len(seen)

    for _n in range(2):
        world.creneau(written(kind=MissionKind.DATED, ends_on=None))
    few = asked()
    for _n in range(18):
        world.creneau(written(kind=MissionKind.DATED, ends_on=None))
    assert asked() == few <= 6


def test_the_page_of_a_mission_says_what_happens_next(client: PageClient) -> None:
    mission = written(address="3 rue des Lilas", address_public=False)
    client.get("/missions")
    client.follow("Arroser le jardin partagé")
    assert client.h1 == "Arroser le jardin partagé"
    assert "Et après ?" in client.text
    links = {text_of(each): each.get("href") for each in all_of(client.page, "a")}
    assert links["Proposer mon aide"] == f"/missions/{mission.public_id}/candidater"
    assert "rue des Lilas" not in client.text
    assert links[mission.association.name] == f"/associations/{mission.association.public_id}"


def test_a_full_mission_offers_its_waiting_list(client: PageClient) -> None:
    mission = written(places=1, places_taken=1)
    client.get(f"/missions/{mission.public_id}")
    assert "Rejoindre la liste d’attente" in client.text


def test_a_mission_that_is_over_says_so_and_shows_others_near(client: PageClient) -> None:
    over = written(ends_on=clock.today() - timedelta(days=1), title="Monter la fête")
    written(title="Démonter la fête")
    assert client.get(f"/missions/{over.public_id}").status_code == 200
    assert "Cette mission est terminée" in client.text
    assert titles(client) == ["Démonter la fête"]
    assert "Proposer mon aide" not in [text_of(each) for each in all_of(client.page, "a")]


def test_a_withdrawn_mission_shows_nothing_of_itself(client: PageClient) -> None:
    gone = written(title="Chose retirée", publication=Publication.WITHDRAWN)
    written(title="Arroser à côté")
    assert client.get(f"/missions/{gone.public_id}").status_code == 410
    assert "Chose retirée" not in client.source
    assert titles(client) == ["Arroser à côté"]


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.SUBMITTED, Publication.TO_CORRECT, Publication.REFUSED])
def test_what_was_never_public_does_not_exist(client: PageClient, publication: Publication) -> None:
    mission = written(publication=publication, publication_reason="Essai", published_at=None)
    assert client.get(f"/missions/{mission.public_id}").status_code == 404


def test_a_mission_of_a_suspended_association_is_gone(client: PageClient) -> None:
    mission = written()
    mission.association.state, mission.association.state_reason = AssociationState.SUSPENDED, "Essai"
    assert client.get(f"/missions/{mission.public_id}").status_code == 410
    mission.association.state = AssociationState.PENDING
    assert client.get(f"/missions/{mission.public_id}").status_code == 404


def test_a_withdrawn_mission_that_never_was_public_does_not_exist(client: PageClient) -> None:
    mission = written(publication=Publication.WITHDRAWN, published_at=None)
    assert client.get(f"/missions/{mission.public_id}").status_code == 404


def test_an_agent_is_not_offered_to_apply(client: PageClient) -> None:
    mission = written()
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/missions/{mission.public_id}")
    assert "Proposer mon aide" not in client.text
    assert client.get("/missions?page=999999999").status_code == 200
