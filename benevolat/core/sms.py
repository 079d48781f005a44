"""SMS as rows written with the act and handed after it to a configurable HTTP gateway; their words are neutral."""

import json
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, entropy
from .db import Base, db, transaction
from .settings import config

TIMEOUT_SECONDS = 5
MAX_ATTEMPTS = 6


class OutgoingSms(Base):
    """A text message to hand to the gateway; `to` is in E.164 form (+336…)."""

    __tablename__ = "outgoing_sms"
    __table_args__ = (sa.Index("ix_outgoing_sms_sent_at_run_at", "sent_at", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    to: Mapped[str] = mapped_column("recipient", sa.String(20))
    body: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


def queue_sms(to: str, body: str) -> None:
    """Write a text message in the present transaction; a worker hands it over after the commit."""
    db.session.add(OutgoingSms(public_id=entropy.public_id(), to=to, body=body, queued_at=clock.now(), run_at=clock.now()))


def _send(to: str, body: str, reference: str) -> None:
    """POST {"to", "body", "reference"} as JSON with a bearer token; any 2xx is an acceptance."""
    request = Request(
        config("SMS_GATEWAY_URL"), method="POST",
        data=json.dumps({"to": to, "body": body, "reference": reference}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {config('SMS_GATEWAY_TOKEN')}"},
    )
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        answer.read(1024)


def _lease_one() -> int | None:
    with transaction() as session:
        now = clock.now()
        sms_id = session.scalar(
            sa.select(OutgoingSms.id)
            .where(OutgoingSms.sent_at.is_(None), OutgoingSms.run_at <= now, OutgoingSms.attempts < MAX_ATTEMPTS,
                   sa.or_(OutgoingSms.leased_until.is_(None), OutgoingSms.leased_until < now))
            .order_by(OutgoingSms.run_at, OutgoingSms.id).limit(1).with_for_update(skip_locked=True)
        )
        if sms_id is not None:
            session.execute(
                sa.update(OutgoingSms).where(OutgoingSms.id == sms_id)
                .values(leased_until=now + timedelta(minutes=2), attempts=OutgoingSms.attempts + 1)
            )
        return sms_id


def send_queued(limit: int = 200) -> int:
    """Hand over the messages that wait, when SMS_GATEWAY_URL is set. Return how many were accepted."""
    if not config("SMS_GATEWAY_URL"):
        return 0
    sent = 0
    for _ in range(limit):
        sms_id = _lease_one()
        if sms_id is None:
            break
        row = db.session.get_one(OutgoingSms, sms_id)
        to, body, reference, attempts = row.to, row.body, row.public_id, row.attempts
        db.session.rollback()
        try:
            _send(to, body, reference)
        except (URLError, OSError, HTTPException) as failure:
            values: dict[str, Any] = {
                "error": f"{type(failure).__name__}: {failure}"[:300], "leased_until": None,
                "run_at": clock.now() + timedelta(seconds=min(3600, 15 * 2**attempts)),
            }
        else:
            sent += 1
            values = {"sent_at": clock.now(), "error": None}
        with transaction() as session:
            session.execute(sa.update(OutgoingSms).where(OutgoingSms.id == sms_id).values(**values))
    return sent
