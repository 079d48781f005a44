"""Words answered by SQL itself, for as long as there is no index to ask: slower and rougher, never silent."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.missions.models import Mission, Publication

from .texts import WORDS, joined

PLAIN = {
    "a": "àâäáãÀÂÄÁÃ", "c": "çÇ", "e": "éèêëÉÈÊË", "i": "îïíÎÏÍ", "n": "ñÑ", "o": "ôöóõÔÖÓÕ", "u": "ùûüúÙÛÜÚ", "oe": "œŒ",
}


def _folded(column: Any) -> sa.ColumnElement[Any]:
    text: sa.ColumnElement[Any] = column
    for plain, accented in PLAIN.items():
        for each in accented:
            text = sa.func.replace(text, each, plain)
    return sa.func.lower(text)


def matching(connection: Connection, words: list[str]) -> list[dict[int, float]]:
    """Return, for each folded word, the published missions whose public text holds it and a weight (3 when the title does)."""
    title = _folded(Mission.title)
    rest = _folded(sa.func.coalesce(WORDS[1], "").concat(" "))
    for column in WORDS[2:]:
        rest = rest.concat(" ").concat(_folded(sa.func.coalesce(column, "")))
    found = []
    for word in words:
        pattern = f"%{re.sub(r'(?<=...)[sx]$', '', word)}%"
        weight = sa.case((title.like(pattern), 3.0), else_=1.0)
        chosen = joined().with_only_columns(Mission.id, weight).where(
            Mission.publication == Publication.PUBLISHED, sa.or_(title.like(pattern), rest.like(pattern))
        )
        found.append({row[0]: float(row[1]) for row in connection.execute(chosen)})
    return found
