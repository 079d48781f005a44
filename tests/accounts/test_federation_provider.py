"""The whole way against a provider that others wrote (npm oidc-provider): asked, answered, its code worth nothing twice, left."""

import http.client
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from benevolat.accounts.federation.exchange import Silent
from benevolat.accounts.federation.providers import configured
from benevolat.accounts.federation.tokens import Rejected
from benevolat.accounts.models import ProviderName
from benevolat.accounts.services import Asked, ask_identity, read_identity, sign_out_address
from benevolat.core import clock
from benevolat.core.settings import ROOT
from tests.support.components import required
from tests.support.components_chromium import node_for_playwright
from tests.support.components_process import free_port
from tests.support.provider import CLIENT, SECRET

pytestmark = pytest.mark.long
SETUP = ROOT / "benevolat" / "setup"
BACK, LEFT = "http://localhost/connexion/franceconnect/retour", "http://localhost/deconnexion/retour"


class Browser:
    """Follows redirections on the provider's host and keeps its cookies, until it leads elsewhere."""

    def __init__(self, host: str) -> None:
        self.host, self.cookies = host, SimpleCookie()

    def go(self, address: str) -> tuple[int, str, str]:
        """Return the last status, where it leads, and the page."""
        for _step in range(8):
            parts = urlsplit(address)
            if parts.netloc not in ("", self.host):
                break
            connection = http.client.HTTPConnection(self.host, timeout=60)
            connection.request("GET", f"{parts.path}?{parts.query}", headers={
                "Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items()),
            })
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies.load(line)
            page, address = answer.read().decode(), answer.headers.get("Location", "")
            connection.close()
            if not address:
                break
        return answer.status, address, page


@pytest.fixture
def issuer(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The provider, which reads the machine's own clock; ours is the same for the time of the test."""
    node, port = node_for_playwright(), free_port()
    if node is None or not (SETUP / "node_modules/oidc-provider").exists():
        (pytest.fail if "verifiers" in required() else pytest.skip)("oidc-provider n’est pas installé : lancez python3 benevolat test")
    script = ROOT / "tests" / "accounts" / "provider.mjs"
    command = [str(node), script, SETUP, str(port), BACK, LEFT]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    token = clock._source.set(lambda: datetime.now(UTC))
    try:
        assert started.stdout is not None
        assert started.stdout.readline().strip() == "ready"
        address = f"http://127.0.0.1:{port}/api/v2"
        for name, value in (("ISSUER", address), ("CLIENT_ID", CLIENT), ("SECRET", SECRET)):
            monkeypatch.setitem(fresh_app.config, f"FRANCECONNECT_{name}", value)
        monkeypatch.setitem(fresh_app.config, "PRIVATE_HOSTS", {"127.0.0.1"})
        yield address
    finally:
        clock._source.reset(token)
        started.terminate()
        started.communicate(timeout=60)
        fresh_app.extensions.pop("federation", None)


def asked_over_there(issuer: str) -> tuple[Any, Asked, str, Browser]:
    """Lead a browser through the provider; return it with the code it comes back with."""
    provider = configured(ProviderName.FRANCECONNECT)
    assert provider is not None
    address, asked = ask_identity(provider, back=BACK)
    browser = Browser(urlsplit(issuer).netloc)
    _status, back, page = browser.go(address)
    assert back.startswith(BACK), page[:800]
    told = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert told["state"] == asked.state
    assert told["iss"] == issuer
    return provider, asked, told["code"], browser


def test_a_true_provider_s_answer_is_read_once_and_its_session_is_closed(issuer: str) -> None:
    provider, asked, code, browser = asked_over_there(issuer)
    identity, id_token = read_identity(provider, asked, code=code, back=BACK)
    assert (identity.first_name, identity.last_name, identity.email) == ("Nadia", "Belkacem", "nadia@courriel.example")
    with pytest.raises(Silent):
        read_identity(provider, asked, code=code, back=BACK)
    leave = sign_out_address("franceconnect", id_token, state="e" * 32, back=LEFT)
    assert leave is not None
    status, _where, page = browser.go(leave)
    assert status == 200, page[:800]
    assert "logout" in page.lower()


def test_a_true_provider_holds_us_to_our_own_question(issuer: str) -> None:
    provider, asked, code, _browser = asked_over_there(issuer)
    with pytest.raises(Silent):  # PKCE: a code that somebody intercepted is worth nothing
        read_identity(provider, Asked(asked.state, asked.nonce, "v" * 43), code=code, back=BACK)
    provider, asked, code, _browser = asked_over_there(issuer)
    with pytest.raises(Rejected, match="nonce"):
        read_identity(provider, Asked(asked.state, "un autre", asked.verifier), code=code, back=BACK)
    provider, asked, code, _browser = asked_over_there(issuer)
    with pytest.raises(Silent):
        read_identity(provider, asked, code=code, back=f"{BACK}/ailleurs")
