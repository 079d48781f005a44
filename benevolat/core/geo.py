"""Distances on the sphere: kilometres between two points, and the box that holds a circle."""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG 1980)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees, WGS84."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("latitude in -90..90 and longitude in -180..180 are needed")


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in kilometres (haversine formula)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def box(centre: Point, radius_km: float) -> tuple[float, float, float, float]:
    """Return (south, north, west, east) in degrees of a box that holds the circle."""
    lat = math.degrees(radius_km / EARTH_RADIUS_KM)
    shrink = max(0.01, math.cos(math.radians(min(89.0, abs(centre.lat) + lat))))
    lon = lat / shrink
    return centre.lat - lat, centre.lat + lat, centre.lon - lon, centre.lon + lon


def rounded(point: Point) -> Point:
    """Return the point rounded to about one kilometre, which is all that is asked of a person's position."""
    return Point(round(point.lat, 2), round(point.lon, 2))
