"""The feed of partners as a file that every process answers: written when it changes, so that its age is true."""

import gzip
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benevolat.core import clock
from benevolat.core.settings import config

from ..documents import missions_feed
from ..queries import shared_missions

STALE = timedelta(hours=1)
"""A file that nothing looked at for so long is left aside: a mission withdrawn since might still be in it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed, compressed; what names this very content; since when it is the same, None when nothing tells."""

    compressed: bytes
    tag: str
    since: datetime | None


def _file() -> Path:
    return Path(config("INSTANCE")) / "flux" / "missions.xml.gz"


def _build() -> bytes:
    sent, _left_out = shared_missions()
    return gzip.compress(missions_feed(sent, base=str(config("BASE_URL"))), compresslevel=6, mtime=0)


def write_feed() -> None:
    """Write the feed when it is not what the file holds, whole or not at all, and note that it was looked at."""
    path, content = _file(), _build()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as target:
            target.write(content)
        os.replace(name, path)
        _stamp(path)
    path.with_suffix(".seen").touch()
    _stamp(path.with_suffix(".seen"))


def _stamp(path: Path) -> None:
    now = clock.now().timestamp()
    os.utime(path, (now, now))


def read_feed() -> Feed:
    """Return the feed as it was last written, or as it is now when no worker keeps it."""
    path = _file()
    try:
        fresh = clock.now() - _moment(path.with_suffix(".seen")) <= STALE
        return _feed(path.read_bytes(), _moment(path)) if fresh else _feed(_build(), None)
    except OSError:
        return _feed(_build(), None)


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _feed(content: bytes, since: datetime | None) -> Feed:
    return Feed(content, hashlib.sha256(content).hexdigest()[:32], since)
