"""The page in plain words: short sentences, one idea a line, a drawing beside each, nothing that needs a script."""

import re
from typing import Any

from benevolat.core.settings import ROOT
from benevolat.web.insertion.comprendre import _parts
from tests.factories.people import person
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.sign_in import sign_in

PATH = "/mon-contrat/comprendre"
WORD = re.compile(r"\w+")
LONGEST = 12
FIGURES = ("mettre le pied", "cap", "tremplin", "chemin", "porte", "pont", "étape", "levier", "clé", "franchir", "pas à pas", "filet")


def _lines(client: PageClient) -> list[str]:
    return [text_of(each) for each in all_of(client.page, "span") if each.get("data-say") is not None]


def test_every_sentence_is_short_and_alone_on_its_line(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get(PATH)
    lines = _lines(client)
    assert len(lines) > 30
    for line in lines:
        assert len(WORD.findall(line.replace("’", " "))) <= LONGEST, line
        assert len(re.findall(r"[.?!](?:\s|$)", line)) <= 2, line
        assert ";" not in line
        assert "(" not in line
    words = " ".join(lines).lower()
    assert not [each for each in FIGURES if re.search(rf"\b{each}\b", words)]
    assert "%" not in words


def test_what_may_frighten_is_answered(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get(PATH)
    for said in ("Est-ce obligatoire ?", "Dire non n’a aucune conséquence sur votre RSA.", "revenu de solidarité active", "Qui voit quoi ?",
                 "Votre « non » n’est pas écrit avec votre nom.", "Retirer mon accord", "04 65 71 38 38"):
        assert said in client.text
    assert "contrat" in client.text
    assert "Votre référent est la personne qui vous accompagne." in client.text


def test_each_idea_has_its_own_drawing_and_each_is_a_heading(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get(PATH)
    drawings = [each["drawing"] for each in _parts()]
    assert len(set(drawings)) == len(drawings) == 7
    for each in drawings:
        assert (ROOT / "templates" / "drawings" / f"{each}.svg").exists()
    sections = [each for each in all_of(client.page, "section") if each.get("aria-labelledby", "").startswith("idee-")]
    assert len(sections) == 7
    for section in sections:
        assert len(list(section.iter("h2"))) == 1
        [svg] = list(section.iter("svg"))
        assert svg.get("aria-hidden") == "true"


def test_what_needs_a_script_is_hidden_without_it(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get(PATH)
    [bar] = [each for each in all_of(client.page, "div") if "speak" in (each.get("data-module") or "").split()]
    assert bar.get("hidden") is not None
    assert bar.get("data-of") == "comprendre"
    assert any(each.get("id") == "comprendre" for each in client.page.iter())


def test_it_is_one_step_from_the_persons_page(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get("/mon-contrat")
    client.follow("Comprendre l’engagement, avec des mots simples")
    assert client.h1 == "Comprendre l’engagement"
