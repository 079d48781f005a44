"""The cards and the training: short, sourced, played by links alone, counted without a name."""

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.actions.cards import DATA, Verdict, cards, scenarios
from benevolat.actions.models import TrainingCount
from benevolat.core import settings
from benevolat.core.db import Base
from tests.factories.actions import action
from tests.factories.insertion import referent
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

AIDE = "/accompagnement/aide"
WORDS = re.compile(r"[\w’-]+")


@pytest.mark.usefixtures("session")
def test_a_card_is_one_short_idea() -> None:
    shown = [card for _title, group in cards() for card in group]
    assert len(shown) >= 15
    assert len({card.code for card in shown}) == len(shown)
    for card in shown:
        assert len(WORDS.findall(card.text)) <= 60, card.code
    assert {"Conseil d’État, 15 juin 2018, n°\u00a0411630", "Code du travail, article L5425-8"} <= \
        {(card.source or "").replace("n° ", "n°\u00a0") for card in shown}
    assert any("Grenoble" in (card.source or "") for card in shown)


def test_what_the_law_says_is_a_setting(client: PageClient, session: Any) -> None:
    settings.write("aide.librement", "Texte relu par un juriste.", by=None)
    settings.write("aide.commencer", "Ce n’est pas une carte de droit.", by=None)
    sign_in(client, referent()).get(AIDE)
    assert "Texte relu par un juriste." in client.text
    assert "Ce n’est pas une carte de droit." not in client.text


def test_each_scenario_has_one_sentence_that_serves() -> None:
    assert len(scenarios()) == 3
    for each in scenarios():
        assert len(each.choices) == 3
        assert [one.verdict for one in each.choices].count(Verdict.SERVES) == 1
    assert len({[one.verdict for one in each.choices].index(Verdict.SERVES) for each in scenarios()}) == 3, "never in the same place"


def test_the_training_is_played_to_its_end_and_counted_once_for_a_browser(client: PageClient, session: Any) -> None:
    sign_in(client, referent()).get(AIDE)
    client.follow("Commencer")
    for number, scenario in enumerate(scenarios(), 1):
        assert client.h1 == " ".join(scenario.title.split())
        assert scenario.choices[0].why not in client.text
        client.follow(" ".join(scenario.choices[1].sentence.split()))
        for each in scenario.choices:
            assert " ".join(each.why.split()) in client.text
        if number < 3:
            client.follow("Situation suivante")
    form = client.form("J’ai suivi la formation")
    data = {each.get("name"): each.get("value") for each in form.iter() if each.get("name")}
    answer = client.submit("J’ai suivi la formation", follow=False)
    [mark] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("formation=")]
    assert re.fullmatch(r"formation=1; Expires=[^;]+; Max-Age=\d+; HttpOnly; Path=/accompagnement/aide; SameSite=Lax", mark)
    client.get(f"{AIDE}/scenarios/3?choix=1")
    assert "J’ai suivi la formation" not in client.text
    client.post(f"{AIDE}/formation", data={**data, "form_key": "une-autre-cle"})
    session.rollback()
    assert session.scalars(sa.select(TrainingCount.value)).all() == [1]


def test_nothing_says_who_was_trained(client: PageClient, session: Any) -> None:
    helper = referent()
    sign_in(client, helper).get(f"{AIDE}/scenarios/3?choix=3")
    before = {name: session.execute(sa.select(table)).all() for name, table in Base.metadata.tables.items()}
    session.rollback()
    client.submit("J’ai suivi la formation")
    after = {name: session.execute(sa.select(table)).all() for name, table in Base.metadata.tables.items()}
    assert {name for name in after if after[name] != before[name]} == {"insertion_training_count", "form_key"}


@pytest.mark.parametrize("end", ["/scenarios/0", "/scenarios/4"])
def test_there_are_three(client: PageClient, session: Any, end: str) -> None:
    assert sign_in(client, referent()).get(AIDE + end).status_code == 404


@pytest.mark.parametrize("choice", ["", "0", "4", "x"])
def test_no_choice_shows_no_answer(client: PageClient, session: Any, choice: str) -> None:
    sign_in(client, referent()).get(f"{AIDE}/scenarios/1?choix={choice}")
    assert scenarios()[0].choices[0].why not in client.text


def test_the_screens_lead_to_the_cards_that_help_there(client: PageClient, session: Any) -> None:
    helper = referent()
    made, known = action(helper), {card.code for _title, group in cards() for card in group}
    sign_in(client, helper)
    met = set()
    for path in ("/accompagnement", "/accompagnement/inviter", f"/accompagnement/actions/{made.public_id}"):
        client.get(path)
        met |= set(re.findall(r'href="/accompagnement/aide(?:#([\w-]+))?"', client.source)) - {""}
    assert met
    for page in (client.get(AIDE),):
        assert met <= set(re.findall(r'id="([\w-]+)"', page.get_data(as_text=True))) & known


def test_the_texts_are_typed_in_french() -> None:
    wrong = re.compile(r"'|[\\w»)’] [:;?!»]|« ")
    for name in ("cards", "scenarios"):
        assert not wrong.search(" ".join(_strings(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))))), name


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _strings(each)]
