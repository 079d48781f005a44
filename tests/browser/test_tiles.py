"""The background of the map comes from the configured server alone, once somebody opens the map, and may fail in any way."""

import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import expect

from benevolat.missions.services import touch
from tests.browser.test_search import opened
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import world

pytestmark = pytest.mark.browser
TILE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
CREDIT = "© Tuiles inventées"


class Tiles(ThreadingHTTPServer):
    """A tile server: what it was asked; how many tiles it gives before it fails (None: it never fails); whether it never answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Tile)
        self.asked: list[tuple[str, Any]] = []
        self.gives: int | None = None
        self.silent = False
        self.ended = threading.Event()

    @property
    def host(self) -> str:
        """Another name than the site's, so that a cookie would be seen to cross."""
        return f"localhost:{self.server_port}"


class Tile(BaseHTTPRequestHandler):
    """One answer of the server."""

    server: Tiles

    def do_GET(self) -> None:  # the name that http.server asks for
        self.server.asked.append((self.path, self.headers))
        if self.server.silent:
            self.server.ended.wait(60)
            return
        given = self.server.gives is None or len(self.server.asked) <= self.server.gives
        self.send_response(200 if given else 503)
        self.send_header("Content-Type", "image/png")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(TILE if given else b"")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def tiles(fresh_app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiles]:
    """A tile server, configured as the map's; and three missions."""
    for commune, title in (("38563", "Arroser le potager"), ("38563", "Tailler les fruitiers"), ("38185", "Lire des contes")):
        touch(world.mission(title=title, commune_code=commune), text=True)
    session.commit()
    server = Tiles()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_URL", f"http://{server.host}/plan?z={{z}}&x={{x}}&y={{y}}")
    monkeypatch.setitem(fresh_app.config, "MAP_TILES_CREDIT", CREDIT)
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


def others(someone: Visitor) -> set[str]:
    """Forget the requests to other hosts, and return those hosts; any other fault stays."""
    asked = [each for each in someone.faults if " asks " in each]
    someone.faults[:] = [each for each in someone.faults if each not in asked]
    return {urlsplit(each.split(" asks ")[1]).netloc for each in asked}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_tiles_come_once_the_map_is_opened_from_that_server_alone_and_are_credited(
    visitor: Callable[..., Visitor], tiles: Tiles, width: int,
) -> None:
    someone = visitor(width).go("/").go("/missions?lieu=Voiron&rayon=25")
    someone.page.wait_for_load_state("networkidle")
    assert tiles.asked == []
    assert others(someone) == set()
    page = opened(someone)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(CREDIT)
    expect(page.locator(".map__said")).to_have_text("3 missions sur la carte. La liste montre les mêmes missions.")
    expect(page.locator(".map__name")).to_have_count(0)
    assert others(someone) == {tiles.host}
    assert all(path.startswith("/plan?z=") for path, _headers in tiles.asked)
    assert not any(headers.get("Cookie") or headers.get("Referer") for _path, headers in tiles.asked), "it learns nothing of who asks"
    someone.check_quiet()


@pytest.mark.parametrize(("gives", "silent"), [(0, False), (1, True), (3, False)], ids=["fails", "never answers", "stops"])
def test_a_server_that_fails_in_any_way_leaves_the_map_usable(
    visitor: Callable[..., Visitor], tiles: Tiles, gives: int, silent: bool,
) -> None:
    tiles.gives, tiles.silent = gives, silent
    someone = visitor(DESKTOP).go("/missions?lieu=Voiron&rayon=25")
    page = opened(someone)
    expect(page.locator(".map__said")).to_contain_text("Le fond de carte ne répond pas.")
    expect(page.locator(".map__name").first).to_be_attached()
    spot = page.get_by_role("button", name="Voiron : 2 missions", exact=True)
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map__spot a")).to_have_count(2)
    assert others(someone) == {tiles.host}
    someone.faults[:] = [each for each in someone.faults if "503" not in each and tiles.host not in each]
    someone.check_quiet()
