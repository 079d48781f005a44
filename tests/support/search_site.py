"""A site of its own for the search's tests and benches: an application over a database by its address, seen from several processes.

`python -m tests.support.search_site read|write|fold FOLDER ADDRESS SECONDS` is one of those processes; it ends by saying what it did.
"""

import json
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from whoosh.index import LockError

from benevolat import create_app
from benevolat.core.db import db, transaction
from benevolat.core.settings import ROOT
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.search import indexing
from benevolat.search.queries import rows, search
from benevolat.search.request import SearchRequest

WORDS = ("jardin", "velo", "enfant", "soup", "musiqe", "cuisine lecture", "école", "", "natur montagn", "nouveau")


def application(folder: Path, address: str) -> Flask:
    """Return an application over a database."""
    return create_app({
        "TESTING": True, "INSTANCE": folder, "SECRET_KEY": "tests-only", "BASE_URL": "http://localhost", "DEMO": False,
        "SQLALCHEMY_DATABASE_URI": address, "HELPER_PHONE": "04 65 71 38 38", "HELPER_HOURS": "", "SMTP_URL": "", "MAIL_FROM": "x",
        "SMS_GATEWAY_URL": "", "SMS_GATEWAY_TOKEN": "", "GEOCODER_DOMAIN": "", "INDEX_DIR": folder / "index",
        "PUBLIC_FIGURES": folder / "chiffres.json",
    })


def start(role: str, folder: Path, address: str, seconds: float) -> "subprocess.Popen[str]":
    """Start one of the processes."""
    command = [sys.executable, "-m", "tests.support.search_site", role, str(folder), address, str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def told(process: "subprocess.Popen[str]", seconds: float) -> dict[str, Any]:
    """Return what a process did, once it has ended."""
    output, _errors = process.communicate(timeout=seconds)
    assert process.returncode == 0, output
    answer: dict[str, Any] = json.loads(output.splitlines()[-1])
    return answer


def _read(app: Flask, until: float) -> dict[str, Any]:
    """Ask with two threads until the end; what fails is told, not hidden."""
    failures: list[str] = []
    asked = [0, 0]

    def ask(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < until:
            try:
                with app.app_context():
                    rows(search(SearchRequest(chance.choice(WORDS))).hits)
                    db.session.remove()
                asked[number] += 1
            except Exception as failure:  # every kind of failure is what the test looks for
                failures.append(repr(failure))

    threads = [threading.Thread(target=ask, args=(number,)) for number in (0, 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return {"asked": sum(asked), "failures": failures}


def _write(app: Flask, until: float) -> dict[str, Any]:
    """Change missions, twenty a second, and fold the changes into the index every so often."""
    written, folded, failures, chance = 0, 0, [], random.Random(1)
    with app.app_context():
        keys = list(db.session.scalars(sa.select(Mission.id)))
        db.session.rollback()
        while time.monotonic() < until:
            try:
                with transaction():
                    mission = db.session.get_one(Mission, chance.choice(keys))
                    mission.title = f"Jardin nouveau {written}"
                    touch(mission, text=True)
                written += 1
                if written % 15 == 0:
                    folded += indexing.fold(app.config["INDEX_DIR"])
            except Exception as failure:  # the same
                failures.append(repr(failure))
            time.sleep(0.05)
    return {"written": written, "folded": folded, "failures": failures}


def _fold(app: Flask, until: float) -> dict[str, Any]:
    """Rewrite many texts and fold them, again and again: somebody is going to kill this."""
    chance = random.Random()
    with app.app_context():
        keys = list(db.session.scalars(sa.select(Mission.id)))
        while time.monotonic() < until:
            with transaction():
                for key in chance.sample(keys, 30):
                    mission = db.session.get_one(Mission, key)
                    mission.title = f"Jardin nouveau {chance.random()}"
                    touch(mission, text=True)
            sys.stdout.write("written\n")
            sys.stdout.flush()
            with suppress(LockError):
                indexing.fold(app.config["INDEX_DIR"])
    return {}


def main() -> None:
    """Be one of the processes."""
    role, folder, address, seconds = sys.argv[1], Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    roles = {"read": _read, "write": _write, "fold": _fold}
    done = roles[role](application(folder, address), time.monotonic() + seconds)
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
