"""The missions of a question on a map: at the point of their commune, or at their own when the association made its address public."""

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core.db import db
from benevolat.missions.models import Mission, Publication, Where
from benevolat.territoire.models import Commune

from .queries import search
from .request import MOST, Hit, SearchRequest

DRAWN = 1_000
"""Missions that one map may hold: the first ones in the order of the list."""


@dataclass(slots=True)
class Spot:
    """A point of the map and the missions that are there, in the order of the list."""

    lat: float
    lon: float
    name: str
    missions: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spots:
    """The points, how many missions they hold, and how many answer the question (some may be done from home, or too many to draw)."""

    spots: list[Spot]
    drawn: int
    total: int


def spots(request: SearchRequest) -> Spots:
    """Return where the missions of a question are, whatever the page asked."""
    hits: list[Hit] = []
    total = 0
    for first in range(0, DRAWN, MOST):
        found = search(replace(request, skip=first, limit=MOST))
        hits += found.hits
        total = found.total
        if len(found.hits) < MOST:
            break
    places: dict[tuple[float, float], Spot] = {}
    rows = _rows([each.mission for each in hits])
    for each in (rows[hit.mission] for hit in hits if hit.mission in rows):
        point = (each.lat, each.lon) if each.address_public and each.lat is not None else (each.commune_lat, each.commune_lon)
        at = (round(point[0], 5), round(point[1], 5))
        places.setdefault(at, Spot(*at, each.commune.replace("'", "’"))).missions.append(each)
    return Spots(list(places.values()), sum(len(each.missions) for each in places.values()), total)


def _rows(missions: list[int]) -> dict[int, Any]:
    """Return what a map says of missions on site, by their row numbers."""
    chosen = (
        sa.select(
            Mission.id, Mission.public_id, Mission.title, Mission.lat, Mission.lon, Mission.address_public,
            Association.name.label("host"), Commune.name.label("commune"), Commune.lat.label("commune_lat"),
            Commune.lon.label("commune_lon"),
        )
        .join(Association, Association.id == Mission.association_id).join(Commune, Commune.code == Mission.commune_code)
        .where(Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED, Mission.where != Where.REMOTE)
    )
    found: dict[int, Any] = {}
    for first in range(0, len(missions), 500):
        rows = db.session.execute(chosen.where(Mission.id.in_(missions[first:first + 500])))
        found |= {row.id: row for row in rows}
    return found
