"""Asking another site over HTTP: a whole call lasts so long and no longer, whatever the server does.

A timeout bounds the wait for one byte: a server that drips would hold a page for minutes. The call runs in a thread of its own, and its
connection is cut from outside at the deadline.
"""

import http.client
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

MAX_ANSWER = 200_000
AGENT = "isere-benevolat/1.0"
Answer = TypeVar("Answer")


class Busy(Exception):
    """Too many calls hang already: nothing was asked."""


class Connection:
    """One GET, which `shut` ends from another thread."""

    def __init__(self, ssl_context: Any = None) -> None:
        self.ssl_context = ssl_context
        self.opened: http.client.HTTPConnection | None = None

    def get(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Return the status and the first bytes of the answer."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        self.opened = (
            http.client.HTTPSConnection(host, port, timeout=timeout, context=self.ssl_context) if parts.scheme == "https"
            else http.client.HTTPConnection(host, port, timeout=timeout)
        )
        try:
            self.opened.request("GET", f"{parts.path}?{parts.query}", headers=dict(headers))
            answer = self.opened.getresponse()
            return answer.status, answer.read(MAX_ANSWER)
        finally:
            self.opened.close()

    def shut(self) -> None:
        """Cut the connection, wherever it is."""
        opened = self.opened.sock if self.opened is not None else None
        if opened is not None:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def within(
    seconds: float, call: Callable[[], Answer], *, shut: Callable[[], None], turns: threading.BoundedSemaphore
) -> Answer | None:
    """Return what a call answers, or None when it fails or is late.

    `turns` bounds how many calls hang at any moment: the thread gives its turn back, even when nobody waits for it any more.
    Raises Busy when there is no turn left.
    """
    if not turns.acquire(blocking=False):
        raise Busy()
    answers: list[Answer] = []

    def run() -> None:
        try:
            answers.append(call())
        except Exception:  # whatever an outside server does, the page goes on without it
            return
        finally:
            turns.release()

    thread = threading.Thread(target=run, daemon=True, name="outside")
    thread.start()
    thread.join(seconds)
    if not answers:
        shut()
        return None
    return answers[0]
