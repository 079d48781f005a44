"""Street addresses: a real HTTP server on loopback that answers well, badly, slowly or never."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from benevolat.territoire.queries import PlaceKind, addresses, resolve


def feature(code: str, label: str, kind: str = "housenumber") -> dict[str, object]:
    """A feature as the national geocoder writes it."""
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [5.59, 45.36]},
            "properties": {"label": label, "citycode": code, "type": kind, "score": 0.53}}


@contextmanager
def server(body: bytes, *, drip: float = 0.0, status: str = "200 OK") -> Iterator[tuple[str, list[str]]]:
    """Serve one body to whoever asks, byte by byte when `drip` is set; give the domain and the requests seen."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[str] = []
    stop = threading.Event()

    def answer(client: socket.socket) -> None:
        with client:
            try:
                seen.append(client.recv(8000).decode("latin-1"))
                head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                if not drip:
                    client.sendall(head.encode() + body)
                for each in (head.encode() + body) if drip else b"":
                    if stop.is_set():
                        return
                    client.send(bytes([each]))
                    time.sleep(drip)
            except OSError:
                return

    def accept() -> None:
        while not stop.is_set():
            try:
                client, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/geocodage", seen
    finally:
        stop.set()
        listener.close()


@pytest.fixture
def switched_on(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Give a way to point the application at a geocoder."""
    addresses._known.clear()
    addresses._resting.clear()
    yield lambda domain: monkeypatch.setitem(fresh_app.config, "GEOCODER_DOMAIN", domain)
    addresses._known.clear()
    addresses._resting.clear()


def test_a_street_address_is_found_and_asked_once(switched_on) -> None:  # type: ignore[no-untyped-def]
    body = json.dumps({"features": [feature("38563", "12 Rue des Lilas 38500 Voiron")]}).encode()
    with server(body) as (domain, seen):
        switched_on(domain)
        found = [resolve("12 rue des Lilas, 38500 Voiron") for _turn in range(2)]
    assert found[0] == found[1]
    place = found[0].place
    assert place is not None
    assert (place.kind, place.label, place.commune_code) == (PlaceKind.ADDRESS, "12 Rue des Lilas 38500 Voiron", "38563")
    assert (place.point.lat, place.point.lon) == (45.36, 5.59)
    assert len(seen) == 1
    assert seen[0].startswith("GET /geocodage/search?q=12+rue+des+Lilas")
    assert "isere-benevolat" in seen[0]


@pytest.mark.parametrize("features", [
    [feature("75056", "12 Rue des Lilas 75019 Paris")], [feature("38185", "12 Rue des Lilas 38000 Grenoble")], [],
    [{"geometry": None, "properties": {"citycode": "38563", "label": "x"}}], [{"properties": None}],
    [feature("38563", "Voiron", "municipality")],
])
def test_an_answer_elsewhere_or_broken_falls_back_to_the_commune(switched_on, features) -> None:  # type: ignore[no-untyped-def]
    with server(json.dumps({"features": features}).encode()) as (domain, _seen):
        switched_on(domain)
        found = resolve("12 rue des Lilas, 38500 Voiron")
    assert [each.commune_code for each in found.places] == ["38563"]
    assert "pas trouvé cette rue" in str(found.note)


@pytest.mark.parametrize(("body", "status"), [(b"<html>", "200 OK"), (b"[]", "200 OK"),
                                              (b"", "503 Service Unavailable"), (b"{}", "302 Found")])
def test_a_geocoder_that_answers_nonsense_changes_nothing(switched_on, body: bytes, status: str) -> None:  # type: ignore[no-untyped-def]
    with server(body, status=status) as (domain, _seen):
        switched_on(domain)
        assert resolve("12 rue des Lilas, Voiron").note is not None


def test_a_dripping_geocoder_costs_two_seconds_at_most(switched_on) -> None:  # type: ignore[no-untyped-def]
    body = json.dumps({"features": [feature("38563", "12 Rue des Lilas 38500 Voiron")]}).encode()
    with server(body, drip=0.3) as (domain, _seen):
        switched_on(domain)
        began = time.monotonic()
        found = resolve("12 rue des Lilas, 38500 Voiron")
        assert time.monotonic() - began < addresses.DEADLINE + 5
        assert found.note is not None
        for _turn in range(30):
            if addresses._calls._value == 4:  # type: ignore[attr-defined]
                break
            time.sleep(0.1)
        assert addresses._calls._value == 4, "the call that dripped was not ended"  # type: ignore[attr-defined]


def test_a_geocoder_that_is_down_is_a_commune_at_once(switched_on) -> None:  # type: ignore[no-untyped-def]
    switched_on("http://127.0.0.1:9")
    assert resolve("12 rue des Lilas, Voiron").note is not None


def test_a_plain_commune_never_leaves_the_machine(switched_on) -> None:  # type: ignore[no-untyped-def]
    with server(b"{}") as (domain, seen):
        switched_on(domain)
        assert resolve("Voiron").exact
    assert seen == []
