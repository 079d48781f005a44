"""What people type for a place, and what they get."""

import pytest
from flask import Flask

from benevolat.territoire.errors import PlaceTooLong, UnknownPlace
from benevolat.territoire.queries import (
    PlaceKind,
    around,
    commune_place,
    gazetteer,
    nearest_commune,
    resolve,
    suggest,
    territory_place,
)

ONE_PLACE = [
    ("st martin d heres", "38421"), ("St-Martin-d’Hères", "38421"), ("SAINT MARTIN D'HERES", "38421"), ("stmartindheres", "38421"),
    ("Pont-de-Claix", "38317"), ("le pont de claix", "38317"), ("Grenoble (38000)", "38185"), ("38000 grenoble", "38185"),
    ("Grenoble, Isère", "38185"), ("l'isle d abeau", "38193"), ("lisle d’abeau", "38193"), ("Échirolles", "38151"),
    ("38350 la mure", "38269"), ("38185", "38185"), ("Crolles 38", "38140"), ("pontch", "38314"),
]


@pytest.mark.parametrize(("typed", "code"), ONE_PLACE)
def test_one_commune_is_found_however_it_is_written(fresh_app: Flask, typed: str, code: str) -> None:
    found = resolve(typed)
    assert found.exact
    assert found.place is not None
    assert found.place.commune_code == code
    assert found.note is None


def test_a_postal_code_is_often_several_communes(fresh_app: Flask) -> None:
    found = resolve("38110")
    assert not found.exact
    assert found.place is None
    assert found.places[0].name == "La Tour-du-Pin"
    assert len(resolve("38350").places) == 20
    assert [each.population for each in found.places] == sorted((each.population for each in found.places), reverse=True)


def test_a_former_name_leads_to_the_commune_of_today_at_its_own_point(fresh_app: Flask) -> None:
    place = resolve("autrans").place
    assert place is not None
    assert (place.kind, place.commune_code, place.label) == (PlaceKind.ALIAS, "38225", "Autrans (Autrans-Méaudre en Vercors)")
    today = commune_place("38225")
    assert today is not None
    assert place.point != today.point


@pytest.mark.parametrize(("typed", "code"), [("le trièves", "trieves"), ("Vercors", "vercors"),
                                             ("pays voironnais", "voironnais-chartreuse"),
                                             ("la Bièvre", "bievre-valloire"), ("agglo grenobloise", "agglomeration-grenobloise")])
def test_a_territory_covers_its_communes(fresh_app: Flask, typed: str, code: str) -> None:
    place = resolve(typed).place
    assert place is not None
    assert (place.kind, place.territoire_code, place.is_area) == (PlaceKind.TERRITOIRE, code, True)
    assert territory_place(code) == place


def test_the_departement_is_a_place(fresh_app: Flask) -> None:
    for typed in ("Isère", "38", "toute l’Isère", "département de l'isère"):
        place = resolve(typed).place
        assert place is not None
        assert place.kind is PlaceKind.DEPARTMENT


def test_several_beginnings_are_proposed_and_those_of_the_isere_come_first(fresh_app: Flask) -> None:
    found = resolve("saint martin")
    assert not found.exact
    assert found.places[0].commune_code == "38421"
    assert all(each.in_isere for each in found.places[:6])


def test_neighbouring_communes_are_known(fresh_app: Flask) -> None:
    place = resolve("Bourg-de-Péage").place
    assert place is not None
    assert not place.in_isere


def test_every_label_leads_back_to_its_place(fresh_app: Flask) -> None:
    places = {place for shelf in gazetteer().by_key.values() for place in shelf}
    assert len(places) > 1000
    assert [each.label for each in places if resolve(each.label).places != (each,)] == []


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "🎉", "غرونوبل", "12", "rue", "99999", "\x00\x01",
                                   "'; DROP TABLE commune; --", "%", "*"])
def test_an_unknown_place_is_said_in_french(fresh_app: Flask, typed: str) -> None:
    with pytest.raises(UnknownPlace, match="Essayez son code postal"):
        resolve(typed)


def test_a_text_longer_than_an_address_is_refused(fresh_app: Flask) -> None:
    with pytest.raises(PlaceTooLong):
        resolve("a" * 10_000)
    assert suggest("a" * 10_000) == []


@pytest.mark.parametrize("typed", ["12 rue des Lilas, 38500 Voiron", "12 rue des lilas voiron", "12 bis rue des Lilas 38500"])
def test_without_a_geocoder_an_address_falls_back_to_its_commune_and_says_so(fresh_app: Flask, typed: str) -> None:
    found = resolve(typed)
    assert "38563" in {each.commune_code for each in found.places}
    assert "pas trouvé cette rue" in str(found.note)


def test_suggestions_come_by_population_and_hold_no_more_than_asked(fresh_app: Flask) -> None:
    labels = [each.label for each in suggest("st")]
    assert labels[:2] == ["Saint-Martin-d’Hères (38400)", "Saint-Égrève (38120)"]
    assert len(labels) == 8
    assert [each.name for each in suggest("381", limit=2)] == ["Grenoble", "Échirolles"]
    assert "Saint-Martin-d’Hères (38400)" in [each.label for each in suggest("heres")]
    assert suggest("") == []
    assert suggest("38")[0].kind is PlaceKind.DEPARTMENT


def test_neighbours_are_within_the_distance_nearest_first(fresh_app: Flask) -> None:
    voiron = commune_place("38563")
    assert voiron is not None
    near = [each.name for each in around(voiron, 5)]
    assert "La Buisse" in near
    assert "Grenoble" not in near
    assert len(around(voiron)) > len(near)


def test_a_point_is_named_by_its_nearest_commune(fresh_app: Flask) -> None:
    voiron, paris = commune_place("38563"), resolve("Grenoble").place
    assert voiron is not None
    assert paris is not None
    assert nearest_commune(voiron.point) == voiron
    assert nearest_commune(type(voiron.point)(48.85, 2.35)) is None
