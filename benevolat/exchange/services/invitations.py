"""« Voulez-vous garder votre alerte ? »: a signed link that holds the question, so that nothing of the person waits here for an answer."""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.settings import config

from ..models import RepriseInvitation

LASTS = timedelta(days=90)
REMEMBERED = timedelta(days=365)
"""How long a file that is taken again asks nobody twice."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whose alerte it was, and the address of the page of missions that asks the same."""

    email: str
    query: str


def _signature(text: str) -> str:
    return hmac.new(str(config("SECRET_KEY")).encode(), f"reprise:{text}".encode(), "sha256").hexdigest()[:32]


def invitation_path(email: str, query: str) -> str:
    """Return the page that asks whoever receives the letter; its link is good for ninety days."""
    content = json.dumps([email, query, int((clock.now() + LASTS).timestamp())], ensure_ascii=False, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")
    return f"/alertes/reprise/{packed}.{_signature(packed)}"


def read_invitation(token: str) -> Invitation | None:
    """Return what a link of ours asks, or None when it is not ours or too old."""
    packed, _dot, signature = token.partition(".")
    if not hmac.compare_digest(_signature(packed).encode(), signature.encode()):
        return None
    email, query, until = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return Invitation(email, query) if until >= clock.now().timestamp() else None


def claim_invitation(email: str, query: str) -> bool:
    """Note that this question is asked to this person; return False when it was already."""
    fingerprint = _signature(f"{email} {query}")
    if db.session.get(RepriseInvitation, fingerprint) is not None:
        return False
    db.session.add(RepriseInvitation(fingerprint=fingerprint, sent_at=clock.now()))
    db.session.flush()
    return True


def forget_invitations() -> None:
    """Erase, a year after the letter, that it was sent."""
    db.session.execute(sa.delete(RepriseInvitation).where(RepriseInvitation.sent_at <= clock.now() - REMEMBERED))
