"""Street addresses, through the national geocoder when the operator switched it on; never slower than two seconds, whatever it does.

One that failed or was late is left alone for half a minute: a geocoder that is down slows one page, not every page.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from benevolat.core import clock
from benevolat.core.geo import Point
from benevolat.core.outside import Busy, within

DEADLINE = 2.0
"""Seconds for the whole call: name resolution, connection, and every byte of the answer."""
LEFT_ALONE = timedelta(seconds=30)
_calls = threading.BoundedSemaphore(4)
_known: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()
_known_lock = threading.Lock()
_resting: dict[str, datetime] = {}
"""Until when a geocoder that failed is left alone."""


@dataclass(frozen=True, slots=True)
class Located:
    """An answer of the geocoder in one of our communes; `street` is the street's own name, empty when only the commune was found."""

    point: Point
    label: str
    code: str
    street: str


def locate(
    text: str, domain: str, known_codes: set[str], wished: set[str], patience: float = DEADLINE
) -> list[Located] | None:
    """Return the answers to an address that can be trusted, the best first; None when the geocoder failed, is late or is left alone.

    An answer counts only when its commune is one of ours and, when the person named a commune, one of those: scores prove nothing.
    """
    features = _features(text, domain, patience)
    wanted = known_codes & wished if wished else known_codes
    return None if features is None else [each for each in _read(features) if each.code in wanted]


def _read(features: list[dict[str, Any]]) -> Iterator[Located]:
    """Read the features that are whole."""
    for feature in features:
        properties = feature.get("properties") or {}
        code, label = str(properties.get("citycode") or ""), str(properties.get("label") or "")
        named = properties.get("type") in {"housenumber", "street", "locality"}
        try:
            lon, lat = (float(each) for each in feature["geometry"]["coordinates"][:2])
        except (KeyError, TypeError, ValueError):
            continue
        if label:
            street = str(properties.get("street") or properties.get("name") or label) if named else ""
            yield Located(Point(lat, lon), label[:200], code, street)


def _features(text: str, domain: str, patience: float) -> list[dict[str, Any]] | None:
    """Return the geocoder's answer for a text, from memory when it was asked before; None when it fails, is late or is left alone."""
    with _known_lock:
        if (domain, text) in _known:
            _known.move_to_end((domain, text))
            return list(_known[domain, text]["features"])
        if domain in _resting and clock.now() < _resting[domain]:
            return None
    try:
        answer = _ask(text, domain, patience)
    except Busy:
        return None
    with _known_lock:
        if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
            _resting[domain] = clock.now() + LEFT_ALONE
            return None
        answer["features"] = [each for each in answer["features"] if isinstance(each, dict)]
        _known[domain, text] = answer
        while len(_known) > 500:
            _known.popitem(last=False)
    return list(answer["features"])


def _ask(text: str, domain: str, patience: float) -> Any:
    """Call the geocoder, and stop waiting at the deadline; at most four calls hang at any moment."""
    # read when a geocoder first serves: geopy brings with it what opens every kind of connection, and most sites have none
    geocoder = import_module("benevolat.territoire.queries.geocoder").client(domain, patience)

    def call() -> dict[str, Any]:
        return {"features": [each.raw for each in geocoder.geocode(text, limit=5, exactly_one=False) or []]}

    return within(patience, call, shut=geocoder.adapter.shut, turns=_calls)
