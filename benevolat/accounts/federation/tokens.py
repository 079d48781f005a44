"""What a provider says, believed only once it is proven to come from it, for us, now, and for the question that we asked.

Nothing in a token chooses how it is checked: the algorithms are ours, the keys are those of the configured host.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from .providers import Provider

ALGORITHMS = ["ES256", "RS256"]
LEEWAY = 30
OLDEST = 15 * 60
"""Seconds: what answers our question was written after it."""
LONGEST = 20_000


class Rejected(Exception):
    """A token that is not believed; `why` is for tests and logs, and holds nothing of the token."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class UnknownKey(Rejected):
    """Signed with a key that the provider did not have when we asked: it may have a new one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What we asked, to which the answer must answer."""

    nonce: str
    access_token: str
    now: int


def read_id_token(token: str, keys: KeySet, provider: Provider, question: Question) -> dict[str, Any]:
    """Return the claims of an ID token (OpenID Connect Core 3.1.3.7), or raise Rejected."""
    decoded = _decode(token, keys)
    claims = CodeIDToken(
        decoded.claims, decoded.header,
        options={"iss": {"essential": True, "value": provider.issuer}, "sub": {"essential": True}, "nonce": {"essential": True}},
        params={"client_id": provider.client_id, "nonce": question.nonce, "access_token": question.access_token},
    )
    try:
        claims.validate(now=question.now, leeway=LEEWAY)
    except JoseError as error:
        raise Rejected(getattr(error, "claim", None) or error.error) from error
    _check_audience(claims, provider)
    if claims["iat"] < question.now - OLDEST:
        raise Rejected("iat")
    if claims.get("acr") not in provider.accepted:
        raise Rejected("acr")
    return dict(claims)


def read_userinfo(token: str, keys: KeySet, provider: Provider, *, subject: str) -> dict[str, Any]:
    """Return the claims of a signed userinfo answer about the very subject of the ID token, or raise Rejected."""
    claims = _decode(token, keys).claims
    if claims.get("iss") != provider.issuer:
        raise Rejected("iss")
    _check_audience(claims, provider)
    if claims.get("sub") != subject:
        raise Rejected("sub")
    if "nonce" in claims:  # an ID token is no answer about a person
        raise Rejected("nonce")
    return dict(claims)


def _decode(token: str, keys: KeySet) -> jwt.Token:
    """Check a signature; what is not a JWT signed with one of our algorithms and one of these keys is nothing."""
    if len(token) > LONGEST:
        raise Rejected("length")
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS)
    except JoseError as error:
        raise (UnknownKey if error.error == "invalid_key_id" else Rejected)(error.error) from error
    except (ValueError, TypeError) as error:
        raise Rejected("form") from error


def _check_audience(claims: Any, provider: Provider) -> None:
    """A token for us, and for nobody else with us."""
    audience = claims.get("aud")
    if audience != provider.client_id and audience != [provider.client_id]:
        raise Rejected("aud")


def public_keys(rows: Iterable[Any]) -> KeySet:
    """Return the keys with which a provider signs, of those it publishes; raise Rejected when there is none."""
    kept = [each for each in rows if isinstance(each, dict) and each.get("kty") in ("RSA", "EC") and each.get("use", "sig") == "sig"]
    public = [{name: value for name, value in each.items() if name not in ("d", "p", "q", "dp", "dq", "qi", "oth")} for each in kept]
    try:
        keys = KeySet.import_key_set({"keys": public})
    except (JoseError, ValueError, KeyError) as error:
        raise Rejected("keys") from error
    if not keys.keys:
        raise Rejected("keys")
    return keys
