"""Entering through FranceConnect (persons) or ProConnect (agents): the question we ask, who answers, and the account that is theirs.

What they say opens an account only once its holder linked it, by entering it another way first: an address that somebody gives over there
is nobody's proof here.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy.exc import IntegrityError

from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import write_letter
from benevolat.core.settings import config

from ..contacts import read_email
from ..errors import IdentityElsewhere, NotInvited, OtherIdentity
from ..federation.exchange import exchange, offered
from ..federation.providers import Provider, configured
from ..federation.tokens import Question, UnknownKey, read_id_token, read_userinfo
from ..models import IdentityLink, Invitation, Kind, ProviderName, User
from ..queries import find_by_email, waiting_invitation
from .agents import make_agent
from .persons import notify

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What was drawn for one question and must come back, or be shown, with its answer; kept in the session that asked."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a provider says somebody is: recognised by a fingerprint, with the few words that spare typing them."""

    provider: str
    subject_hash: str
    first_name: str
    last_name: str
    email: str | None
    strong: bool

    @property
    def name(self) -> ProviderName:
        """Who says it."""
        return ProviderName(self.provider)  # type: ignore[call-arg]


def providers_offered() -> list[ProviderName]:
    """Return the providers that an operator turned on."""
    return [each for each in ProviderName if configured(each) is not None]


def ask_identity(provider: Provider, *, back: str) -> tuple[str, Asked]:
    """Return the provider's address to lead somebody to, and what to keep until they come back to `back`. Raises Silent."""
    known, asked = offered(provider), Asked(*(_drawn() for _each in range(3)))
    proof = {"code_challenge": create_s256_code_challenge(asked.verifier), "code_challenge_method": "S256"} if _pkce(provider) else {}
    address: str = prepare_grant_uri(
        known.authorization, client_id=provider.client_id, response_type="code", redirect_uri=back, scope=provider.scope,
        state=asked.state, nonce=asked.nonce, **provider.asked, **proof,
    )
    return address, asked


def _drawn() -> str:
    """Return 256 random bits: providers ask for 32 letters at least, PKCE for 43."""
    return entropy.token() + entropy.token()


def _pkce(provider: Provider) -> bool:
    return provider.pkce and offered(provider).pkce


def read_identity(provider: Provider, asked: Asked, *, code: str, back: str) -> tuple[Identity, str]:
    """Give a code for who its bearer is, everything checked; return the identity and the ID token, by which one signs out over there.

    Raises Silent when the provider does not answer, Rejected when what it says is not proven.
    """
    known = offered(provider)
    told = exchange(provider, known, code=code, back=back, verifier=asked.verifier if _pkce(provider) else None)
    question = Question(asked.nonce, told.access_token, int(clock.now().timestamp()))
    try:
        claims = read_id_token(told.id_token, known.keys, provider, question)
    except UnknownKey:
        known = offered(provider, fresh=True)
        claims = read_id_token(told.id_token, known.keys, provider, question)
    about = read_userinfo(told.userinfo, known.keys, provider, subject=claims["sub"])
    return _identity(provider, claims, about), told.id_token


def _identity(provider: Provider, claims: dict[str, Any], about: dict[str, Any]) -> Identity:
    """Keep of what was said the first of the first names, the family name and the address: nothing else is ever read."""
    try:
        email: str | None = read_email(str(about.get("email") or ""))
    except InvalidInput:
        email = None
    first = str(about.get("given_name") or "").split()[:1]
    last = str(about.get("usual_name") or about.get("family_name") or "").strip()
    words = f"{provider.issuer}\n{claims['sub']}".encode()
    return Identity(
        provider.name.value, hmac.new(str(config("SECRET_KEY")).encode(), words, sha256).hexdigest(),
        "".join(first)[:LONGEST_NAME], last[:LONGEST_NAME], email, claims["acr"] in provider.strong,
    )


def sign_out_address(name: str, id_token: str, *, state: str, back: str) -> str | None:
    """Return the provider's address that closes the session over there, or None when it is off. Raises Silent."""
    provider = configured(ProviderName(name))  # type: ignore[call-arg]
    if provider is None:
        return None
    asked = [("id_token_hint", id_token), ("post_logout_redirect_uri", back), ("state", state)]
    return str(add_params_to_uri(offered(provider).end_session, asked))


def enter_by_identity(identity: Identity) -> User | None:
    """Return the account that an identity opens, its visit noted, or None when it opens none."""
    link = db.session.scalar(sa.select(IdentityLink).where(IdentityLink.subject_hash == identity.subject_hash))
    if link is None or not link.user.is_active:
        return None
    link.seen_on, link.user.last_seen_at = clock.today(), clock.now()
    return link.user


def link_identity(user: User, identity: Identity) -> IdentityLink:
    """Let an identity open an account whose holder just proved that it is theirs, and tell them.

    Raises NotAllowed when the provider is for another kind of account, IdentityElsewhere when the identity opens another account,
    OtherIdentity when the account has one of the same provider already. The same link twice changes nothing.
    """
    provider = configured(identity.name)
    if provider is None or user.kind is not provider.kind:
        raise NotAllowed()
    link = db.session.scalar(sa.select(IdentityLink).where(IdentityLink.subject_hash == identity.subject_hash))
    if link is not None and link.user_id == user.id:
        return link
    if link is not None:
        raise IdentityElsewhere()
    link = IdentityLink(
        public_id=entropy.public_id(), user_id=user.id, provider=identity.name, subject_hash=identity.subject_hash,
        linked_at=clock.now(), seen_on=clock.today(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(link)
    except IntegrityError:
        raise OtherIdentity() from None
    journal.record("identity_linked", actor_id=user.id, subject_id=user.id, reason=identity.provider)
    notify(user, write_letter("accounts/identity_linked", provider=identity.name))
    return link


def unlink_identity(user: User, public_id: str) -> None:
    """Let an identity open the account no more; one that opens it no more already changes nothing."""
    link = db.session.scalar(sa.select(IdentityLink).where(IdentityLink.user_id == user.id, IdentityLink.public_id == public_id))
    if link is not None:
        db.session.delete(link)
        journal.record("identity_unlinked", actor_id=user.id, subject_id=user.id, reason=link.provider.value)


def invited_as(identity: Identity) -> Invitation | None:
    """Return the invitation sent to the professional address that an agent's provider attests, while no account has that address."""
    if identity.name is not ProviderName.PROCONNECT or identity.email is None or find_by_email(identity.email, kind=Kind.AGENT):
        return None
    return waiting_invitation(identity.email)


def accept_by_identity(identity: Identity) -> User:
    """Make the account of an invited agent, without a password, opened by their identity. Raises NotInvited."""
    invitation = invited_as(identity)
    if invitation is None:
        raise NotInvited()
    user = make_agent(
        invitation, None, first_name=identity.first_name or invitation.first_name, last_name=identity.last_name or invitation.last_name,
    )
    link_identity(user, identity)
    return user


