"""An address or headers too long for the server are answered by the site, in French, whatever the client was still sending."""

import os
import runpy
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benevolat.core.settings import ROOT
from tests.support.components_process import free_port, listens, running
from tests.support.page_client import check_page

GATE = runpy.run_path(str(ROOT / "benevolat/setup/gate.py"))


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A port where gunicorn serves the site as `run` has it do."""
    chosen, folder = free_port(), tmp_path_factory.mktemp("gunicorn")
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{chosen}", "--worker-class", GATE["worker_class"], "--limit-request-line",
        str(GATE["limit_request_line"]), "--threads", "4", "--preload", "--no-control-socket", "--chdir", str(ROOT), "wsgi:app",
    ]
    env = {**os.environ, "BENEVOLAT_INSTANCE": str(folder), "BENEVOLAT_DEMO": "0", "SECRET_KEY": "tests-only"}
    with running(command, folder=Path(folder), ready=lambda: listens(chosen), env=env):
        yield chosen


def asked(port: int, request: bytes) -> tuple[str, bytes]:
    """Send a request as a slow line does, whole, and only then read the answer: its first line and its body."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        for first in range(0, len(request), 300_000):
            client.sendall(request[first:first + 300_000])
            time.sleep(0.3)
        answer = b""
        while read := client.recv(65_536):
            answer += read
    head, _blank, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    return head.partition(b"\r\n")[0].decode(), body


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]).encode()


@pytest.mark.parametrize("letters", [4_090, 8_150])
def test_a_long_address_is_served(port: int, letters: int) -> None:
    assert asked(port, get("/robots.txt?q=" + "a" * letters))[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize("letters", [8_200, 100_000, 900_000])
def test_a_longer_one_is_refused_in_french(port: int, letters: int) -> None:
    first, body = asked(port, get("/missions?q=" + "a" * letters))
    assert first.startswith("HTTP/1.1 414 ")
    check_page(body.decode(), "414")
    assert "Cette adresse est trop longue" in body.decode()


def test_headers_too_long_are_refused_in_french(port: int) -> None:
    first, body = asked(port, get("/", "Cookie: a=" + "b" * 60_000))
    assert first.startswith("HTTP/1.1 431 ")
    check_page(body.decode(), "431")


def test_what_is_no_request_at_all_is_still_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"BONJOUR\r\n\r\n")
        assert client.recv(65_536).startswith(b"HTTP/1.1 400 ")
