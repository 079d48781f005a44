"""What helps a référent: the référentiel de réciprocité as short cards, and the scenarios of the training, which are texts with a version.

What a card says of the law is a setting (« aide.<code> »), to be confirmed by a lawyer: an administrateur's text takes the place of ours.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from benevolat.core import settings
from benevolat.core.labels import Labelled

DATA = Path(__file__).parent / "data"


class Verdict(Labelled):
    """What a sentence does to the person's freedom."""

    SERVES = "serves", _l("Cette phrase laisse la personne libre")
    HALF = "half", _l("Cette phrase part bien, et finit mal")
    HURTS = "hurts", _l("Cette phrase n’est pas possible")


@dataclass(frozen=True, slots=True)
class Card:
    """One idea; `source` names the law, `legal` texts are settings, `version` theirs (0: it came with the code)."""

    code: str
    title: str
    text: str
    source: str | None
    version: int = 0
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence one may say, what it does, and why."""

    sentence: str
    verdict: Verdict
    effect: str
    why: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation with invented persons, and three sentences to choose from."""

    title: str
    situation: str
    choices: tuple[Choice, ...]


def cards() -> list[tuple[str, list[Card]]]:
    """Return [(title of a group, its cards)]; what the law says is read from the settings."""
    found = []
    for group in json.loads((DATA / "cards.json").read_text(encoding="utf-8"))["groups"]:
        found.append((group["title"], [_card(each) for each in group["cards"]]))
    return found


def _card(written: dict[str, str]) -> Card:
    text, version = settings.read(f"aide.{written['code']}", written["text"]) if written["legal"] else (written["text"], 0)
    return Card(written["code"], written["title"], text, written["source"], version, bool(written["legal"]))


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios of the training, in their order."""
    return tuple(
        Scenario(each["title"], each["situation"], tuple(_choice(one) for one in each["choices"]))
        for each in json.loads((DATA / "scenarios.json").read_text(encoding="utf-8"))
    )


def _choice(written: dict[str, str]) -> Choice:
    verdict = next(each for each in Verdict if each.value == written["verdict"])
    return Choice(written["sentence"], verdict, written["effect"], written["why"])
