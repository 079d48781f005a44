"""Nothing of the site opens a connection but core/outside.py: no other module imports what could."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from benevolat.core.outside import ADDRESSES
from benevolat.core.settings import ROOT, from_environment

OPENERS = {
    "socket", "ssl", "http", "http.client", "smtplib", "ftplib", "imaplib", "poplib", "telnetlib", "nntplib", "xmlrpc", "asyncio",
    "socketserver", "urllib.request", "urllib.robotparser", "urllib", "webbrowser", "requests", "httpx", "httpcore", "urllib3", "aiohttp",
    "pycurl", "geopy", "dns", "paramiko", "websocket", "websockets",
}
ALLOWED = {
    "core/outside.py": {"http.client", "smtplib", "socket", "ssl"},
    "core/mail/outgoing.py": {"smtplib.SMTPException", "smtplib.SMTPRecipientsRefused"},  # what a server answers
    "core/sms.py": {"http.client.HTTPException"},
    "territoire/queries/geocoder.py": {  # what to ask, and how an answer is read; its connection is core/outside.py's
        "geopy.adapters.BaseSyncAdapter", "geopy.exc.GeocoderServiceError", "geopy.geocoders.BANFrance",
    },
    "web/server.py": {"socket"},  # who comes in
}


def imported(source: str) -> Iterator[str]:
    """Yield what a module imports, at any depth, and by `import_module` or `__import__`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("import_module", "__import__"):
            yield from (each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))


def opens(name: str) -> bool:
    """Tell whether a name belongs to what could open a connection."""
    if name.startswith("urllib."):
        return name.startswith(("urllib.request", "urllib.robotparser"))
    parts = name.split(".")
    return any(".".join(parts[:length]) in OPENERS for length in range(1, len(parts) + 1))


def found() -> dict[str, set[str]]:
    """Return what could open a connection in each module of the site; the set-up runs before it, and installs it."""
    by_module: dict[str, set[str]] = {}
    base = ROOT / "benevolat"
    for path in sorted(each for each in base.rglob("*.py") if "setup" not in each.relative_to(base).parts):
        source = path.read_text(encoding="utf-8")
        if not any(word in source for word in OPENERS):
            continue  # reading a module as a tree takes a hundred times longer than looking for a word
        names = {name for name in imported(source) if opens(name)}
        if names:
            by_module[str(Path(path).relative_to(base))] = names
    return by_module


def test_one_module_opens_connections() -> None:
    assert found() == ALLOWED


def test_every_setting_that_names_a_host_to_call_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiles are asked by the browser; our own address and the database are not called over HTTP."""
    monkeypatch.setenv("BENEVOLAT_INSTANCE", str(tmp_path))
    not_called = {"BASE_URL", "MAP_TILES_URL"}
    named = {name for name in from_environment() if name.endswith(("_URL", "_DOMAIN", "_ISSUER"))} - not_called
    assert named <= set(ADDRESSES)
