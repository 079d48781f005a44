"""SMS through a real HTTP gateway on loopback: handed over once, with a token, and tried again after a refusal."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.sms import OutgoingSms, queue_sms, send_queued


class Gateway(ThreadingHTTPServer):
    """A gateway that keeps what it accepts, and refuses as many times as it is told."""

    received: list[dict[str, Any]]
    refusals = 0


class Answer(BaseHTTPRequestHandler):
    """One request to the gateway."""

    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refusals:
            self.server.refusals -= 1
            self.send_error(503)
            return
        self.server.received.append({**body, "authorization": self.headers["Authorization"]})
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Stay silent."""


@pytest.fixture
def gateway(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway on a free port of loopback."""
    server = Gateway(("127.0.0.1", 0), Answer)
    server.received = []
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setitem(fresh_app.config, "SMS_GATEWAY_URL", f"http://127.0.0.1:{server.server_port}/sms")
    monkeypatch.setitem(fresh_app.config, "SMS_GATEWAY_TOKEN", "jeton")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(body: str = "Isère bénévolat : votre code est 123456.") -> None:
    with transaction():
        queue_sms("+33639980001", body)


def test_a_message_is_handed_over_once(session: Any, gateway: Gateway) -> None:
    send()
    assert (send_queued(), send_queued()) == (1, 0)
    [message] = gateway.received
    assert message["to"] == "+33639980001"
    assert message["body"] == "Isère bénévolat : votre code est 123456."
    assert message["authorization"] == "Bearer jeton"
    assert message["reference"] == session.scalar(sa.select(OutgoingSms.public_id))


def test_after_a_refusal_it_is_tried_again_with_the_same_reference(session: Any, gateway: Gateway) -> None:
    gateway.refusals = 1
    send()
    assert send_queued() == 0
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert send_queued() == 1
    assert len(gateway.received) == 1
    assert session.scalar(sa.select(OutgoingSms.attempts)) == 2


def test_a_gateway_that_is_down_loses_nothing(session: Any, fresh_app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = fresh_app.config["SMS_GATEWAY_URL"]
    monkeypatch.setitem(fresh_app.config, "SMS_GATEWAY_URL", "http://127.0.0.1:9/sms")
    send()
    assert send_queued() == 0
    monkeypatch.setitem(fresh_app.config, "SMS_GATEWAY_URL", alive)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert send_queued() == 1


def test_without_a_gateway_messages_wait(session: Any) -> None:
    send()
    assert send_queued() == 0
    assert session.scalar(sa.select(OutgoingSms.attempts)) == 0
