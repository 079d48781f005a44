"""Put an account in a test client's session, as signing in does (the screens of signing in have their own tests)."""

import re
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms

from .page_client import PageClient


def sign_in(client: PageClient, user: User) -> PageClient:
    """Open the account's session in the client; the account is committed first."""
    db.session.commit()
    identity, is_agent = user.get_id(), user.is_agent
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = identity
        session["_fresh"] = True
        session["opened"] = session["seen"] = int(clock.now().timestamp())
        session["agent"] = is_agent
    return client


def last_code(to: str) -> str:
    """Return the six digits of the last message sent to an address or a number."""
    model: Any = OutgoingMail if "@" in to else OutgoingSms
    body = db.session.scalar(sa.select(model.body).where(model.to == to).order_by(model.id.desc()).limit(1))
    found = re.search(r"\b\d{6}\b", body or "")
    assert found, f"no code was sent to {to}"
    return found[0]
