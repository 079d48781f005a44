"""Asking a provider: what it offers, its keys, then a code against tokens. Its own host only, never longer than a few seconds.

What a provider publishes is kept an hour in the process; a token signed with a key that we do not know makes us ask for its keys once
more, at most once a minute, so that a provider may change them at any moment and nobody can make us ask for ever.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from authlib.oauth2.rfc6749.parameters import prepare_token_request
from flask import current_app
from joserfc.jwk import KeySet

from benevolat.core import clock
from benevolat.core.outside import AGENT, Busy, Connection, within

from .providers import Provider
from .tokens import Rejected, public_keys

KNOWN_FOR = timedelta(hours=1)
AGAIN_AFTER = timedelta(minutes=1)
DISCOVERY_SECONDS, EXCHANGE_SECONDS = 3.0, 5.0
Told = TypeVar("Told")
_calls = threading.BoundedSemaphore(8)


class Silent(Exception):
    """A provider that does not answer, answers nonsense, or sends us to another host."""


@dataclass(slots=True)
class Offered:
    """What a provider publishes: where to ask, whether it knows PKCE, its keys, and when we learned it."""

    authorization: str
    token: str
    userinfo: str
    end_session: str
    pkce: bool
    keys: KeySet = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code was worth: the tokens, and the signed answer about the person."""

    id_token: str
    access_token: str = field(repr=False)
    userinfo: str = field(repr=False)


def offered(provider: Provider, *, fresh: bool = False) -> Offered:
    """Return what a provider publishes, learned less than an hour ago (`fresh`: a minute); raise Silent when it cannot be learned."""
    known: dict[str, Offered] = current_app.extensions.setdefault("federation", {})
    found = known.get(provider.issuer)
    if found is not None and clock.now() - found.at < (AGAIN_AFTER if fresh else KNOWN_FOR):
        return found
    known[provider.issuer] = learned = _learn(provider, clock.now())
    return learned


def _learn(provider: Provider, at: datetime) -> Offered:
    connection = Connection()

    def call() -> tuple[Any, Any]:
        told = _json(connection, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        return told, _json(connection, _address(provider, told, "jwks_uri"))

    told, keys = _within(DISCOVERY_SECONDS, call, connection)
    if told.get("issuer") != provider.issuer:
        raise Silent("issuer")
    try:
        public = public_keys(keys.get("keys") or ())
    except (Rejected, AttributeError, TypeError) as error:
        raise Silent("keys") from error
    return Offered(
        authorization=_address(provider, told, "authorization_endpoint"), token=_address(provider, told, "token_endpoint"),
        userinfo=_address(provider, told, "userinfo_endpoint"), end_session=_address(provider, told, "end_session_endpoint"),
        pkce="S256" in (told.get("code_challenge_methods_supported") or ()), keys=public, at=at,
    )


def exchange(provider: Provider, known: Offered, *, code: str, back: str, verifier: str | None) -> Tokens:
    """Give a code for its tokens, then ask about the person; raise Silent when the provider refuses or does not answer in time."""
    connection = Connection()
    body = prepare_token_request(
        "authorization_code", redirect_uri=back, code=code, client_id=provider.client_id, client_secret=provider.secret,
        code_verifier=verifier,
    )

    def call() -> Tokens:
        headers = {"Accept": "application/json", "User-Agent": AGENT, "Content-Type": "application/x-www-form-urlencoded"}
        status, answer = connection.post(known.token, body.encode(), timeout=EXCHANGE_SECONDS, headers=headers)
        told = json.loads(answer)
        if status != 200:
            raise Silent("token")
        id_token, access = str(told["id_token"]), str(told["access_token"])
        status, answer = connection.get(known.userinfo, timeout=EXCHANGE_SECONDS, headers={
            "Accept": "application/jwt", "User-Agent": AGENT, "Authorization": f"Bearer {access}",
        })
        if status != 200:
            raise Silent("userinfo")
        return Tokens(id_token, access, answer.decode())

    return _within(EXCHANGE_SECONDS, call, connection)


def _json(connection: Connection, address: str) -> Any:
    status, body = connection.get(address, timeout=DISCOVERY_SECONDS, headers={"Accept": "application/json", "User-Agent": AGENT})
    if status != 200:
        raise Silent("status")
    return json.loads(body)


def _address(provider: Provider, told: Any, name: str) -> str:
    """Return one of the addresses that a provider publishes; raise Silent unless it is on the configured host."""
    address = told.get(name)
    if not isinstance(address, str) or not provider.owns(address):
        raise Silent(name)
    return address


def _within(seconds: float, call: Callable[[], Told], connection: Connection) -> Told:
    try:
        told = within(seconds, call, shut=connection.shut, turns=_calls)
    except Busy as error:
        raise Silent("busy") from error
    if told is None:
        raise Silent("silent")
    return told
