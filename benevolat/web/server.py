"""Gunicorn's worker, which lets the site itself answer what Gunicorn refuses before any view: too long, or not HTTP at all."""

import socket
from contextlib import suppress
from typing import Any

from flask import Flask
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import BadRequest, HTTPException, RequestHeaderFieldsTooLarge, RequestURITooLarge

REFUSED: dict[type[Exception], type[HTTPException]] = {
    LimitRequestLine: RequestURITooLarge, LimitRequestHeaders: RequestHeaderFieldsTooLarge,
}
UNREAD = 1024 * 1024
"""What is left of the request is read up to there before hanging up: a client still sending would not hear the answer."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker with threads, whose refusals of length are pages of the site."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer a request too long or badly written with the site's own page; the rest as Gunicorn does."""
        refused = REFUSED.get(type(exc), BadRequest if isinstance(exc, ParseException) else None)
        if refused is None:
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            client.sendall(_answer(self.wsgi, refused()))
            client.shutdown(socket.SHUT_WR)
            client.settimeout(1)
            left = UNREAD
            while left > 0 and (read := client.recv(65_536)):
                left -= len(read)


def _answer(app: Flask, refused: HTTPException) -> bytes:
    """Return the whole answer that the site gives to a failure, with the headers of every page."""
    with app.test_request_context("/"):
        answer = app.process_response(app.make_response(app.handle_user_exception(refused)))
        body = answer.get_data()
        answer.headers["Content-Length"] = str(len(body))
        answer.headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in answer.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
