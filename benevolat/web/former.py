"""The addresses of the site before this one: looked up once nothing else answers, and never led outside."""

from typing import Any

from flask import Flask, redirect, request
from werkzeug.exceptions import NotFound

from benevolat.exchange.services import former_address

from .failures import page


def _lead_on() -> Any:
    """Answer 301 to the page that replaced a former one, 410 when it is gone for good, nothing when the address was never ours."""
    if not isinstance(request.routing_exception, NotFound) or request.method not in {"GET", "HEAD"} or request.path.startswith("/api/"):
        return None
    found = former_address(request.path, request.query_string.decode("utf-8", "replace"))
    if found is None:
        return None
    return redirect(found.target, 301) if found.target is not None else page(410)


def init_app(app: Flask) -> None:
    """Look before every request; one that a route answers costs nothing."""
    app.before_request(_lead_on)
