"""SMS as rows written with the act and handed after it to a configurable HTTP gateway; their words are neutral."""

import json
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, entropy
from .db import db
from .jobs import Outgoing, deliver
from .settings import config

TIMEOUT_SECONDS = 5
MAX_ATTEMPTS = 6


class OutgoingSms(Outgoing):
    """A text message to hand to the gateway; `to` is in E.164 form (+336…)."""

    __tablename__ = "outgoing_sms"
    __table_args__ = (sa.Index("ix_outgoing_sms_sent_at_run_at", "sent_at", "run_at"),)

    to: Mapped[str] = mapped_column("recipient", sa.String(20))


def queue_sms(to: str, body: str) -> None:
    """Write a text message in the present transaction; a worker hands it over after the commit."""
    db.session.add(OutgoingSms(public_id=entropy.public_id(), to=to, body=body, queued_at=clock.now(), run_at=clock.now()))


def _send(row: OutgoingSms) -> None:
    """POST {"to", "body", "reference"} as JSON with a bearer token; any 2xx is an acceptance."""
    request = Request(
        config("SMS_GATEWAY_URL"), method="POST",
        data=json.dumps({"to": row.to, "body": row.body, "reference": row.public_id}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {config('SMS_GATEWAY_TOKEN')}"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            answer.read(1024)
    except HTTPError as refusal:
        refusal.close()  # a refusal is an answer too, and holds its connection
        raise


def send_queued() -> int:
    """Hand over the messages that wait, when SMS_GATEWAY_URL is set. Return how many were accepted."""
    if not config("SMS_GATEWAY_URL"):
        return 0
    return deliver(OutgoingSms, _send, attempts=MAX_ATTEMPTS, refusals=(URLError, OSError, HTTPException))
