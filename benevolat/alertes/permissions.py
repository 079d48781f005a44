"""Who may do what with an alerte: its holder alone, known by their account or by the signed link of their letters."""

import hmac
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from benevolat.core.settings import config

from .models import Alerte, Favori

KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Link:
    """Whoever holds the signed link of an alerte: it was sent to the address or the number that keeps it, and opens nothing else."""

    public_id: str


def key_of(public_id: str) -> str:
    """Return the signature that makes a link of an alerte's id; nothing of it is stored."""
    return hmac.new(str(config("SECRET_KEY")).encode(), f"alerte:{public_id}".encode(), "sha256").hexdigest()[:KEY_LENGTH]


def read_link(public_id: str, key: str) -> Link | None:
    """Return what a signed link opens, or None when the signature is not ours; it says nothing of whether the alerte is still there."""
    return Link(public_id) if hmac.compare_digest(key_of(public_id).encode(), key.encode()) else None


def can_change_alerte(by: Any, alerte: Alerte) -> bool:
    """The account that keeps the search, whoever proved its contact, or the holder of its link; nobody else, no agent."""
    if isinstance(by, Link):
        return by.public_id == alerte.public_id
    if not getattr(by, "is_authenticated", False) or by.is_agent:
        return False
    if alerte.user_id is not None:
        return bool(alerte.user_id == by.id)
    return (alerte.email is not None and alerte.email == _email(by)) or (alerte.phone is not None and alerte.phone == _phone(by))


def can_keep_favori(user: Any) -> bool:
    """Any person signed in; an agent's account keeps none."""
    return bool(getattr(user, "is_authenticated", False) and not user.is_agent)


def visible_alertes(user: Any) -> sa.Select[Alerte]:
    """Return the alertes of an account: its own, and those kept before it with the e-mail or the number it proved since."""
    if isinstance(user, Link):
        return sa.select(Alerte).where(Alerte.public_id == user.public_id)
    if not can_keep_favori(user):
        return sa.select(Alerte).where(sa.false())
    held = [Alerte.user_id == user.id]
    held += [Alerte.email == _email(user)] if _email(user) else []
    held += [Alerte.phone == _phone(user)] if _phone(user) else []
    return sa.select(Alerte).where(sa.or_(*held))


def visible_favoris(user: Any) -> sa.Select[Favori]:
    """Return the favourites of an account: its own."""
    return sa.select(Favori).where(Favori.user_id == user.id if can_keep_favori(user) else sa.false())


def _email(user: Any) -> str | None:
    """Return the account's e-mail once it was proven."""
    return user.email if user.email_confirmed_at is not None else None


def _phone(user: Any) -> str | None:
    """Return the account's number once it was proven."""
    return user.phone if user.phone_confirmed_at is not None else None
