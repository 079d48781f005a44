"""Mails as rows written with the act: queued, held together when there are many for somebody, leaving through SMTP once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .. import clock, entropy
from ..db import db, transaction
from ..jobs import Outgoing, Undeliverable, deliver
from ..outside import post_office
from ..settings import config
from .bounces import DEAD
from .letters import Letter, write_letter
from .message import message_of
from .shape import without_frame

TIMEOUT_SECONDS = 10
DEADLINE = 60.0
"""Seconds for a whole mail, however the server drips."""
MAX_ATTEMPTS = 12
QUIET = timedelta(hours=1)
"""Somebody receives at most one mail in this time, what is urgent left apart."""
AT_ONCE = 500
REFUSED = "mail.refused"
"""The job that learns of an address to which nothing arrives: {"to": address}."""
DEAD_CODES = {550, 551, 553}
"""What a server answers when it does not know the address (RFC 5321) and gives no finer status."""


class OutgoingMail(Outgoing):
    """A mail to send. What is `urgent` leaves at once and alone; the rest waits for its hour, and is read together."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        sa.Index("ix_outgoing_mail_sent_at_run_at", "sent_at", "run_at"),
        sa.Index("ix_outgoing_mail_recipient_sent_at", "recipient", "sent_at"),
    )

    to: Mapped[str] = mapped_column("recipient", sa.String(320))
    subject: Mapped[str]
    unsubscribe: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=True, server_default=sa.true())


def queue_mail(to: str, letter: Letter, *, urgent: bool = True, not_before: datetime | None = None) -> OutgoingMail:
    """Write a mail in the present transaction; a worker sends it after the commit, and not before the moment given."""
    now = clock.now()
    mail = OutgoingMail(
        public_id=entropy.public_id(), to=to, subject=letter.subject, body=letter.body, unsubscribe=letter.unsubscribe, urgent=urgent,
        queued_at=now, run_at=not_before or now,
    )
    db.session.add(mail)
    return mail


def queue_mails(addresses: Sequence[str], letter: Letter) -> None:
    """Write the same mail to many addresses in the present transaction, by one statement."""
    now = clock.now()
    same = {"subject": letter.subject, "body": letter.body, "unsubscribe": letter.unsubscribe, "queued_at": now, "run_at": now}
    rows = [{**same, "public_id": entropy.public_id(), "to": each} for each in addresses]
    if rows:
        db.session.execute(sa.insert(OutgoingMail), rows)


def hold_together() -> None:
    """Put off what comes within an hour of the last mail to somebody, and make one mail of what waits for them.

    Urgent mails, and those that bear their own way out, neither wait nor count.
    """
    now = clock.now()
    ordinary = (sa.not_(OutgoingMail.urgent), OutgoingMail.unsubscribe.is_(None))
    with transaction() as session:
        waiting: dict[str, list[OutgoingMail]] = defaultdict(list)
        for row in session.scalars(
            sa.select(OutgoingMail).where(
                OutgoingMail.sent_at.is_(None), OutgoingMail.run_at <= now, OutgoingMail.attempts == 0, *ordinary
            ).order_by(OutgoingMail.id).limit(AT_ONCE).with_for_update(skip_locked=True)
        ):
            waiting[row.to].append(row)
        if not waiting:
            return
        last = {row[0]: row[1] for row in session.execute(
            sa.select(OutgoingMail.to, sa.func.max(OutgoingMail.sent_at))
            .where(OutgoingMail.to.in_(waiting), OutgoingMail.sent_at > now - QUIET, *ordinary).group_by(OutgoingMail.to)
        )}
        for to, rows in waiting.items():
            sent = last.get(to)
            if sent is not None:
                for row in rows:
                    row.run_at = sent + QUIET
            elif len(rows) > 1:
                _unite(rows)


def _unite(rows: list[OutgoingMail]) -> None:
    """Make one mail of several to the same person: the first keeps its place, the others are gone."""
    first, *others = rows
    letter = write_letter("core/several", parts=[(each.subject, without_frame(each.body)) for each in rows])
    first.subject, first.body = letter.subject, letter.body
    for each in others:
        db.session.delete(each)


def _send(row: OutgoingMail) -> None:
    message = message_of(row)
    with post_office(config("SMTP_URL"), seconds=DEADLINE, timeout=TIMEOUT_SECONDS) as server:
        try:
            server.send_message(message)
        except SMTPRecipientsRefused as refusal:
            code, said = next(iter(refusal.recipients.values()))
            if _is_dead(code, said.decode(errors="replace")):
                raise Undeliverable(f"{code} {said.decode(errors='replace')}") from None
            raise


def _is_dead(code: int, said: str) -> bool:
    """Tell whether a refusal means that the address is wrong: by its finer status where there is one, else by its code."""
    words = said.split()
    if words and words[0].count(".") == 2:
        return bool(DEAD.match(words[0]))
    return code in DEAD_CODES


def send_queued() -> int:
    """Send the mails that wait, when SMTP_URL is set; a refusal is tried again later. Return how many left."""
    if not config("SMTP_URL"):
        return 0
    hold_together()
    return deliver(OutgoingMail, _send, attempts=MAX_ATTEMPTS, refusals=(OSError, SMTPException), lost=REFUSED)
