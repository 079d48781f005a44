"""What a person asks of /missions: read from the address of the page, kept as asked, and written back into addresses."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from benevolat.core.geo import Point
from benevolat.missions.models import MissionKind
from benevolat.search.request import PAGE, SearchRequest, Sort
from benevolat.territoire.queries import Place, PlaceKind

RADII = (2, 5, 10, 15, 25, 50, 100)
RADIUS = 10
KINDS = {"ponctuel": MissionKind.DATED, "regulier": MissionKind.REGULAR}
SORTS = {"pertinence": Sort.RELEVANCE, "distance": Sort.DISTANCE, "date": Sort.DATE, "recentes": Sort.NEWEST}
WISHES = {
    "bus": "by_bus", "frais": "costs_refunded", "fauteuil": "wheelchair", "mineurs": "minors_ok", "accompagne": "accompanied_start",
}
REMOTE = "distance"
LONGEST = 200
LAST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the address, made safe: what cannot be read is left out, a radius goes to the nearest one offered."""

    q: str = ""
    lieu: str = ""
    point: Point | None = None
    rayon: int = RADIUS
    domaine: tuple[str, ...] = ()
    type: str = ""
    quand: tuple[int, ...] = ()
    avec: tuple[str, ...] = ()
    tri: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing at all was asked."""
        return not self.q and not self.lieu and self.point is None and not self.has_filters

    @property
    def has_filters(self) -> bool:
        """Something besides words and a place was asked."""
        return bool(self.domaine or self.type or self.quand or self.avec)

    def without(self, name: str, value: Any = None) -> "Asked":
        """Return the same without one part, or without one value of it; back to the first page."""
        if name == "lieu":
            return replace(self, lieu="", point=None, page=1)
        present = getattr(self, name)
        left = tuple(each for each in present if each != value) if isinstance(present, tuple) and value is not None else None
        return replace(self, **{name: left if left is not None else () if isinstance(present, tuple) else ""}, page=1)

    def address(self) -> str:
        """Return the address of the page that asks this."""
        values: dict[str, Any] = {}
        for name in ("q", "lieu", "domaine", "type", "quand", "avec", "tri"):
            if getattr(self, name):
                values[name] = getattr(self, name)
        if self.point is not None:
            values |= {"lat": self.point.lat, "lon": self.point.lon}
        if self.rayon != RADIUS and (self.lieu or self.point is not None):
            values["rayon"] = self.rayon
        if self.page > 1:
            values["page"] = self.page
        return url_for("public.missions", **values)

    def request(self, place: Place | None) -> SearchRequest:
        """Return the question for the search, the place having been found or not."""
        area: dict[str, Any] = {}
        if self.point is not None:
            area = {"point": self.point, "radius_km": float(self.rayon)}
        elif place is not None and place.kind is PlaceKind.DEPARTMENT:
            area = {"isere": True, "point": place.point}
        elif place is not None and place.is_area:
            area = {"territory": place.territoire_code, "point": place.point}
        elif place is not None:
            area = {"point": place.point, "radius_km": float(self.rayon)}
        return SearchRequest(
            words=self.q, domains=self.domaine, kind=KINDS.get(self.type), half_days=sum(1 << bit for bit in self.quand),
            flags=frozenset(WISHES[each] for each in self.avec if each in WISHES), remote=REMOTE in self.avec,
            sort=SORTS.get(self.tri), skip=(self.page - 1) * PAGE, **area,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """The values that the address may hold besides free text."""

    domaines: Mapping[str, str] = field(default_factory=dict)


def read(args: "MultiDict[str, str]", known: Known) -> Asked:
    """Return what an address asks; whatever it holds, there is an answer."""
    return Asked(
        q=_text(args.get("q", "")), lieu=_text(args.get("lieu", "")), point=_point(args.get("lat", ""), args.get("lon", "")),
        rayon=_radius(args.get("rayon", "")), domaine=_among(args.getlist("domaine"), tuple(known.domaines)),
        type=next(iter(_among(args.getlist("type"), tuple(KINDS))), ""),
        quand=tuple(int(each) for each in _among(args.getlist("quand"), tuple(str(bit) for bit in range(21)))),
        avec=_among(args.getlist("avec"), (*WISHES, REMOTE)), tri=next(iter(_among(args.getlist("tri"), tuple(SORTS))), ""),
        page=_page(args.get("page", "")),
    )


def _text(value: str) -> str:
    return " ".join("".join(each if ord(each) >= 32 else " " for each in value[: 4 * LONGEST]).split())[:LONGEST]


def _among(values: list[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(values) if each in allowed)


def _point(lat: str, lon: str) -> Point | None:
    """Return the position sent by the browser, to the nearest kilometre whatever precision came."""
    try:
        return Point(round(float(lat[:20]), 2), round(float(lon[:20]), 2))
    except ValueError:
        return None


def _radius(value: str) -> int:
    try:
        wished = float(value[:20].replace(",", "."))
    except ValueError:
        return RADIUS
    if math.isnan(wished) or wished <= 0:
        return RADIUS
    return min(RADII, key=lambda each: (abs(each - min(wished, 1_000.0)), each))


def _page(value: str) -> int:
    return min(int(value), LAST_PAGE) if value.isdecimal() and value.isascii() and len(value) < 10 and int(value) > 0 else 1
