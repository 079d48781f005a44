"""The key of the journal, made from the site's secret.

Why from SECRET_KEY and not from a file of its own: every web process writes lines, on every host, and hosts share that secret already;
two hosts that would each make a file would each break the other's chain. It is in no database and in no copy of one.

To replace the secret: put the new one in SECRET_KEY and leave the former in SECRET_KEY_FALLBACKS. Each MAC says which key made it, so
old lines are still verified; after thirteen months none is left, and the former secret may go.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from flask import current_app

PURPOSE = b"isere-benevolat journal 1"
NAME_LENGTH = 8


@lru_cache(maxsize=16)
def _derived(secret: str | bytes) -> tuple[str, bytes]:
    """Return a secret's key for the journal and the name it goes by, from which neither can be found."""
    key = hmac.digest(secret.encode() if isinstance(secret, str) else secret, PURPOSE, hashlib.sha256)
    return hmac.digest(key, b"name", hashlib.sha256).hex()[:NAME_LENGTH], key


def _known() -> dict[str, bytes]:
    """Return the present key, first, and the former ones, by name."""
    config = current_app.config
    return dict(_derived(secret) for secret in (config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ())))


def _digest(key: bytes, kind: str, content: list[str | int | None]) -> str:
    written = json.dumps([kind, *content], ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()


def mac(kind: str, content: list[str | int | None]) -> str:
    """Return the MAC of a content by the present key, written « name:digest »; two kinds never make the same."""
    name, key = next(iter(_known().items()))
    return f"{name}:{_digest(key, kind, content)}"


def is_good(found: str | None, kind: str, content: list[str | int | None]) -> bool:
    """Tell whether a MAC is that of a content, by the key it names; one that names no known key is not."""
    name, _colon, digest = (found or "").partition(":")
    key = _known().get(name)
    return key is not None and hmac.compare_digest(digest, _digest(key, kind, content))
