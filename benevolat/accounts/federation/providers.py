"""The two providers of identity, each off until an operator gives its issuer, client id and secret."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from ..models import Kind, ProviderName

SECURE = "https"
LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that is on: who it is, who we are to it, what we ask and which levels of assurance (`acr`) we take.

    `strong` are the levels by which it attests that a second factor was proven there.
    """

    name: ProviderName
    kind: Kind
    issuer: str
    client_id: str
    secret: str
    scope: str
    accepted: frozenset[str]
    strong: frozenset[str]
    pkce: bool = True

    @property
    def asked(self) -> dict[str, str]:
        """What the request says of the level wished: FranceConnect reads `acr_values`, ProConnect only `claims`."""
        if self.name is ProviderName.FRANCECONNECT:
            return {"acr_values": "eidas1"}
        levels = ",".join(f'"{each}"' for each in sorted(self.accepted))
        return {"claims": f'{{"id_token":{{"acr":{{"essential":true,"values":[{levels}]}}}}}}'}

    def owns(self, address: str) -> bool:
        """Tell whether an address is on the very host of the issuer, and as protected: nothing else is ever asked."""
        own, other = urlsplit(self.issuer), urlsplit(address)
        safe = own.scheme == SECURE or own.hostname in LOOPBACK
        return safe and (other.scheme, other.netloc) == (own.scheme, own.netloc)


SCOPES = {
    ProviderName.FRANCECONNECT: "openid given_name family_name email",
    ProviderName.PROCONNECT: "openid given_name usual_name email",
}
KINDS = {ProviderName.FRANCECONNECT: Kind.PERSON, ProviderName.PROCONNECT: Kind.AGENT}
LEVELS = {
    ProviderName.FRANCECONNECT: ("eidas1 eidas2 eidas3", ""),
    ProviderName.PROCONNECT: ("eidas1 eidas1-mfa eidas2 eidas3", "eidas1-mfa eidas2 eidas3"),
}
"""Levels taken, and those that attest a second factor. ProConnect says that its own may change: both lists are settings."""


def configured(name: ProviderName) -> Provider | None:
    """Return a provider when an operator turned it on, else None: then nothing of it is seen."""
    prefix, config = name.value.upper(), current_app.config
    issuer, client_id, secret = (str(config.get(f"{prefix}_{each}") or "") for each in ("ISSUER", "CLIENT_ID", "SECRET"))
    if not (issuer and client_id and secret):
        return None
    accepted, strong = (
        frozenset(str(config.get(f"{prefix}_{key}") or default).split())
        for key, default in zip(("ACR", "ACR_MFA"), LEVELS[name], strict=True)
    )
    return Provider(
        name, KINDS[name], issuer, client_id, secret, SCOPES[name], accepted, strong & accepted,
        pkce=str(config.get(f"{prefix}_PKCE", "1")) != "0",
    )
