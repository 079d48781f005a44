"""A live site on the loopback over the test's own database, and visitors whose every page is checked."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from .visitor import PHONE, Visitor


def pytest_configure(config: pytest.Config) -> None:
    """Spare axe the shapes it has seen, unless the long tests are asked for too."""
    Visitor.sparing = "not long" in config.option.markexpr


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the wider screens of a test of every width to the whole suite: the telephone is looked at every day."""
    for item in items:
        given = getattr(item, "callspec", None)
        if item.nodeid.startswith("tests/browser/") and given is not None and given.params.get("width", PHONE) > PHONE:
            item.add_marker("long")


@pytest.fixture(scope="session")
def served(app: Flask) -> Iterator[str]:
    """The address of the application, served by threads of this process so that a test can write its world."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def visitor(fresh_app: Flask, served: str, new_context: Callable[..., Any]) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of its own for somebody: `visitor()` on a telephone, `visitor(width=1280)`, `visitor(java_script_enabled=False)`."""
    opened: list[Visitor] = []

    def arrive(width: int = PHONE, **options: Any) -> Visitor:
        height = 740 if width <= PHONE else 900
        options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": width, "height": height}, **options}
        opened.append(Visitor(new_context(**options).new_page(), served, scripts=options.get("java_script_enabled", True)))
        return opened[-1]

    yield arrive
    for each in opened:
        each.check_quiet()
