"""Reads across several domains, each named for the question it answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from benevolat.core.db import db
from benevolat.core.geo import Point, box, distance_km
from benevolat.missions.models import Mission, Publication, Recruitment
from benevolat.missions.permissions import visible_missions

NEAR_KM = 20


def running_missions(association_id: int) -> Sequence[Mission]:
    """Return the published missions of an association."""
    return db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association_id, Mission.publication == Publication.PUBLISHED)
        .order_by(Mission.id)
    ).all()


def missions_near(mission: Mission, *, minor: bool, limit: int = 3) -> Sequence[Mission]:
    """Return a few missions of other associations one can still join around a mission: the same domain first, then the nearest."""
    if mission.lat is None or mission.lon is None:
        return []
    centre = Point(mission.lat, mission.lon)
    south, north, west, east = box(centre, NEAR_KM)
    rows = db.session.scalars(
        visible_missions(None).where(
            Mission.association_id != mission.association_id, Mission.recruiting,
            Mission.lat.between(south, north), Mission.lon.between(west, east), Mission.minors_ok if minor else sa.true(),
        ).options(joinedload(Mission.association), joinedload(Mission.commune), selectinload(Mission.creneaux)).limit(200)
    ).all()
    joinable = [each for each in rows if each.recruitment is Recruitment.OPEN]
    return sorted(joinable, key=lambda each: (
        each.domaine_code != mission.domaine_code, distance_km(centre, Point(each.lat or 0, each.lon or 0)), each.id
    ))[:limit]
