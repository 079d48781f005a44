"""Passkeys: signing in with the finger, face or code that opens one's own telephone; the site keeps a public key and nothing else.

The device checks the person (user verification is required), so that a passkey alone is two factors. A challenge serves once, whatever
becomes of the cookie that carries it; a counter that goes back is a copy, and is refused.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

import sqlalchemy as sa
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from benevolat.core import clock, entropy, journal
from benevolat.core.db import claim_form_key, db
from benevolat.core.mail import write_letter
from benevolat.core.settings import config

from ..errors import WrongPasskey
from ..models import Passkey, User
from ..queries import passkeys_of
from .persons import notify, record_sign_in
from .sessions import device_of

NAME = "Isère bénévolat"
MOST = 10
"""Passkeys an account may have."""


def passkeys_offered() -> bool:
    """Tell whether this deployment has a name that passkeys can be bound to: browsers refuse a bare network address."""
    host = urlsplit(str(config("BASE_URL"))).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def _host() -> str:
    return urlsplit(str(config("BASE_URL"))).hostname or ""


def new_challenge() -> str:
    """Return a challenge of 256 bits, as it is kept between the page and its answer."""
    return bytes_to_base64url(entropy.random_bytes(32))


def registration_options(user: User, challenge: str) -> str:
    """Return what a browser needs to make a passkey for an account, one that it has not yet."""
    return options_to_json(generate_registration_options(
        rp_id=_host(), rp_name=NAME, user_id=user.public_id.encode(), user_name=user.email or user.phone or user.public_id,
        user_display_name=user.display_name, challenge=base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in passkeys_of(user)],
    ))


def sign_in_options(challenge: str) -> str:
    """Return what a browser needs to offer its passkeys of this site; nothing tells which accounts have any."""
    return options_to_json(generate_authentication_options(
        rp_id=_host(), challenge=base64url_to_bytes(challenge), user_verification=UserVerificationRequirement.REQUIRED,
    ))


def _claim(challenge: str) -> bytes:
    if not challenge or not claim_form_key(entropy.fingerprint(f"passkey {challenge}")[:60]):
        raise WrongPasskey()
    return base64url_to_bytes(challenge)


def add_passkey(user: User, challenge: str, answer: str, *, user_agent: str) -> Passkey:
    """Keep the passkey that a device made for this challenge, and tell the account. Raises WrongPasskey."""
    expected = _claim(challenge)
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=expected, expected_rp_id=_host(), expected_origin=str(config("BASE_URL")),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise WrongPasskey() from None
    credential = bytes_to_base64url(made.credential_id)
    if len(passkeys_of(user)) >= MOST or db.session.scalar(sa.select(Passkey.id).where(Passkey.credential == credential)) is not None:
        raise WrongPasskey()
    row = Passkey(
        public_id=entropy.public_id(), user_id=user.id, credential=credential, public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count, device=device_of(user_agent), created_at=clock.now(),
    )
    db.session.add(row)
    journal.record("passkey_added", actor_id=user.id, subject_id=user.id)
    notify(user, write_letter("accounts/passkey_added"))
    return row


def recognise_passkey(challenge: str, answer: str) -> User:
    """Return the account whose passkey signed this challenge, its holder being checked by the device. Raises WrongPasskey."""
    expected = _claim(challenge)
    try:
        given = parse_authentication_credential_json(answer)
        row = db.session.scalar(sa.select(Passkey).where(Passkey.credential == bytes_to_base64url(given.raw_id)))
        if row is None or not row.user.is_active or given.response.user_handle != row.user.public_id.encode():
            raise WrongPasskey()
        proven = verify_authentication_response(
            credential=given, expected_challenge=expected, expected_rp_id=_host(), expected_origin=str(config("BASE_URL")),
            credential_public_key=base64url_to_bytes(row.public_key), credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise WrongPasskey() from None
    row.sign_count, row.seen_on = proven.new_sign_count, clock.today()
    record_sign_in(row.user)
    return row.user


def forget_passkey(user: User, public_id: str) -> None:
    """Take one passkey away from the account; one that is gone, or somebody else's, changes nothing."""
    found = db.session.scalar(sa.delete(Passkey).where(Passkey.user_id == user.id, Passkey.public_id == public_id).returning(Passkey.id))
    if found is not None:
        journal.record("passkey_removed", actor_id=user.id, subject_id=user.id)
