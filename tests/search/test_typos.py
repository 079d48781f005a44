"""Misspelt words: the distance, the vocabulary that finds near words without comparing with all of them, and how words are heard."""

import random

import pytest

from benevolat.search.vocabulary import Vocabulary, distance, edits_allowed, sound

LETTERS = "aaeeiioouurrssttllnndmpcbfgvhj"


@pytest.mark.parametrize(("one", "other", "wrong"), [
    ("jardin", "jardin", 0), ("jardin", "jadin", 1), ("jardin", "jarrdin", 1), ("jardin", "jordin", 1), ("jardin", "jadrin", 1),
    ("jardin", "gardim", 2), ("jardin", "pain", 3), ("", "abc", 3), ("abcdef", "fedcba", 3),
])
def test_letters_wrong(one: str, other: str, wrong: int) -> None:
    assert distance(one, other, 2) == wrong
    assert distance(other, one, 2) == wrong


@pytest.mark.parametrize(("word", "most"), [("cou", 0), ("cour", 1), ("jardina", 1), ("jardinag", 2), ("bibliotheque", 2)])
def test_longer_words_may_have_more_wrong_letters(word: str, most: int) -> None:
    assert edits_allowed(word) == most


@pytest.mark.parametrize("pair", [
    "menaje menage", "fotografi photographi", "scoler scolair", "enfent enfant", "biblioteque bibliotheque", "velo vellos",
    "ortografe orthographe", "otel hotel", "bato bateau", "animo animaux", "jardinaje jardinage", "akter acter",
])
def test_heard_the_same(pair: str) -> None:
    one, other = pair.split()
    assert sound(one) == sound(other)


@pytest.mark.parametrize("pair", ["roue rue", "chat chaud", "ville vie", "pain bain", "velo velours", "jardin jargon"])
def test_heard_otherwise(pair: str) -> None:
    one, other = pair.split()
    assert sound(one) != sound(other)


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with one letter left out, added, changed, or swapped."""
    place = chance.randrange(1, len(word) - 1)
    return chance.choice((
        word[:place] + word[place + 1:], word[:place] + "w" + word[place:], word[:place] + "w" + word[place + 1:],
        word[:place - 1] + word[place] + word[place - 1] + word[place + 1:],
    ))


def test_near_words_are_those_that_comparing_with_all_finds() -> None:
    chance = random.Random(3)
    words = sorted({"".join(chance.choices(LETTERS, k=chance.randint(4, 12))) for _n in range(3_000)})
    vocabulary = Vocabulary(words)
    for word in chance.sample(words, 60):
        typed = misspelt(word, chance)
        most = edits_allowed(typed)
        wanted = {each for each in words if distance(typed, each, most) <= most} if most == 1 else {word} if most else set()
        assert wanted <= {each for _cost, each in vocabulary.near(typed)}, (word, typed)
        assert all(distance(typed, each, most) <= most or sound(typed) == sound(each) for _cost, each in vocabulary.near(typed))


def test_the_nearest_comes_first_and_the_first_letter_counts() -> None:
    found = Vocabulary(["jardin", "gardin", "jardins", "table"]).near("jardinn")
    assert [each for _cost, each in found] == ["jardin", "jardins"]
    assert [each for _cost, each in Vocabulary(["bain", "pain"]).near("painn")] == ["pain"]


def test_words_added_later_are_near_too_and_odd_ones_are_near_to_nothing() -> None:
    vocabulary = Vocabulary(["jardin"])
    assert vocabulary.near("maraicage") == ()
    vocabulary.add(["maraichage", "متطوع", "-permi"])
    assert [each for _cost, each in vocabulary.near("maraicage")] == ["maraichage"]
    assert vocabulary.near("12345") == ()
    assert vocabulary.near("متطوغ") == ((2, "متطوع"),)
    assert vocabulary.near("permis") == ()
