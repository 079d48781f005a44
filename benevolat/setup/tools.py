"""Test tools with an environment of their own, made once: a geocoder, veraPDF and, on a machine without one, a Chromium.

Their pins disagree with the application's, or they weigh too much for whoever only runs the site. Each is made only where the
machine has what it stands on; a machine without it skips the tests that need it (see tests/support/components.py).
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from .install import SETUP, alone, install_lock, node, npm_ci
from .terminal import ROOT, Failure, Step, must_run

TOOLS = ROOT / ".venv-tools"
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
JAVA_LIBRARIES = Path("/usr/share/java")
# unpacks what the package carries under TMPDIR; the variable asks for the libraries that a bare machine lacks as well
UNPACK = "require('@sparticuz/chromium').default.executablePath().then(path => console.log(path))"
UNPACK_ENV = {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}


class Missing(Exception):
    """The machine has not what a tool stands on; the text says what to install."""


def chromium_of_the_machine() -> str | None:
    """Return the path of the machine's own Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def check_geocoder() -> None:
    """Raise Missing where the geocoder cannot run."""
    if shutil.which("redis-server") is None:
        raise Missing("redis-server n’est pas installé")
    if shutil.which("g++") is None:
        raise Missing("g++ n’est pas installé, une bibliothèque du géocodeur est à compiler")


def check_verapdf() -> None:
    """Raise Missing where veraPDF cannot run."""
    if shutil.which("java") is None:
        raise Missing("java n’est pas installé")
    if not (JAVA_LIBRARIES / "jaxb-runtime.jar").exists():
        raise Missing("libjaxb-java n’est pas installé")


def geocoder() -> Path:
    """Return the folder of the geocoder's environment, made if need be; raises Missing or Failure."""
    check_geocoder()
    lock = SETUP / "geocoder.lock"
    return made("geocoder", "Géocodeur des tests", lock, lambda folder: fill(folder, lock))  # one of its libraries comes as sources only


def verapdf() -> Path:
    """Return the folder of veraPDF's environment, made if need be; raises Missing or Failure."""
    check_verapdf()
    lock = SETUP / "verapdf.lock"
    return made("verapdf", "Vérificateur de PDF", lock, lambda folder: fill(folder, lock, "--only-binary", ":all:"))


def chromium() -> Path:
    """Return the Chromium to drive: the machine's, else the one of npm, brought if need be; raises Failure."""
    own = chromium_of_the_machine()
    if own is not None:
        return Path(own)
    lock = SETUP / "chromium" / "package-lock.json"
    return made("chromium", "Chromium des tests (celui de la machine servira si vous en installez un)", lock, unpack_chromium) / "start"


def prepare_tools() -> None:
    """Make the tools that this machine can run; one that cannot be made never stops the tests."""
    for make in (chromium, geocoder, verapdf):
        try:
            make()
        except Missing:
            continue  # the closing summary of the tests counts what this skips
        except Failure as failure:
            print(f"  {failure} Les tests qui en ont besoin seront sautés.")


def made(name: str, title: str, lock: Path, fill_folder: Callable[[Path], None]) -> Path:
    """Return the folder of a tool, filled when its lock, the Python or the place have changed."""
    key = hashlib.sha256(lock.read_bytes() + f"{sys.version_info[:2]} {ROOT}".encode()).hexdigest()[:12]
    folder = TOOLS / f"{name}-{key}"
    if (folder / "ready").exists():
        return folder
    with alone():
        if not (folder / "ready").exists():
            for old in TOOLS.glob(f"{name}-*"):
                shutil.rmtree(old)
            folder.mkdir(parents=True)
            with Step(title):
                fill_folder(folder)
            (folder / "ready").touch()
    return folder


def fill(folder: Path, lock: Path, *options: str) -> None:
    """Make a Python environment in a folder from a hashed lock."""
    must_run([sys.executable, "-m", "venv", "--without-pip", folder], f"L’environnement {folder.name} n’a pas pu être créé")
    install_lock(folder / "bin" / "python", lock, *options)


def unpack_chromium(folder: Path) -> None:
    """Bring npm's Chromium and unpack it, with a starter that gives it its own libraries and fonts."""
    otherwise = "Le Chromium de npm n’a pas pu être apporté"
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(SETUP / "chromium" / name, folder / name)
    npm_ci(folder, [], otherwise)
    must_run([node(), "-e", UNPACK], otherwise, cwd=folder, env={**os.environ, **UNPACK_ENV, "TMPDIR": str(folder)})
    shutil.rmtree(folder / "node_modules")
    starter = folder / "start"
    quoted = json.dumps(str(folder))
    starter.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={quoted}/al2023/lib FONTCONFIG_PATH={quoted}/fonts exec {quoted}/chromium "$@"\n')
    starter.chmod(0o755)
