"""Invented persons and agents."""

import base64
from typing import Any

from benevolat.accounts.models import AgeBand, AgentRole, Kind, Role, Totp, User
from benevolat.accounts.services import seal
from benevolat.core import clock, entropy

from . import keep, number


def person(**values: Any) -> User:
    """A volunteer of Voiron with a confirmed e-mail."""
    n = number()
    row: User = keep(User(**{
        "email": f"personne{n}@courriel.example", "email_confirmed_at": clock.now(), "first_name": "Nadia", "last_name": f"Belkacem{n}",
        "age_band": AgeBand.ADULT, "commune_code": "38563", **values,
    }))
    return row


def by_phone(**values: Any) -> User:
    """A volunteer known by a telephone number alone."""
    n = number()
    return person(email=None, email_confirmed_at=None, phone=f"+3363998{n % 10_000:04d}", phone_confirmed_at=clock.now(), **values)


def agent(*roles: Role, territoire: str | None = None, **values: Any) -> User:
    """An agent holding these roles."""
    n = number()
    row: User = keep(User(**{
        "kind": Kind.AGENT, "email": f"agent{n}@isere.example", "email_confirmed_at": clock.now(), "first_name": "Claire",
        "last_name": f"Agent{n}", **values,
    }))
    for role in roles:
        keep(AgentRole(user_id=row.id, role=role, territoire_code=territoire))
    return row


def telephone(holder: User) -> str:
    """Link an application of codes to an agent's account, and return the secret that it holds."""
    secret = base64.b32encode(entropy.random_bytes(20)).decode()
    keep(Totp(user_id=holder.id, sealed=seal(secret, holder), last_step=0))
    return secret
