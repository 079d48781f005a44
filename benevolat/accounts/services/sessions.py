"""Sessions: opened at each sign-in under a new name, seen day by day, closed one by one, all but one, or all."""

import sqlalchemy as sa

from benevolat.core import clock, entropy
from benevolat.core.db import db

from ..models import AccountSession, Device, User
from ..queries import session_named

MARKS = (
    ("iphone", Device.APPLE), ("ipad", Device.APPLE), ("android", Device.ANDROID), ("windows", Device.WINDOWS), ("macintosh", Device.MAC),
    ("linux", Device.LINUX), ("cros", Device.LINUX),
)


def device_of(user_agent: str) -> Device:
    """Return what a browser says it runs on, in the few words that are kept."""
    words = user_agent.lower()
    return next((device for mark, device in MARKS if mark in words), Device.OTHER)


def begin_session(user: User, *, user_agent: str, strong: bool = False) -> str:
    """Open a session and return its name, which its cookie holds and we do not. `strong`: a second factor was proven."""
    token = entropy.token()
    db.session.add(AccountSession(
        public_id=entropy.public_id(), token_hash=entropy.fingerprint(token), user_id=user.id, device=device_of(user_agent), strong=strong,
        opened_at=clock.now(), seen_on=clock.today(),
    ))
    return f"{user.public_id}.{token}"


def see_session(name: str) -> None:
    """Note the day on which a session last served."""
    db.session.execute(
        sa.update(AccountSession).where(AccountSession.token_hash == entropy.fingerprint(name.partition(".")[2]))
        .values(seen_on=clock.today())
    )


def end_session(name: str) -> None:
    """Close the session that a cookie names, wherever a copy of it may be."""
    found = session_named(name)
    if found is not None:
        db.session.delete(found)


def close_session(user: User, public_id: str) -> None:
    """Close one session of the account; one that is closed already, or somebody else's, changes nothing."""
    db.session.execute(sa.delete(AccountSession).where(AccountSession.user_id == user.id, AccountSession.public_id == public_id))


def close_other_sessions(user: User, name: str) -> None:
    """Close every session of the account but the one that a cookie names."""
    kept = entropy.fingerprint(name.partition(".")[2])
    db.session.execute(sa.delete(AccountSession).where(AccountSession.user_id == user.id, AccountSession.token_hash != kept))


def close_sessions(user: User) -> None:
    """Close every session of an account, wherever it is open, and make worthless what was proven before."""
    user.session_epoch += 1
    db.session.execute(sa.delete(AccountSession).where(AccountSession.user_id == user.id))
