"""Mails through a real SMTP server on loopback: each leaves once, after a refusal too, and only if its act stands."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.mail import Letter, OutgoingMail, queue_mail, send_queued, write_letter

LETTER = Letter("essai", "Une réponse à Grenoble", "Bonjour,\n\nCélia vous répond : « oui ».\n", "")


class Postman:
    """A server that keeps what it accepts, and refuses as many times as it is told."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refusals = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 Reviens plus tard"
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def postman(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postman]:
    """A mail server on a free port of loopback."""
    handler = Postman()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"smtp://127.0.0.1:{controller.port}")
    yield handler
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def send(to: str = "nadia@courriel.example", letter: Letter = LETTER) -> None:
    with transaction():
        queue_mail(to, letter)


def words(mail: EmailMessage) -> str:
    """Return the words of a mail as text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_leaves_once_and_reads_well(session: Any, postman: Postman) -> None:
    send()
    assert send_queued() == 1
    assert send_queued() == 0
    [mail] = postman.received
    assert (mail["To"], mail["Subject"]) == ("nadia@courriel.example", "Une réponse à Grenoble")
    assert mail["From"] == "Isère bénévolat <test@isere-benevolat.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"]
    assert mail.get_content_type() == "multipart/alternative"
    assert words(mail) == LETTER.body
    page = mail.get_body(("html",))
    assert page is not None
    assert "<h1>Une réponse à Grenoble</h1>" in page.get_content()


def test_after_a_refusal_it_is_tried_again_and_leaves_once(session: Any, postman: Postman) -> None:
    postman.refusals = 2
    send()
    moment = clock.now()
    for _hour in range(4):
        with clock.frozen(moment):
            send_queued()
        moment += timedelta(hours=1)
    assert len(postman.received) == 1
    row = session.scalar(sa.select(OutgoingMail))
    assert (row.attempts, row.error) == (3, None)
    assert row.sent_at is not None


def test_a_refusal_is_not_tried_again_at_once(session: Any, postman: Postman) -> None:
    postman.refusals = 1
    send()
    assert (send_queued(), send_queued()) == (0, 0)
    row = session.scalar(sa.select(OutgoingMail))
    assert row.attempts == 1
    assert "451" in row.error
    assert row.run_at > clock.now()


def test_a_server_that_is_down_loses_nothing(session: Any, fresh_app: Flask, postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = fresh_app.config["SMTP_URL"]
    monkeypatch.setitem(fresh_app.config, "SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    send()
    send(to="sami@courriel.example")
    assert send_queued() == 0
    monkeypatch.setitem(fresh_app.config, "SMTP_URL", alive)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert send_queued() == 2
    assert {mail["To"] for mail in postman.received} == {"nadia@courriel.example", "sami@courriel.example"}


def test_a_mail_whose_act_failed_never_leaves(session: Any, postman: Postman) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        queue_mail("nadia@courriel.example", LETTER)
        raise ZeroDivisionError
    assert send_queued() == 0
    assert postman.received == []


def test_without_a_server_mails_wait(session: Any) -> None:
    send()
    assert send_queued() == 0
    assert session.scalar(sa.select(OutgoingMail)).attempts == 0


def test_a_subject_is_one_line_whatever_is_in_it(session: Any, postman: Postman) -> None:
    letter = write_letter("accounts/code", code="123456\nBcc: tous@courriel.example")
    assert "\n" not in letter.subject
    send(letter=letter)
    send_queued()
    [mail] = postman.received
    assert mail["Bcc"] is None


def test_a_letter_needs_nobodys_session(session: Any) -> None:
    """Jobs write letters outside any request."""
    letter = write_letter("accounts/password_changed")
    assert "http://localhost/mot-de-passe" in letter.body
    assert letter.sms == "Vous avez un message d’Isère bénévolat : http://localhost/connexion"


def test_a_regular_letter_carries_its_way_out_and_others_none(postman: Postman) -> None:
    way_out = "http://localhost/alertes/x/y/arreter"
    with transaction():
        queue_mail("lina@courriel.example", Letter("essai", "Des nouvelles", "Bonjour,\n", "", unsubscribe=way_out))
        queue_mail("lina@courriel.example", LETTER)
    send_queued()
    regular, single = postman.received
    assert regular["List-Unsubscribe"] == f"<{way_out}>"
    assert regular["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert single["List-Unsubscribe"] is None
