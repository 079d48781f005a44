"""The national geocoder through geopy, over a connection that can be shut from outside."""

import http.client
import json
import socket
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders import BANFrance

MAX_ANSWER = 200_000
AGENT = "isere-benevolat/1.0"


def client(domain: str, patience: float) -> Any:
    """Return a geocoder that answers within `patience` seconds or not at all; `adapter.shut()` ends its call."""
    scheme, _colon, rest = domain.rpartition("://")
    return BANFrance(domain=rest, scheme=scheme or "https", user_agent=AGENT, timeout=patience, adapter_factory=Closing)


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
