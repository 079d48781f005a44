"""Where a mission of a file takes place: its commune by name and postal code, else by its point."""

import math
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from benevolat.core.geo import Point, distance_km
from benevolat.territoire.errors import UnknownPlace
from benevolat.territoire.queries import Place, commune_place, nearest_commune, resolve

from ..errors import RefusedEntry
from .values import plain_text, word

FURTHEST_KM = 15.0
"""A point further than this from its commune's chef-lieu is a mistake: the chef-lieu is taken instead."""


def place_of(raw: Mapping[str, Any]) -> tuple[Place, Point, str | None]:
    """Return the commune, the point and the street of the first address in or near the Isère. Raises RefusedEntry."""
    addresses = raw.get("addresses")
    if not isinstance(addresses, list) or not addresses:
        raise RefusedEntry(_l("Il manque une adresse."))
    for address in addresses[:20]:
        found = _one(address) if isinstance(address, dict) else None
        if found is not None:
            return found
    raise RefusedEntry(_l("Aucune adresse n’est en Isère ou à moins de 15 km."))


def _one(address: Mapping[str, Any]) -> tuple[Place, Point, str | None] | None:
    point = _point(address.get("location"))
    commune = _commune(word(address.get("city"), 100), word(address.get("postalCode"), 10), point)
    if commune is None:
        return None
    if point is None or distance_km(point, commune.point) > FURTHEST_KM:
        point = commune.point
    return commune, point, plain_text(address.get("street"))[:200] or None


def _commune(city: str, postal_code: str, point: Point | None) -> Place | None:
    """Return the commune that name and postal code agree on, or a name alone when it is clear; without a name, the nearest to the point."""
    if city:
        try:
            places = resolve(f"{city} {postal_code}".strip()[:200]).places
        except UnknownPlace:
            return None
        fitting = [each for each in places if not each.is_area and (not postal_code or postal_code in each.postal_codes)]
        if len(fitting) > 1 and point is not None:
            fitting.sort(key=lambda each: distance_km(point, each.point))
        found = fitting[0] if fitting and (len(fitting) == 1 or point is not None) else None
        return commune_place(found.commune_code or "") if found else None
    return nearest_commune(point) if point is not None else None


def _point(location: Any) -> Point | None:
    if not isinstance(location, dict):
        return None
    try:
        lat, lon = float(location.get("lat")), float(location.get("lon"))  # type: ignore[arg-type]
        return Point(lat, lon) if math.isfinite(lat) and math.isfinite(lon) and (lat, lon) != (0.0, 0.0) else None
    except (TypeError, ValueError):
        return None
