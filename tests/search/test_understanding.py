"""The one box: what is a word, a place, a distance, a moment, a refusal, in any order; what is doubtful; and what was ignored."""

import pytest
from flask import Flask

from benevolat.missions.models import FrenchLevel, MissionKind
from benevolat.search.moments import AFTERNOON, EVENING, EVERYTHING, MORNING, WEEK_END
from benevolat.search.understanding import Part, PartKind, Understood, understand

MONDAY, WEDNESDAY, THURSDAY, SATURDAY = (7 << 3 * day for day in (0, 2, 3, 5))


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask) -> None:
    with app.app_context():
        yield


def place_of(read: Understood) -> str:
    return read.place.name.replace("’", "'") if read.place else ""


@pytest.mark.parametrize(("text", "words", "place", "km"), [
    ("soutient scolère vizille mercredi", "soutient scolère", "Vizille", None),
    ("jardinage à 5 km de Voiron", "jardinage", "Voiron", 5.0),
    ("à 5km de voiron jardinage", "jardinage", "Voiron", 5.0),
    ("voiron jardinage", "jardinage", "Voiron", None),
    ("lecture dans un rayon de 10 km autour de St Martin d'Hères", "lecture", "Saint-Martin-d'Hères", 10.0),
    ("à moins de 20 kilomètres de bourgoin-jallieu : vélos", "vélos", "Bourgoin-Jallieu", 20.0),
    ("Autrans lecture", "lecture", "Autrans", None),
    ("38500 couture", "couture", "Voiron", None),
    ("bricolage 38000 Grenoble", "bricolage", "Grenoble", None),
    ("distribution alimentaire dans le pays voironnais", "distribution alimentaire", "Voironnais-Chartreuse", None),
    ("animaux matheysine", "animaux", "Matheysine", None),
    ("isère musique", "musique", "Isère", None),
    ("visites la tour du pin", "visites", "La Tour-du-Pin", None),
    ("saint egreve foot", "foot", "Saint-Égrève", None),
    ("st-marcellin", "", "Saint-Marcellin", None),
    ("jardinage à Jardin", "jardinage", "Jardin", None),
    ("aider à Mens", "", "Mens", None),
    ("lire à Mens", "lire", "Mens", None),
    ("vélo au Versoud", "vélo", "Le Versoud", None),
    ("soupe 10 km autour de Corps", "soupe", "Corps", 10.0),
    ("lecture à l'école", "lecture à l'école", "", None),
    ("sortir au jardin", "sortir au jardin", "", None),
    ("cuisine 15 km", "cuisine", "", 15.0),
])
def test_words_and_places_in_any_order(text: str, words: str, place: str, km: float | None) -> None:
    read = understand(text)
    assert (read.words, place_of(read), read.radius_km) == (words, place, km)
    assert read.maybe_place is None


@pytest.mark.parametrize(("text", "typed", "place"), [
    ("grenobl vélo", "grenobl", "Grenoble"), ("voirron", "voirron", "Voiron"), ("st marcelin", "st marcelin", "Saint-Marcellin"),
    ("lecture bourgion-jallieu", "bourgion-jallieu", "Bourgoin-Jallieu"), ("vizile", "vizile", "Vizille"),
    ("saint martin d'ères", "saint martin d'ères", "Saint-Martin-d'Hères"), ("echirole", "echirole", "Échirolles"),
])
def test_a_misspelt_commune_is_found_and_said(text: str, typed: str, place: str) -> None:
    read = understand(text)
    assert place_of(read) == place
    assert [(each, name.replace("’", "'")) for each, name in read.corrected] == [(typed, place)]


def test_a_word_of_the_missions_is_not_a_misspelt_commune_unless_it_is_misspelt_too() -> None:
    assert place_of(understand("chiens", knows=lambda _word: None)) == "Chirens"
    assert understand("chiens", knows=lambda _word: 0).words == "chiens"
    assert place_of(understand("chiens", knows=lambda _word: 1)) == "Chirens"


@pytest.mark.parametrize(("text", "place"), [
    ("mens", "Mens"), ("corps", "Corps"), ("la mure", "La Mure"), ("theys", "Theys"), ("tricot la tour", "La Tour-du-Pin"),
    ("jardin", "Jardin"), ("vélo fontaine", "Fontaine"), ("dans la rivière", "La Rivière"),
])
def test_a_common_word_is_a_place_only_when_that_finds_more(text: str, place: str) -> None:
    doubtful = understand(text)
    assert doubtful.words == text
    assert doubtful.place is None
    assert doubtful.maybe_place is not None
    assert doubtful.maybe_place.name == place
    assert place_of(understand(text, count=lambda read: 5 if read.place else 4)) == place
    fewer = understand(text, count=lambda _read: 4)
    assert fewer.place is None
    assert fewer.words == text


@pytest.mark.parametrize(("text", "mask"), [
    ("mercredi", WEDNESDAY), ("le mercredi après-midi", WEDNESDAY & AFTERNOON), ("mercredi aprem", WEDNESDAY & AFTERNOON),
    ("le soir", EVENING), ("les soirs", EVENING), ("en soirée", EVENING), ("le week-end", WEEK_END), ("weekend matin", WEEK_END & MORNING),
    ("lundi et jeudi", MONDAY | THURSDAY), ("lundi ou jeudi matin", (MONDAY | THURSDAY) & MORNING),
    ("du lundi au vendredi", (1 << 15) - 1), ("en semaine", (1 << 15) - 1), ("en journée", MORNING | AFTERNOON),
    ("le samedi matin", SATURDAY & MORNING), ("sauf le soir", EVERYTHING & ~EVENING), ("pas le mercredi", EVERYTHING & ~WEDNESDAY),
    ("après 18h", EVENING), ("tous les samedis", SATURDAY), ("le week end sauf le dimanche", SATURDAY),
    ("samedi soir", SATURDAY & EVENING), ("l'après midi", AFTERNOON), ("le matin", MORNING), ("ce week-end", WEEK_END),
])
def test_days_and_half_days(text: str, mask: int) -> None:
    read = understand(text)
    assert read.half_days == mask
    assert read.words == ""


@pytest.mark.parametrize(("text", "kind", "days"), [
    ("ponctuel", MissionKind.DATED, None), ("une fois", MissionKind.DATED, None), ("juste une fois", MissionKind.DATED, None),
    ("régulier", MissionKind.REGULAR, None), ("toutes les semaines", MissionKind.REGULAR, None),
    ("2 heures par semaine", MissionKind.REGULAR, None), ("chaque mercredi", MissionKind.REGULAR, None),
    ("cette semaine", None, 7), ("ce mois-ci", None, 30), ("ce week-end", None, 7), ("demain", None, 2), ("aujourd’hui", None, 1),
])
def test_rhythm_and_soon(text: str, kind: MissionKind | None, days: int | None) -> None:
    read = understand(text)
    assert (read.kind, read.within_days) == (kind, days)
    assert read.words == ""


@pytest.mark.parametrize("text", [
    "écrire depuis chez moi", "écrire à distance", "écrire en ligne",
    "télébénévolat écrire", "écrire de chez moi", "écrire sans me déplacer",
])
def test_from_home(text: str) -> None:
    read = understand(text)
    assert read.remote
    assert not read.near_me
    assert read.words == "écrire"


@pytest.mark.parametrize("text", [
    "tri à côté de chez moi", "tri près de chez moi", "tri dans mon quartier", "tri autour de moi",
    "tri pas loin de chez moi", "tri a coté",
])
def test_near_my_home_is_said_not_guessed(text: str) -> None:
    read = understand(text)
    assert read.near_me
    assert not read.remote
    assert read.words == "tri"
    assert PartKind.NEAR_ME in {each.kind for each in read.parts}


def test_procedures_on_line_are_done_with_somebody() -> None:
    assert understand("aide démarches en ligne").words == "aide démarches en ligne"


@pytest.mark.parametrize(("text", "without", "words"), [
    ("pas de contact", ("contact",), ""), ("pas de contact avec le public", ("contact",), ""),
    ("sans permis visites", ("permis",), "visites"),
    ("je n'ai pas le permis", ("permis",), ""), ("animaux sauf les chiens", ("chiens",), "animaux"),
    ("ni enfants ni chiens", ("enfants", "chiens"), ""), ("je ne veux pas de téléphone", ("telephone",), ""),
    ("aide aux sans-abri", (), "aide aux sans-abri"), ("sans papiers", (), "sans papiers"),
    ("personnes sans emploi", (), "personnes sans emploi"),
])
def test_what_is_refused_is_never_dropped(text: str, without: tuple[str, ...], words: str) -> None:
    read = understand(text)
    assert (read.without, read.words) == (without, words)


def test_little_french_is_a_wish_not_a_refused_word() -> None:
    read = understand("je parle pas bien français cuisine")
    assert (read.french, read.words, read.without) == (FrenchLevel.SOME, "cuisine", ())
    assert understand("sans parler français").french is FrenchLevel.NONE


def test_parts_come_in_order_and_each_can_be_taken_away() -> None:
    read = understand("soutien scolaire à Vizille le mercredi sans permis")
    assert read.parts == (
        Part(PartKind.WORDS, "soutien scolaire", "à Vizille le mercredi sans permis"),
        Part(PartKind.PLACE, "à Vizille", "soutien scolaire le mercredi sans permis"),
        Part(PartKind.TIME, "le mercredi", "soutien scolaire à Vizille sans permis"),
        Part(PartKind.WITHOUT, "sans permis", "soutien scolaire à Vizille le mercredi"),
    )


def test_what_was_ignored_is_listed() -> None:
    assert understand("je cherche une mission à Voiron").ignored == ("je cherche une mission",)
    two = understand("couture grenoble voiron")
    assert (place_of(two), two.ignored, [each.name for each in two.other_places]) == ("Grenoble", ("voiron",), ["Voiron"])
    assert "2h" in understand("2h lecture").ignored


def test_several_communes_of_one_name_are_offered() -> None:
    read = understand("saint martin lecture")
    assert place_of(read) == "Saint-Martin-d'Hères"
    assert "Saint-Martin-d’Uriage" in {each.name for each in read.other_places}


@pytest.mark.parametrize("text", [
    "", "   ", "🎉🎊", "\x00\x01", "' OR 1=1 --", "a*b*c*", "متطوع 志愿者", "((((", "km km km", "à à à", "38", "99999", "le " * 5_000,
    "sans " * 2_000, "mercredi " * 3_000, "pas de pas de pas de", "9" * 500, "saint " * 50,
])
def test_any_text_is_understood_as_something(text: str) -> None:
    read = understand(text)
    assert len(read.text) <= max(200, len(text))
