"""SMS as rows written with the act and handed after it to a configurable HTTP gateway; their words are neutral."""

import json
from datetime import datetime, timedelta
from http.client import HTTPException

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, entropy, outside
from .db import db
from .jobs import Outgoing, deliver, is_holding
from .settings import config

DEADLINE = 10.0
"""Seconds for the whole call, whatever the gateway does."""
MAX_ATTEMPTS = 6
QUIET = timedelta(hours=1)
"""A telephone gets at most one message of the same words in this time, what is urgent left apart."""


class Refused(OSError):
    """The gateway did not take a message."""


class OutgoingSms(Outgoing):
    """A text message to hand to the gateway; `to` is in E.164 form (+336…)."""

    __tablename__ = "outgoing_sms"
    __table_args__ = (sa.Index("ix_outgoing_sms_sent_at_run_at", "sent_at", "run_at"),)

    to: Mapped[str] = mapped_column("recipient", sa.String(20))


def queue_sms(to: str, body: str) -> None:
    """Write a text message in the present transaction; a worker hands it over after the commit."""
    db.session.add(OutgoingSms(public_id=entropy.public_id(), to=to, body=body, queued_at=clock.now(), run_at=clock.now()))


def queue_calm_sms(to: str, body: str, *, not_before: datetime | None = None) -> None:
    """Write a text message that may wait: not within an hour of the last one of the same words, and no second one while one waits.

    Neutral words say that something is to be read, whatever it is: one message says it of all that came meanwhile. What may still be
    taken back (`held_back`) has its own.
    """
    now, same = clock.now(), (OutgoingSms.to == to, OutgoingSms.body == body)
    sent = db.session.scalar(sa.select(sa.func.max(OutgoingSms.sent_at)).where(OutgoingSms.sent_at > now - QUIET, *same))
    moment = max(not_before or now, sent + QUIET if sent is not None else now)
    waiting = None if is_holding() else db.session.scalar(
        sa.select(OutgoingSms).where(OutgoingSms.sent_at.is_(None), OutgoingSms.held_for.is_(None), OutgoingSms.attempts == 0, *same)
        .order_by(OutgoingSms.run_at, OutgoingSms.id).limit(1).with_for_update()
    )
    if waiting is not None:
        waiting.run_at = min(waiting.run_at, moment)
        return
    db.session.add(OutgoingSms(public_id=entropy.public_id(), to=to, body=body, queued_at=now, run_at=moment))


def _send(row: OutgoingSms) -> None:
    """POST {"to", "body", "reference"} as JSON with a bearer token; any 2xx is an acceptance."""
    status = outside.post(
        config("SMS_GATEWAY_URL"), json.dumps({"to": row.to, "body": row.body, "reference": row.public_id}).encode(), seconds=DEADLINE,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {config('SMS_GATEWAY_TOKEN')}"},
    )
    if not 200 <= status < 300:
        raise Refused(f"the gateway answered {status}")


def send_queued() -> int:
    """Hand over the messages that wait, when SMS_GATEWAY_URL is set. Return how many were accepted."""
    if not config("SMS_GATEWAY_URL"):
        return 0
    return deliver(OutgoingSms, _send, attempts=MAX_ATTEMPTS, refusals=(OSError, HTTPException))
