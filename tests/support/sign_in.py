"""Put an account in a test client's session, as signing in does (the screens of signing in have their own tests)."""

import re
from typing import Any

import pyotp
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import begin_session
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms

from .page_client import PageClient, text_of


def sign_in(client: PageClient, user: User) -> PageClient:
    """Open the account's session in the client, an agent's as after a second factor; the account is committed first."""
    kept = opened(user)
    with client.session_transaction() as session:
        session.clear()
        session.update(kept)
    return client


def opened(user: User) -> dict[str, Any]:
    """Open a session of an account as signing in does, commit it, and return what its cookie holds.

    What the test read before is let go: SQLite refuses to write after a reading that another writer, the served site, made old.
    """
    db.session.commit()
    name, is_agent = begin_session(user, user_agent="", strong=user.is_agent), user.is_agent
    db.session.commit()
    now = int(clock.now().timestamp())
    return {"_user_id": name, "_fresh": True, "opened": now, "seen": now, "agent": is_agent}


def link_telephone(client: PageClient) -> str:
    """Prepare the second step on the page that asks for it, note the recovery codes; return the telephone's secret."""
    assert client.h1 == "Préparez votre téléphone", client.h1
    [letters] = [each for each in client.page.iter() if each.get("class") == "scan__letters"]
    secret = text_of(letters).replace(" ", "")
    client.submit("Valider le code", code=digits_of(secret))
    client.submit("J’ai gardé mes codes")
    return secret


def digits_of(secret: str) -> str:
    """Return what a telephone that holds the secret shows now."""
    return pyotp.TOTP(secret).at(clock.now())


def last_code(to: str) -> str:
    """Return the six digits of the last message sent to an address or a number."""
    model: Any = OutgoingMail if "@" in to else OutgoingSms
    body = db.session.scalar(sa.select(model.body).where(model.to == to).order_by(model.id.desc()).limit(1))
    found = re.search(r"\b\d{6}\b", body or "")
    assert found, f"no code was sent to {to}"
    return found[0]
