"""Distances on the sphere and the box that holds a circle."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benevolat.core.geo import EARTH_RADIUS_KM, Point, box, distance_km, rounded

GRENOBLE, VOIRON = Point(45.18756, 5.735781), Point(45.3642, 5.5923)
points = st.builds(Point, st.floats(44, 47), st.floats(4, 7))


def test_a_known_distance() -> None:
    assert distance_km(GRENOBLE, VOIRON) == pytest.approx(22.6, abs=0.3)
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(math.pi * EARTH_RADIUS_KM)
    assert distance_km(VOIRON, VOIRON) == 0


@given(points, points)
def test_distance_is_symmetric_and_positive(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-9)
    assert distance_km(a, b) >= 0


@given(points, points, st.floats(0.1, 200))
def test_the_box_holds_the_circle(centre: Point, other: Point, radius: float) -> None:
    south, north, west, east = box(centre, radius)
    if distance_km(centre, other) <= radius:
        assert south <= other.lat <= north
        assert west <= other.lon <= east


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_point_off_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="needed"):
        Point(lat, lon)


@given(points)
def test_rounding_hides_about_a_kilometre(point: Point) -> None:
    assert distance_km(point, rounded(point)) < 0.8
