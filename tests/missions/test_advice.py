"""Advice on real sentences: what is warned against, what is not, and how often it is wrong on the demonstration's missions."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from benevolat.demo import content
from benevolat.missions.advice import Advice, advise
from benevolat.missions.models import Mission, MissionKind, Where

TEXT = ("Vous mettez la table, vous servez les plats et vous mangez avec tout le monde. Ensuite, on range ensemble. "
        "Chacun fait ce qu’il sait faire, et le repas est aussi pour vous.")


def on(title: str = "Servir le repas du mardi", description: str = TEXT, **values: Any) -> list[Advice]:
    return advise(Mission(**{
        "title": title, "description": description, "kind": MissionKind.REGULAR, "half_days": 0b10, "hours_per_week": 2.0, "schedule": None,
        "where": Where.ON_SITE, "draft_step": 1, "address": None, "meeting_point": None, "contact_name": None, **values,
    }))


def rules(*args: Any, **values: Any) -> list[str]:
    return [each.rule for each in on(*args, **values)]


@pytest.fixture(autouse=True)
def french(app: Flask) -> Any:
    with app.test_request_context():
        yield


def test_a_good_text_has_no_advice_and_an_empty_one_neither() -> None:
    assert rules() == []
    assert rules("", "") == []


@pytest.mark.parametrize(("sentence", "words"), [
    ("Vous devez venir chaque mardi.", "devez"), ("Le bénévole doit être ponctuel.", "doit"), ("Votre présence est obligatoire.",
    "obligatoire"),
    ("Il est impératif d’être là à 9 h.", "il est impératif"), ("Les bénévoles doivent s'engager un an.", "doivent"),
])
def test_what_frightens(sentence: str, words: str) -> None:
    [found] = [each for each in on(description=f"{TEXT} {sentence}") if each.rule == "must"]
    assert words in found.words
    assert f"«\u00a0{words}\u00a0»" in found.sentence
    assert "libre" in found.proposal


@pytest.mark.parametrize("sentence", [
    "Rien n’est obligatoire.", "Aucun niveau n’est exigé.", "Ce n’est pas obligatoire.", "Le devoir de mémoire nous tient à cœur.",
    "Vous n’avez aucune obligation.", "Il ne doit pas pleuvoir.",
])
def test_what_does_not_frighten(sentence: str) -> None:
    assert "must" not in rules(description=f"{TEXT} {sentence}")


@pytest.mark.parametrize("sentence", [
    "Le poste est à pourvoir tout de suite.", "Vous occuperez le poste de secrétaire.", "Nous recrutons une personne motivée.",
    "Expérience exigée en comptabilité.", "Deux ans d’expérience.", "Envoyez votre CV et une lettre de motivation.",
    "En remplacement de notre secrétaire.", "Vous remplacez une salariée pendant son absence.", "Temps plein sur l’été.",
    "Salaire selon profil.",
    "Profil recherché : dynamique.", "Elle est en congé maternité.", "Il y aura peut-être une embauche ensuite.", "Diplôme exigé.",
])
def test_a_hidden_job(sentence: str) -> None:
    [found] = [each for each in on(description=f"{TEXT} {sentence}") if each.rule == "job"]
    assert found.words
    assert "ne remplace pas un emploi" in found.proposal


@pytest.mark.parametrize("sentence", [
    "Vous tenez le poste de secours avec l’équipe.", "Rendez-vous devant La Poste.", "Vous ne remplacez pas une salariée.",
    "Vous travaillez à côté de nos salariés.", "Vous préparez un entretien d’embauche avec la personne.", "Aucune expérience requise.",
    "Vous remplacez les ampoules.", "Le poste de radio reste allumé.", "Vous aidez à écrire une lettre.", "Pas besoin de diplôme.",
])
def test_what_is_no_job(sentence: str) -> None:
    assert "job" not in rules(description=f"{TEXT} {sentence}"), on(description=sentence)


@pytest.mark.parametrize(("sentence", "rule", "plain"), [
    ("Vous accueillez les bénéficiaires.", "jargon", "les personnes aidées"), ("Un atelier de FLE.", "sigle", "le français"),
    ("Créer du lien social.", "jargon", "des rencontres"), ("Une visite à l’EHPAD.", "sigle", "maison de retraite"),
    ("Une rencontre intergénérationnelle.", "jargon", "entre jeunes et personnes âgées"), ("Avec le SSIAD du secteur.", "sigle",
    "en entier"),
])
def test_jargon_is_named_and_put_in_plain_words(sentence: str, rule: str, plain: str) -> None:
    [found] = [each for each in on(description=f"{TEXT} {sentence}") if each.rule == rule]
    assert plain in found.proposal
    assert found.words[0].lower() in sentence.lower()


@pytest.mark.parametrize("sentence", ["Un film en DVD.", "Au XIX siècle.", "Les classes de CP et de CM.", "Vous arrivez en TER."])
def test_known_abbreviations_are_left_alone(sentence: str) -> None:
    assert rules(description=f"{TEXT} {sentence}") == []


@pytest.mark.parametrize(("values", "rule"), [
    ({"title": "Aider jardin"}, "title"), ({"title": "Bénévoles pour le repas"}, "verb"),
    ({"description": "Vous servez le repas avec nous."}, "short"),
    ({"description": f"{TEXT} {'et puis ' * 20}voilà."}, "long"), ({"hours_per_week": 28.0}, "hours"),
    ({"half_days": 0b011011011011011, "hours_per_week": 8.0}, "week"), ({"schedule": "9h à 17h"}, "day"),
    ({"schedule": "8 h 30 - 16 h 30"}, "day"),
    ({"draft_step": 4}, "come"), ({"draft_step": 5, "address": "3 rue des Tilleuls"}, "meet"),
    ({"title": "Débroussailler le sentier du lac"}, "bring"),
])
def test_each_other_rule(values: dict[str, Any], rule: str) -> None:
    assert rules(**values) == [rule]


@pytest.mark.parametrize("values", [
    {"title": "S’occuper des poules"}, {"hours_per_week": 10.0}, {"schedule": "9h à 12h"}, {"half_days": 0b011011011011011,
    "hours_per_week": 1.0},
    {"draft_step": 4, "where": Where.REMOTE}, {"draft_step": 5, "address": "3 rue des Tilleuls", "contact_name": "Nadia"},
    {"title": "Débroussailler le sentier du lac", "description": f"{TEXT} Nous prêtons les outils."},
    {"kind": MissionKind.DATED, "hours_per_week": 30.0},
])
def test_what_is_fine(values: dict[str, Any]) -> None:
    assert rules(**values) == []


def test_false_positives_on_the_demonstration() -> None:
    """Every advice on the wording of the 128 published missions: two short texts and one that says nothing of gloves; none is wrong."""
    counted: Counter[str] = Counter()
    for each in content.missions():
        if each["publication"] == "published":
            counted.update(rules(
                each["title"], each["description"], kind=MissionKind(each["kind"]), hours_per_week=each.get("hours_per_week"),
                where=Where(each["where"]), half_days=0,
            ))
    assert dict(counted) == {"short": 2, "bring": 1}
