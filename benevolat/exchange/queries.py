"""Missions as partners read them: API Engagement's field names, public facts only."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from benevolat.competences.models import Domaine
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Mission, MissionKind, Where
from benevolat.missions.queries import WHOLE
from benevolat.missions.words import when_words
from benevolat.search.request import Hit
from benevolat.territoire.queries import commune_place

REMOTE = {Where.ON_SITE: "no", Where.BOTH: "possible", Where.REMOTE: "full"}


def as_partners_read(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return the missions found, in their order, with the names API Engagement gives to their fields, plus id and distance_km."""
    far = {each.mission: each.distance_km for each in hits}
    if not far:
        return []
    found = {each.id: each for each in db.session.scalars(sa.select(Mission).where(Mission.id.in_(far)).options(*WHOLE))}
    return [
        {**_mission(found[mission]), "distance_km": None if km is None else round(km, 1)}
        for mission, km in far.items() if mission in found
    ]


def domain_codes() -> dict[str, str]:
    """Return our domain for each code of ours or of API Engagement."""
    rows = db.session.execute(sa.select(Domaine.code, Domaine.api_engagement).order_by(Domaine.rank)).all()
    codes = {foreign: code for code, names in reversed(rows) for foreign in names}
    return codes | {code: code for code, _names in rows}


def _mission(mission: Mission) -> dict[str, Any]:
    host, domaine = mission.association, mission.domaine
    starts, ends = _period(mission)
    return {
        "id": mission.public_id, "clientId": mission.client_id or mission.public_id, "title": mission.title,
        "description": mission.description, "domain": domaine.api_engagement[0] if domaine and domaine.api_engagement else None,
        "activities": [mission.activity] if mission.activity else [], "schedule": mission.schedule or when_words(mission),
        "startAt": starts, "endAt": ends, "places": _places(mission), "remote": REMOTE[mission.where],
        "openToMinors": mission.minors_ok, "reducedMobilityAccessible": mission.wheelchair, "closeToTransport": mission.by_bus,
        "softSkills": [each.label for each in mission.competences], "addresses": _addresses(mission),
        "organizationClientId": host.public_id, "organizationName": host.name, "organizationRNA": host.rna,
        "organizationSiren": host.siren, "organizationDescription": host.description,
    }


def _period(mission: Mission) -> tuple[str | None, str | None]:
    """Return the first and last moment: of the slots to come, or the days between which a regular mission lasts."""
    if mission.kind is MissionKind.DATED:
        slots = [each for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled]
        return (slots[0].starts_at.isoformat(), max(each.ends_at for each in slots).isoformat()) if slots else (None, None)
    return mission.starts_on.isoformat() if mission.starts_on else None, mission.ends_on.isoformat() if mission.ends_on else None


def _places(mission: Mission) -> int | None:
    if mission.kind is MissionKind.DATED:
        return sum(each.places for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled) or None
    return mission.places


def _addresses(mission: Mission) -> list[dict[str, Any]]:
    """Return where it takes place: the street only when it is public, else the commune and its own point."""
    commune = mission.commune
    if mission.where is Where.REMOTE or commune is None:
        return []
    shown = mission.address_public and mission.lat is not None
    lat, lon = (mission.lat, mission.lon) if shown else (commune.lat, commune.lon)
    return [{
        "street": mission.address if mission.address_public else None, "postalCode": _postal_code(commune.code),
        "city": commune.name, "location": {"lat": lat, "lon": lon},
    }]


def _postal_code(code: str) -> str | None:
    place = commune_place(code)
    return place.postal_codes[0] if place and place.postal_codes else None
