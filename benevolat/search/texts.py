"""The public words of a mission and what each part of them weighs: its title most, then its commune, then all the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benevolat.associations.models import Association
from benevolat.competences.models import Competence, Domaine
from benevolat.missions.models import Mission, MissionCompetence
from benevolat.territoire.models import Commune

from .french import stem, terms_of, words

TITLE, COMMUNE, REST = 3.0, 2.0, 1.0
CHUNK = 400
WRITTEN = re.compile(r"[^\W_]+")

WORDS = (Mission.title, Commune.name, Mission.description, Association.name, Domaine.label, Mission.activity, Mission.schedule)
"""Everything that a word of a question may meet: public text only."""


@cache
def joined() -> sa.Select[*tuple[Any, ...]]:
    """Return the select of missions with the rows their public words come from."""
    chosen: sa.Select[*tuple[Any, ...]] = (
        sa.select(Mission.id, Mission.text_seq, Mission.title, Commune.name.label("commune"), Mission.description,
                  Association.name.label("association"), Domaine.label.label("domaine"), Mission.activity, Mission.schedule)
        .join(Association, Association.id == Mission.association_id)
        .outerjoin(Commune, Commune.code == Mission.commune_code).outerjoin(Domaine, Domaine.code == Mission.domaine_code)
    )
    return chosen


_ONLY: sa.BindParameter[Any] = sa.bindparam("missions", expanding=True)
_SKILLS = (
    sa.select(MissionCompetence.mission_id, Competence.label)
    .join(Competence, Competence.code == MissionCompetence.competence_code).where(MissionCompetence.mission_id.in_(_ONLY))
)


@cache
def _these() -> sa.Select[*tuple[Any, ...]]:
    return joined().where(Mission.id.in_(_ONLY))


def sources(connection: Connection, missions: list[int]) -> Sequence[Any]:
    """Return the rows that the public words of some missions come from."""
    return connection.execute(_these(), {"missions": missions}).all()


def holding(pattern: str) -> sa.ColumnElement[bool]:
    """Return the condition that a mission's public words hold a LIKE pattern."""
    shown = sa.select(MissionCompetence.mission_id).join(Competence, Competence.code == MissionCompetence.competence_code)
    return sa.or_(*(column.ilike(pattern) for column in WORDS), Mission.id.in_(shown.where(Competence.label.ilike(pattern))))


def stems(row: Any, skills: str = "") -> dict[str, float]:
    """Return the weighted stems of a mission's words."""
    rest = " . ".join(each for each in (row.description, row.association, row.domaine, row.activity, row.schedule, skills) if each)
    return terms_of(((row.title, TITLE), (row.commune or "", COMMUNE), (rest, REST)))


def skills_of(connection: Connection, missions: list[int]) -> dict[int, str]:
    """Return the labels of the skills that missions let show, together."""
    found: dict[int, str] = {}
    for mission, label in connection.execute(_SKILLS, {"missions": missions}):
        found[mission] = f"{found.get(mission, '')} . {label}"
    return found


def written(connection: Connection, mission: int, term: str) -> str:
    """Return the first word of a mission that has this stem, as it is written there; the stem itself when none has."""
    row = connection.execute(joined().where(Mission.id == mission)).one_or_none()
    skills = skills_of(connection, [mission]).get(mission, "")
    for text in (row.title, row.commune, row.description, row.association, row.domaine, row.activity, row.schedule, skills) if row else ():
        for each in WRITTEN.findall(text or ""):
            if [stem(word) for word in words(each)] == [term]:
                return str(each).lower()
    return term


def read(connection: Connection, missions: Iterable[int]) -> Iterator[tuple[int, int, dict[str, float]]]:
    """Give (mission, text `seq`, stems) of each of these missions that still exists."""
    wanted = list(missions)
    for first in range(0, len(wanted), CHUNK):
        chunk = wanted[first:first + CHUNK]
        skills = skills_of(connection, chunk)
        for row in sources(connection, chunk):
            yield row.id, row.text_seq, stems(row, skills.get(row.id, ""))
