"""`python -m tests.bench.search --n 10000 [--json]`: our search and SQLite's FTS5, question by question in one interleaved run."""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade

from benevolat import create_app
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.search import engine, indexing, texts
from benevolat.search.columns import midnight
from benevolat.search.french import stem, words
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.bench.fts5 import Fts5
from tests.support.corpus import fill, questions

CLASSES = ("one word", "three words", "prefix", "typo", "no accents", "place only", "words + place", "words + facets", "wishes + place",
           "territory")
QUESTIONS, REPEATS = 200, 3
SHARES = (("p50", 0.5), ("p95", 0.95))


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


def stemmed() -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Give the stems of every mission, part by part, as FTS5 indexes them."""
    with db.engine.connect() as connection:
        for row in connection.execute(texts.joined()):
            rest = " ".join(each for each in (row.description, row.association, row.domaine, row.activity, row.schedule) if each)
            yield row.id, tuple(" ".join(map(stem, words(part))) for part in (row.title, row.commune or "", rest))  # type: ignore[misc]


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, in milliseconds, and its answer."""
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def percentile(values: list[float], share: float) -> float:
    """Return the value under which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def compare(rival: Fts5, asked: list[SearchRequest]) -> dict[str, Any]:
    """Ask both the same questions in turn; return times by class and how many answers differ."""
    ours: list[list[float]] = [[] for _each in asked]
    theirs: list[list[float]] = [[] for _each in asked]
    differences = 0
    now = clock.now()
    for turn in range(REPEATS + 1):
        for place, each in enumerate(asked):
            spent, result = timed(lambda each=each: search(each))
            other, answer = timed(lambda each=each: rival.answer(each, now.timestamp(), midnight(now)))
            if turn == 0:
                codes = {rival.domains[key]: count for key, count in answer[2].items() if key >= 0}
                differences += result.total != answer[1] or dict(result.facets.domains) != codes
            else:
                ours[place].append(spent)
                theirs[place].append(other)
    return {"ours": [median(each) for each in ours], "fts5": [median(each) for each in theirs], "differences": differences}


def run(count: int) -> dict[str, Any]:
    """Build both, ask, and return the figures."""
    with tempfile.TemporaryDirectory() as name:
        app = application(Path(name))
        with app.app_context():
            fill(count)
            db.session.commit()
            built, _count = timed(lambda: indexing.rebuild(Path(name) / "index"))
            cold, _answer = timed(lambda: search(SearchRequest()))
            rival_built, rival = timed(lambda: Fts5(engine.state(), stemmed()))
            figures = compare(rival, questions(QUESTIONS))
            engine.state().close()
            db.session.remove()
            db.engine.dispose()
    return {
        "missions": count, "differences": figures["differences"], "build_ms": round(built), "fts5_build_ms": round(rival_built),
        "cold_start_ms": round(cold), "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **{f"{who}_{label}_ms": round(percentile(figures[who], share), 3) for who in ("ours", "fts5") for label, share in SHARES},
        "ratio_p50": round(percentile(figures["ours"], 0.5) / percentile(figures["fts5"], 0.5), 2),
        "ratio_p95": round(percentile(figures["ours"], 0.95) / percentile(figures["fts5"], 0.95), 2),
        "classes": {label: [round(median(figures[who][place::10]), 3) for who in ("ours", "fts5")] for place, label in enumerate(CLASSES)},
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = run(options.n)
    if options.json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        if name != "classes":
            click.echo(f"{name:18} {value}")
    click.echo(f"{'class':18} {'ours':>8} {'fts5':>8}  (ms, median)")
    for label, (mine, other) in figures["classes"].items():
        click.echo(f"{label:18} {mine:8.3f} {other:8.3f}")
    sys.exit(1 if figures["differences"] else 0)


if __name__ == "__main__":
    main()
