"""What a person's words for a place mean: resolved from our own tables, and a street address through the geocoder when it is on."""

import math
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l

from benevolat.core.db import db
from benevolat.core.errors import Words
from benevolat.core.geo import Point, distance_km
from benevolat.core.settings import config

from ..errors import PlaceTooLong, UnknownPlace
from ..models import Territoire
from .addresses import Located, locate
from .drawing import outlines, radii
from .gazetteer import Gazetteer, Place, PlaceKind, build
from .names import Reading, key_of, of_place, read, words_of

__all__ = [
    "Place", "PlaceKind", "Resolution", "all_communes", "all_territoires", "around", "commune_place", "find_streets", "knows_streets",
    "nearest_commune", "of_place", "outlines", "radii", "resolve", "suggest", "territory_place",
]

LONGEST = 200
AT_ONCE = 1.0
"""Seconds that a search waits for a street."""
STREET_UNKNOWN = _l("Nous n’avons pas trouvé cette rue. Nous cherchons autour de la commune.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The places that answer to what was typed; one when it is clear, several when the person must choose."""

    places: tuple[Place, ...]
    note: Words | None = None

    @property
    def exact(self) -> bool:
        """Only one place answers."""
        return len(self.places) == 1

    @property
    def place(self) -> Place | None:
        """The place, when only one answers."""
        return self.places[0] if self.exact else None


def resolve(text: str) -> Resolution:
    """Return the places meant by a text: a commune, a postal code, a former name, a territory, « Isère » or an address.

    Raises UnknownPlace when nothing answers, PlaceTooLong over 200 characters.
    """
    if len(text) > LONGEST:
        raise PlaceTooLong()
    reading = read(text)
    if not reading.words and not reading.postal_code:
        raise UnknownPlace()
    names = gazetteer()
    found = names.named(reading)
    if not found:
        found = [] if reading.is_address else names.beginning(reading.key)[:12]
    if found:
        return Resolution(tuple(found))
    return _resolve_address(text, reading, names)


def suggest(prefix: str, limit: int = 8) -> list[Place]:
    """Return the places whose name, or one of its words, or postal code begins this way; the most peopled first."""
    if len(prefix) > LONGEST:
        return []
    names = gazetteer()
    reading = read(prefix)
    digits = prefix.strip()
    if digits.isdecimal() and digits.isascii() and 2 <= len(digits) <= 5 and digits != "38":
        return names.postal_beginning(digits)[:limit]
    exact = names.named(reading) if reading.words else []
    begun = [each for each in names.beginning(reading.key) if each not in exact] if reading.words else []
    return [*exact, *begun][:limit]


def commune_place(code: str) -> Place | None:
    """Return the place of an INSEE code, or None."""
    return gazetteer().by_code.get(code)


def territory_place(code: str) -> Place | None:
    """Return the place of a territory by its code, or None."""
    return next((each for _key, _first, each in gazetteer().starts if each.territoire_code == code and each.is_area), None)


def nearest_commune(point: Point) -> Place | None:
    """Return the commune whose chef-lieu is nearest to a point, or None when none is within 30 km."""
    places = gazetteer().by_code.values()
    nearest = min(places, key=lambda each: _flat(point, each.point), default=None)
    return nearest if nearest is not None and distance_km(point, nearest.point) <= 30 else None


def all_communes() -> list[Place]:
    """Return every commune, the most peopled first."""
    return sorted(gazetteer().by_code.values(), key=lambda each: (-each.population, each.label))


def around(place: Place, km: float = 15.0) -> list[Place]:
    """Return the communes whose chef-lieu is within `km`, nearest first, the place itself left out."""
    places = (each for each in gazetteer().by_code.values() if each.commune_code != place.commune_code)
    others = [(distance_km(place.point, each.point), each) for each in places]
    return [each for far, each in sorted(others, key=lambda pair: pair[0]) if far <= km]


def all_territoires() -> list[Territoire]:
    """Return the thirteen territories, in the order of names."""
    return list(db.session.scalars(sa.select(Territoire).order_by(Territoire.name)))


def gazetteer() -> Gazetteer:
    """Return the names of every place, read from the tables at first use."""
    kept: Gazetteer | None = current_app.extensions.get("gazetteer")
    if kept is None:
        kept = build()
        if kept.by_code:
            current_app.extensions["gazetteer"] = kept
    return kept


def _flat(a: Point, b: Point) -> float:
    return (a.lat - b.lat) ** 2 + ((a.lon - b.lon) * math.cos(math.radians(a.lat))) ** 2


def _resolve_address(text: str, reading: Reading, names: Gazetteer) -> Resolution:
    """Ask the geocoder for a street, else fall back to the commune the address names and say so."""
    communes = _commune_within(text, reading, names)
    domain = str(config("GEOCODER_DOMAIN") or "")
    if domain:
        wished = {each.commune_code for each in communes if each.commune_code}
        located = next(iter(locate(" ".join(text.split()), domain, set(names.by_code), wished) or ()), None)
        if located is not None:
            if located.street or not reading.is_address:
                return Resolution((_address(located, names),))
            communes = communes or [names.by_code[located.code]]
    if not communes:
        raise UnknownPlace()
    return Resolution(tuple(communes), STREET_UNKNOWN)


def _address(located: Located, names: Gazetteer) -> Place:
    home = names.by_code[located.code]
    return Place(
        located.label, located.label, PlaceKind.ADDRESS, located.point, located.code, home.territoire_code, home.postal_codes,
        home.population,
    )


def knows_streets() -> bool:
    """Tell whether the operator switched a geocoder on."""
    return bool(config("GEOCODER_DOMAIN"))


def find_streets(text: str) -> list[tuple[str, Place]] | None:
    """Return the streets of our communes that a text may name, each with its own name, the best first; None without an answer.

    Short of patience: it stands in the way of a search.
    """
    names = gazetteer()
    found = locate(text[:LONGEST], str(config("GEOCODER_DOMAIN")), set(names.by_code), set(), AT_ONCE)
    return None if found is None else [(each.street, _address(each, names)) for each in found if each.street]


def _commune_within(text: str, reading: Reading, names: Gazetteer) -> list[Place]:
    """Return the communes an address ends with: after its last comma, as its last words, or by its postal code."""
    tail = words_of(text.rpartition(",")[2]) if "," in text else ()
    tails = [tail, *(reading.words[first:] for first in range(1, len(reading.words)))] if reading.is_address else [tail]
    for words in tails:
        letters = tuple(each for each in words if not each.isdecimal())
        if key_of(letters):
            found = [each for each in names.named(Reading(letters, reading.postal_code)) if not each.is_area]
            if found:
                return found
    return names.named(Reading((), reading.postal_code)) if reading.postal_code else []
