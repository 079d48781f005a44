"""`python -m tests.bench.passeport [--repeats 30] [--engagements 4] [--json]`: a passeport's page, its signed PDF, its credentials.

The parts are measured in turn within each repeat, so that a busy moment of the machine weighs on all of them; medians.
"""

import argparse
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from pypdf import PdfReader

from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.proofs import integrity, keys, queries, services
from benevolat.proofs.models import DocumentKind
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.search_site import application
from tests.support.sign_in import sign_in

SKILLS = ("ecouter", "accueillir", "rendre-service")
PARTS = {
    "page": "la page", "credential": "une attestation numérique signée", "checked": "la même vérifiée",
    "document": "le PDF signé, tout compris",
}


def timed(act: Callable[[], Any]) -> float:
    """Return how many milliseconds an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def measure(repeats: int, engagements: int, folder: Path) -> dict[str, Any]:
    """Run the bench and return its figures, in milliseconds."""
    app = application(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
    app.config.update(KEYS_DIR=folder / "keys", CERTIFICATE_PASSWORD="")
    app.test_client_class = PageClient
    with app.app_context():
        upgrade()
        app.test_cli_runner().invoke(args=["reference", "load"])
        keys.create()
        with transaction():
            who = person(first_name="Nadia", last_name="Belkacem")
            for number in range(engagements):
                done = attested(who, *SKILLS, minutes=600 + number)
                done.starts_on = done.ends_on = clock.today() - timedelta(days=30 * number)
            version = services.start_version(title="Passeport bénévole", everything=True, by=who)
        client = app.test_client()
        sign_in(client, who)  # type: ignore[arg-type]
        spent: dict[str, list[float]] = {name: [] for name in PARTS}
        for turn in range(repeats + 1):
            made = services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)
            body, pages = made.credentials[0].body, len(PdfReader(io.BytesIO(queries.file_of(made) or b"")).pages)
            db.session.rollback()
            took = _turn(client, version, who, body)
            if turn:  # the first reads fonts, contexts and templates, once a process
                for name, each in took.items():
                    spent[name].append(each)
    medians = {name: statistics.median(each) for name, each in spent.items()}
    return {"repeats": repeats, "engagements": engagements, "pages": pages, **medians}


def _turn(client: Any, version: Any, who: Any, body: dict[str, Any]) -> dict[str, float]:
    """Do each part once; what it writes is taken back."""
    unsigned = {key: value for key, value in body.items() if key != "proof"}
    private = keys.current().private
    took = {
        "page": timed(lambda: client.get("/mon-passeport")),
        "credential": timed(lambda: integrity.sign(unsigned, private, created=clock.now())),
        "checked": timed(lambda: integrity.verify(body, keys.resolve)),
        "document": timed(lambda: services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)),
    }
    db.session.rollback()
    return took


def main() -> None:
    """Print the figures, on one line of JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--engagements", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(given.repeats, given.engagements, Path(folder))
    if given.json:
        print(json.dumps(figures))  # noqa: T201
        return
    print(f"{figures['engagements']} engagements attestés, {figures['pages']} pages, médianes de {figures['repeats']} fois")  # noqa: T201
    for name, words in PARTS.items():
        print(f"  {words:<36}{figures[name]:8.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
