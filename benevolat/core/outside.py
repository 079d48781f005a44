"""The only way out of the site: to hosts that the operator configured, at public addresses, for so long and no longer.

Where: a host that stands in none of the settings of `ADDRESSES` is refused, and a redirection is an answer like another, never followed.

At which address: a name is resolved once, what it says is judged, and the connection is made to that very address; a name that leads to
this machine or to the inner network (by mistake, or because somebody rules the DNS) leads nowhere. A relay or a gateway that is really
inside is named in PRIVATE_HOSTS; link-local addresses, where clouds keep their secrets, never are.

How long: a timeout bounds the wait for one byte, and a server that drips would hold a page for minutes. A second handle on the
connection cuts it from outside at the deadline, whatever was wrapped around it meanwhile. For a page, the call runs besides in a thread
of its own (`within`), since nothing cuts the resolution of a name.
"""

import http.client
import ipaddress
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from .settings import config

MAX_ANSWER = 200_000
AGENT = "isere-benevolat/1.0"
ADDRESSES = ("SMTP_URL", "SMS_GATEWAY_URL", "GEOCODER_DOMAIN", "DIRECTORY_URL", "FRANCECONNECT_ISSUER", "PROCONNECT_ISSUER")
"""The settings that name a host the site may call."""
PORTS = {"http": 80, "https": 443, "smtp": 25, "smtp+tls": 25, "smtps": 25}
MOST_ADDRESSES = 4
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Answer = TypeVar("Answer")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Busy(Exception):
    """Too many calls hang already: nothing was asked."""


class Forbidden(OSError):
    """A host that is not configured, or an address where nothing of the site may go."""


def _place(address: str) -> tuple[str, int]:
    """Return the host and port of an address; one without a scheme is https."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries, or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def is_public(written: str) -> bool:
    """Tell whether an address is one of the internet: not this machine, an inner network, a link or nothing."""
    return _inner(ipaddress.ip_address(written.partition("%")[0])).is_global


def is_never(written: str) -> bool:
    """Tell whether nothing of the site may ever go to an address, whatever the operator says."""
    address = _inner(ipaddress.ip_address(written.partition("%")[0]))
    return address.is_link_local or address.is_multicast or address.is_unspecified


class Way:
    """One connection to somewhere configured, which `shut` ends from another thread."""

    def __init__(self) -> None:
        self.places = {_place(config(name)) for name in ADDRESSES if config(name)}
        self.private = frozenset(config("PRIVATE_HOSTS"))
        self._handle: socket.socket | None = None
        self._cut = threading.Event()

    def resolve(self, host: str, port: int) -> list[tuple[Any, ...]]:
        """Return the addresses of a configured host; raises Forbidden for another host, or when one of them is out of bounds."""
        if (host.lower(), port) not in self.places:
            raise Forbidden(f"{host}:{port} stands in no setting of this site")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for _family, _kind, _protocol, _name, where in found:
            written = str(where[0])
            if is_never(written) or not (is_public(written) or host.lower() in self.private):
                raise Forbidden(f"{host} leads to {written}, which is not on the internet: if it is meant, add {host} to PRIVATE_HOSTS")
        return found[:MOST_ADDRESSES]

    def reach(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to one of the addresses that were judged, and to no other; raises Forbidden, OSError."""
        failure: OSError | None = None
        for family, kind, protocol, _name, where in self.resolve(host, port):
            made = socket.socket(family, kind, protocol)
            self._handle = made.dup()
            try:
                made.settimeout(timeout)
                if self._cut.is_set():
                    raise TimeoutError("the deadline has passed")
                made.connect(where)
                return made
            except OSError as refused:
                made.close()
                self.close()
                failure = refused
        raise failure or OSError(f"{host} has no address")

    def shut(self) -> None:
        """Cut the connection, wherever it is, and let none be made."""
        self._cut.set()
        try:
            if self._handle is not None:
                self._handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        """Let the second handle go."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class _Plain(http.client.HTTPConnection):
    """HTTP over a way."""

    def __init__(self, way: Way, host: str, port: int, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.way, self.patience = way, timeout

    def connect(self) -> None:
        """Connect by the way, not by a second resolution of the name."""
        self.sock = self.way.reach(self.host, self.port, self.patience)


class _Secure(_Plain):
    """HTTPS over a way: the certificate is that of the name."""

    default_port = PORTS["https"]

    def __init__(self, way: Way, host: str, port: int, timeout: float, trust: ssl.SSLContext) -> None:
        super().__init__(way, host, port, timeout)
        self.trust = trust

    def connect(self) -> None:
        """Connect by the way, then check who answers."""
        super().connect()
        self.sock = self.trust.wrap_socket(self.sock, server_hostname=self.host)


class Connection(Way):
    """One call after another over HTTP, which `shut` ends from another thread. A redirection is an answer like another."""

    def __init__(self, ssl_context: Any = None) -> None:
        super().__init__()
        self.ssl_context = ssl_context

    def get(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Return the status and the first bytes of the answer."""
        return self._ask("GET", url, None, timeout, headers)

    def post(self, url: str, body: bytes, *, timeout: float, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Send a body; return the status and the first bytes of the answer."""
        return self._ask("POST", url, body, timeout, headers)

    def _ask(self, method: str, url: str, body: bytes | None, timeout: float, headers: Mapping[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise Forbidden(f"no call to {parts.scheme}:")
        host, port = _place(url)
        opened = (
            _Secure(self, host, port, timeout, self.ssl_context or ssl.create_default_context()) if parts.scheme == "https"
            else _Plain(self, host, port, timeout)
        )
        try:
            opened.request(method, f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/", body, dict(headers))
            answer = opened.getresponse()
            return answer.status, answer.read(MAX_ANSWER)
        finally:
            opened.close()
            self.close()


class _Post(smtplib.SMTP):
    """SMTP over a way, under TLS from its first byte or not."""

    def __init__(self, way: Way, host: str, port: int, timeout: float, trust: ssl.SSLContext | None) -> None:
        self.way, self.trust = way, trust
        super().__init__(host, port, timeout=timeout, local_hostname=socket.gethostname())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made = self.way.reach(host, port, timeout)
        return made if self.trust is None else self.trust.wrap_socket(made, server_hostname=host)


@contextmanager
def deadline(seconds: float, shut: Callable[[], None]) -> Iterator[None]:
    """Cut the call of the block when it lasts longer; raises TimeoutError then, whatever the cut made it say."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        shut()

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException, smtplib.SMTPException) as failure:
        raise (TimeoutError(f"no answer within {seconds:g} seconds") if late.is_set() else failure) from None
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError(f"no answer within {seconds:g} seconds")


def post(url: str, body: bytes, *, seconds: float, headers: Mapping[str, str]) -> int:
    """Send a body from the worker and return the status of the answer; raises OSError, or HTTPException for what is no HTTP."""
    connection = Connection()
    with deadline(seconds, connection.shut):
        status, _answer = connection.post(url, body, timeout=seconds, headers=headers)
    return status


@contextmanager
def post_office(url: str, *, seconds: float, timeout: float) -> Iterator[smtplib.SMTP]:
    """Open the mail server of an address `smtp://`, `smtps://` or `smtp+tls://`; the whole block lasts `seconds` at most.

    Its certificate is checked: smtplib by itself takes any. Raises OSError, SMTPException.
    """
    parts, (host, port) = urlsplit(url), _place(url)
    way = Way()
    with deadline(seconds, way.shut):
        trust = ssl.create_default_context() if parts.scheme != "smtp" else None
        try:
            with _Post(way, host, port, timeout, trust if parts.scheme == "smtps" else None) as server:
                if parts.scheme == "smtp+tls":
                    server.starttls(context=trust)
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                yield server
        finally:
            way.close()


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
