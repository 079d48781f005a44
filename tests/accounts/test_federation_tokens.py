"""Forged tokens: each is refused for its own reason, and the true one is read."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc.jwk import KeySet, RSAKey

from benevolat.accounts.federation.providers import Provider
from benevolat.accounts.federation.tokens import LEEWAY, LONGEST, OLDEST, Question, Rejected, UnknownKey, public_keys
from benevolat.accounts.federation.tokens import read_id_token as read
from benevolat.accounts.federation.tokens import read_userinfo as read_about
from benevolat.accounts.models import Kind, ProviderName
from tests.support.provider import CLIENT, KEY, OTHER_KEY, half_hash, signed

ISSUER, NOW = "https://fc.example/api/v2", 1_790_000_000
US = Provider(
    ProviderName.FRANCECONNECT, Kind.PERSON, ISSUER, CLIENT, "secret", "openid", frozenset({"eidas1", "eidas2"}), frozenset()
)
KEYS = public_keys([KEY.as_dict(private=False)])
ASKED = Question("nonce-de-nadia", "acces", NOW)
GOOD: dict[str, Any] = {
    "iss": ISSUER, "sub": "nadia", "aud": CLIENT, "exp": NOW + 60, "iat": NOW, "nonce": "nonce-de-nadia", "acr": "eidas1",
    "at_hash": half_hash("acces"),
}
ABOUT: dict[str, Any] = {"iss": ISSUER, "sub": "nadia", "aud": CLIENT, "given_name": "Nadia"}


def by_hand(claims: dict[str, Any], alg: str, secret: bytes | None) -> str:
    """Return what an attacker writes without a library that would refuse: no signature, or our public key taken for a secret."""
    parts = [urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in ({"alg": alg, "kid": "une"}, claims)]
    words = b".".join(parts)
    proof = urlsafe_b64encode(hmac.new(secret, words, "sha256").digest()).rstrip(b"=") if secret else b""
    return (words + b"." + proof).decode()


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_true_token_is_read() -> None:
    assert read(signed(GOOD), KEYS, US, ASKED) == GOOD
    assert read(signed({**GOOD, "aud": [CLIENT], "azp": CLIENT}), KEYS, US, ASKED)["sub"] == "nadia"
    assert read(signed(without("at_hash")), KEYS, US, ASKED)
    assert read(signed({**GOOD, "iat": NOW + LEEWAY, "exp": NOW - LEEWAY + 1}), KEYS, US, ASKED)


FORGED = {
    "no algorithm": (by_hand(GOOD, "none", None), "unsupported_algorithm"),
    "another key": (signed(GOOD, OTHER_KEY), "bad_signature"),
    "our own public key as a secret": (by_hand(GOOD, "HS256", KEY.as_pem(private=False)), "unsupported_algorithm"),
    "a key that it brings": (signed(GOOD, OTHER_KEY, jwk=OTHER_KEY.as_dict(private=False)), "bad_signature"),
    "an unknown key": (signed(GOOD, OTHER_KEY, kid="autre"), "invalid_key_id"),
    "another issuer": (signed({**GOOD, "iss": "https://fc.example.evil/api/v2"}), "iss"),
    "no issuer": (signed(without("iss")), "iss"),
    "another audience": (signed({**GOOD, "aud": "un-autre-site", "azp": CLIENT}), "aud"),
    "us among others": (signed({**GOOD, "aud": [CLIENT, "un-autre-site"], "azp": CLIENT}), "aud"),
    "for another client": (signed({**GOOD, "azp": "un-autre-site"}), "azp"),
    "expired": (signed({**GOOD, "exp": NOW - LEEWAY - 1}), "exp"),
    "without end": (signed(without("exp")), "exp"),
    "from the future": (signed({**GOOD, "iat": NOW + LEEWAY + 1}), "iat"),
    "from long ago": (signed({**GOOD, "iat": NOW - OLDEST - 1}), "iat"),
    "without date": (signed(without("iat")), "iat"),
    "not yet": (signed({**GOOD, "nbf": NOW + LEEWAY + 1}), "nbf"),
    "another question": (signed({**GOOD, "nonce": "nonce-d-un-autre"}), "nonce"),
    "no question": (signed(without("nonce")), "nonce"),
    "nobody": (signed(without("sub")), "sub"),
    "an empty name": (signed({**GOOD, "sub": ""}), "sub"),
    "a number for a name": (signed({**GOOD, "sub": 12}), "sub"),
    "another access token": (signed({**GOOD, "at_hash": half_hash("un autre")}), "at_hash"),
    "too low a level": (signed({**GOOD, "acr": "eidas0"}), "acr"),
    "no level": (signed(without("acr")), "acr"),
    "changed after signing": (signed(GOOD)[:-6] + "AAAAAA", "bad_signature"),
    "not a token": ("ceci n'est pas un jeton", None),
    "too long": (signed({**GOOD, "about": "x" * LONGEST}), "length"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_token_is_refused(forged: str) -> None:
    token, why = FORGED[forged]
    with pytest.raises(Rejected) as refusal:
        read(token, KEYS, US, ASKED)
    assert why is None or refusal.value.why == why


def test_what_is_said_of_a_person_is_signed_for_us_and_about_them() -> None:
    assert read_about(signed(ABOUT), KEYS, US, subject="nadia")["given_name"] == "Nadia"
    for forged, why in (
        (signed({**ABOUT, "sub": "paul"}), "sub"), (signed({**ABOUT, "iss": "https://evil.example"}), "iss"),
        (signed({**ABOUT, "aud": "un-autre-site"}), "aud"), (signed(ABOUT, OTHER_KEY), "bad_signature"),
        (signed({**ABOUT, "nonce": "n"}), "nonce"), ('{"sub": "nadia"}', None),
        (by_hand(ABOUT, "none", None), "unsupported_algorithm"),
    ):
        with pytest.raises(Rejected) as refusal:
            read_about(forged, KEYS, US, subject="nadia")
        assert why is None or refusal.value.why == why


def test_only_public_signing_keys_are_kept() -> None:
    private = KEY.as_dict(private=True)
    kept = public_keys([private, {"kty": "oct", "k": "c2VjcmV0", "kid": "s"}, {**KEY.as_dict(private=False), "kid": "c", "use": "enc"}, 3])
    assert [each.kid for each in kept.keys] == ["une"]
    assert not kept.keys[0].is_private
    for rows in ([], [{"kty": "oct", "k": "c2VjcmV0"}], [{"kty": "EC"}]):
        with pytest.raises(Rejected):
            public_keys(rows)
    with pytest.raises(UnknownKey):
        read(signed(GOOD, kid="nouvelle"), kept, US, ASKED)
    rsa = RSAKey.generate_key(2048, {"kid": "r", "use": "sig"})
    assert read(signed(GOOD, rsa, alg="RS256", kid="r"), KeySet([rsa]), US, ASKED)


def test_nothing_but_the_issuer_s_own_host_is_asked() -> None:
    assert US.owns("https://fc.example/autre/chemin")
    for address in ("http://fc.example/", "https://fc.example:444/", "https://evil.example/", "https://fc.example@evil.example/", "/x"):
        assert not US.owns(address)
