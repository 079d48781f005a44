"""What is written on a telephone is read as what it means, in questions only, and only where it has no other meaning."""

import pytest
from flask import Flask

from benevolat.search.families import families
from benevolat.search.french import EMPTY, terms_of
from benevolat.search.moments import AFTERNOON, EVENING, EVERYTHING, WEEK_END
from benevolat.search.question import question
from benevolat.search.spelling import read, spellings, spelt_out
from benevolat.search.understanding import PartKind, understand


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask) -> None:
    with app.app_context():
        yield


def test_no_spelling_is_a_word_of_the_families() -> None:
    assert not set(spellings()) & set(families().forms)
    assert all(written.isalpha() and len(written) < 7 for written in spellings())


def test_a_line_says_what_is_written_and_what_is_meant() -> None:
    assert read(["# remarque", "", "Pr = pour  # « pr les enfants »", "g = j ai"]) == {"pr": ("pour",), "g": ("j", "ai")}


def test_the_rest_of_a_text_is_left_as_it_is() -> None:
    assert spelt_out("Repas pr les Âgés, l’été") == "Repas pour les Âgés, l’été"
    assert terms_of((("bb", 1.0),)) == {"bb": 1.0}, "a mission is read as it is written"


@pytest.mark.parametrize(("text", "typed"), [
    ("fair la cuisine pr les pers agées", ("cuisine", "personnes agees")), ("garder dé bb", ("garder", "bebe")),
    ("bjr jveu bcp du velo svp", ("velo",)), ("qqch ds le jardin", ("jardin",)), ("koi fair ac les animaux", ("animaux",)),
    ("dé cour de fr", ("cour", "francais")), ("les ptits", ("petits",)),
])
def test_words_written_short(text: str, typed: tuple[str, ...]) -> None:
    asked = question(text)
    assert tuple(" ".join(token.typed for token in each.tokens) for each in asked.words) == typed
    assert not {token.typed for token in asked.tokens} & EMPTY


def test_a_refusal_a_place_and_a_moment_written_short() -> None:
    assert understand("jardin ss permis").without == ("permis",)
    assert understand("g pa de voiture").without == ("voiture",)
    assert understand("jardin pa le soir").half_days == EVERYTHING & ~EVENING
    assert understand("jardin wkd").half_days == WEEK_END
    assert understand("aprem tricot").half_days == AFTERNOON
    assert understand("aprem tricot").words == "tricot"
    place = understand("velo o Touvet").place
    assert place is not None
    assert place.name == "Le Touvet"


def test_a_part_is_shown_as_it_was_typed_and_taken_away_whole() -> None:
    read_ = understand("jardin ss permis ajd")
    assert [(each.kind, each.typed, each.rest) for each in read_.parts] == [
        (PartKind.WORDS, "jardin", "ss permis ajd"), (PartKind.WITHOUT, "ss permis", "jardin ajd"),
        (PartKind.SOON, "ajd", "jardin ss permis"),
    ]
