"""A real SMTP server for tests, which keeps what it is given and can be told to refuse."""

import email
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from .components_process import free_port


@dataclass
class Received:
    """One mail as the server got it: the envelope and the message."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class MailServer:
    """What a test sees of the server. `refusal` is the answer to each mail, « 451 plus tard » for instance; empty: taken."""

    port: int
    received: list[Received] = field(default_factory=list)
    refusal: str = ""

    @property
    def url(self) -> str:
        """The server's address, as the configuration writes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def wait_for(self, number: int, within: float = 10) -> list[Received]:
        """Return the mails once there are that many; fails when they do not come."""
        deadline = time.monotonic() + within
        while len(self.received) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.received) >= number, f"{len(self.received)} mails came, {number} expected"
        return self.received

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail, or refuse it as told (the name is aiosmtpd's)."""
        if self.refusal:
            return self.refusal
        message = email.message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(Received(envelope.mail_from, list(envelope.rcpt_tos), message))
        return "250 OK"


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Run a mail server until the end of the block."""
    server = MailServer(free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
