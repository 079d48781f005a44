"""The models of the twenty most common needs: a title, a text and usual answers, which the association then makes its own."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .models import FrenchLevel, MissionKind, Setting, Where
from .words import mask_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
FILE = Path(__file__).parent / "data" / "models.json"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One model: how it is found (title, domain, other words), the hours of a usual date, and what it answers to the five screens."""

    key: str
    title: str
    domaine: str
    words: str
    activity: str
    slot: tuple[str, str] | None
    places: int
    answers: dict[str, Any]

    @property
    def first_words(self) -> str:
        """The first sentence of its text: what one does."""
        return f"{str(self.answers['description']).split('. ')[0]}."


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the models, in the order of their file."""
    return tuple(_read(each) for each in json.loads(FILE.read_text(encoding="utf-8")))


def find_pattern(key: str | None) -> Pattern | None:
    """Return a model by its key, or None."""
    return next((each for each in patterns() if each.key == key), None)


def _read(text: dict[str, Any]) -> Pattern:
    kind = MissionKind(text["kind"])  # type: ignore[call-arg]
    answers = {
        "title": text["title"], "description": text["description"], "domaine_code": text["domaine"], "competences": text["competences"],
        "kind": kind, "setting": Setting(text["setting"]), "french_level": FrenchLevel(text["french_level"]),  # type: ignore[call-arg]
        "accompanied_start": text["accompanied_start"], "costs_refunded": text.get("costs_refunded", False),
    }
    if "where" in text:
        answers["where"] = Where(text["where"])  # type: ignore[call-arg]
    if kind is MissionKind.REGULAR:
        bits = [3 * DAYS.index(day) + PARTS.index(part) for day, part in (each.split("-") for each in text["half_days"])]
        answers |= {"half_days": mask_of(bits), "hours_per_week": float(text["hours_per_week"]), "places": text["places"]}
    slot = tuple(text["slot"]) if "slot" in text else None
    return Pattern(text["key"], text["title"], text["domaine"], text["words"], text["activity"], slot, text["places"], answers)
