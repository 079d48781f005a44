"""A question to the search and its answer, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from benevolat.core.geo import Point
from benevolat.core.labels import Labelled
from benevolat.missions.models import FrenchLevel, MissionKind, Setting

PAGE = 20
MOST = 100
"""Rows that one answer may hold."""
WITHIN_DAYS = (7, 30)
"""Within how many days a mission begins: the steps whose counts an answer gives."""
RADII_KM = (2.0, 5.0, 10.0, 15.0, 25.0, 50.0, 100.0)
"""The radii whose counts an answer gives."""
MOST_ASSOCIATIONS = 50
"""Associations whose counts an answer gives: those that have the most."""


class Sort(Labelled):
    """In which order missions come."""

    RELEVANCE = "relevance", _l("les plus proches de vos mots")
    DISTANCE = "distance", _l("les plus proches de vous")
    DATE = "date", _l("les premières à commencer")
    NEWEST = "newest", _l("les plus récentes")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Words, a place, and what a mission must be; every part may be left out.

    With a place and a radius only missions on site within it answer; `remote` asks for missions done from home, wherever they are.
    `without`: words that a mission may not hold. `french`: missions that need at most that much. `setting`: a mission that leaves the
    choice suits both. `within_days`: the first (or next) time is within so many days; a regular mission that is going on counts.
    `competences`: missions that let at least one of them be shown. `exact`: no word is read as a near one.
    Without `counts` the facets are left empty, which is quicker.
    """

    words: str = ""
    exact: bool = False
    without: tuple[str, ...] = ()
    point: Point | None = None
    radius_km: float | None = None
    territory: str | None = None
    isere: bool = False
    domains: tuple[str, ...] = ()
    kind: MissionKind | None = None
    half_days: int = 0
    flags: frozenset[str] = frozenset()
    remote: bool = False
    association: int | None = None
    french: FrenchLevel | None = None
    setting: Setting | None = None
    within_days: int | None = None
    competences: tuple[str, ...] = ()
    sort: Sort | None = None
    skip: int = 0
    limit: int = PAGE
    counts: bool = True


class Hit(NamedTuple):
    """A mission found: its row in SQL, and how far it is when that has a meaning."""

    mission: int
    distance_km: float | None
    score: float


@dataclass(frozen=True, slots=True)
class Facets:
    """How many missions each answer to one more question would leave; a facet's own choice does not count against it."""

    domains: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[MissionKind, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    remote: int = 0
    within: Mapping[int, int] = field(default_factory=dict)
    half_days: Mapping[int, int] = field(default_factory=dict)
    french: Mapping[FrenchLevel, int] = field(default_factory=dict)
    settings: Mapping[Setting, int] = field(default_factory=dict)
    competences: Mapping[str, int] = field(default_factory=dict)
    associations: Mapping[int, int] = field(default_factory=dict)
    radii: Mapping[float, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The page asked for, the exact total, and the counts.

    `whole`: how many missions hold every word. They come first; when they are few, those that hold a part of the words come after
    them, in every order, and are counted in the total and in the facets like them. `corrected`: words typed and what they were taken
    for. `ignored`: words typed that told nothing.
    """

    hits: tuple[Hit, ...]
    total: int
    whole: int
    facets: Facets
    sort: Sort
    words: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
