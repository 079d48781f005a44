"""How French is read: what must be the same word, what must not, and texts that are not French at all."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from benevolat.search.french import fold, stem, terms_of, words
from benevolat.search.question import question

SAME = [
    "jardin jardins", "arrosé arrosée arrosées arroser arrose arrosez", "animaux animal", "écouter écoute ÉCOUTEZ", "vélo vélos velo",
    "école écoles ecole", "régulière régulier régulièrement", "enfant enfants", "âgée âgées agees", "cœur coeur", "l’épicerie épiceries",
    "gâteau gateaux gâteaux", "soupe soupes", "numérique numériques", "fête fêtes fete", "entr'aide entraide", "forêt forêts",
    "idée idées idee", "journée journées", "français française francais", "marché marchés", "atelier ateliers", "réfugié réfugiés",
    "photo photos", "menu menus", "ami amis",
]
DIFFERENT = ["poisson poison", "chat château", "soupe souple", "mer maire", "vélo velours", "pain peinture", "cour cousin"]


@pytest.mark.parametrize("group", SAME)
def test_the_same_word_has_one_stem(group: str) -> None:
    assert len({stem(each) for each in words(group)}) == 1, [stem(each) for each in words(group)]


@pytest.mark.parametrize("group", DIFFERENT)
def test_false_friends_stay_apart(group: str) -> None:
    found = words(group)
    assert len({stem(each) for each in found}) == len(set(found))


def test_elisions_and_empty_words_are_left_out() -> None:
    assert words("L’aide aux devoirs, qu'il n'a pas d’heures jusqu’à l'été") == ["aide", "devoirs", "heures"]
    assert words("aujourd’hui") == ["aujourdhui"]
    assert words("Saint-Martin-d’Hères") == ["saint", "martin", "heres"]


def test_what_is_said_of_every_mission_does_not_count_in_a_question() -> None:
    assert question("je cherche une mission de bénévolat dans le jardin").typed == ("jardin",)
    assert not question("bénévole")
    assert "benevol" in terms_of((("bénévole", 1.0),))


@pytest.mark.parametrize("text", ["", " ", "le la les", "🎉🎊", "\x00\x01\x7f", "' ' '", "((((", "AND OR NOT", "*?~^", "--;\\"])
def test_odd_texts_are_read_without_harm(text: str) -> None:
    assert all(each.isalnum() for each in question(text).typed)


def test_other_scripts_are_kept_as_words() -> None:
    assert words("متطوع 志愿者 tình nguyện") == ["متطوع", "志愿者", "tinh", "nguyen"]
    assert fold("ŒUVRE") == "oeuvre"


def test_a_question_is_bounded() -> None:
    assert len(question("mot " * 5_000).tokens) == 1
    assert len(question(" ".join(f"mot{n}" for n in range(1_000))).tokens) == 12
    assert len(words("a" * 10_000)[0]) == 40


def test_each_part_has_its_weight() -> None:
    assert terms_of((("Jardin, jardins", 3.0), ("jardin voiron", 2.0))) == {"jardin": 8.0, "voiron": 2.0}


def test_threads_that_stem_at_the_same_time_do_not_cut_each_other_s_words() -> None:
    said = [f"{beginning}{end}" for beginning in ("accompagn", "anim", "prépar", "répar", "distribu", "entreten") for end in
            ("ement", "ation", "ateurs", "ateur", "ements", "eraient", "issions", "issement", "euses", "euse")]
    alone = [stem.__wrapped__(fold(each)) for each in said]

    def again(_turn: int) -> list[str]:
        return [stem.__wrapped__(fold(each)) for each in said]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert all(found == alone for found in pool.map(again, range(120)))
    finally:
        sys.setswitchinterval(interval)
