"""The only way out: configured hosts, public addresses judged once and connected to, no redirection followed, a deadline for the whole."""

import ipaddress
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask

from benevolat.core import clock, outside
from benevolat.core.outside import Connection, Forbidden, post, post_office
from tests.territoire.test_addresses import server

NAME = "annuaire.example"
PUBLIC = "93.184.216.34"
INNER = (
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "fc00::1", "ff02::1", "2002:7f00:1::1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
)


class Names:
    """A DNS that answers what it is told, one answer after another, and remembers where connections went."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[list[str]] = []
        self.asked = 0
        self.reached: list[str] = []
        monkeypatch.setattr(outside.socket, "getaddrinfo", self.look_up)
        monkeypatch.setattr(outside.socket.socket, "connect", lambda _made, where: self.connect(where))

    def look_up(self, _host: str, port: int, **_kind: Any) -> list[tuple[Any, ...]]:
        told = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in told]

    def connect(self, where: tuple[str, int]) -> None:
        self.reached.append(where[0])
        raise ConnectionRefusedError


@pytest.fixture
def names(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Names:
    """A site that asks a directory by its name."""
    monkeypatch.setitem(fresh_app.config, "DIRECTORY_URL", f"http://{NAME}")
    monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"smtp://{NAME}")
    return Names(monkeypatch)


def ask(url: str = f"http://{NAME}/search?q=1") -> tuple[int, bytes]:
    """Ask once."""
    return Connection().get(url, timeout=60, headers={})


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_leads_inside_leads_nowhere(names: Names, address: str) -> None:
    for answer in ([address], [PUBLIC, address]):
        names.answers = [answer]
        with pytest.raises(Forbidden, match="PRIVATE_HOSTS"):
            ask()
        with pytest.raises(Forbidden, match="PRIVATE_HOSTS"), post_office(f"smtp://{NAME}", seconds=60, timeout=60):
            pass
    assert names.reached == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_a_public_address_is_reached(names: Names, address: str) -> None:
    names.answers = [[address]]
    with pytest.raises(ConnectionRefusedError):
        ask()
    assert names.reached == [address]


def test_a_name_is_resolved_once_and_the_connection_goes_where_it_was_judged(names: Names) -> None:
    names.answers = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(ConnectionRefusedError):
        ask()
    assert (names.asked, names.reached) == (1, [PUBLIC])


def test_an_inner_host_is_reached_when_named_but_never_a_link(names: Names, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fresh_app.config, "PRIVATE_HOSTS", {NAME})
    names.answers = [["10.1.2.3"]]
    with pytest.raises(ConnectionRefusedError):
        ask()
    for address in ("169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1"):
        names.answers = [[address]]
        with pytest.raises(Forbidden):
            ask()
    assert names.reached == ["10.1.2.3"]


@pytest.mark.parametrize("url", [
    "http://ailleurs.example/", f"http://{NAME}:8080/", f"https://{NAME}/", "http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/",
    f"file:///{NAME}/etc/passwd", f"ftp://{NAME}/", f"http://{NAME}@127.0.0.1/", f"http://{NAME}.ailleurs.example/",
])
def test_a_host_that_is_not_configured_is_asked_nothing(names: Names, url: str) -> None:
    names.answers = [[PUBLIC]]
    with pytest.raises(Forbidden):
        ask(url)
    assert (names.asked, names.reached) == (0, [])


def test_an_address_written_by_its_digits_needs_to_be_named_too(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fresh_app.config, "PRIVATE_HOSTS", frozenset())
    with server(b"{}") as (host, seen):
        monkeypatch.setitem(fresh_app.config, "DIRECTORY_URL", host)
        with pytest.raises(Forbidden):
            ask(f"{host}/search")
    assert seen == []


@pytest.mark.parametrize("where", ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:9/", "/ailleurs"])
def test_a_redirection_is_not_followed(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    with server(b"", status=f"302 Found\r\nLocation: {where}") as (host, seen):
        monkeypatch.setitem(fresh_app.config, "DIRECTORY_URL", host)
        assert ask(f"{host}/search")[0] == 302
    assert len(seen) == 1


def test_a_gateway_that_drips_is_cut_at_the_deadline(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(b"x" * 2400, drip=0.05) as (host, _seen):
        monkeypatch.setitem(fresh_app.config, "SMS_GATEWAY_URL", host)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            post(host, b"{}", seconds=0.3, headers={})
        assert time.monotonic() - began < 60, "it would have dripped for two minutes"


@contextmanager
def post_server(trust: ssl.SSLContext | None = None, *, drip: float = 0.0) -> Iterator[int]:
    """A mail server that says hello, byte by byte when `drip` is set, and takes nothing."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            taken, _address = listener.accept()
            with taken if trust is None else trust.wrap_socket(taken, server_side=True) as client:
                for each in b"220 bonjour" * 60 if drip else b"":
                    client.send(bytes([each]))
                    time.sleep(drip)
                for line in (b"220 bonjour\r\n", b"250 bien\r\n", b"221 adieu\r\n"):
                    client.sendall(line)
                    client.recv(1000)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join(60)


def test_a_mail_server_that_drips_is_cut_at_the_deadline(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with post_server(drip=0.05) as port:
        monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        with pytest.raises(TimeoutError), post_office(f"smtp://127.0.0.1:{port}", seconds=0.3, timeout=60):
            pass


def test_after_its_deadline_no_connection_is_made(names: Names) -> None:
    names.answers = [[PUBLIC]]
    way = Connection()
    way.shut()
    with pytest.raises(TimeoutError):
        way.get(f"http://{NAME}/", timeout=60, headers={})
    assert names.reached == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that no authority signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "essai")]), clock.now()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM))
    return path


def serving(certificate: Path) -> ssl.SSLContext:
    """What a server shows."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def test_a_certificate_is_checked(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    known = ssl.create_default_context(cafile=str(certificate))
    for scheme in ("smtps", "https"):
        with post_server(serving(certificate)) as port:
            monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"{scheme}://127.0.0.1:{port}")
            with pytest.raises(ssl.SSLCertVerificationError):
                if scheme == "https":
                    ask(f"https://127.0.0.1:{port}/")
                else:
                    with post_office(f"smtps://127.0.0.1:{port}", seconds=60, timeout=60):
                        pass
    monkeypatch.setattr(outside.ssl, "create_default_context", lambda: known)
    with post_server(serving(certificate)) as port:
        monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"smtps://127.0.0.1:{port}")
        with post_office(f"smtps://127.0.0.1:{port}", seconds=60, timeout=60) as opened:
            assert opened.noop()[0] == 250


def test_a_mail_does_not_leave_in_clear_when_the_server_refuses_to_cipher(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with post_server() as port:
        address = f"smtp+tls://127.0.0.1:{port}"
        monkeypatch.setitem(fresh_app.config, "SMTP_URL", address)
        with pytest.raises(smtplib.SMTPException), post_office(address, seconds=60, timeout=60):
            pass
