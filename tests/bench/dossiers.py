"""`python -m tests.bench.dossiers [--people 400] [--lines 5000] [--repeats 15] [--json]`: a référent's list, and a long file's steps.

The processor's time inside the request, so that a busy machine weighs little. The list is timed for one person and for many, in turn;
medians. The steps of a file are timed once each: read, shown, written, then brought again.
"""

import argparse
import gzip
import io
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from benevolat.accounts.models import User
from benevolat.core.db import db, transaction
from benevolat.dossiers.models import Desk
from benevolat.dossiers.services import confirm_columns, remember_titles
from tests.dossiers.stage import OWN, TITLES, export, line
from tests.factories.crowd import crowd
from tests.factories.insertion import referent
from tests.support.page_client import PageClient
from tests.support.search_site import application
from tests.support.sign_in import sign_in


class Meter:
    """The processor's milliseconds of the last request, from its first function to its last; the test client's checks are not in it."""

    def __init__(self, app: Flask) -> None:
        self.began = self.spent = 0.0
        app.before_request_funcs.setdefault(None, []).insert(0, self._begin)
        app.after_request(self._end)

    def _begin(self) -> None:
        self.began = time.process_time()

    def _end(self, answer: Any) -> Any:
        self.spent = (time.process_time() - self.began) * 1000
        return answer


def client_of(app: Flask, who: User) -> Any:
    """Return the session of a référent."""
    client = app.test_client()
    sign_in(client, who)  # type: ignore[arg-type]
    return client


def measure_list(app: Flask, meter: Meter, people: int, repeats: int) -> dict[str, Any]:
    """Time the list of one person and of many."""
    with transaction():
        users = {1: crowd(1), people: crowd(people)}
    clients = {count: client_of(app, who) for count, who in users.items()}
    taken: dict[int, list[float]] = {count: [] for count in users}
    weight = 0
    for _repeat in range(repeats + 1):
        for count, client in clients.items():
            answer = client.get("/accompagnement")
            taken[count].append(meter.spent)
            weight = len(gzip.compress(answer.get_data()))
    return {"list": {str(count): round(statistics.median(times[1:]), 1) for count, times in taken.items()}, "list_gzip": weight}


def measure_file(app: Flask, meter: Meter, lines: int) -> dict[str, Any]:
    """Time each step of a file of new people, then the same file brought again."""
    with transaction():
        who = referent()
        remember_titles(list(TITLES), desk=Desk.REFERENT, by=who)
        confirm_columns(list(TITLES), OWN, desk=Desk.REFERENT, by=who)
    client = client_of(app, who)
    content = export(*(line(reference=f"NG-{n}", email=f"p{n}@courriel.example") for n in range(lines)))
    steps: dict[str, Any] = {"bytes": len(content)}
    for turn in ("new", "again"):
        client.get("/accompagnement/importer")
        read = client.submit("Lire ce fichier", follow=False, file=(io.BytesIO(content), "export.csv"))
        steps[f"{turn}_read"] = meter.spent
        client.get(read.headers["Location"])
        steps[f"{turn}_shown"] = meter.spent
        if turn == "new":
            client.submit("Importer", follow=False)
            steps["new_written"] = meter.spent
    return {name: round(value) for name, value in steps.items()}


def main() -> None:
    """Run the bench and say its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = application(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
        app.test_client_class = PageClient
        with app.app_context():
            upgrade()
            app.test_cli_runner().invoke(args=["reference", "load"])
            meter = Meter(app)
            figures = {**measure_list(app, meter, asked.people, asked.repeats), "file": measure_file(app, meter, asked.lines)}
            db.session.remove()
    print(json.dumps(figures) if asked.json else "\n".join(f"{key}: {value}" for key, value in figures.items()))  # noqa: T201


if __name__ == "__main__":
    main()
