"""Two modérateurs in two processes: an item is taken by one, decided once, and reports of one moment make one item."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.settings import ROOT
from benevolat.missions.models import Publication
from benevolat.moderation.models import Claim, DeskDecision
from benevolat.signalements.models import Report, Signalement
from tests.factories.people import agent, person
from tests.factories.world import association, mission

from .test_last_place import _site

ROUNDS = 6
PROCESS = """
import json, sys
from benevolat import create_app
from benevolat.accounts.models import User
from benevolat.core.db import db, transaction
from benevolat.core.errors import DomainError
from benevolat.missions.models import Mission
from benevolat.moderation.models import Noun
from benevolat.moderation import services
from benevolat.signalements.models import Kind, Reason
from benevolat.signalements.queries import find_target
from benevolat.signalements.services import report
from sqlalchemy.exc import OperationalError
settings, who, rows = json.loads(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
app = create_app(settings)
def once(act):
    for _try in range(20):
        try:
            with transaction():
                act()
            return "yes"
        except DomainError:
            return "no"
        except OperationalError:
            continue
    return "busy"
def wait():
    print("ready", flush=True); sys.stdin.readline()
with app.app_context():
    done = {"take": [], "publish": [], "report": []}
    db.session.get_one(User, who)
    wait()
    for row in rows:
        me = lambda: db.session.get_one(User, who)
        it = lambda: db.session.get_one(Mission, row)
        done["take"].append(once(lambda: services.take(Noun.MISSION, row, by=me())))
    wait()
    for row in rows:
        done["publish"].append(once(lambda: services.publish_mission(it(), by=me(), not_a_job=True)))
    wait()
    for row in rows:
        done["report"].append(once(lambda: report(find_target(None, Kind.ASSOCIATION, it().association.public_id), reason=Reason.FALSE)))
    print(json.dumps(done), flush=True)
"""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str, Path]]:
    """A site on a real database, with its address."""
    folder: Path = tmp_path_factory.mktemp("claims")
    if request.param == "postgres":
        with request.getfixturevalue("postgres_server").fresh_database() as url:
            for made in _site(folder, url):
                yield made, url, folder
    else:
        for made in _site(folder, f"sqlite:///{folder / 'site.sqlite3'}"):
            yield made, f"sqlite:///{folder / 'site.sqlite3'}", folder


def at_once(url: str, folder: Path, people: list[int], rows: list[int]) -> list[dict[str, list[str]]]:
    """Run the same acts in one process each, begun together."""
    settings = {"TESTING": True, "INSTANCE": str(folder), "SECRET_KEY": "tests-only", "BASE_URL": "http://localhost", "DEMO": False,
                "SQLALCHEMY_DATABASE_URI": url, "HELPER_PHONE": "04 65 71 38 38", "HELPER_HOURS": "", "SMTP_URL": "", "MAIL_FROM": "x",
                "SMS_GATEWAY_URL": "", "SMS_GATEWAY_TOKEN": "", "GEOCODER_DOMAIN": "", "INDEX_DIR": str(folder / "index")}
    running = [subprocess.Popen(
        [sys.executable, "-c", PROCESS, json.dumps(settings), str(who), json.dumps(rows)], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) for who in people]
    for _phase in range(3):  # everybody takes, then everybody decides, then everybody reports
        for each in running:
            assert each.stdout is not None
            assert each.stdout.readline().strip() == "ready"
        for each in running:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
    told = [each.communicate(timeout=300) for each in running]
    assert all(each.returncode == 0 for each in running), told
    return [json.loads(out) for out, _err in told]


def _count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_two_modérateurs_are_never_on_the_same_item(site: tuple[Flask, str, Path]) -> None:
    _app, url, folder = site
    people = [agent(Role.MODERATEUR).id for _each in range(2)]
    rows = [mission(association(member=person()), publication=Publication.SUBMITTED, published_at=None).id for _n in range(ROUNDS)]
    db.session.commit()
    one, other = at_once(url, folder, people, rows)
    db.session.rollback()
    for kind in ("take", "publish"):
        assert all(sorted(pair) == ["no", "yes"] for pair in zip(one[kind], other[kind], strict=True)), (kind, one[kind], other[kind])
    assert [a == b for a, b in zip(one["take"], one["publish"], strict=True)].count(False) == 0, "whoever holds it decides"
    assert _count(DeskDecision) == ROUNDS
    assert _count(OutgoingMail) == ROUNDS
    assert _count(Claim) == 0
    assert one["report"] == other["report"] == ["yes"] * ROUNDS
    assert (_count(Signalement), _count(Report)) == (ROUNDS, 2 * ROUNDS)
