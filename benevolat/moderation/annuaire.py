"""The official directory of enterprises and associations, asked about one number: two seconds at most, whatever it does."""

import json
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benevolat.core.outside import AGENT, Busy, Connection, within

from .models import Answer

DEADLINE = 2.0
"""Seconds for the whole call."""
_calls = threading.BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Found:
    """What the directory says of a number: its name and place when it knows it."""

    answer: Answer
    name: str | None = None
    place: str | None = None


def look_up(number: str, host: str, patience: float = DEADLINE) -> Found:
    """Ask the directory about a RNA or a SIREN. Only a row that bears the very number counts; anything else it says is no answer."""
    connection = Connection()
    address = f"{host.rstrip('/')}/search?{urlencode({'q': number, 'page': 1, 'per_page': 5})}"

    def call() -> Any:
        status, body = connection.get(address, timeout=patience, headers={"Accept": "application/json", "User-Agent": AGENT})
        return json.loads(body) if status == 200 else None

    try:
        told = within(patience, call, shut=connection.shut, turns=_calls)
    except Busy:
        told = None
    return _read(told, number)


def _read(told: Any, number: str) -> Found:
    rows = told.get("results") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        return Found(Answer.UNREACHABLE)
    for row in rows:
        if not isinstance(row, dict) or number not in _numbers(row):
            continue
        seat = row.get("siege")
        place = seat.get("libelle_commune") if isinstance(seat, dict) else None
        answer = Answer.CLOSED if row.get("etat_administratif") == "C" else Answer.FOUND
        return Found(answer, _text(row.get("nom_complet"), 200), _text(place, 100))
    return Found(Answer.UNKNOWN)


def _numbers(row: dict[str, Any]) -> set[str]:
    more = row.get("complements")
    return {str(row.get("siren")), str(more.get("identifiant_association") if isinstance(more, dict) else None)}


def _text(value: Any, longest: int) -> str | None:
    return " ".join(value.split())[:longest] or None if isinstance(value, str) else None
