"""`python -m tests.bench.search --n 10000 [--json]`: our search, SQLite's FTS5, tantivy and PostgreSQL, question by question in one run.

Ours goes through the function that the page and the API call, did-you-mean and every facet included. The rivals are given each question
already read, with its misspelt words mended; they answer the page, the total, the domains and the kinds without their own choice, and the
other facets under the whole question (ours gives those without their own choice too, and the radii).
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import click

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.search import engine, indexing
from benevolat.search.french import stem
from benevolat.search.moment import Moment
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.bench import bad_input, journeys
from tests.bench.facts import Reading, Shared
from tests.bench.fts5 import Fts5
from tests.bench.postgres import Postgres
from tests.bench.reader import reader
from tests.bench.tantivy_rival import Tantivy
from tests.support.components_postgres import running_postgres
from tests.support.components_process import Unavailable
from tests.support.corpus import questions, write
from tests.support.prepared import prepare
from tests.support.search_site import application

CLASSES = ("one word", "three words", "prefix", "typo", "no accents", "place only", "words + place", "words + facets", "wishes + place",
           "territory")
OTHERS = ("empty_cache_ratio", "build_ratio", "build_ms", "cold_start_ms", "page_ratio", "page_ms", "edit_seen_ratio",
          "edit_seen_ms", "bad_input_asked", "bad_input_worst_ms", "bad_input_worst")
QUESTIONS, REPEATS = 200, 3


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, in milliseconds, and its answer."""
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def percentile(values: list[float], share: float) -> float:
    """Return the value under which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


@contextmanager
def rivals(shared: Shared, builds: dict[str, float]) -> Iterator[dict[str, Any]]:
    """Build every rival that can be; note how long each took."""
    with ExitStack() as stack:
        made: dict[str, Any] = {}
        stem.cache_clear()
        builds["fts5"], made["fts5"] = timed(lambda: Fts5(shared))
        builds["tantivy"], made["tantivy"] = timed(lambda: Tantivy(shared))
        try:
            url = stack.enter_context(running_postgres()).url("benevolat")
            builds["postgres"], made["postgres"] = timed(lambda: Postgres(shared, url))
        except Unavailable as reason:
            click.echo(f"PostgreSQL : {reason}", err=True)
        try:
            yield made
        finally:
            for each in made.values():
                each.close()


def compare(shared: Shared, made: dict[str, Any], asked: list[Reading]) -> dict[str, Any]:
    """Ask everyone the same questions in turn; return the times of each and how many questions had the same total everywhere."""
    times: dict[str, list[list[float]]] = {name: [[] for _each in asked] for name in ("ours", *made)}
    equal, wrong, moment = 0, [], Moment(clock.now())
    gc.collect()
    gc.freeze()
    for turn in range(REPEATS + 1):
        for place, each in enumerate(asked):
            spent, result = timed(lambda each=each: search(each.request))
            totals = {"ours": result.total}
            if turn:
                times["ours"][place].append(spent)
            for name, rival in made.items():
                spent, answer = timed(lambda rival=rival, each=each: rival.answer(each, moment))
                totals[name] = answer[1]
                if turn:
                    times[name][place].append(spent)
            if turn == 0:
                totals["tantivy"] = made["tantivy"].exact_total(each, moment)
                equal += len(set(totals.values())) == 1
                wrong += [(each.request, totals)] if len(set(totals.values())) > 1 else []
    return {"times": {name: [median(each) for each in kept] for name, kept in times.items()}, "equal": equal, "wrong": wrong}


def empty_cache(asked: list[Reading]) -> float:
    """Return the median time of an answer when no posting list has been read yet."""
    spent = []
    for each in asked:
        engine.state().forget()
        spent.append(timed(lambda each=each: search(each.request))[0])
    return median(spent)


def figures(times: list[float], mb: float, key: str) -> dict[str, Any]:
    """Return the figures of one engine."""
    return {
        "p50_ms": round(percentile(times, 0.5), 3), "p95_ms": round(percentile(times, 0.95), 3), key: round(mb, 1),
        "classes": {label: round(median(times[place::10]), 3) for place, label in enumerate(CLASSES)},
    }


def run(count: int) -> dict[str, Any]:
    """Build everything, ask, and return the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = f"sqlite:///{folder / 'bench.sqlite3'}"
        app = application(folder, address)
        with app.app_context():
            prepare(app)
            write(count, associations=max(40, count // 25))
            db.session.commit()
            stem.cache_clear()
            builds = {"ours": timed(lambda: indexing.rebuild(folder / "index"))[0]}
            cold, _answer = timed(lambda: search(SearchRequest()))
            shared = Shared(engine.state())
            asked = [shared.read(each) for each in questions(QUESTIONS)]
            with rivals(shared, builds) as made:
                found = compare(shared, made, asked)
                bare = empty_cache(asked)
                sizes = {who: rival.megabytes for who, rival in made.items()}
            pages = journeys.pages(app, count) | bad_input.worst(app)
            with reader(folder, address) as other:
                mb = journeys.memory(other)
                edits = journeys.edits(other, shared, folder)
            engine.state().close()
            db.session.remove()
            db.engine.dispose()
    times = found["times"]
    return {
        "n": count, "queries": len(asked), "totals_equal": found["equal"], "differences": [str(each) for each in found["wrong"][:5]],
        "engines": {
            "ours": figures(times["ours"], mb, "rss_mb"), **{who: figures(times[who], sizes[who], "size_mb") for who in sizes},
        },
        "ratios": {who: {label: round(percentile(times["ours"], share) / percentile(times[who], share), 3)
                         for label, share in (("p50", 0.5), ("p95", 0.95))} for who in sizes},
        "empty_cache_p50_ms": round(bare, 3), "empty_cache_ratio": round(bare / percentile(times["fts5"], 0.5), 3),
        "build_ms": {who: round(spent) for who, spent in builds.items()}, "build_ratio": round(builds["ours"] / builds["fts5"], 2),
        "cold_start_ms": round(cold), **pages, **edits,
    }


def show(found: dict[str, Any]) -> None:
    """Print the figures for a person."""
    engines = found["engines"]
    click.echo(f"{found['n']} missions, {found['queries']} questions, same total everywhere for {found['totals_equal']}")
    for each in found["differences"]:
        click.echo(f"  {each}")
    click.echo(f"{'ms':18}" + "".join(f"{who:>10}" for who in engines))
    for label in CLASSES:
        click.echo(f"{label:18}" + "".join(f"{each['classes'][label]:10.3f}" for each in engines.values()))
    for label in ("p50_ms", "p95_ms"):
        click.echo(f"{label:18}" + "".join(f"{each[label]:10.3f}" for each in engines.values()))
    for who, ratios in found["ratios"].items():
        click.echo(f"against {who:10} p50 {ratios['p50']:.3f}   p95 {ratios['p95']:.3f}")
    click.echo(f"memory of a process: {engines['ours']['rss_mb']} MB")
    for name in OTHERS:
        click.echo(f"{name:18} {found[name]}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = run(options.n)
    show(found)
    if options.json:
        kept = ("n", "queries", "totals_equal", "engines")
        click.echo(json.dumps({name: found[name] for name in kept} | {name: each for name, each in found.items() if name not in kept}))
    sys.exit(0 if found["totals_equal"] == found["queries"] else 1)


if __name__ == "__main__":
    main()
