"""The one box and every filter of /missions: what was understood can be taken away by its name, counts are exact, nothing is a dead end."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from benevolat.core import clock
from benevolat.missions.models import FrenchLevel, Mission, MissionCompetence, MissionKind, Setting, Where
from benevolat.missions.services import touch
from tests.factories import keep, world
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries

MORNINGS_AT_SCHOOL = 0b1


def written(host: Any = None, **values: Any) -> Mission:
    mission = world.mission(host, **values)
    touch(mission, text=True)
    return mission


def titles(client: PageClient) -> list[str]:
    """The titles of the list itself, without those done from home under their own heading."""
    lists = [each for each in all_of(client.page, "ul") if each.get("class") == "results"]
    return [text_of(each) for each in all_of(lists[0], "h3")] if lists else []


def chips(client: PageClient) -> dict[str, str]:
    """What each chip is called, and where removing it leads."""
    return {
        text_of(each).removeprefix("Enlever : "): each.get("href") or "" for each in all_of(client.page, "a")
        if "chip" in (each.get("class") or "").split()
    }


def links(client: PageClient) -> dict[str, str]:
    return {text_of(each): each.get("href") or "" for each in all_of(client.page, "a")}


def q_of(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("q", [""])[0]


def test_words_place_radius_and_moment_in_one_box(client: PageClient) -> None:
    written(title="Arroser le potager", half_days=0b1 << 6)
    written(title="Arroser la cour", commune_code="38185", half_days=0b1 << 6)
    written(title="Arroser le soir", half_days=0b100)
    client.get("/missions?q=arroser+à+5+km+de+Voiron+le+mercredi")
    assert titles(client) == ["Arroser le potager"]
    assert list(chips(client)) == ["« arroser »", "à moins de 5 km", "près de Voiron", "le mercredi"]
    assert "1 mission à moins de 5 km de Voiron" in client.text


@pytest.mark.parametrize(("chip", "left"), [
    ("« arroser »", "à 5 km de Voiron le mercredi"), ("près de Voiron", "arroser à 5 km le mercredi"),
    ("le mercredi", "arroser à 5 km de Voiron"),
])
def test_a_chip_that_came_from_the_words_rewrites_the_words(client: PageClient, chip: str, left: str) -> None:
    written()
    client.get("/missions?q=arroser+à+5+km+de+Voiron+le+mercredi&avec=bus")
    address = chips(client)[chip]
    assert q_of(address).split() == left.split()
    assert "avec=bus" in address
    client.get(address)
    assert chip not in chips(client)


def test_the_field_wins_over_a_place_in_the_words_and_says_so(client: PageClient) -> None:
    written(title="Arroser à Grenoble", commune_code="38185")
    written(title="Arroser à Voiron")
    client.get("/missions?q=arroser+voiron&lieu=Grenoble")
    assert titles(client) == ["Arroser à Grenoble"]
    assert list(chips(client)) == ["« arroser »", "près de Grenoble"]
    assert "Le lieu du champ « Où ? » compte : nous n’avons pas cherché à Voiron." in client.text


def test_a_chosen_radius_wins_over_one_in_the_words(client: PageClient) -> None:
    client.get("/missions?q=à+5+km+de+Voiron&rayon=50")
    assert "à moins de 50 km" in client.text
    assert "à moins de 5 km" not in chips(client)


def test_what_was_ignored_is_said_and_words_can_be_searched_as_typed(client: PageClient) -> None:
    written(title="Arroser le jardin")
    client.get("/missions?q=arroser+mercredi")
    client.get(links(client)["Chercher ces mots tels quels"])
    assert list(chips(client)) == ["« arroser mercredi »"]
    assert "Nous cherchons vos mots tels quels." in client.text
    client.get(links(client)["Comprendre ma phrase"])
    assert list(chips(client)) == ["« arroser »", "le mercredi"]
    client.get("/missions?q=arroser+Voiron+Grenoble")
    assert "Nous n’avons pas tenu compte de « Grenoble »." in client.text
    assert titles(client) == ["Arroser le jardin"]


def test_a_common_word_is_offered_as_a_place(client: PageClient) -> None:
    for _n in range(3):
        written(title="Prendre soin de son corps", description="Une séance douce pour le corps.")
    written(title="Ouvrir la salle", commune_code="38132")
    client.get("/missions?q=corps")
    assert titles(client) == [*["Prendre soin de son corps"] * 3, "Ouvrir la salle"], "four hold the word, one is in the commune"
    assert "Vous parliez de la commune de Corps ?" in client.text
    client.get(links(client)["Chercher à Corps (1 mission)"])
    assert titles(client) == ["Ouvrir la salle"]
    assert list(chips(client)) == ["près de Corps"]


def test_without_a_position_near_me_asks_where(client: PageClient) -> None:
    client.get("/missions?q=jardin+près+de+chez+moi")
    assert "Nous ne savons pas où vous êtes. Écrivez votre commune dans « Où ? »." in client.text
    client.get("/missions?q=jardin+près+de+chez+moi&lieu=Voiron")
    assert "Nous ne savons pas où vous êtes" not in client.text


def counts(client: PageClient, name: str) -> dict[str, int]:
    """The counts written beside the choices of a group, by their label."""
    labels = {each.get("for"): text_of(each) for each in all_of(client.page, "label")}
    found = {}
    for node in all_of(client.page, "input"):
        label = labels.get(node.get("id"), "")
        if node.get("name") == name and label.endswith(")"):
            words, _bracket, count = label.rpartition(" (")
            found[words] = int(count.rstrip(")"))
    return found


FILTERS = [
    ("avec=fauteuil", "Accessible en fauteuil roulant", {"wheelchair": True}, {}),
    ("avec=repas", "Repas offert", {"meal_offered": True}, {}),
    ("avec=enfants", "Je viens avec mes enfants", {"children_welcome": True}, {}),
    ("avec=accompagne", "Quelqu’un m’accompagne au début", {"accompanied_start": True}, {}),
    ("francais=aucun", "Sans parler français", {"french_level": FrenchLevel.NONE}, {"french_level": FrenchLevel.GOOD}),
    ("cadre=equipe", "En équipe", {"setting": Setting.TEAM}, {"setting": Setting.ALONE}),
    ("type=ponctuel", "Une fois, à une date précise", {"kind": MissionKind.DATED, "ends_on": None}, {}),
    ("quand=5", "le mardi soir", {"half_days": 0b1 << 5}, {}),
    ("debut=7", "dans les 7 jours", {}, {"starts_on": clock.today() + timedelta(days=60)}),
]


@pytest.mark.parametrize(("query", "chip", "wanted", "others"), FILTERS, ids=[each[0] for each in FILTERS])
def test_each_filter_keeps_its_own_counts_exactly_and_can_be_switched_off(
    client: PageClient, query: str, chip: str, wanted: dict[str, Any], others: dict[str, Any]
) -> None:
    row = written(title="Celle que je cherche", **wanted)
    if wanted.get("kind") is MissionKind.DATED:
        world.creneau(row, days=2)
    for _n in range(2):
        written(title="Une autre", **others)
    name = query.partition("=")[0]
    client.get("/missions")
    assert len(titles(client)) == 3
    announced = counts(client, name)
    client.get(f"/missions?{query}")
    assert titles(client) == ["Celle que je cherche"]
    label = {"quand": "mardi soir", "debut": "Dans les 7 jours"}.get(name, chip)
    assert counts(client, name)[label] == announced[label] == 1
    client.get(chips(client)[chip])
    assert len(titles(client)) == 3


def test_skills_and_associations_are_filters_too(client: PageClient) -> None:
    host = world.association(name="Les Amis du Parc")
    row = written(host, title="Accueillir")
    keep(MissionCompetence(mission_id=row.id, competence_code="ecouter"))
    touch(row, text=True)
    written(title="Une autre")
    client.get("/missions?competence=ecouter")
    assert titles(client) == ["Accueillir"]
    [skill] = chips(client)
    client.get(f"/missions?association={host.public_id}")
    assert titles(client) == ["Accueillir"]
    assert list(chips(client)) == ["Les Amis du Parc"]
    assert "Les Amis du Parc (1)" in client.text
    client.get("/missions?competence=ecouter&association=inconnue")
    assert list(chips(client)) == [skill]


def test_how_one_travels_proposes_how_far_with_the_count_of_each(client: PageClient) -> None:
    written(lat=45.40, lon=5.60)
    client.get("/missions?lieu=Voiron")
    options = {each.get("value"): text_of(each) for each in all_of(client.page, "option")}
    assert options["2"].startswith("2 km, à pied")
    assert (options["5"], options["10"], options["25"]) == ("5 km, à vélo (1)", "10 km, en bus (1)", "25 km, en voiture (1)")
    client.submit("Chercher", rayon="2")
    assert "Aucune mission à moins de 2 km de Voiron" in client.text


def test_every_filter_stays_in_the_address_of_the_next_page(client: PageClient) -> None:
    for n in range(25):
        written(title=f"Mission {n}", by_bus=True, setting=Setting.TEAM, french_level=FrenchLevel.NONE)
    asked = "lieu=Voiron&rayon=25&type=regulier&debut=30&quand=1&avec=bus&francais=aucun&cadre=equipe&tri=recentes"
    client.get(f"/missions?{asked}")
    assert len(titles(client)) == 20
    assert parse_qs(urlsplit(links(client)["Page suivante"]).query) == parse_qs(f"{asked}&page=2")


def test_nothing_found_says_what_each_part_brings_when_it_goes(client: PageClient) -> None:
    for _n in range(2):
        written(title="Arroser", by_bus=True)
    written(title="Arroser", wheelchair=True)
    client.get("/missions?q=arroser&lieu=Voiron&avec=bus&avec=fauteuil")
    assert titles(client) == []
    found = links(client)
    assert [each for each in found if each.startswith("Enlever «")] == [
        "Enlever « Accessible en fauteuil roulant » (2 missions)", "Enlever « Accessible en bus » (1 mission)",
    ]
    client.follow("Enlever « Accessible en fauteuil roulant » (2 missions)")
    assert len(titles(client)) == 2


def test_nothing_near_shows_the_nearest_ones(client: PageClient) -> None:
    written(title="Loin", commune_code="38226")
    written(title="Moins loin", commune_code="38185")
    client.get("/missions?lieu=Voiron&rayon=2")
    assert "Les plus proches, plus loin" in client.text
    assert titles(client) == ["Moins loin", "Loin"]


def test_a_radius_said_in_the_words_leaves_them_when_one_looks_farther(client: PageClient) -> None:
    written(title="Arroser", lat=45.43, lon=5.59)
    client.get("/missions?q=arroser+à+5+km+de+Voiron")
    client.follow("Chercher jusqu’à 10 km (1 mission)")
    assert titles(client) == ["Arroser"]
    assert "1 mission à moins de 10 km de Voiron" in client.text


def test_remote_missions_stand_beside_local_ones_never_among_them(client: PageClient) -> None:
    written(title="Sur place")
    for n in range(5):
        written(title=f"Chez moi {n}", where=Where.REMOTE, lat=None, lon=None)
    both = written(title="Sur place ou chez moi", where=Where.BOTH)
    client.get("/missions?lieu=Voiron")
    assert sorted(titles(client)) == ["Sur place", "Sur place ou chez moi"]
    [section] = [each for each in all_of(client.page, "section") if each.get("aria-labelledby") == "a-distance"]
    shown = [text_of(each) for each in all_of(section, "h3")]
    assert len(shown) == 3
    assert both.title not in shown
    assert "2 missions à moins de 10 km" in client.text
    client.follow("Voir tout ce qui se fait de chez vous (6 missions)")
    assert len(titles(client)) == 6


def test_an_empty_page_shows_few_questions_first(client: PageClient) -> None:
    written()
    client.get("/missions")
    closed = [each for each in all_of(client.page, "details") if "open" not in each.attrib]
    assert any("Plus de critères" in text_of(all_of(each, "summary")[0]) for each in closed)
    client.get("/missions?avec=bus&francais=aucun")
    opened = [text_of(all_of(each, "summary")[0]) for each in all_of(client.page, "details") if "open" in each.attrib]
    assert "Plus de critères (2)" in opened


def test_the_page_asks_the_database_as_often_whatever_is_chosen(client: PageClient) -> None:
    for _n in range(3):
        written()

    def asked(path: str) -> int:
        client.get(path)
        with counted_queries("SELECT") as seen:
            client.get(path)
        return len(seen)

    assert asked("/missions?q=arroser+voiron+mercredi&avec=bus&francais=peu") <= 6


def test_a_card_says_why_it_is_there_and_marks_the_words(client: PageClient) -> None:
    written(title="Arroser les plants", description="Un grand jardin de quartier. Les outils sont là. <b>Pas</b> de diplôme demandé.")
    client.get("/missions?q=plants+jardin+voiron")
    [shown] = all_of(client.page, "article")
    assert [text_of(each) for each in all_of(shown, "mark")] == ["plants", "jardin"]
    assert "Un grand jardin de quartier." in text_of(shown)
    assert "Les outils" not in text_of(shown)
    assert "Mot “plants” dans le titre · mot “jardin” dans le texte" in text_of(shown)
    client.get("/missions?lieu=voiron")
    assert not all_of(client.page, "mark")
    client.get("/missions?q=diplome")
    assert "<b>Pas</b>" in text_of(all_of(client.page, "article")[0]), "what an association wrote is text"


def test_what_a_misspelt_word_was_taken_for_is_said_in_whole_words(client: PageClient) -> None:
    written(title="Soutien scolaire au collège")
    client.get("/missions?q=soutien+scolère")
    assert titles(client) == ["Soutien scolaire au collège"]
    assert "Vouliez-vous dire « scolaire » ? C’est ce que nous avons cherché." in client.text


def test_what_was_understood_can_be_undone(client: PageClient) -> None:
    written(title="Arroser le jardin")
    client.get("/missions?q=jardinnage+voirron")
    assert titles(client) == ["Arroser le jardin"]
    assert "Vouliez-vous dire « Voiron », « jardinage » ?" in client.text
    client.follow("Chercher plutôt « voirron », « jardinnage »")
    assert list(chips(client)) == ["« jardinnage voirron »"]
    assert "Aucune mission" in client.text
    assert "Vouliez-vous dire" not in client.text
    client.follow("Comprendre ma phrase")
    assert titles(client) == ["Arroser le jardin"]


@pytest.mark.parametrize(("place", "said"), [
    ("Voiron", "à moins de 10 km de Voiron"), ("Échirolles", "à moins de 10 km d’Échirolles"), ("Le Touvet", "à moins de 10 km du Touvet"),
    ("La Mure", "à moins de 10 km de La Mure"), ("Les Abrets en Dauphiné", "à moins de 10 km des Abrets en Dauphiné"),
    ("Huez", "à moins de 10 km d’Huez"),
])
def test_a_distance_is_said_in_good_french(client: PageClient, place: str, said: str) -> None:
    client.get("/missions", query_string={"lieu": place})
    assert f"Aucune mission {said}" in client.text
