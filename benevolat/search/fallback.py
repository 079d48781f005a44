"""Words answered by SQL itself, for as long as there is no index to ask: slower, never silent."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.missions.models import Mission, Publication

from .families import Way
from .question import Word
from .texts import WORDS, joined, stems

ACCENTED = str.maketrans(dict.fromkeys("aceinouy", "_"))
SHORTEST_PREFIX = 3


def _pattern(stem: str) -> str:
    """Return a LIKE pattern that no accent escapes: the beginning of a stem, each letter that can bear one matching any letter."""
    root = stem[: max(SHORTEST_PREFIX, len(stem) - 3)]
    return "%" + root.replace("oe", "%").replace("ae", "%").translate(ACCENTED) + "%"


def _holds(pattern: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(column.ilike(pattern) for column in WORDS))


def matching(connection: Connection, words: Iterable[Word]) -> list[dict[int, float]]:
    """Return, for each word of a question, the published missions that hold it, said in any way, and its weight in each.

    SQL finds who may hold it; their texts are then read as the index would have read them.
    """
    found = []
    for word in words:
        ways = [sa.and_(*(_holds(_pattern(each)) for each in way.stems)) for way in word.ways]
        begun = [_holds(_pattern(word.tokens[0].typed))] if len(word.tokens) == 1 else []
        chosen = joined().where(Mission.publication == Publication.PUBLISHED, sa.or_(*ways, *begun))
        found.append(_weights(word, ((row.id, stems(row)) for row in connection.execute(chosen))))
    return found


def _weights(word: Word, texts: Iterable[tuple[int, dict[str, float]]]) -> dict[int, float]:
    exact: dict[int, float] = {}
    begun: dict[int, float] = {}
    beginning = word.tokens[0].typed if len(word.tokens) == 1 and len(word.typed) >= SHORTEST_PREFIX else None
    for mission, held in texts:
        weight = max(_weight(way, held) for way in word.ways)
        if weight:
            exact[mission] = weight
        elif beginning is not None:
            total = sum(each for term, each in held.items() if term.startswith(beginning))
            if total:
                begun[mission] = total
    return exact or begun


def _weight(way: Way, held: dict[str, float]) -> float:
    return way.weight * min(held.get(each, 0.0) for each in way.stems)
