"""`python -m tests.bench.figures [--candidatures 50000] [--missions 3000]`: writing a quarter's figures, and the pages that show them.

The processor's time, so that a busy machine weighs little. Everything is written in a database of its own, by rows.
"""

import argparse
import gzip
import json
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benevolat.accounts.models import Kind, Role, User
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature
from benevolat.competences.models import Domaine
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Bilan, BilanState, Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import Mission, Publication
from benevolat.reporting import services
from benevolat.reporting.models import Series
from benevolat.reporting.series import PART_OF, due_quarters
from benevolat.territoire.models import Commune
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.search_site import application
from tests.support.sign_in import sign_in

START = clock.paris(2024, 12, 1)
PAGES = ("/pilotage/chiffres", "/pilotage/chiffres?territoire=trieves", "/pilotage/chiffres/sent", "/pilotage/chiffres.csv", "/chiffres")


def fill(missions: int, candidatures: int) -> None:
    """Write sixty associations, their missions, and what became of the candidatures over eighteen months."""
    chance = random.Random(38)
    places = list(db.session.scalars(sa.select(Commune.code).where(Commune.territoire_code.is_not(None))))
    domains = list(db.session.scalars(sa.select(Domaine.code)))
    now = clock.now()
    _write(User, ({"kind": Kind.PERSON, "email": f"p{n}@courriel.example"} for n in range(1, 5001)))
    _write(Association, (
        {"name": f"Association {n}", "rna": f"W38{n:07}", "state": AssociationState.VERIFIED, "commune_code": chance.choice(places)}
        for n in range(1, 61)
    ))
    _write(Mission, (
        {"association_id": 1 + n % 60, "publication": Publication.PUBLISHED, "published_at": now, "title": f"Mission {n}",
         "domaine_code": chance.choice(domains), "commune_code": chance.choice(places)} for n in range(missions)
    ))
    sent = [START + timedelta(minutes=chance.randrange(540 * 1440)) for _ in range(candidatures)]
    _write(Candidature, (
        {"mission_id": 1 + chance.randrange(missions), "user_id": 1 + n % 5000, "state": "withdrawn", "sent_at": at}
        for n, at in enumerate(sent)
    ))
    taken = [(n + 1, at) for n, at in enumerate(sent) if n % 5 != 0]
    _write(TransitionLog, (_passage("candidature", n, "accept", at + timedelta(days=2)) for n, at in taken))
    _write(Engagement, (
        {"user_id": 1 + (n - 1) % 5000, "candidature_id": n, "association_id": 1 + n % 60, "title": "Mission", "starts_on": at.date(),
         "state": EngagementState.ATTESTED, "to_close_at": at + timedelta(days=20)} for n, at in taken
    ))
    _write(Bilan, (
        {"engagement_id": rank, "state": BilanState.AGREED, "minutes": 600, "confirmed_at": at, "answered_at": at}
        for rank, (_n, at) in enumerate(taken, start=1)
    ))
    _write(TransitionLog, (
        _passage("engagement", rank, "attest", at + timedelta(days=25)) for rank, (_n, at) in enumerate(taken, start=1)
    ))


def _passage(noun: str, number: int, action: str, at: Any) -> dict[str, Any]:
    return {"noun": noun, "object_id": number, "action": action, "source": "a", "target": "b", "actor_id": 1, "at": at}


def _write(model: Any, rows: Any) -> None:
    db.session.execute(sa.insert(model), list(rows))


def measure(app: Flask, missions: int, candidatures: int) -> dict[str, float]:
    """Return the milliseconds of one quarter, of all, of each page, and the kilobytes of each page once compressed."""
    with transaction():
        fill(missions, candidatures)
    found: dict[str, float] = {}
    last = list(due_quarters(clock.local(START).date()))[-3]
    with transaction():
        began = time.process_time()
        for series in set(Series) - set(PART_OF):
            services.close_quarter(series, last)
        found["one quarter, every series (ms)"] = (time.process_time() - began) * 1000
    with transaction():
        began = time.process_time()
        services.close_quarters()
        found["all the others (ms)"] = (time.process_time() - began) * 1000
    services.write_public_file()
    with transaction():
        reader = agent(Role.PILOTE)
    client = app.test_client()
    sign_in(client, reader)
    for page in PAGES:
        client.get(page)
        began = time.process_time()
        answer = client.get(page)
        found[f"{page} (ms)"] = (time.process_time() - began) * 1000
        found[f"{page} (kB)"] = len(gzip.compress(answer.data)) / 1000
    return found


def main() -> None:
    """Say the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missions", type=int, default=3000)
    parser.add_argument("--candidatures", type=int, default=50_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder), f"sqlite:///{folder}/bench.sqlite3")
        app.config["PUBLIC_FIGURES"] = Path(folder) / "chiffres.json"
        app.test_client_class = PageClient
        with app.app_context():
            upgrade()
            app.test_cli_runner().invoke(args=["reference", "load"])
            taken = measure(app, asked.missions, asked.candidatures)
            print(json.dumps({name: round(value, 1) for name, value in taken.items()}, indent=1))  # noqa: T201
            db.session.remove()


if __name__ == "__main__":
    main()
