"""Street addresses, through the national geocoder when the operator switched it on; never slower than two seconds, whatever it does."""

import http.client
import json
import socket
import threading
from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders import BANFrance

from benevolat.core.geo import Point

DEADLINE = 2.0
"""Seconds for the whole call: name resolution, connection, and every byte of the answer."""
MAX_ANSWER = 200_000
AGENT = "isere-benevolat/1.0"
_calls = threading.BoundedSemaphore(4)
_known: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()
_known_lock = threading.Lock()


class Closing(BaseSyncAdapter):  # type: ignore[misc]
    """One HTTP call whose connection can be shut from outside, which ends a server that drips."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self.ssl_context = ssl_context
        self.connection: http.client.HTTPConnection | None = None

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return the parsed answer of a GET."""
        return json.loads(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the answer of a GET; anything but 200 is an error."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        secure = parts.scheme == "https"
        self.connection = (
            http.client.HTTPSConnection(host, port, timeout=timeout, context=self.ssl_context) if secure
            else http.client.HTTPConnection(host, port, timeout=timeout)
        )
        try:
            self.connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
            answer = self.connection.getresponse()
            body = answer.read(MAX_ANSWER)
        finally:
            self.connection.close()
        if answer.status != 200:
            raise GeocoderServiceError(f"status {answer.status}")
        return body.decode("utf-8")

    def shut(self) -> None:
        """Cut the connection, wherever it is."""
        opened = self.connection.sock if self.connection is not None else None
        if opened is not None:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def locate(text: str, domain: str, known_codes: set[str], wished: set[str]) -> tuple[Point, str, str, bool] | None:
    """Return (point, label, INSEE code, whether the street itself was found) of an address, or None when nothing sure came back.

    An answer counts only when its commune is one of ours and, when the person named a commune, one of those: scores prove nothing.
    """
    for feature in _features(text, domain):
        properties = feature.get("properties") or {}
        code, label = str(properties.get("citycode") or ""), str(properties.get("label") or "")
        if code not in known_codes or (wished and code not in wished) or not label:
            continue
        try:
            lon, lat = (float(each) for each in feature["geometry"]["coordinates"][:2])
            return Point(lat, lon), label[:200], code, properties.get("type") in {"housenumber", "street", "locality"}
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _features(text: str, domain: str) -> list[dict[str, Any]]:
    """Return the geocoder's answer for a text, from memory when it was asked before; empty when it fails or is late."""
    with _known_lock:
        if (domain, text) in _known:
            _known.move_to_end((domain, text))
            return list(_known[domain, text]["features"])
    answer = _ask(text, domain)
    if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
        return []
    answer["features"] = [each for each in answer["features"] if isinstance(each, dict)]
    with _known_lock:
        _known[domain, text] = answer
        while len(_known) > 500:
            _known.popitem(last=False)
    return list(answer["features"])


def _ask(text: str, domain: str) -> Any:
    """Call the geocoder in a thread of its own and stop waiting at the deadline; at most four calls hang at any moment."""
    scheme, _colon, rest = domain.rpartition("://")
    geocoder = BANFrance(
        domain=rest, scheme=scheme or "https", user_agent=AGENT, timeout=DEADLINE, adapter_factory=Closing,
    )
    if not _calls.acquire(blocking=False):
        return None
    answers: list[Any] = []

    def call() -> None:
        try:
            found = geocoder.geocode(text, limit=5, exactly_one=False)
            answers.append({"features": [each.raw for each in found or []]})
        except Exception:  # whatever an outside server does, the person gets the commune instead
            answers.append(None)
        finally:
            _calls.release()

    thread = threading.Thread(target=call, daemon=True, name="geocoder")
    thread.start()
    thread.join(DEADLINE)
    if not answers:
        geocoder.adapter.shut()
        return None
    return answers[0]
