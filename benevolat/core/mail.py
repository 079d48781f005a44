"""Mails as rows written with the act and sent after it: rendering, queueing, and leaving through SMTP once."""

import re
import smtplib
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, entropy
from .db import db
from .jobs import Outgoing, deliver
from .settings import config

TIMEOUT_SECONDS = 10
MAX_ATTEMPTS = 12


class OutgoingMail(Outgoing):
    """A mail to send."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (sa.Index("ix_outgoing_mail_sent_at_run_at", "sent_at", "run_at"),)

    to: Mapped[str] = mapped_column("recipient", sa.String(320))
    subject: Mapped[str]
    unsubscribe: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told, before one knows by which way: a subject, a body, and the neutral words of an SMS.

    `unsubscribe` is the absolute address that stops such letters at once, for what a person asked to receive regularly (RFC 8058).
    """

    event: str
    subject: str
    body: str
    sms: str
    unsubscribe: str | None = None


def link(path: str) -> str:
    """Return the absolute address of a path of the site, for a mail."""
    return str(config("BASE_URL")) + path


def write_letter(event: str, *, sms: str | None = None, unsubscribe: str | None = None, **values: Any) -> Letter:
    """Render templates/mails/<event>.subject.txt and .body.txt; the SMS stays neutral, since it may show on a locked screen."""
    templates = current_app.jinja_env  # not render_template, which reads the request's visitor: a letter depends on nobody's session
    words = templates.get_template(f"mails/{event}.subject.txt").render(link=link, **values)
    subject = re.sub(r"[ \t\r\n]+", " ", words).strip(" ")  # no-break spaces stay
    body = templates.get_template(f"mails/{event}.body.txt").render(link=link, **values).strip() + "\n"
    return Letter(event, subject, body, sms or f"Vous avez un message d’Isère bénévolat : {link('/connexion')}", unsubscribe)


def queue_mail(to: str, letter: Letter) -> None:
    """Write a mail in the present transaction; a worker sends it after the commit."""
    db.session.add(OutgoingMail(
        public_id=entropy.public_id(), to=to, subject=letter.subject, body=letter.body, unsubscribe=letter.unsubscribe,
        queued_at=clock.now(), run_at=clock.now(),
    ))


def queue_mails(addresses: Sequence[str], letter: Letter) -> None:
    """Write the same mail to many addresses in the present transaction, by one statement."""
    now = clock.now()
    same = {"subject": letter.subject, "body": letter.body, "unsubscribe": letter.unsubscribe, "queued_at": now, "run_at": now}
    rows = [{**same, "public_id": entropy.public_id(), "to": each} for each in addresses]
    if rows:
        db.session.execute(sa.insert(OutgoingMail), rows)


def _message(row: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = config("MAIL_FROM")
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.queued_at)
    message["Message-ID"] = make_msgid(idstring=row.public_id, domain=urlsplit(config("BASE_URL")).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    if row.unsubscribe:
        message["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(row.body)
    return message


def _send(row: OutgoingMail) -> None:
    address = urlsplit(config("SMTP_URL"))
    kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    with kind(address.hostname or "127.0.0.1", address.port or 25, timeout=TIMEOUT_SECONDS, local_hostname=socket.gethostname()) as server:
        if address.scheme == "smtp+tls":
            server.starttls()
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(_message(row))


def send_queued() -> int:
    """Send the mails that wait, when SMTP_URL is set; a refusal is tried again later. Return how many left."""
    if not config("SMTP_URL"):
        return 0
    return deliver(OutgoingMail, _send, attempts=MAX_ATTEMPTS, refusals=(OSError, smtplib.SMTPException))
