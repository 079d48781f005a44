"""The one box, read with the missions in view: what is doubtful is settled by what each reading finds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benevolat.territoire.queries import Place, PlaceKind

from .engine import state
from .queries import search
from .request import SearchRequest
from .spoken_streets import find
from .understanding import Understood, understand

RADIUS = 10.0
"""Kilometres around a place when the person says none."""

Asks = Callable[[Understood], SearchRequest]


def read_box(text: str, asks: Asks | None = None) -> Understood:
    """Return what a text asks for. `asks` turns a reading into the question that would be searched, to count what it finds."""
    request = asks if asks is not None else request_of

    def count(reading: Understood) -> int:
        return search(replace(request(reading), skip=0, limit=0, counts=False)).whole

    return understand(text, count=count, knows=lambda word: state().letters_wrong(word), streets=find)


def request_of(understood: Understood) -> SearchRequest:
    """Return the question that a text asks, with nothing else chosen on the page."""
    return SearchRequest(
        words=understood.words, without=understood.without, remote=understood.remote, half_days=understood.half_days, kind=understood.kind,
        within_days=understood.within_days, french=understood.french, **area_of(understood.place, understood.radius_km),
    )


def area_of(place: Place | None, radius_km: float | None = None) -> dict[str, Any]:
    """Return the part of a question that a place tells: a circle around a commune, a whole territory, or the whole département."""
    if place is None:
        return {}
    if place.kind is PlaceKind.DEPARTMENT:
        return {"isere": True, "point": place.point}
    if place.is_area:
        return {"territory": place.territoire_code, "point": place.point}
    return {"point": place.point, "radius_km": radius_km if radius_km is not None else RADIUS}
