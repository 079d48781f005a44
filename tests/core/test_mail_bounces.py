"""What comes back: a server that knows no such address, and the reports that servers send afterwards (RFC 3464)."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.core.db import db, transaction
from benevolat.core.jobs import Job, run_due
from benevolat.core.mail import OutgoingMail, queue_mail, send_queued
from benevolat.core.mail.bounces import read_bounce
from benevolat.core.mail.message import message_of
from tests.core.test_mail import LETTER, Postman, postman
from tests.factories.people import person

__all__ = ("postman",)


def report(mail: EmailMessage, status: str, action: str = "failed") -> bytes:
    """What a server writes about a mail it could not deliver."""
    return (
        "From: MAILER-DAEMON@serveur.example\r\nTo: test@isere-benevolat.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; serveur.example\r\n\r\n"
        f"Final-Recipient: rfc822; {mail['To']}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--B\r\nContent-Type: message/rfc822\r\n\r\n{mail.as_string()}\r\n--B--\r\n"
    ).encode()


def sent(to: str) -> OutgoingMail:
    with transaction():
        queue_mail(to, LETTER)
    return db.session.scalars(sa.select(OutgoingMail)).one()


@pytest.mark.parametrize(("status", "dead"), [
    ("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.4.1", False), ("5.10.0", False),
])
def test_only_a_wrong_address_is_dead(session: Any, status: str, dead: bool) -> None:
    row = sent("nadia@courriel.example")
    found = read_bounce(report(message_of(row), status))
    assert found is not None
    assert (found.public_id, found.status, found.dead) == (row.public_id, status, dead)


def test_a_delay_and_any_other_mail_say_nothing(session: Any) -> None:
    mail = message_of(sent("nadia@courriel.example"))
    assert read_bounce(report(mail, "4.4.1", "delayed")) is None
    assert read_bounce(mail.as_bytes()) is None
    assert read_bounce(b"") is None
    assert read_bounce(b"\xff\x00" * 100) is None


@pytest.mark.parametrize(("status", "marked"), [("5.1.1", True), ("5.2.2", False)])
def test_a_report_marks_a_dead_address_alone(session: Any, fresh_app: Flask, tmp_path: Path, status: str, marked: bool) -> None:
    someone, other = person(), person()
    session.commit()
    (tmp_path / "retour").write_bytes(report(message_of(sent(someone.email or "")), status))
    done = fresh_app.test_cli_runner().invoke(args=["mails", "bounced", str(tmp_path / "retour")])
    assert done.exit_code == 0, done.output
    session.expire_all()
    assert (session.get(User, someone.id).email_refused_at is not None) is marked
    assert session.get(User, other.id).email_refused_at is None


def test_a_mail_bears_one_name_however_often_it_leaves(session: Any) -> None:
    row = sent("nadia@courriel.example")
    names = {message_of(row)["Message-ID"] for _turn in range(2)}
    assert names == {f"<{row.public_id}@localhost>"}
    before = message_of(row)
    before.replace_header("Message-ID", f"<179543210.42.7.{row.public_id}@localhost>")
    found = read_bounce(report(before, "5.1.1"))
    assert found is not None
    assert found.public_id == row.public_id


def test_a_forged_report_marks_nobody(session: Any, fresh_app: Flask, tmp_path: Path) -> None:
    someone = person()
    session.commit()
    forged = message_of(sent(someone.email or ""))
    forged.replace_header("Message-ID", "<1.2.3.jamais-envoye@localhost>")
    (tmp_path / "retour").write_bytes(report(forged, "5.1.1"))
    done = fresh_app.test_cli_runner().invoke(args=["mails", "bounced", str(tmp_path / "retour")])
    assert done.exit_code == 1
    session.expire_all()
    assert session.get(User, someone.id).email_refused_at is None


class Refusing(Postman):
    """A server that does not know the address."""

    answer = "550 5.1.1 Unknown user"

    async def handle_RCPT(self, _server: Any, _session: Any, _envelope: Any, _address: str, _options: Any) -> str:
        return self.answer


@pytest.mark.parametrize(("answer", "marked"), [
    ("550 5.1.1 Unknown user", True), ("550 Inconnu", True), ("550 5.7.1 Refused as spam", False), ("452 4.2.2 Full", False),
])
def test_an_address_that_a_server_does_not_know_is_marked_and_tried_no_more(
    session: Any, postman: Any, monkeypatch: pytest.MonkeyPatch, answer: str, marked: bool
) -> None:
    monkeypatch.setattr(Refusing, "answer", answer)
    monkeypatch.setattr(postman, "handle_RCPT", Refusing.handle_RCPT.__get__(Refusing()), raising=False)
    someone = person()
    session.commit()
    row = sent(someone.email or "")
    assert send_queued() == 0
    run_due()
    session.expire_all()
    assert (session.get(User, someone.id).email_refused_at is not None) is marked
    assert (session.get(OutgoingMail, row.id).attempts > 1) is marked
    assert (session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.kind == "mail.refused")) == 1) is marked
