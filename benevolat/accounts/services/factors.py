"""The second factor of agents: codes of an application (RFC 6238), each used once, and recovery codes for the day it is lost.

A password alone opens no agent's session: web/compte/half.py keeps who proved theirs until the second factor is proven or prepared.
"""

import base64
import hmac

import pyotp
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.mail import write_letter
from benevolat.core.settings import config

from ..errors import WrongFactor, WrongRecoveryCode
from ..models import RecoveryCode, Totp, User
from .persons import notify
from .sessions import close_sessions

ISSUER = "Isère bénévolat"
DRIFT = 1
"""How many steps of thirty seconds a telephone's clock may be early or late."""
CODES = 10


def seal(words: str, user: User) -> str:
    """Return words that only our key reads again, and only for this account."""
    nonce = entropy.random_bytes(12)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, words.encode(), user.public_id.encode())).decode()


def unseal(sealed: str, user: User) -> str | None:
    """Return what was sealed for this account, or None when it was not, or by another key."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESGCM(_key()).decrypt(raw[:12], raw[12:], user.public_id.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def _key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"benevolat accounts second factor").derive(str(config("SECRET_KEY")).encode())


def draw_secret(user: User) -> str:
    """Return a fresh secret of 160 bits, sealed: nothing is kept before a code proves that a telephone holds it."""
    return seal(base64.b32encode(entropy.random_bytes(20)).decode(), user)


def address_of(sealed: str, user: User) -> str:
    """Return the address by which an application takes a sealed secret in; WrongFactor when it is not this account's."""
    return pyotp.TOTP(_opened(sealed, user)).provisioning_uri(name=user.email, issuer_name=ISSUER)


def letters_of(sealed: str, user: User) -> str:
    """Return a sealed secret as it is typed by hand, four letters at a time."""
    secret = _opened(sealed, user)
    return " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))


def _opened(sealed: str, user: User) -> str:
    secret = unseal(sealed, user)
    if secret is None:
        raise WrongFactor(field="code")
    return secret


def _step_of(sealed: str, user: User, code: str) -> int:
    """Return the step whose code this is, one early or late at most; raise WrongFactor at « code »."""
    application = pyotp.TOTP(_opened(sealed, user))
    given = "".join(each for each in code if each.isdigit())
    present = application.timecode(clock.now())
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(application.generate_otp(step), given):
            return step
    raise WrongFactor(field="code")


def enrol(user: User, sealed: str, code: str) -> list[str]:
    """Keep an application whose code proves that it holds the secret, and return fresh recovery codes, to be shown once.

    Takes the place of one there was; every session closes and half-open ones are worth nothing. Raises WrongFactor at « code ».
    """
    step = _step_of(sealed, user, code)
    kept = db.session.get(Totp, user.id)
    if kept is None:
        db.session.add(Totp(user_id=user.id, sealed=sealed, last_step=step, confirmed_at=clock.now()))
    else:
        kept.sealed, kept.last_step, kept.confirmed_at = sealed, step, clock.now()
    close_sessions(user)
    journal.record("factor_added", actor_id=user.id, subject_id=user.id)
    notify(user, write_letter("accounts/factor_added"))
    return renew_recovery_codes(user)


def use_factor(user: User, code: str) -> None:
    """Use a code of the account's application once, in one statement: two tries of the same code never both pass. Raises WrongFactor."""
    kept = db.session.get(Totp, user.id)
    if kept is None:
        raise WrongFactor(field="code")
    step = _step_of(kept.sealed, user, code)
    used = db.session.scalar(
        sa.update(Totp).where(Totp.user_id == user.id, Totp.last_step < step).values(last_step=step).returning(Totp.user_id)
    )
    if used is None:
        raise WrongFactor(field="code")


def renew_recovery_codes(user: User) -> list[str]:
    """Write fresh recovery codes in place of the old, and return them: they are shown once and only their hashes are kept."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    drawn = [base64.b32encode(entropy.random_bytes(7))[:10].decode().lower() for _each in range(CODES)]
    db.session.add_all([RecoveryCode(user_id=user.id, code_hash=_hash(user, each)) for each in drawn])
    return [f"{each[:5]}-{each[5:]}" for each in drawn]


def use_recovery_code(user: User, code: str) -> None:
    """Use a recovery code once, in one statement, and tell the agent. Raises WrongRecoveryCode at « code »."""
    used = db.session.scalar(
        sa.update(RecoveryCode).where(
            RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _hash(user, code), RecoveryCode.used_at.is_(None)
        ).values(used_at=clock.now()).returning(RecoveryCode.id)
    )
    if used is None:
        raise WrongRecoveryCode(field="code")
    journal.record("factor_recovered", actor_id=user.id, subject_id=user.id)
    notify(user, write_letter("accounts/recovery_code_used"))


def _hash(user: User, code: str) -> str:
    """Bind a code to its account and to our key, whatever its case, spaces and dashes; base 32 has neither 0 nor 1."""
    plain = "".join(each for each in code.lower() if each.isalnum()).replace("0", "o").replace("1", "l")
    return hmac.new(_key(), f"{user.public_id}:{plain}".encode(), "sha256").hexdigest()
