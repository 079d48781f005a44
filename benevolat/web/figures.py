"""Figures as they are drawn: columns in time, rows of a table, circles on the map of the territories, whoever reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from benevolat.territoire.queries import outlines, radii

Words = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Point:
    """One place of a chart: its label, its figure (None: hidden) and how it is said."""

    label: str
    value: int | None
    words: str
    short: str = ""


def number_words(value: int) -> str:
    """Return « 1 204 »."""
    return str(format_decimal(value))


def point(label: str, value: int | None, words: Words = number_words, short: str = "") -> Point:
    """Return a place of a chart; a hidden figure says so."""
    return Point(label, value, words(value) if value is not None else str(_("caché")), short)


def any_shown(points: Iterable[Point]) -> bool:
    """Tell whether at least one figure is not hidden."""
    return any(each.value is not None for each in points)


def columns(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return where each column stands and how high it is, in hundredths of the drawing; a hidden figure has no height."""
    most = max((each.value or 0 for each in points), default=0) or 1
    pitch = 100 / max(len(points), 4)
    return [
        {"point": each, "x": round(n * pitch + pitch * 0.12, 2), "width": round(pitch * 0.76, 2), "middle": round(n * pitch + pitch / 2, 2),
         "height": round(100 * (each.value or 0) / most, 2)}
        for n, each in enumerate(points)
    ]


def circles(places: Iterable[tuple[str, str]], values: Mapping[str, int], words: Words = number_words) -> dict[str, Any]:
    """Return the map: for each territory (code, name) its outline, its number in the list, and a circle whose surface is its figure."""
    drawn, radius_of = outlines(), radii(values)
    listed = []
    for rank, (code, name) in enumerate(places, start=1):
        shape, value = drawn["territoires"][code], values.get(code)
        listed.append({"rank": rank, "name": name, "x": shape["x"], "y": shape["y"], "radius": radius_of.get(code, 0), "value": value,
                       "words": words(value) if value is not None else _("caché")})
    return {"width": drawn["width"], "height": drawn["height"], "paths": [each["path"] for each in drawn["territoires"].values()],
            "places": listed}
