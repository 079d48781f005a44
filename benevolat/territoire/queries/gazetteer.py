"""Every name a person may type for a place, read once from the tables and kept in memory: communes, former names, territories."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.core.labels import Labelled

from ..models import Commune, CommuneAlias, CommunePostalCode, Territoire
from .names import Reading, compact_of, key_of, read, words_of

DEPARTMENT = "38"
DEPARTMENT_NAMES = ("Isère", "38", "Toute l’Isère", "Département de l’Isère", "Dans toute l’Isère")
TERRITORY_NAMES = {
    "agglomeration-grenobloise": ("agglo grenobloise", "agglomération de Grenoble", "métropole grenobloise", "Grenoble Alpes Métropole"),
    "bievre-valloire": ("Bièvre", "la Bièvre", "Valloire"),
    "gresivaudan": ("le Grésivaudan", "vallée du Grésivaudan"),
    "haut-rhone-dauphinois": ("Haut-Rhône", "Haut Rhône"),
    "isere-rhodanienne": ("pays viennois", "Isère rhodanienne"),
    "matheysine": ("la Matheysine", "plateau matheysin", "pays de la Mure"),
    "oisans": ("l’Oisans",),
    "porte-des-alpes": ("Nord-Isère", "Portes de l’Isère"),
    "sud-gresivaudan": ("Sud Grésivaudan", "pays de Saint-Marcellin"),
    "vals-du-dauphine": ("Vals du Dauphiné",),
    "voironnais-chartreuse": ("Voironnais", "pays voironnais", "Chartreuse", "la Chartreuse"),
}


class PlaceKind(Labelled):
    """What a person's words turned out to name."""

    COMMUNE = "commune", "Commune"
    ALIAS = "alias", "Ancienne commune"
    POSTAL_CODE = "postal_code", "Code postal"
    TERRITOIRE = "territoire", "Territoire"
    DEPARTMENT = "department", "Département"
    ADDRESS = "address", "Adresse"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map; `label`, typed again, finds it again."""

    label: str
    name: str
    kind: PlaceKind
    point: Point
    commune_code: str | None = None
    territoire_code: str | None = None
    postal_codes: tuple[str, ...] = ()
    population: int = 0

    @property
    def is_area(self) -> bool:
        """A territory or the département: it covers its communes, a radius around it has no meaning."""
        return self.kind in {PlaceKind.TERRITOIRE, PlaceKind.DEPARTMENT}

    @property
    def in_isere(self) -> bool:
        """Inside the Département (every commune of the Isère has a territory)."""
        return self.territoire_code is not None or self.kind is PlaceKind.DEPARTMENT


@dataclass(slots=True)
class Gazetteer:
    """Names to places: whole names, names in one piece, postal codes, INSEE codes, and the beginnings of names."""

    by_key: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_compact: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_postal_code: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, Place] = field(default_factory=dict)
    starts: list[tuple[str, int, Place]] = field(default_factory=list)

    def add(self, place: Place, *names: str) -> None:
        """File a place under each of its names."""
        for name in names:
            words = words_of(name)
            key = key_of(words)
            for shelf, under in ((self.by_key, key), (self.by_compact, compact_of(words))):
                if place not in shelf[under]:
                    shelf[under].append(place)
            parts = key.split()
            for first in range(len(parts)):
                self.starts.append((" ".join(parts[first:]), first, place))

    def seal(self) -> "Gazetteer":
        """Sort the beginnings of names, once every place is in."""
        self.starts.sort(key=lambda each: each[0])
        return self

    def named(self, reading: Reading) -> list[Place]:
        """Return the places that bear exactly this name, those of the Isère first; a postal code beside it chooses among them."""
        if not reading.words:
            return self._of_code(reading.postal_code or "")
        found = self.by_key.get(reading.key) or self.by_compact.get(reading.compact) or []
        if reading.postal_code:
            found = [each for each in found if reading.postal_code in each.postal_codes] or found
        best = min((_standing(each) for each in found), default=0)
        return by_population(each for each in found if _standing(each) == best)

    def _of_code(self, code: str) -> list[Place]:
        if code in self.by_postal_code:
            return by_population(self.by_postal_code[code])
        return [self.by_code[code]] if code in self.by_code else []

    def beginning(self, key: str) -> list[Place]:
        """Return the places one of whose words begins this way, whole names first, then by population."""
        if not key:
            return []
        best: dict[Place, int] = {}
        for name, first, place in self.starts[bisect_left(self.starts, key, key=lambda each: each[0]):]:
            if not name.startswith(key):
                break
            best[place] = min(best.get(place, 1), min(first, 1))
        return sorted(best, key=lambda each: (best[each], not each.in_isere, -each.population, each.label))

    def postal_beginning(self, digits: str) -> list[Place]:
        """Return the communes whose postal code begins with these digits, by population."""
        codes = [code for code in self.by_postal_code if code.startswith(digits)]
        return by_population({place for code in codes for place in self.by_postal_code[code]})


def by_population(places: Iterable[Place]) -> list[Place]:
    """Return places by population, the most peopled first."""
    return sorted(places, key=lambda each: (-each.population, each.label))


def _standing(place: Place) -> tuple[bool, bool]:
    return not place.in_isere, place.kind is PlaceKind.ALIAS


def _centre(communes: list[Commune]) -> Point:
    """Return the middle of communes, each weighing its people, so that distances start where people live."""
    weight = sum(max(1, each.population) for each in communes)
    return Point(
        sum(each.lat * max(1, each.population) for each in communes) / weight,
        sum(each.lon * max(1, each.population) for each in communes) / weight,
    )


def build() -> Gazetteer:
    """Read the tables into a gazetteer."""
    made = Gazetteer()
    communes = {each.code: each for each in db.session.scalars(sa.select(Commune))}
    codes: dict[str, list[str]] = defaultdict(list)
    for row in db.session.scalars(sa.select(CommunePostalCode).order_by(CommunePostalCode.postal_code)):
        codes[row.commune_code].append(row.postal_code)
    for code, commune in communes.items():
        postal = tuple(codes[code])
        name = commune.name.replace("'", "’")
        label = f"{name} ({postal[0]})" if postal else name
        place = Place(label, name, PlaceKind.COMMUNE, commune.point, code, commune.territoire_code, postal, commune.population)
        made.add(place, commune.name)
        made.by_code[code] = place
        for each in postal:
            made.by_postal_code[each].append(place)
    for alias in db.session.scalars(sa.select(CommuneAlias).order_by(CommuneAlias.name)):
        today = made.by_code[alias.commune_code]
        if read(alias.name).key != read(today.name).key:
            point = Point(alias.lat, alias.lon) if alias.lat is not None and alias.lon is not None else today.point
            made.add(Place(
                f"{alias.name} ({today.name})", alias.name, PlaceKind.ALIAS, point, today.commune_code, today.territoire_code,
                today.postal_codes, today.population // 2,
            ), alias.name)
    _add_areas(made, list(communes.values()))
    return made.seal()


def _add_areas(made: Gazetteer, communes: list[Commune]) -> None:
    inside = [each for each in communes if each.territoire_code]
    for territoire in db.session.scalars(sa.select(Territoire)):
        own = [each for each in inside if each.territoire_code == territoire.code]
        if own:
            made.add(Place(
                f"{territoire.name} (territoire)", territoire.name, PlaceKind.TERRITOIRE, _centre(own), None, territoire.code,
                population=sum(each.population for each in own),
            ), territoire.name, *TERRITORY_NAMES.get(territoire.code, ()))
    if inside:
        made.add(Place(
            "Isère (département)", "Isère", PlaceKind.DEPARTMENT, _centre(inside), population=sum(each.population for each in inside),
        ), *DEPARTMENT_NAMES)
