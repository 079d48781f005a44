"""A telephone that makes passkeys and signs with them, as the specification says (WebAuthn level 2), in memory."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(raw: bytes) -> str:
    """Return bytes as a browser writes them."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Telephone:
    """One device with one passkey; its fields are what a forged answer changes."""

    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential: bytes = b"credential-of-a-test"
    handle: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer a page that adds a passkey."""
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cose
        self.handle = options["user"]["id"]
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        return self._answer("create", options, {"attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}))})

    def sign(self, options: dict[str, Any]) -> str:
        """Answer a page that asks for a passkey."""
        self.count += 1
        data = self._data(options["rpId"], self.flags)
        signature = self.key.sign(data + hashlib.sha256(self._said("get", options)).digest(), ec.ECDSA(SHA256()))
        return self._answer("get", options, {"authenticatorData": text(data), "signature": text(signature), "userHandle": self.handle})

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, act: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": f"webauthn.{act}", "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, act: str, options: dict[str, Any], parts: dict[str, str]) -> str:
        name = text(self.credential)
        response = {"clientDataJSON": text(self._said(act, options)), **parts}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
