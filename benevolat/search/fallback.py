"""Words answered by SQL itself, for as long as there is no index to ask: slower, never silent."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.missions.models import Mission, Publication

from .question import Word
from .scoring import APART
from .texts import holding, joined, read

ACCENTED = str.maketrans(dict.fromkeys("aceinouy", "_"))
SHORTEST_PREFIX = 3


def _pattern(stem: str) -> str:
    """Return a LIKE pattern that no accent escapes: the beginning of a stem, each letter that can bear one matching any letter."""
    root = stem[: max(SHORTEST_PREFIX, len(stem) - 3)]
    return "%" + root.replace("oe", "%").replace("ae", "%").translate(ACCENTED) + "%"


def _may_hold(word: Word) -> sa.ColumnElement[bool]:
    """Return the condition that a mission may hold a word, said in any way; for a group, also each of its words in its own way."""
    ways = [sa.and_(*(holding(_pattern(each)) for each in way.stems)) for way in word.ways]
    if word.apart:
        ways.append(sa.and_(*(_may_hold(each) for each in word.apart)))
    else:
        ways.append(holding(_pattern(word.tokens[0].typed)))
    return sa.or_(*ways)


def matching(connection: Connection, words: Iterable[Word]) -> list[dict[int, float]]:
    """Return, for each word of a question, the published missions that hold it, said in any way, and its weight in each.

    SQL finds who may hold it; their texts are then read as the index would have read them.
    """
    found = []
    for word in words:
        chosen = joined().with_only_columns(Mission.id).where(Mission.publication == Publication.PUBLISHED, _may_hold(word))
        texts = read(connection, connection.scalars(chosen).all())
        found.append(_weights(word, {mission: held for mission, _seq, held in texts}))
    return found


def _weights(word: Word, texts: dict[int, dict[str, float]]) -> dict[int, float]:
    """Return the best weight of a word in each text that holds it; else in those that hold what it is the beginning of."""
    found = {
        mission: max(way.weight * _mean([held.get(each, 0.0) for each in way.stems]) for way in word.ways)
        for mission, held in texts.items()
    }
    if word.apart:
        parts = [_weights(each, texts) for each in word.apart]
        for mission in texts:
            found[mission] = max(found[mission], APART * _mean([part.get(mission, 0.0) for part in parts]))
    exact = {mission: weight for mission, weight in found.items() if weight}
    beginning = word.tokens[0].typed
    if exact or word.apart or len(beginning) < SHORTEST_PREFIX:
        return exact
    begun = {mission: sum(each for term, each in held.items() if term.startswith(beginning)) for mission, held in texts.items()}
    return {mission: weight for mission, weight in begun.items() if weight}


def _mean(weights: list[float]) -> float:
    return sum(weights) / len(weights) if all(weights) else 0.0
