"""Mails as rows written with the act and sent after it: rendering, queueing, and leaving through SMTP once."""

import re
import smtplib
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, entropy
from .db import Base, db, transaction
from .settings import config

TIMEOUT_SECONDS = 10
MAX_ATTEMPTS = 12


class OutgoingMail(Base):
    """A mail to send: written in the act's transaction, so that it leaves if and only if the act stands."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (sa.Index("ix_outgoing_mail_sent_at_run_at", "sent_at", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    to: Mapped[str] = mapped_column("recipient", sa.String(320))
    subject: Mapped[str]
    body: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told, before one knows by which way: a subject, a body, and the neutral words of an SMS."""

    event: str
    subject: str
    body: str
    sms: str


def link(path: str) -> str:
    """Return the absolute address of a path of the site, for a mail."""
    return str(config("BASE_URL")) + path


def write_letter(event: str, *, sms: str | None = None, **values: Any) -> Letter:
    """Render templates/mails/<event>.subject.txt and .body.txt; the SMS stays neutral, since it may show on a locked screen."""
    templates = current_app.jinja_env  # not render_template, which reads the request's visitor: a letter depends on nobody's session
    words = templates.get_template(f"mails/{event}.subject.txt").render(link=link, **values)
    subject = re.sub(r"[ \t\r\n]+", " ", words).strip(" ")  # no-break spaces stay
    body = templates.get_template(f"mails/{event}.body.txt").render(link=link, **values).strip() + "\n"
    return Letter(event, subject, body, sms or f"Vous avez un message d’Isère bénévolat : {link('/connexion')}")


def queue_mail(to: str, letter: Letter) -> None:
    """Write a mail in the present transaction; a worker sends it after the commit."""
    db.session.add(OutgoingMail(
        public_id=entropy.public_id(), to=to, subject=letter.subject, body=letter.body,
        queued_at=clock.now(), run_at=clock.now(),
    ))


def _message(row: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = config("MAIL_FROM")
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.queued_at)
    message["Message-ID"] = make_msgid(idstring=row.public_id, domain=urlsplit(config("BASE_URL")).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    return message


def _send(message: EmailMessage) -> None:
    address = urlsplit(config("SMTP_URL"))
    kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    with kind(address.hostname or "127.0.0.1", address.port or 25, timeout=TIMEOUT_SECONDS, local_hostname=socket.gethostname()) as server:
        if address.scheme == "smtp+tls":
            server.starttls()
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)


def _lease_one() -> int | None:
    with transaction() as session:
        now = clock.now()
        mail_id = session.scalar(
            sa.select(OutgoingMail.id)
            .where(OutgoingMail.sent_at.is_(None), OutgoingMail.run_at <= now, OutgoingMail.attempts < MAX_ATTEMPTS,
                   sa.or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until < now))
            .order_by(OutgoingMail.run_at, OutgoingMail.id).limit(1).with_for_update(skip_locked=True)
        )
        if mail_id is not None:
            session.execute(
                sa.update(OutgoingMail).where(OutgoingMail.id == mail_id)
                .values(leased_until=now + timedelta(minutes=2), attempts=OutgoingMail.attempts + 1)
            )
        return mail_id


def send_queued(limit: int = 200) -> int:
    """Send the mails that wait, when SMTP_URL is set; a refusal is tried again later. Return how many left."""
    if not config("SMTP_URL"):
        return 0
    sent = 0
    for _ in range(limit):
        mail_id = _lease_one()
        if mail_id is None:
            break
        row = db.session.get_one(OutgoingMail, mail_id)
        message, attempts = _message(row), row.attempts
        db.session.rollback()
        try:
            _send(message)
        except (OSError, smtplib.SMTPException) as failure:
            values: dict[str, Any] = {
                "error": f"{type(failure).__name__}: {failure}"[:300], "leased_until": None,
                "run_at": clock.now() + timedelta(seconds=min(3600, 15 * 2**attempts)),
            }
        else:
            sent += 1
            values = {"sent_at": clock.now(), "error": None}
        with transaction() as session:
            session.execute(sa.update(OutgoingMail).where(OutgoingMail.id == mail_id).values(**values))
    return sent
