"""Words answered by SQL itself, for as long as there is no index to ask: slower, never silent."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.missions.models import Mission, Publication

from .french import stem
from .texts import WORDS, joined, stems

ACCENTED = str.maketrans(dict.fromkeys("aceinouy", "_"))
SHORTEST_PREFIX = 3


def _pattern(word: str) -> str:
    """Return a LIKE pattern that no accent escapes: each letter that can bear one matches any letter."""
    root = stem(word)
    root = root if word.startswith(root) else word[: max(3, len(word) - 3)]
    return "%" + root.replace("oe", "%").replace("ae", "%").translate(ACCENTED) + "%"


def _holds(pattern: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(column.ilike(pattern) for column in WORDS))


def matching(connection: Connection, words: list[str]) -> list[dict[int, float]]:
    """Return, for each folded word, the published missions that hold it and its weight in each.

    SQL finds who may hold it; their texts are then read as the index would have read them.
    """
    found = []
    for word in words:
        chosen = joined().where(Mission.publication == Publication.PUBLISHED, _holds(_pattern(word)))
        found.append(_weights(word, connection.execute(chosen)))
    return found


def _weights(word: str, rows: Any) -> dict[int, float]:
    root = stem(word)
    exact: dict[int, float] = {}
    begun: dict[int, float] = {}
    for row in rows:
        held = stems(row)
        if root in held:
            exact[row.id] = held[root]
        elif len(word) >= SHORTEST_PREFIX:
            weight = sum(each for term, each in held.items() if term.startswith(word))
            if weight:
                begun[row.id] = weight
    return exact or begun
