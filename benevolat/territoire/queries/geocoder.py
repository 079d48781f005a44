"""The national geocoder through geopy, over a connection that can be shut from outside."""

import json
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders import BANFrance

from benevolat.core.outside import AGENT, Connection


def client(domain: str, patience: float) -> Any:
    """Return a geocoder that answers within `patience` seconds or not at all; `adapter.shut()` ends its call."""
    scheme, _colon, rest = domain.rpartition("://")
    return BANFrance(domain=rest, scheme=scheme or "https", user_agent=AGENT, timeout=patience, adapter_factory=Closing)


class Closing(BaseSyncAdapter):  # type: ignore[misc]
    """One HTTP call whose connection can be shut from outside, which ends a server that drips."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self.connection = Connection(ssl_context)

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return the parsed answer of a GET."""
        return json.loads(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the answer of a GET; anything but 200 is an error."""
        status, body = self.connection.get(url, timeout=timeout, headers=headers)
        if status != 200:
            raise GeocoderServiceError(f"status {status}")
        return body.decode("utf-8")

    def shut(self) -> None:
        """Cut the connection, wherever it is."""
        self.connection.shut()
