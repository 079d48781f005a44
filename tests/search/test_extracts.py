"""Why a mission answers: the word and where it is, the title marked, the sentence that holds it."""

from typing import Any

import pytest
from flask import Flask

from benevolat.missions.services import touch
from benevolat.search.extracts import Segment, explain, explain_missions, read_as_answered
from benevolat.search.queries import search
from benevolat.search.question import question
from benevolat.search.request import SearchRequest
from tests.factories import world

PARTS = {
    "title": "Aider aux devoirs après l’école", "description": "Les cahiers d’abord. Goûter compris avant les devoirs du soir !",
    "skills": "Aider aux devoirs", "commune": "Monestier-de-Clermont", "association": "L’Étude buissonnière", "domain": "École, formation",
}


def marked(segments: tuple[Segment, ...]) -> list[str]:
    return [each.text for each in segments if each.marked]


@pytest.mark.parametrize(("asked", "reason"), [
    ("devoirs", "mot “devoirs” dans le titre"), ("devoir", "mot “devoirs” dans le titre"), ("goûter", "mot “Goûter” dans le texte"),
    ("monestier", "mot “Monestier” dans la commune"), ("étude", "mot “Étude” dans le nom de l’association"),
    ("formation", "mot “formation” dans le domaine"), ("soutien scolaire", "mot “Aider” dans le titre"),
    ("buisson", "mot “buissonnière” dans le nom de l’association"),
])
def test_the_reason_says_which_word_and_where(app: Flask, asked: str, reason: str) -> None:
    with app.test_request_context():
        assert explain(PARTS, question(asked)).reasons[0] == reason


def test_the_title_and_the_sentence_are_marked_and_whole(app: Flask) -> None:
    with app.test_request_context():
        told = explain(PARTS, question("devoirs goûter"))
    assert "".join(each.text for each in told.title) == PARTS["title"]
    assert marked(told.title) == ["devoirs"]
    assert "".join(each.text for each in told.extract) == "Goûter compris avant les devoirs du soir !"
    assert marked(told.extract) == ["Goûter", "devoirs"]


def test_no_word_in_the_description_gives_no_extract(app: Flask) -> None:
    with app.test_request_context():
        assert explain(PARTS, question("monestier")).extract == ()
        assert explain(PARTS, question("parapluie")) == explain(PARTS, question("zèbre"))


def test_a_long_sentence_is_cut_around_the_word(app: Flask) -> None:
    long = {"title": "x", "description": "mot " * 100 + "jardin " + "fin " * 100}
    with app.test_request_context():
        told = explain(long, question("jardin")).extract
    assert marked(told) == ["jardin"]
    assert len("".join(each.text for each in told)) < 200
    assert told[0].text == "… "
    assert told[-1].text == " …"


def test_html_in_a_text_stays_text(app: Flask) -> None:
    with app.test_request_context():
        told = explain({"title": "<b>jardin</b> & <script>", "description": ""}, question("jardin"))
    assert "".join(each.text for each in told.title) == "<b>jardin</b> & <script>"


def test_a_misspelt_word_is_explained_as_it_was_read(app: Flask) -> None:
    with app.test_request_context():
        assert explain(PARTS, question("dvoirs")).reasons == ()
        assert explain(PARTS, read_as_answered("dvoirs", [("dvoirs", "devoirs")])).reasons == ("mot “devoirs” dans le titre",)


def test_missions_shown_are_explained_together(session: Any) -> None:
    mission = world.mission(title="Arroser le potager", description="On arrose le soir.")
    touch(mission, text=True)
    session.commit()
    found = search(SearchRequest(words="jardin arosser"))
    told = explain_missions("jardin arosser", [hit.mission for hit in found.hits], found.corrected)
    assert found.corrected == (("arosser", "arroser"),)
    assert marked(told[mission.id].title) == ["Arroser", "potager"]
    assert marked(told[mission.id].extract) == ["arrose"]
    assert explain_missions("", [mission.id]) == {}
