"""The twenty models: whole, plain, free of everything the advice warns against, and begun as they are written."""

from typing import Any

import pytest

from benevolat.competences.queries import all_competences, all_domaines
from benevolat.core.errors import NotAllowed
from benevolat.missions import services
from benevolat.missions.advice import advise
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.patterns import Pattern, find_pattern, patterns
from benevolat.missions.services.checks import MOST_SKILLS, missing
from tests.factories.people import person
from tests.factories.world import association

ACTIVITIES = {
    "collecte", "distribution", "accueil-de-public", "visites", "lutte-contre-isolement", "soutien-scolaire", "alphabetisation",
    "animation",
    "jardinage", "ramassage-dechets", "bricolage", "logistique", "informatique", "taches-administratives", "sport", "soins-animaux",
    "comptabilite-finance",
}
"""Those of API Engagement that our models use."""
LONGEST_SENTENCE = 20


def test_there_are_twenty_and_none_says_the_same() -> None:
    assert len(patterns()) == 20
    for told in ([each.key for each in patterns()], [each.title for each in patterns()],
                 [each.answers["description"] for each in patterns()]):
        assert len(set(told)) == 20
    assert len({each.domaine for each in patterns()}) >= 8


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.key)
def test_a_model_is_whole_and_plain(session: Any, pattern: Pattern) -> None:
    answers = pattern.answers
    assert pattern.domaine in {each.code for each in all_domaines()}
    assert set(answers["competences"]) <= {each.code for each in all_competences()}
    assert 2 <= len(answers["competences"]) <= MOST_SKILLS
    assert pattern.activity in ACTIVITIES
    assert len(pattern.title.split()) >= 3
    sentences = answers["description"].rstrip(".").split(". ")
    assert 4 <= len(sentences) <= 5
    assert max(len(each.split()) for each in sentences) <= LONGEST_SENTENCE
    assert answers["kind"] is MissionKind.DATED or (answers["half_days"] and answers["hours_per_week"] <= 3)
    assert (pattern.slot is not None) == (answers["kind"] is MissionKind.DATED)
    assert answers["accompanied_start"], "nobody is left alone on the first day"


@pytest.mark.parametrize("pattern", patterns(), ids=lambda each: each.key)
def test_a_model_begins_a_mission_that_lacks_next_to_nothing(session: Any, pattern: Pattern) -> None:
    nadia = person()
    row = services.begin_mission(association(member=nadia), by=nadia, pattern=pattern)
    assert (row.publication, row.title, row.draft_step, row.activity) == (Publication.DRAFT, pattern.title, 2, pattern.activity)
    assert [each for each in advise(row) if each.rule != "come"] == []
    lacks = {"not_a_job"} if pattern.answers["kind"] is MissionKind.REGULAR else {"not_a_job", "creneaux"}
    assert {field for field, _sentence in missing(row)} == lacks
    assert row.commune_code == (None if row.where is Where.REMOTE else "38185"), "the place is the association's own"


def test_a_model_takes_the_blank_draft_and_only_members_begin(session: Any) -> None:
    nadia = person()
    host = association(member=nadia)
    blank = services.begin_mission(host, by=nadia)
    assert services.begin_mission(host, by=nadia, pattern=find_pattern("jardin")).id == blank.id
    second = services.begin_mission(host, by=nadia, pattern=find_pattern("jardin"))
    assert second.id != blank.id, "a draft that was begun is not written over"
    assert session.query(Mission).count() == 2
    with pytest.raises(NotAllowed):
        services.begin_mission(host, by=person(), pattern=find_pattern("jardin"))


def test_an_unknown_model_is_none() -> None:
    assert find_pattern("introuvable") is find_pattern(None) is None
