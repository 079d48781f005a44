"""The plain questions that help to choose skills: one a skill, asked of the person or of who received them; data beside the referential."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "questions.json"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask instead of a skill's name: `you` of the person, `them` of the association about the person."""

    you: str
    them: str


@cache
def questions() -> dict[str, Question]:
    """Return the question of every skill by its code."""
    return {code: Question(**row) for code, row in json.loads(DATA.read_text(encoding="utf-8")).items()}
