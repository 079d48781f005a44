"""A clone in which everything is already installed, for tests of the two commands: nothing is downloaded, all the rest is real."""

import subprocess
import sys

from benevolat.core.settings import ROOT

# run by the clone itself, so that the stamp holds its own folder and locks
STAMP = """
import json, runpy
runpy.run_path("benevolat/__main__.py")["load_setup"]()
from benevolat_setup import install as i
lock = i.SETUP / "package-lock.json"
i.write_stamp(**{
    "venv": i.fingerprint(), "libraries-run": i.fingerprint(i.LOCKS["run"]), "packages-run": i.fingerprint(lock),
    "vendor": i.fingerprint(lock, json.dumps(i.COPIES)),
})
"""


def environment(clone, **more):
    """Return the environment of a command: nothing of this machine's but a path."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(clone), "PYTHONDONTWRITEBYTECODE": "1", **more}


def make_python(clone, *path):
    """Give the clone a .venv whose Python is the one of the tests, with folders put first on its path."""
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nPYTHONPATH={":".join(map(str, path))} exec {sys.executable} "$@"\n')
    python.chmod(0o755)


def stamp_as_installed(clone):
    """Write what a finished set-up writes."""
    subprocess.run([sys.executable, "-c", STAMP], cwd=clone, check=True, env=environment(clone))


def copy_of_the_repository(folder):
    """Copy the files of the repository, as a stranger's clone has them, and let them believe that everything is installed."""
    clone = folder / "clone"
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(lambda name: not name.startswith("tests/") and (ROOT / name).is_file(), listed.splitlines()):
        target = clone / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    (clone / "static" / "vendor").mkdir(parents=True, exist_ok=True)
    make_python(clone)
    stamp_as_installed(clone)
    return clone


def read_until(process, words):
    """Read what a command says until a line holds the words; fails with what was said when it never does."""
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)
