"""/missions when few missions hold every word: where those that hold a part of them begin, what is said there, on every page."""

from typing import Any

import pytest

from benevolat.missions.models import Mission, Where
from benevolat.missions.services import touch
from tests.factories import world
from tests.support.page_client import PageClient, all_of, text_of

PART = "Aucune mission n’a tous vos mots. Voici ce qui en a une partie."


def written(**values: Any) -> Mission:
    """A mission that the search was told of."""
    mission = world.mission(**{"description": "Avec l’équipe du samedi.", **values})
    touch(mission, text=True)
    return mission


def gardens_and_dogs(gardens: int, dogs: int) -> None:
    for n in range(gardens):
        written(title=f"Arroser les tomates {n}", description="Un chien garde le potager.")
    for n in range(dogs):
        written(title=f"Promener un chien {n}")


def lines(client: PageClient) -> list[str]:
    """Return the headings of the list and the first words of its missions, in their order."""
    main = all_of(client.page, "main")[0]
    said = [text_of(each) for each in main.iter() if str(each.tag).rpartition("}")[2] in {"h2", "h3"}]
    return [" ".join(each.split()[:2]) if each.startswith(("Arroser", "Promener", "Aboyer")) else each for each in said]


def before_the_alert(client: PageClient) -> list[str]:
    found = lines(client)
    return found[:found.index("Être prévenu des prochaines")]


def test_a_heading_stands_where_the_missions_with_a_part_of_the_words_begin(client: PageClient) -> None:
    gardens_and_dogs(2, 3)
    client.get("/missions?q=tomates+chien")
    assert before_the_alert(client) == [
        "2 missions", *["Arroser les"] * 2, "3 autres missions ont une partie de vos mots", *["Promener un"] * 3,
    ]
    assert PART not in client.text


def test_when_none_has_every_word_a_sentence_says_so(client: PageClient) -> None:
    gardens_and_dogs(0, 3)
    client.get("/missions?q=tomates+chien")
    assert before_the_alert(client) == ["3 missions", *["Promener un"] * 3]
    assert PART in client.text


@pytest.mark.parametrize(("words", "gardens"), [("tomates+chien", 5), ("chien", 2)])
def test_nothing_is_said_where_every_mission_has_every_word(client: PageClient, words: str, gardens: int) -> None:
    gardens_and_dogs(gardens, 0)
    client.get(f"/missions?q={words}")
    assert before_the_alert(client) == [f"{gardens} missions", *["Arroser les"] * gardens]
    assert PART not in client.text


def test_the_boundary_is_where_it_falls_and_the_next_pages_say_what_they_hold(client: PageClient) -> None:
    gardens_and_dogs(4, 18)
    client.get("/missions?q=tomates+chien")
    assert before_the_alert(client) == [
        "4 missions", *["Arroser les"] * 4, "18 autres missions ont une partie de vos mots", *["Promener un"] * 16,
    ]
    client.get("/missions?q=tomates+chien&page=2")
    assert before_the_alert(client) == ["18 autres missions ont une partie de vos mots", *["Promener un"] * 2]
    client.follow("Revenir aux missions qui ont tous vos mots")
    assert "4 missions" in before_the_alert(client)


def test_what_is_done_from_home_stands_beside_only_when_it_has_every_word(client: PageClient) -> None:
    gardens_and_dogs(1, 0)
    written(title="Aboyer au téléphone pour un chien", where=Where.REMOTE, lat=None, lon=None)
    client.get("/missions?q=tomates+chien&lieu=Voiron")
    assert "Aussi, à faire de chez vous" not in client.text
    client.get("/missions?q=chien&lieu=Voiron")
    assert before_the_alert(client)[-2:] == ["Aussi, à faire de chez vous", "Aboyer au"]


def test_a_wider_question_is_counted_by_the_missions_that_have_every_word(client: PageClient) -> None:
    written(title="Promener un chien au parc", commune_code="38239")
    written(title="Arroser les tomates", description="Un chien garde le potager.", commune_code="38421")
    client.get("/missions?q=tomates+chien&lieu=Voiron&rayon=2")
    proposed = [text_of(each) for each in all_of(client.page, "a") if "Chercher jusqu’à" in text_of(each)]
    assert proposed == ["Chercher jusqu’à 25 km (1 mission)"]
    client.follow(proposed[0])
    assert before_the_alert(client)[0].startswith("1 mission ")


def test_the_api_says_how_many_have_every_word(client: PageClient) -> None:
    gardens_and_dogs(2, 3)
    answer: Any = client.get("/api/v1/missions?keywords=tomates+chien&limit=3").json
    assert (answer["whole"], answer["total"]) == (2, 5)
    assert [each["title"].split()[0] for each in answer["data"]] == ["Arroser", "Arroser", "Promener"]
