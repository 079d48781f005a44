"""The judged questions, the missions they are asked over, and what an answer is worth."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from benevolat import create_app
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.demo import content
from benevolat.demo.missions import DAYS, PARTS
from benevolat.missions.models import Creneau, FrenchLevel, Mission, MissionKind, Publication, SearchSequence, Setting, Where
from benevolat.missions.words import mask_of
from benevolat.search.box import read_box, request_of
from benevolat.search.queries import search
from benevolat.territoire.models import Commune

QUESTIONS = Path(__file__).parent / "questions.txt"
FIRST = 5
EVERY = 4
"""One question in so many is kept unseen while tuning."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person types, the missions that answer it, and whether it stays unseen while tuning."""

    kind: str
    text: str
    wanted: frozenset[str]
    unseen: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a question found: the part of the good answers among the first five, and the rank of the first good one (0: none)."""

    question: Question
    recall: float
    rank: int
    found: tuple[str, ...]
    read: str


def application(folder: Path) -> Flask:
    """Return an application on a new database with the reference data."""
    app = create_app({
        "TESTING": True, "INSTANCE": folder, "SECRET_KEY": "bench", "BASE_URL": "http://localhost", "DEMO": False,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.sqlite3'}", "HELPER_PHONE": "", "HELPER_HOURS": "", "SMTP_URL": "",
        "MAIL_FROM": "x", "SMS_GATEWAY_URL": "", "SMS_GATEWAY_TOKEN": "", "GEOCODER_DOMAIN": "", "INDEX_DIR": folder / "index",
    })
    with app.app_context():
        upgrade()
        app.test_cli_runner().invoke(args=["reference", "load"])
    return app


def questions() -> list[Question]:
    """Return the judged questions, in the order of the file."""
    lines = [each for each in QUESTIONS.read_text(encoding="utf-8").splitlines() if each and not each.startswith("#")]
    parts = [[part.strip() for part in each.split("|")] for each in lines]
    return [
        Question(kind, text, frozenset(wanted.split()), place % EVERY == EVERY - 1) for place, (kind, text, wanted) in enumerate(parts)
    ]


def write_missions() -> dict[int, str]:
    """Publish every mission of the demonstration's texts and return their keys by row."""
    hosts = {each["key"]: Association(
        name=each["name"], rna=f"W38{number:07d}", state=AssociationState.VERIFIED, commune_code=each.get("commune")
    ) for number, each in enumerate(content.read("associations"))}
    db.session.add_all(hosts.values())
    db.session.flush()
    made = {text["key"]: _mission(text, number, hosts[text["association"]].id) for number, text in enumerate(content.missions(), start=1)}
    count = len(made)
    db.session.add_all([*made.values(), SearchSequence(name="columns", value=count), SearchSequence(name="text", value=count)])
    db.session.flush()
    return {mission.id: key for key, mission in made.items()}


def _mission(text: dict[str, Any], number: int, host: int) -> Mission:
    commune = db.session.get(Commune, text["commune"]) if text["commune"] else None
    regular = text["kind"] == "regular"
    bits = [3 * DAYS.index(day) + PARTS.index(part) for day, part in (each.split("-") for each in text.get("half_days") or ())]
    mission = Mission(
        association_id=host, title=text["title"], description=text["description"], domaine_code=text["domaine"],
        kind=MissionKind(text["kind"]), half_days=mask_of(bits) if regular else 0, where=Where(text["where"]),
        commune_code=text["commune"], lat=commune.lat if commune else None, lon=commune.lon if commune else None,
        french_level=FrenchLevel(text["french_level"]), setting=Setting(text["setting"]), publication=Publication.PUBLISHED,
        published_at=clock.now() - timedelta(days=1), column_seq=number, text_seq=number,
    )
    for each in text.get("creneaux", ()):
        day = clock.today() + timedelta(days=max(1, abs(each["day"])))
        starts, ends = (datetime.combine(day, time.fromisoformat(each[at]), clock.PARIS) for at in ("start", "end"))
        mission.creneaux.append(Creneau(
            starts_at=starts, ends_at=ends if ends > starts else ends + timedelta(days=1), places=each["places"],
        ))
    return mission


def judge(question: Question, keys: dict[int, str]) -> Judged:
    """Ask a question as the one box would and judge what comes first."""
    read = read_box(question.text)
    found = tuple(keys[hit.mission] for hit in search(request_of(read)).hits)
    good = len(question.wanted & set(found[:FIRST])) / min(FIRST, len(question.wanted))
    rank = next((place for place, key in enumerate(found, start=1) if key in question.wanted), 0)
    told = f"{read.words} @{read.place.name if read.place else '-'} -{','.join(read.without)} {read.half_days}"
    return Judged(question, good, rank, found[:FIRST], told)


def figures(judged: list[Judged]) -> dict[str, Any]:
    """Return recall among the first five, mean reciprocal rank, and how often the first is good."""
    count = len(judged)
    return {
        "count": count, "recall_at_5": round(sum(each.recall for each in judged) / count, 3),
        "mrr": round(sum(1 / each.rank for each in judged if each.rank) / count, 3),
        "success_at_1": round(sum(each.rank == 1 for each in judged) / count, 3),
    }
