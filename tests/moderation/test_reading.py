"""What helps to read: near texts, what changed, what to look at, the closed lists of reasons."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benevolat.accounts.models import Role
from benevolat.core.errors import InvalidInput
from benevolat.missions.models import Mission, Publication
from benevolat.moderation import services
from benevolat.moderation.checks import checks, reason_words, reasons
from benevolat.moderation.comparing import compare
from benevolat.moderation.queries import near_decided
from benevolat.moderation.shingles import bands, likeness, sentences
from tests.factories.people import agent, person
from tests.factories.world import association, mission
from tests.support.queries import counted_queries

TEXT = (
    "Vous tenez la caisse de la boutique solidaire le samedi matin. Vous comptez la monnaie et vous rangez les étagères. "
    "On vous montre tout la première fois, et vous êtes toujours deux."
)
NEAR_TEXT = TEXT.replace("le samedi matin", "le mercredi matin")
FAR_TEXT = "Vous accompagnez des enfants à la piscine municipale. Vous aidez à enfiler les bonnets et vous restez au bord du bassin."


def sent(description: str, **values: Any) -> Mission:
    return mission(association(member=person()), publication=Publication.SUBMITTED, published_at=None, description=description, **values)


@pytest.fixture
def refused(session: Any) -> Mission:
    row = sent(TEXT, title="Tenir la caisse")
    services.refuse_mission(row, by=agent(Role.MODERATEUR), reason="La mission remplace un emploi.")
    return row


@pytest.mark.parametrize(("text", "found"), [(TEXT, True), (TEXT.upper().replace("É", "E"), True), (NEAR_TEXT, True), (FAR_TEXT, False)])
def test_the_same_and_near_texts_are_recognised(refused: Mission, text: str, found: bool) -> None:
    rows = near_decided(sent(text, title="Tenir la caisse"))
    assert [each.mission.id for each in rows] == ([refused.id] if found else [])
    assert all(each.decision.reason == "La mission remplace un emploi." for each in rows)
    assert near_decided(refused) == [], "its own history is shown elsewhere"


def test_an_undone_decision_is_no_precedent(session: Any) -> None:
    claire, row = agent(Role.MODERATEUR), sent(TEXT)
    services.undo_decision(services.refuse_mission(row, by=claire, reason="Non."), by=claire)
    assert near_decided(sent(TEXT)) == []


def test_near_texts_are_found_by_an_index(refused: Mission) -> None:
    def cost() -> int:
        with counted_queries("SELECT") as seen:
            near_decided(reading)
        return len(seen)

    reading = sent(TEXT, title="Tenir la caisse")
    before = cost()
    for _turn in range(8):
        services.refuse_mission(sent(TEXT, title="Tenir la caisse"), by=agent(Role.MODERATEUR), reason="Non.")
    assert cost() == before


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_a_share(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == (1.0 if bands(one) else 0.0)
    assert all(0 <= each < 2**63 for each in bands(one))


@given(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=30, max_size=60), st.integers(0, 29))
def test_one_word_changed_in_a_long_text_is_seen_as_near_or_nearly(words: list[str], place: int) -> None:
    text = " ".join(f"{each}{n}" for n, each in enumerate(words))
    changed = text.replace(f"{words[place]}{place}", "autre", 1)
    assert likeness(text, changed) >= 0.7
    assert bands(text) & bands(changed) or likeness(text, changed) < 0.9


def test_sentences() -> None:
    assert list(sentences("Un mardi. Deux ! Trois ?\nQuatre\n\n 3.5 km.")) == ["Un mardi.", "Deux !", "Trois ?", "Quatre", "3.5 km."]


def test_what_changed_is_said_sentence_by_sentence() -> None:
    lines = {each.label: each for each in compare(
        {"Titre": "Servir", "Texte": "On arrive. On sert. On part.", "Repas": "offert"},
        {"Titre": "Servir", "Texte": "On arrive. On mange. On part.", "Places": "3"},
    )}
    assert not lines["Titre"].changed
    old, new = ([(each.kind, each.words) for each in side] for side in (lines["Texte"].before, lines["Texte"].now))
    assert old == [("same", "On arrive."), ("gone", "On sert."), ("same", "On part.")]
    assert new == [("same", "On arrive."), ("added", "On mange."), ("same", "On part.")]
    assert (lines["Repas"].now, lines["Places"].before) == ((), ())
    assert lines["Repas"].changed
    assert lines["Places"].changed


@pytest.mark.parametrize(("text", "code", "found"), [
    ("Poste en CDI, envoyez votre C.V.", "job", ("CDI",)), ("Mission rémunérée 30 € par jour.", "paid", ("30 €",)),
    ("Appelez Nora au 06 39 98 00 42.", "personal", ("06 39 98 00 42",)),
    ("Il faut utiliser la tronçonneuse.", "danger", ("tronçonneuse",)),
    ("Réservé aux hommes.", "condition", ("Réservé aux hommes",)), ("On plante des salades avec les enfants.", "job", ()),
])
def test_a_text_shows_what_to_look_at(text: str, code: str, found: tuple[str, ...]) -> None:
    assert {each.code: each.found for each in checks(text)}[code] == found


def test_an_innocent_text_calls_for_nothing() -> None:
    assert [each.found for each in checks("Vous arrosez les plants et vous désherbez avec l’équipe, à votre rythme.")] == [()] * 5


def test_reasons_are_a_closed_list() -> None:
    for decision in ("mission.ask_correction", "mission.refuse", "mission.take_down", "association.refuse", "association.suspend"):
        assert reasons(decision)[-1][0] == "other"
    assert reason_words("mission.refuse", "job", " Voyez avec nous. ") == "La mission remplace un emploi. Voyez avec nous."
    assert reason_words("mission.refuse", "job", "") == "La mission remplace un emploi."
    assert reason_words("mission.refuse", "other", "Une phrase.") == "Une phrase."
    for code, words, field in (("other", " ", "words"), ("inventée", "Une phrase.", "reason")):
        with pytest.raises(InvalidInput) as wrong:
            reason_words("mission.refuse", code, words)
        assert wrong.value.field == field
