"""What the server writes of itself: one line of JSON an event, with no word of anybody.

A request is its endpoint's name, method, status and duration, under an id that its errors bear too: no address (it may hold what was
searched for, or somebody's id), no form, no cookie, no network address, no account. A failure is its type and the lines of code it went
through, never its message: a database quotes the values it refused. What libraries say is their fixed words, without what they fill in.
"""

import json
import logging
import re
import sys
import traceback
from time import perf_counter
from types import TracebackType
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request

from benevolat.core import clock, entropy
from benevolat.core.settings import ROOT

access = logging.getLogger("benevolat.requests")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
"""An id of our own proxy that is taken over; another shape might carry anything."""
SERVERS = ("gunicorn.error", "gunicorn.access")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        ours = record.name.split(".")[0] == "benevolat"
        told: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"), "level": record.levelname.lower(), "logger": record.name,
            "said": record.getMessage() if ours else str(record.msg)[:200],
        }
        if has_request_context() and "request_id" in g:
            told["request"] = g.request_id
        told.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0] is not None:
            told["error"], told["through"] = record.exc_info[0].__name__, _through(record.exc_info[2])
        return json.dumps(told, ensure_ascii=False, default=lambda other: type(other).__name__)


def _through(trace: TracebackType | None) -> list[str]:
    """Return where a failure went through, the last place at the end: file, line and function, no value."""
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{each.filename.removeprefix(f'{ROOT}/')}:{each.lineno} {each.name}" for each in frames]


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "") if current_app.config.get("PROXIES") else ""
    g.request_id = given if GIVEN.fullmatch(given) else entropy.public_id()
    g.request_began = perf_counter()


def _end(response: Response) -> Response:
    began = g.get("request_began")
    milliseconds = None if began is None else round((perf_counter() - began) * 1000, 1)
    facts = {"method": request.method if request.url_rule else None, "endpoint": request.endpoint, "status": response.status_code,
             "ms": milliseconds}
    access.log(logging.WARNING if response.status_code >= 500 else logging.INFO, "request", extra={"facts": facts})
    return response


def init_app(app: Flask) -> None:
    """Write every record as a line of JSON on the error output, and one for each request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in (app.logger.name, "werkzeug", *SERVERS):
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [], True
    root.setLevel(logging.WARNING)
    logging.getLogger("benevolat").setLevel(logging.INFO)
    app.before_request(_begin)
    app.after_request(_end)
