"""What a modérateur looks at in a mission, what a text gives to look at, and the closed lists of reasons; all in data."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benevolat.core.errors import InvalidInput
from benevolat.search.french import fold
from benevolat.temoignages.cautions import EMAIL, PHONE

DATA = Path(__file__).parent / "data"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at, in words, and what the text holds that calls for it."""

    code: str
    label: str
    look: str
    found: tuple[str, ...]


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def reasons(decision: str) -> list[tuple[str, str]]:
    """Return the reasons of a decision (« mission.refuse ») as (code, sentence), « une autre raison » last."""
    return list(_read("reasons")[decision].items())


def reason_words(decision: str, code: str, words: str) -> str:
    """Return what the association reads: the reason of the list, then the free sentence.

    « Une autre raison » is the sentence alone, which is then needed. Raises InvalidInput at « words » or « reason ».
    """
    listed = dict(reasons(decision))
    if code not in listed:
        raise InvalidInput(field="reason")
    said = words.strip()
    if code == OTHER:
        if not said:
            raise InvalidInput(field="words")
        return said
    return f"{listed[code]} {said}".strip()


def checks(text: str) -> list[Check]:
    """Return what to look at in the text of a mission, each with the words found that call for it. It warns, and decides nothing."""
    flat = "".join(fold(letter)[:1] or " " for letter in text)
    return [
        Check(each["code"], each["label"], each["look"], tuple(dict.fromkeys((*_spoken(text, flat, each["words"]), *_reached(each, text)))))
        for each in _read("checks")
    ]


def _spoken(text: str, flat: str, words: list[str]) -> list[str]:
    """Return the listed words as the text writes them; a listed word may be the beginning of one."""
    if not words:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*")
    return [text[each.start():each.end()] for each in pattern.finditer(flat)]


def _reached(check: dict[str, Any], text: str) -> list[str]:
    if check["code"] == "paid":
        return [each.group().strip() for each in re.finditer(r"\d+(?:[.,]\d+)?\s*€", text)]
    if check["code"] != "personal":
        return []
    return [each.group().strip() for pattern in (EMAIL, PHONE) for each in pattern.finditer(text)]
