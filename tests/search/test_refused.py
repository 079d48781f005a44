"""What a person refuses: the word itself and those that mean the same, unless the mission says that it does without."""

import pytest
from flask import Flask

from benevolat.core.db import db
from benevolat.missions.services import touch
from benevolat.search.box import read_box, request_of
from benevolat.search.families import read as families_of
from benevolat.search.queries import search
from benevolat.search.question import MOST_REFUSED, question
from benevolat.search.request import SearchRequest
from tests.factories import world


def written(title: str, description: str = "Avec l’équipe du samedi.") -> int:
    mission = world.mission(title=title, description=description)
    touch(mission, text=True)
    db.session.commit()
    return mission.id


def found(request: SearchRequest) -> set[int]:
    return {each.mission for each in search(request).hits}


@pytest.mark.parametrize(("refused", "title"), [
    ("vaisselle", "Faire la plonge du repas"), ("hôpital", "Parler avec des malades au repas"), ("chiens", "Un repas de toutous"),
    ("voiture", "Livrer le repas avec un véhicule"), ("enfants", "Le repas des gamins"), ("lourd", "Le repas et la manutention"),
])
def test_a_word_that_means_the_same_is_refused_too(fresh_app: Flask, refused: str, title: str) -> None:
    kept = written("Servir le repas")
    refused_too = written(title)
    assert found(SearchRequest("repas")) == {kept, refused_too}
    assert found(SearchRequest("repas", without=(refused,))) == {kept}


def test_what_is_only_a_kind_of_it_is_not_refused(fresh_app: Flask) -> None:
    soup = written("Servir la soupe au repas")
    assert found(SearchRequest("repas", without=("cuisine",))) == {soup}


def test_a_mission_that_does_without_answers(fresh_app: Flask) -> None:
    without = written("Servir le repas", "Vous n’avez pas besoin de véhicule.")
    assert found(SearchRequest("repas", without=("voiture",))) == {without}


def test_what_is_refused_is_bounded_and_comes_first() -> None:
    many = families_of([", ".join(["chien", *(f"mot{chr(97 + n)}{chr(97 + m)}" for n in range(6) for m in range(6))])])
    read = question("", ("chien",), many).without
    assert len(read) == MOST_REFUSED
    assert read[0].typed == "chien"


@pytest.mark.parametrize(("text", "without"), [
    ("rien de physique", ("physique",)), ("jardin mais rien avec le public", ("public",)), ("je n'ai rien à faire jardin", ()),
])
def test_nothing_of_the_kind(fresh_app: Flask, text: str, without: tuple[str, ...]) -> None:
    assert read_box(text).without == without


@pytest.mark.parametrize("text", [
    "aider", "donner un coup de main", "faire du bénévolat", "je veux me rendre utile", "donner de mon temps", "participer",
    "je ne sais pas quoi faire", "de bonne volonté", "jpeu aidé ki a besoin",
])
def test_what_is_said_of_every_mission_finds_them_all_and_is_said(fresh_app: Flask, text: str) -> None:
    every = {written("Servir le repas"), written("Arroser", "Un coup de main pour aider.")}
    understood = read_box(text)
    assert found(request_of(understood)) == every
    assert understood.ignored == (text,)
    assert understood.words == ""


def test_with_something_else_it_still_helps(fresh_app: Flask) -> None:
    both = {written("Servir le repas"), last := written("Aider au repas")}
    result = search(request_of(read_box("aider au repas")))
    assert {each.mission for each in result.hits} == both
    assert result.hits[0].mission == last
    assert question("aider").ignored == ("aider",)
    assert not question("aider")
