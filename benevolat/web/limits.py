"""How often something may be tried: counted by one atomic statement, in its own short transaction, on whatever database is there.

Not Flask-Limiter: its storage interface wants five more operations than the one we need, and reads before it writes on most of its
paths. One INSERT … ON CONFLICT DO UPDATE … RETURNING lets exactly N pass, whatever the number of threads and processes.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import request
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accounts.models import RateWindow
from benevolat.core import clock, entropy
from benevolat.core.db import db, transaction
from benevolat.core.errors import TooManyAttempts


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries pass in a window, for one target (an address, a number, an account) and for one network address.

    The second is generous: a town hall or a mobile operator puts many people behind one address.
    """

    target: int
    address: int
    window: timedelta


LIMITS = {
    "sign_in": Limit(target=10, address=100, window=timedelta(minutes=15)),
    "passkey": Limit(target=20, address=200, window=timedelta(minutes=15)),
    "provider": Limit(target=30, address=300, window=timedelta(minutes=15)),
    "second_factor": Limit(target=6, address=100, window=timedelta(minutes=15)),
    "send_code": Limit(target=5, address=40, window=timedelta(minutes=15)),
    "check_code": Limit(target=25, address=100, window=timedelta(minutes=15)),
    "confirm_send": Limit(target=5, address=100, window=timedelta(minutes=15)),
    "confirm": Limit(target=15, address=200, window=timedelta(minutes=15)),
    "own_code": Limit(target=10, address=100, window=timedelta(hours=1)),
    "sign_up": Limit(target=5, address=40, window=timedelta(hours=1)),
    "link_code": Limit(target=10, address=100, window=timedelta(minutes=15)),
    "message": Limit(target=10, address=200, window=timedelta(hours=1)),
    "invite": Limit(target=20, address=60, window=timedelta(hours=1)),
    "file": Limit(target=20, address=60, window=timedelta(hours=1)),
    "propose": Limit(target=6, address=200, window=timedelta(hours=1)),
    "verify": Limit(target=60, address=120, window=timedelta(minutes=15)),
    "attest": Limit(target=30, address=120, window=timedelta(minutes=15)),
    "calendar": Limit(target=60, address=600, window=timedelta(minutes=15)),
    "answer": Limit(target=30, address=120, window=timedelta(minutes=15)),
    "sheet": Limit(target=40, address=120, window=timedelta(minutes=15)),
    "export": Limit(target=10, address=60, window=timedelta(hours=1)),
    "report": Limit(target=20, address=20, window=timedelta(hours=1)),
    "api": Limit(target=0, address=1_200, window=timedelta(minutes=15)),
    "call_back": Limit(target=3, address=10, window=timedelta(hours=1)),
}


def limited(key: str, *, limit: int, window: timedelta) -> int:
    """Count one try under a key; return 0 when it passes, else the seconds until the window ends. Exactly `limit` tries pass."""
    with transaction():
        return _count(key, limit, window)


def check(name: str, target: str = "") -> None:
    """Count one try of what `name` says, for its target and for the visitor's network address; raise TooManyAttempts (429).

    Called by views before anything else, and with what was typed whether or not it exists. Keys hold fingerprints, not addresses.
    """
    rule = LIMITS[name]
    with transaction():
        wait = _count(_key(name, "ip", request.remote_addr or ""), rule.address, rule.window)
        if target:
            wait = max(wait, _count(_key(name, "to", target), rule.target, rule.window))
    if wait:
        raise TooManyAttempts(wait)


def _key(name: str, kind: str, value: str) -> str:
    return f"{name}:{kind}:{entropy.fingerprint(value)}"


def _count(key: str, limit: int, window: timedelta) -> int:
    """Begin the window at the first try, count in it, and begin a new one once it has ended."""
    now = clock.now()
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    over = RateWindow.expires_at <= now
    statement = (
        dialect.insert(RateWindow).values(key=key, count=1, expires_at=now + window)
        .on_conflict_do_update(index_elements=[RateWindow.key], set_={
            "count": sa.case((over, 1), else_=RateWindow.count + 1),
            "expires_at": sa.case((over, now + window), else_=RateWindow.expires_at),
        })
        .returning(RateWindow.count, RateWindow.expires_at)
    )
    count, expires_at = db.session.execute(statement).one()
    return 0 if count <= limit else max(1, int((expires_at - now).total_seconds()) + 1)
