"""What a person asks of /missions: read from the address of the page, kept as asked, and written back into addresses."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from benevolat.competences.queries import all_competences, all_domaines
from benevolat.core.geo import Point
from benevolat.missions.models import FrenchLevel, MissionKind, Setting
from benevolat.search.request import Sort

RADII = (2, 5, 10, 15, 25, 50, 100)
RADIUS = 10
KINDS = {"ponctuel": MissionKind.DATED, "regulier": MissionKind.REGULAR}
SORTS = {"pertinence": Sort.RELEVANCE, "distance": Sort.DISTANCE, "date": Sort.DATE, "recentes": Sort.NEWEST}
WISHES = {
    "bus": "by_bus", "fauteuil": "wheelchair", "frais": "costs_refunded", "repas": "meal_offered", "enfants": "children_welcome",
    "ecole": "school_hours", "accompagne": "accompanied_start", "mineurs": "minors_ok",
}
REMOTE = "distance"
FRENCH = {"aucun": FrenchLevel.NONE, "peu": FrenchLevel.SOME}
SETTINGS = {"equipe": Setting.TEAM, "seul": Setting.ALONE}
SOON = {"7": 7, "30": 30}
HALF_DAYS = {str(bit): bit for bit in range(21)}
LONGEST = 200
LAST_PAGE = 1_000
AROUND_ME, MAP_ZONE = _l("Autour de moi"), _l("La zone de la carte")
"""What stands in « Où ? » when the place is a point: any other words there win over the point."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the address, made safe: what cannot be read is left out, a radius goes to the nearest one offered."""

    q: str = ""
    mots: str = ""
    lieu: str = ""
    point: Point | None = None
    rayon: int = RADIUS
    domaine: tuple[str, ...] = ()
    type: str = ""
    debut: str = ""
    quand: tuple[int, ...] = ()
    avec: tuple[str, ...] = ()
    francais: str = ""
    cadre: str = ""
    competence: tuple[str, ...] = ()
    association: str = ""
    tri: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing at all was asked."""
        return not self.q and not self.lieu and self.point is None and not self.filters

    @property
    def filters(self) -> int:
        """How many filters were chosen, besides words and a place."""
        lists = (self.domaine, self.avec, self.competence)
        return sum(map(len, lists)) + sum(map(bool, (self.type, self.debut, self.quand, self.francais, self.cadre, self.association)))

    def without(self, name: str, value: Any = None) -> "Asked":
        """Return the same without one part, or without one value of it; back to the first page."""
        if name == "lieu":
            return replace(self, lieu="", point=None, rayon=RADIUS, page=1)
        present = getattr(self, name)
        left = tuple(each for each in present if each != value) if isinstance(present, tuple) and value is not None else None
        return replace(self, **{name: left if left is not None else () if isinstance(present, tuple) else ""}, page=1)

    def values(self) -> dict[str, Any]:
        """Return the parameters of an address that asks this, without its page."""
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in {"point", "rayon", "page"}}
        values = {name: value for name, value in values.items() if value}
        if self.point is not None:
            values |= {"lat": self.point.lat, "lon": self.point.lon}
        if self.rayon != RADIUS:
            values["rayon"] = self.rayon
        return values

    def address(self, endpoint: str = "public.missions") -> str:
        """Return the address of the page that asks this."""
        return url_for(endpoint, **self.values(), page=self.page if self.page > 1 else None)


@dataclass(frozen=True, slots=True)
class Known:
    """The values that the address may hold besides free text."""

    domaines: Mapping[str, str] = field(default_factory=dict)
    competences: Mapping[str, str] = field(default_factory=dict)


def known_values() -> Known:
    """Return the domains and skills that an address may name."""
    return Known({each.code: each.label for each in all_domaines()}, {each.code: each.label for each in all_competences()})


def read(args: "MultiDict[str, str]", known: Known) -> Asked:
    """Return what an address asks; whatever it holds, there is an answer."""
    lieu, point = _text(args.get("lieu", "")), _point(args.get("lat", ""), args.get("lon", ""))
    if lieu and lieu not in {str(AROUND_ME), str(MAP_ZONE)}:
        point = None
    return Asked(
        q=_text(args.get("q", "")), mots=_one(args, "mots", {"1": ""}), lieu=lieu, point=point,
        rayon=_radius(args.get("rayon", "")), domaine=_among(args.getlist("domaine"), known.domaines), type=_one(args, "type", KINDS),
        debut=_one(args, "debut", SOON), quand=tuple(int(each) for each in _among(args.getlist("quand"), HALF_DAYS)),
        avec=_among(args.getlist("avec"), {**WISHES, REMOTE: ""}), francais=_one(args, "francais", FRENCH),
        cadre=_one(args, "cadre", SETTINGS), competence=_among(args.getlist("competence"), known.competences),
        association=_text(args.get("association", ""))[:32], tri=_one(args, "tri", SORTS), page=_page(args.get("page", "")),
    )


def _text(value: str) -> str:
    return " ".join("".join(each if ord(each) >= 32 else " " for each in value[: 4 * LONGEST]).split())[:LONGEST]


def _among(values: list[str], allowed: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(values) if each in allowed)


def _one(args: "MultiDict[str, str]", name: str, allowed: Mapping[str, Any]) -> str:
    return next(iter(_among(args.getlist(name), allowed)), "")


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
