"""The geocoder is addok, asked as the application asks it: through geopy's BANFrance."""

import pytest
from geopy.geocoders import BANFrance


@pytest.fixture
def ban(geocoder_url):
    return BANFrance(domain=geocoder_url.removeprefix("http://"), scheme="http", timeout=60, user_agent="tests")


@pytest.mark.parametrize(
    ("typed", "label", "citycode"),
    [
        ("12 rue du Chamois Bleu, Grenoble", "12 Rue du Chamois Bleu 38000 Grenoble", "38185"),
        ("9 rue du chamois bleu saint martin d heres", "9 Rue du Chamois Bleu 38400 Saint-Martin-d'Hères", "38421"),
        ("montee du tambour st egreve", "Montée du Tambour 38120 Saint-Égrève", "38382"),
        ("30 bd des tisserandes 38500", "30 Boulevard des Tisserandes 38500 Voiron", "38563"),
    ],
)
def test_it_finds_a_street_as_people_type_it(ban, typed, label, citycode):
    found = ban.geocode(typed)
    assert found.address == label
    assert found.raw["properties"]["citycode"] == citycode
    assert 44.5 < found.latitude < 46
    assert 4.7 < found.longitude < 6.4


def test_a_house_number_has_its_own_point(ban):
    assert ban.geocode("3 rue du Chamois Bleu Grenoble").point != ban.geocode("12 rue du Chamois Bleu Grenoble").point


def test_what_does_not_exist_is_not_found(ban):
    assert ban.geocode("zzyzx qwpkl") is None
