"""What a mission must be: the rules that need its data, in one place, each refusal naming the field where it is mended."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from benevolat.core import clock
from benevolat.core.errors import InvalidInput

from ..errors import Incomplete, PlacesTaken
from ..models import (
    FURTHEST,
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    MOST_PLACES,
    MOST_SKILLS,
    MOST_SLOTS,
    SHORTEST_DESCRIPTION,
    SHORTEST_TITLE,
    Mission,
    MissionKind,
    Where,
)

__all__ = [
    "FURTHEST", "LONGEST_DESCRIPTION", "LONGEST_TITLE", "MOST_PLACES", "MOST_SKILLS", "MOST_SLOTS", "SHORTEST_DESCRIPTION",
    "SHORTEST_TITLE", "STEP_OF", "check_changes", "check_complete", "check_number_of_places", "check_period", "check_places", "check_slot",
    "merged", "missing", "taken_words",
]

LONGEST_SLOT = timedelta(hours=24)

STEP_OF = {
    "title": 1, "description": 1, "domaine_code": 1, "half_days": 2, "hours_per_week": 2, "ends_on": 2, "creneaux": 2,
    "commune": 3, "places": 4, "not_a_job": 5,
}
"""The screen where what is missing is written."""


def merged(mission: Mission, changes: Mapping[str, Any], field: str) -> Any:
    """Return a value as it would be after the changes."""
    return changes[field] if field in changes else getattr(mission, field)


def check_changes(mission: Mission, changes: Mapping[str, Any]) -> None:
    """Refuse values that no mission may have, finished or not. Raises InvalidInput or PlacesTaken."""
    for field, longest in (("title", LONGEST_TITLE), ("description", LONGEST_DESCRIPTION)):
        if len(changes.get(field) or "") > longest:
            raise InvalidInput(_l("Ce texte est trop long\u00a0: %(n)s caractères au plus.", n=longest), field=field)
    if len(changes.get("competences") or ()) > MOST_SKILLS:
        raise InvalidInput(_l("Choisissez %(n)s compétences au plus.", n=MOST_SKILLS), field="competences")
    check_period(mission, changes)
    check_places(mission, changes)
    hours = changes.get("hours_per_week")
    if hours is not None and not 0 < hours <= 35:
        raise InvalidInput(_l("Écrivez un nombre d’heures entre 0,5 et 35."), field="hours_per_week")


def check_period(mission: Mission, changes: Mapping[str, Any]) -> None:
    """Refuse an end before the beginning, an end already past, or a date too far. Raises InvalidInput."""
    starts_on: date | None = merged(mission, changes, "starts_on")
    ends_on: date | None = merged(mission, changes, "ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidInput(_l("La fin est avant le début. Vérifiez les deux dates."), field="ends_on")
    if changes.get("ends_on") and changes["ends_on"] < clock.today():
        raise InvalidInput(_l("Cette date est déjà passée."), field="ends_on")
    for field in ("starts_on", "ends_on"):
        if changes.get(field) and changes[field] > clock.today() + FURTHEST:
            raise InvalidInput(_l("Cette date est trop lointaine\u00a0: deux ans au plus."), field=field)


def check_places(mission: Mission, changes: Mapping[str, Any]) -> None:
    """Refuse places under one, or fewer than the people already accepted. Raises InvalidInput or PlacesTaken."""
    places = changes.get("places")
    if places is None:
        return
    check_number_of_places(places)
    if places < mission.places_taken and merged(mission, changes, "kind") is MissionKind.REGULAR:
        raise PlacesTaken(taken_words(mission.places_taken), field="places")


def check_number_of_places(places: int, *, field: str = "places") -> None:
    """Refuse a number of places that no mission has. Raises InvalidInput."""
    if not 1 <= places <= MOST_PLACES:
        raise InvalidInput(_l("Écrivez un nombre de places entre 1 et %(n)s.", n=MOST_PLACES), field=field)


def taken_words(count: int) -> str:
    """Return the sentence that says how many people hold a place already."""
    return str(ngettext(
        "%(num)d personne a déjà une place\u00a0: il en faut au moins autant.",
        "%(num)d personnes ont déjà une place\u00a0: il en faut au moins autant.", count,
    ))


def check_slot(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a créneau in the past, inverted, endless or too far. Raises InvalidInput."""
    if starts_at <= clock.now():
        raise InvalidInput(_l("Ce créneau est déjà passé. Choisissez une date à venir."), field="slot_day")
    if starts_at > clock.now() + FURTHEST:
        raise InvalidInput(_l("Cette date est trop lointaine\u00a0: deux ans au plus."), field="slot_day")
    if ends_at <= starts_at:
        raise InvalidInput(_l("L’heure de fin est avant l’heure de début."), field="slot_end")
    if ends_at - starts_at > LONGEST_SLOT:
        raise InvalidInput(_l("Un créneau dure 24 heures au plus."), field="slot_end")


def missing(mission: Mission) -> list[tuple[str, Any]]:
    """Return what is still to be written before the mission can be sent, as (field, sentence)."""
    dated = mission.kind is MissionKind.DATED
    on_site = mission.where is not Where.REMOTE
    rules = (
        ("title", len(mission.title) < SHORTEST_TITLE, _l("Écrivez un titre qui dit ce que l’on fait.")),
        ("description", len(mission.description) < SHORTEST_DESCRIPTION, _l("Décrivez la mission en deux ou trois phrases.")),
        ("domaine_code", mission.domaine_code is None, _l("Choisissez un domaine.")),
        ("creneaux", dated and not any(each.starts_at > clock.now() and not each.cancelled for each in mission.creneaux),
         _l("Ajoutez au moins une date à venir.")),
        ("half_days", not dated and not mission.half_days and not mission.hours_per_week,
         _l("Dites quels jours, ou combien d’heures par semaine.")),
        ("ends_on", not dated and mission.ends_on is not None and mission.ends_on < clock.today(), _l("La date de fin est déjà passée.")),
        ("commune", on_site and mission.commune_code is None, _l("Dites dans quelle commune.")),
        ("not_a_job", not mission.not_a_job, _l("Confirmez que la mission ne remplace pas un emploi.")),
    )
    return [(field, sentence) for field, wrong, sentence in rules if wrong]


def check_complete(mission: Mission) -> None:
    """Refuse to send a mission where something a volunteer needs is missing. Raises Incomplete at the first such field."""
    for field, sentence in missing(mission):
        raise Incomplete(sentence, field=field)
