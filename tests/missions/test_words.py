"""When, where, for whom: the sentences that cards, pages, mails and previews share."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from benevolat.core import clock
from benevolat.missions import words
from benevolat.missions.models import Creneau, FrenchLevel, Mission, MissionKind, Setting, Where
from benevolat.territoire.models import Commune

NOON = clock.paris(2026, 11, 23, 12)  # a Monday
VOIRON = Commune(code="38563", name="Voiron")


def bits(*pairs: tuple[int, int]) -> int:
    return words.mask_of([3 * day + part for day, part in pairs])


@pytest.mark.parametrize(("mask", "said"), [
    (0, ""),
    (bits((1, 1)), "le mardi après-midi"),
    (bits((0, 0), (3, 0)), "lundi et jeudi matin"),
    (bits((0, 0), (0, 1), (0, 2)), "le lundi"),
    (bits(*[(day, 0) for day in range(5)]), "du lundi au vendredi, le matin"),
    (bits(*[(day, part) for day in (5, 6) for part in range(3)]), "le week-end"),
    (bits(*[(day, part) for day in range(7) for part in range(3)]), "quand vous voulez"),
    (bits(*[(day, 2) for day in range(7)]), "tous les jours, le soir"),
    (bits((0, 0), (1, 1), (1, 2)), "lundi matin, mardi après-midi et soir"),
    (bits((0, 0), (2, 0), (4, 0)), "lundi, mercredi et vendredi matin"),
])
def test_half_days_in_words(fresh_app: Any, mask: int, said: str) -> None:
    assert words.half_days_words(mask) == said


def test_masks_come_and_go() -> None:
    assert words.bits_of(words.mask_of([0, 5, 20, 5])) == [0, 5, 20]
    assert words.mask_of(range(21)) < 2097152


def test_the_week_is_in_the_order_of_the_screen(fresh_app: Any) -> None:
    choices = words.half_day_choices()
    assert [label for _bit, label in choices[:4]] == ["lundi matin", "lundi après-midi", "lundi soir", "mardi matin"]
    assert len(choices) == 21


@pytest.mark.parametrize(("mask", "hours", "schedule", "said"), [
    (bits((1, 0)), 3.0, "11 h à 14 h", "le mardi, 11 h à 14 h"),
    (bits((0, 0), (3, 0)), 3.0, None, "lundi et jeudi matin, 3\u00a0h par semaine"),
    (bits((0, 0), (0, 1)), 2.5, "9 h à 15 h", "le lundi matin et après-midi, 9 h à 15 h"),
    (0, 1.5, None, "1\u00a0h\u00a030 par semaine"),
    (0, None, None, "à convenir ensemble"),
])
def test_a_rhythm_in_words(fresh_app: Any, mask: int, hours: float | None, schedule: str | None, said: str) -> None:
    assert words.regular_words(mask, hours, schedule) == said


def slots(*gaps: int) -> Mission:
    start = NOON + timedelta(hours=2)
    return Mission(kind=MissionKind.DATED, creneaux=[
        Creneau(
            starts_at=start + timedelta(days=gap), ends_at=start + timedelta(days=gap, hours=2), places=3, places_taken=0, cancelled=False,
        ) for gap in gaps
    ])


def test_dates_in_words(fresh_app: Any) -> None:
    with clock.frozen(NOON):
        assert words.when_words(slots(9)) == "mercredi 2 décembre, 14\u00a0h à 16\u00a0h"
        assert words.when_words(slots(1, 9)) == "demain, 14\u00a0h à 16\u00a0h et 1 autre date"
        assert words.when_words(slots(-3, 9, 10, 11)) == "mercredi 2 décembre, 14\u00a0h à 16\u00a0h et 2 autres dates"
        assert words.when_words(slots(-3)) == "pas de date à venir"
        assert words.is_over(slots(-3))
        assert not words.is_over(slots(-3, 1))


def test_a_cancelled_date_is_not_said(fresh_app: Any) -> None:
    with clock.frozen(NOON):
        row = slots(1, 9)
        row.creneaux[0].cancelled = True
        assert words.when_words(row) == "mercredi 2 décembre, 14\u00a0h à 16\u00a0h"


@pytest.mark.parametrize(("starts", "ends", "said"), [
    (None, None, ""), (date(2026, 11, 1), None, ""), (date(2026, 12, 1), None, "à partir du mardi 1er décembre"),
    (date(2026, 12, 1), date(2027, 2, 2), "à partir du mardi 1er décembre jusqu’au mardi 2 février 2027"),
    (date(2026, 11, 24), date(2026, 11, 25), "à partir de demain jusqu’au mercredi 25 novembre"),
    (date(2026, 11, 1), date(2026, 12, 2), "jusqu’au mercredi 2 décembre"), (date(2026, 11, 1), date(2026, 11, 2), "terminée"),
])
def test_the_period_in_words(fresh_app: Any, starts: date | None, ends: date | None, said: str) -> None:
    with clock.frozen(NOON):
        assert words.period_words(starts, ends) == said


def full(**values: Any) -> Mission:
    return Mission(**{
        "kind": MissionKind.REGULAR, "half_days": 1, "hours_per_week": 2.0, "where": Where.ON_SITE, "commune": VOIRON,
        "address": "3 rue des Tilleuls", "address_public": False, "meeting_point": "Devant le portail bleu",
        "places": 3, "places_taken": 1, "french_level": FrenchLevel.NONE,
        "setting": Setting.TEAM, "contact_name": "Odile", "description": "", **values,
    })


def test_the_street_is_kept_for_those_accepted(fresh_app: Any) -> None:
    hidden = full()
    assert words.where_words(hidden) == "Voiron"
    assert words.where_words(hidden, exact=True) == "3 rue des Tilleuls, Voiron"
    assert words.where_words(full(address_public=True)) == "3 rue des Tilleuls, Voiron"
    said = {row["label"]: row["value"] for row in words.facts(hidden)}
    assert said["Adresse"] == "donnée quand votre candidature est acceptée"
    assert "Rendez-vous" not in said
    assert "Sur place, demander" not in said
    exact = {row["label"]: row["value"] for row in words.facts(hidden, exact=True)}
    assert exact["Rendez-vous"] == "Devant le portail bleu"
    assert exact["Sur place, demander"] == "Odile"
    assert "Adresse" not in exact


def test_from_home_there_is_no_place(fresh_app: Any) -> None:
    remote = full(where=Where.REMOTE, commune=None, by_bus=True, wheelchair=True)
    assert words.where_words(remote) == "chez vous, à distance"
    labels = {row["label"] for row in words.facts(remote)}
    assert not labels & {"Adresse", "En bus", "Fauteuil roulant"}
    assert words.where_words(full(where=Where.BOTH)) == "Voiron, ou à distance"


def test_practical_facts(fresh_app: Any) -> None:
    row = full(by_bus=True, bus_line="Ligne 7", wheelchair=True, costs_refunded=True, meal_offered=True, schedule="9 h à 11 h")
    said = {each["label"]: each["value"] for each in words.facts(row)}
    assert said["En bus"] == "Ligne 7"
    assert said["Frais"] == "remboursés"
    assert said["Repas"] == "offert"
    assert said["Temps demandé"] == "2\u00a0h par semaine"
    assert said["Places"] == "2 places"
    assert {each["label"]: each["value"] for each in words.facts(full(places_taken=3))}["Places"].startswith("complet")


def test_for_whom(fresh_app: Any) -> None:
    said = words.who_words(full(accompanied_start=True, minors_ok=True, children_welcome=True))
    assert said == ["Vous serez en équipe.", "Pas besoin de parler français.", "Quelqu’un vous accompagne au début.", "Dès 16 ans.",
                    "Vous pouvez venir avec vos enfants."]


def test_slots_say_their_places(fresh_app: Any) -> None:
    with clock.frozen(NOON):
        row = slots(1, 2)
        row.creneaux[0].places_taken = 3
        row.creneaux[1].places_taken = 2
        assert [each["left"] for each in words.slots(row)] == ["complet\u00a0: liste d’attente", "1 place"]


def test_hours_that_cross_summer_time(fresh_app: Any) -> None:
    start = datetime(2027, 3, 27, 23, tzinfo=clock.PARIS)
    with clock.frozen(NOON):
        assert words.dated_words(start, clock.paris(2027, 3, 28, 5), 0) == "samedi 27 mars 2027, 23\u00a0h à 5\u00a0h"
