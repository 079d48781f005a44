"""Streets in the one box, asked of the national geocoder's own software: found, told apart from words, never slow, said when not."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from benevolat.core import clock
from benevolat.missions.services import touch
from benevolat.search import spoken_streets
from benevolat.search.box import read_box
from benevolat.search.spoken_streets import Kept
from benevolat.search.understanding import Understood, understand
from benevolat.territoire.queries import PlaceKind, addresses
from tests.factories import world
from tests.support.page_client import PageClient
from tests.territoire.test_addresses import server

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def geocoder(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give a way to point the application at a geocoder; what was asked or failed before is forgotten."""
    addresses._known.clear()
    addresses._resting.clear()
    yield lambda domain: monkeypatch.setitem(fresh_app.config, "GEOCODER_DOMAIN", domain)
    addresses._known.clear()
    addresses._resting.clear()


@pytest.fixture
def addok(geocoder: Callable[[str], None], geocoder_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real geocoder, left the time it needs on a busy machine."""
    monkeypatch.setattr("benevolat.territoire.queries.AT_ONCE", 60.0)
    geocoder(geocoder_url)


def read(text: str) -> Understood:
    return understand(text, streets=spoken_streets.find)


@pytest.mark.parametrize(("text", "label", "words"), [
    ("soutien scolaire rue du chamois bleu grenoble", "Rue du Chamois Bleu 38000 Grenoble", "soutien scolaire"),
    ("12 rue du chamois bleu grenoble", "12 Rue du Chamois Bleu 38000 Grenoble", ""),
    ("soutien scolaire 9, rue du Chamois-Bleu, 38400 Saint-Martin-d’Hères", "9 Rue du Chamois Bleu 38400 Saint-Martin-d'Hères",
     "soutien scolaire"),
    ("rue du chamois bleu smh jardinage", "Rue du Chamois Bleu 38400 Saint-Martin-d'Hères", "jardinage"),
    ("voiron 30 bd des tisserandes tri", "30 Boulevard des Tisserandes 38500 Voiron", "tri"),
    ("montee du tambour soutien scolaire st egreve", "Montée du Tambour 38120 Saint-Égrève", "soutien scolaire"),
    ("à 2 km de la rue du canut reveur voreppe", "Rue du Canut Rêveur 38340 Voreppe", ""),
    ("quai des bateliers perdu à vienne le mercredi", "Quai des Bateliers Perdus 38200 Vienne", ""),
    ("lecture près de la place des 3 sonneurs grenoble", "", ""),
    ("lecture rue du chamois grenoble", "", ""),
    ("grenoble, place des trois sonneurs, lecture", "Place des Trois Sonneurs 38000 Grenoble", "lecture"),
    ("chemin de la petite écluse", "Chemin de la Petite Écluse 38800 Le Pont-de-Claix", ""),
])
def test_a_street_is_a_place(addok: None, text: str, label: str, words: str) -> None:
    found = read(text)
    if not label:
        assert found.street is not None
        assert found.street.kept is Kept.UNKNOWN
        return
    assert found.place is not None
    assert (found.place.kind, found.place.label, found.words) == (PlaceKind.ADDRESS, label, words)
    assert found.street is not None
    assert found.street.kept is None


def test_a_street_of_several_communes_is_offered_in_each(addok: None) -> None:
    found = read("rue du chamois bleu")
    assert found.place is not None
    assert {found.place.commune_code, *(each.commune_code for each in found.other_places)} == {"38185", "38421"}


@pytest.mark.parametrize("text", [
    "cours de français grenoble", "maraude dans la rue grenoble", "arts de rue voiron", "aider sur place grenoble", "jeux de place voiron",
    "spectacle de rue musical voiron", "aider sur place les enfants grenoble", "3 places voiron", "vélo", "voiron", "38500",
    "rue", "rue grenoble", "10 km autour de voiron",
])
def test_what_names_no_street_is_never_asked(geocoder: Callable[[str], None], text: str) -> None:
    with server(b"{}") as (domain, seen):
        geocoder(domain)
        assert read(text).street is None
    assert seen == []


def test_only_the_street_leaves_the_machine(geocoder: Callable[[str], None]) -> None:
    with server(b'{"features": []}') as (domain, seen):
        geocoder(domain)
        read("malade cherche compagnie 3 rue des lilas, voiron, dialyse")
        read("malade cherche compagnie 3 rue des lilas voiron dialyse")
        read("malade rue lilas roses blanches dialyse hopital")
    assert [re.findall(r"q=([^& ]*)", each)[0] for each in seen] == [
        "3+rue+des+lilas+Voiron", "rue+lilas+roses+blanches",
    ], "asked once for a text, and of nothing but the street"


@pytest.mark.parametrize(("domain", "kept", "sentence"), [
    ("", Kept.OFF, "Nous ne cherchons pas par rue. Nous avons gardé « rue ampere » comme des mots."),
    (NOBODY, Kept.SILENT, "La recherche par rue ne répond pas pour le moment. Nous avons gardé « rue ampere » comme des mots."),
])
def test_without_an_answer_the_words_stay_words_and_it_is_said(
    client: PageClient, geocoder: Callable[[str], None], domain: str, kept: Kept, sentence: str,
) -> None:
    geocoder(domain)
    touch(world.mission(title="Soutien scolaire", commune_code="38185"), text=True)
    found = read("soutien scolaire rue ampere grenoble")
    assert (found.street.kept, found.words) == (kept, "soutien scolaire rue ampere")  # type: ignore[union-attr]
    assert found.place is not None
    assert found.place.name == "Grenoble"
    client.get("/missions?q=soutien+scolaire+rue+ampere+grenoble")
    assert sentence in client.text
    client.get("/missions?q=soutien+scolaire+rue+ampere&lieu=Grenoble")
    assert sentence not in client.text


def test_a_street_of_a_page_is_a_chip_that_goes_away(client: PageClient, addok: None) -> None:
    touch(world.mission(title="Soutien scolaire", commune_code="38185"), text=True)
    client.get("/missions?q=soutien+scolaire+rue+du+chamois+bleu+grenoble")
    assert "près de Rue du Chamois Bleu 38000 Grenoble" in client.text
    assert "1 mission à moins de 10 km de Rue du Chamois Bleu 38000 Grenoble" in client.text
    client.follow("Enlever : près de Rue du Chamois Bleu 38000 Grenoble")
    assert "Chamois" not in client.text
    client.get("/missions?q=rue+du+chamois+bleu+soutien+grenoble")
    assert client.text.count("Enlever : près de") == 1
    answer = client.get("/api/v1/missions?keywords=soutien+rue+du+chamois+bleu+grenoble").json
    assert answer["understood"]["place"] == "Rue du Chamois Bleu 38000 Grenoble"


def test_a_geocoder_that_drips_is_waited_for_once_and_then_left_alone(geocoder: Callable[[str], None]) -> None:
    with server(b'{"features": []}', drip=0.3) as (domain, seen):
        geocoder(domain)
        began = time.monotonic()
        first = read("12 rue des lilas voiron")
        assert time.monotonic() - began < addresses.DEADLINE + 5
        others = [read(f"{number} rue des lilas voiron") for number in range(20)]
        assert {each.street.kept for each in (first, *others)} == {Kept.SILENT}  # type: ignore[union-attr]
        assert len(seen) == 1
        with clock.frozen(clock.now() + addresses.LEFT_ALONE + timedelta(seconds=1)):
            read("99 rue des lilas voiron")
        assert len(seen) == 2


def test_the_box_of_the_page_asks_for_streets(addok: None) -> None:
    assert read_box("tri 12 rue du chamois bleu grenoble").place == read("12 rue du chamois bleu grenoble").place


@pytest.mark.parametrize("domain", ["", NOBODY])
def test_a_whole_address_that_is_not_found_is_no_dead_end(client: PageClient, geocoder: Callable[[str], None], domain: str) -> None:
    geocoder(domain)
    touch(world.mission(title="Soutien scolaire"), text=True)
    found = read("soutien scolaire 12 avenue jean jaures voiron")
    assert found.place is not None
    assert (found.words, found.place.name, found.ignored) == ("soutien scolaire", "Voiron", ("12 avenue jean jaures",))
    client.get("/missions?q=soutien+scolaire+12+avenue+jean+jaures+voiron")
    assert "1 mission à moins de 10 km de Voiron" in client.text
    assert "Nous n’avons pas pu chercher cette rue. Nous cherchons autour de la commune : Voiron." in client.text
    assert "Nous n’avons pas tenu compte de « 12 avenue jean jaures »" in client.text
