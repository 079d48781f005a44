"""Reads across several domains, each named for the question it answers."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions import words
from benevolat.missions.models import Mission, MissionKind
from benevolat.search.queries import MissionRow, rows, search
from benevolat.search.request import SearchRequest, Sort

from .models import MissionSnapshot, SnapshotKind

NEAR_KM = 20.0
LOOKED_AT = 20


def shown_missions(association_id: int) -> Sequence[Mission]:
    """Return the missions of an association that were shown one day: people may wait there even while a change is read again."""
    return db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association_id, Mission.published_at.is_not(None)).order_by(Mission.id)
    ).all()


def missions_near(mission: Mission, *, minor: bool, limit: int = 3) -> list[MissionRow]:
    """Return a few missions of other associations one can still join around a mission: the same domain first, then the nearest."""
    if mission.lat is None or mission.lon is None:
        return []
    around = SearchRequest(
        point=Point(mission.lat, mission.lon), radius_km=NEAR_KM, sort=Sort.DISTANCE, limit=LOOKED_AT,
        flags=frozenset({"minors_ok"}) if minor else frozenset(),
    )
    alike = search(replace(around, domains=(mission.domaine_code,))).hits if mission.domaine_code is not None else ()
    known = {each.mission for each in alike}
    hits = (*alike, *(each for each in search(around).hits if each.mission not in known))
    return [each for each in rows(hits) if not each.full and each.association_name != mission.association.name][:limit]


def text_of(mission: Mission) -> dict[str, str]:
    """Return what a mission says, line by line in words, so that two versions can be laid side by side."""
    said = {str(_("Titre")): mission.title, str(_("Ce que l’on fait")): mission.description}
    said |= {str(each["label"]): str(each["value"]) for each in words.facts(mission, exact=True)}
    if str(_("Places")) in said:
        said[str(_("Places"))] = str(mission.places)  # how many are left moves by itself
    if mission.kind is MissionKind.DATED:
        said[str(_("Dates"))] = "\n".join(str(each["when"]) for each in words.slots(mission))
    said[str(_("Pour qui"))] = "\n".join(str(each) for each in words.who_words(mission))
    if mission.competences:
        said[str(_("Compétences"))] = "\n".join(each.label for each in mission.competences)
    return said


def snapshots_of(mission: Mission) -> dict[SnapshotKind, MissionSnapshot]:
    """Return the earlier versions that are kept of a mission."""
    rows = db.session.scalars(sa.select(MissionSnapshot).where(MissionSnapshot.mission_id == mission.id))
    return {each.kind: each for each in rows}
