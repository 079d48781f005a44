"""A provider of identity on the loopback, in the test's own process: it says and signs whatever a test asks it to."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from benevolat.core import clock

CLIENT, SECRET = "isere-benevolat", "un secret entre eux et nous"
KEY = ECKey.generate_key("P-256", {"kid": "une", "use": "sig", "alg": "ES256"})
OTHER_KEY = ECKey.generate_key("P-256", {"kid": "une", "use": "sig", "alg": "ES256"})


def half_hash(access_token: str) -> str:
    """Return the `at_hash` of an access token, as OpenID Connect Core 3.1.3.6 makes it."""
    return urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).decode().rstrip("=")


def signed(claims: dict[str, Any], key: ECKey | RSAKey | OctKey = KEY, **header: Any) -> str:
    """Return claims as a JWT."""
    return jwt.encode({"alg": "ES256", "kid": "une", **header}, claims, key, algorithms=["ES256", "RS256", "HS256", "none"])


@dataclass(slots=True)
class Told:
    """What the provider answers next; a test changes it."""

    issuer: str = ""
    subject: str = "sujet-de-nadia"
    acr: str = "eidas1"
    about: dict[str, Any] = field(default_factory=lambda: {
        "given_name": "Nadia Louise", "family_name": "Belkacem", "usual_name": "Belkacem", "email": "nadia@courriel.example",
    })
    key: ECKey = field(default_factory=lambda: KEY)
    published: list[ECKey] = field(default_factory=lambda: [KEY])
    metadata: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: int = 200
    ahead: int = 0

    def id_token(self) -> str:
        """Return an ID token for the question that was noted."""
        now = int(clock.now().timestamp()) + self.ahead
        return signed({
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "exp": now + 60, "iat": now, "nonce": self.nonce, "acr": self.acr,
            "at_hash": half_hash("acces"),
        }, self.key, kid=self.key.kid)

    def userinfo(self) -> str:
        """Return the signed answer about the person."""
        return signed({"iss": self.issuer, "aud": CLIENT, "sub": self.subject, **self.about}, self.key, kid=self.key.kid)

    def discovery(self) -> dict[str, Any]:
        """Return what is published of the provider."""
        return {
            "issuer": self.issuer, "code_challenge_methods_supported": ["S256"],
            **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo", "end_session")},
            "jwks_uri": f"{self.issuer}/jwks", **self.metadata,
        }


@contextmanager
def running_provider() -> Iterator[Told]:
    """Serve a provider until the end of the block."""
    told, seen = Told(), clock._source.get()

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *_words: Any) -> None:
            return

        def do_GET(self) -> None:
            clock._source.set(seen)
            path = urlsplit(self.path).path.removeprefix("/api/v2")
            if path == "/authorization":
                self._lead(parse_qs(urlsplit(self.path).query))
                return
            told.asked.append((path, {"authorization": self.headers.get("Authorization", "")}))
            found: dict[str, Any] = {
                "/.well-known/openid-configuration": told.discovery, "/userinfo": told.userinfo,
                "/jwks": lambda: {"keys": [each.as_dict(private=False) for each in told.published]},
            }
            self._send(found[path]())

        def do_POST(self) -> None:
            clock._source.set(seen)
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told.asked.append(("/token", {name: values[0] for name, values in sent.items()}))
            self._send({"access_token": "acces", "token_type": "Bearer", "id_token": told.id_token()})

        def _lead(self, asked: dict[str, list[str]]) -> None:
            told.nonce = asked["nonce"][0]
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri'][0]}?{urlencode({'code': 'un-code', 'state': asked['state'][0]})}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self, body: Any) -> None:
            words = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        told.issuer = f"http://127.0.0.1:{server.server_port}/api/v2"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield told
        finally:
            server.shutdown()
