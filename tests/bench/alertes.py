"""`python -m tests.bench.alertes [--alertes 5000] [--new 200] [--n 10000] [--json]`: new missions against kept searches.

In one run: the reversed matching (through the same functions as the worker, its jobs and its writes included), and a search for each
alerte, which is what it replaces; then both are compared alerte by alerte.
"""

import argparse
import json
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, select, update

from benevolat.alertes.models import AlerteMission
from benevolat.alertes.services.finding import ALERTES, MISSIONS
from benevolat.alertes.services.keeping import Kept, next_moment, plain
from benevolat.alertes.services.keeping import row_of as alerte_of
from benevolat.core import jobs
from benevolat.core.db import db, transaction
from benevolat.missions.models import Mission
from benevolat.search import indexing
from benevolat.search.queries import search
from benevolat.search.request import MOST, SearchRequest, Sort
from benevolat.search.reverse import answering
from tests.bench.reader import application
from tests.support.corpus import fill, questions


def keep(count: int, seed: int = 5) -> list[SearchRequest]:
    """Write that many kept searches of the bench's ten classes, as if each had been kept long ago, and return their questions."""
    asked = [plain(replace(each, sort=None, skip=0)) for each in questions(count, seed=seed)]
    for number, each in enumerate(asked):
        row = alerte_of(Kept(each, f"recherche {number}", ""), email=f"p{number}@courriel.example")
        row.next_at = next_moment(9, weekly=True)
        db.session.add(row)
    return asked


def by_searching(asked: list[SearchRequest], new: set[int]) -> dict[SearchRequest, set[int]]:
    """Search for each alerte, page after page until every new mission had its turn, as one would without the reversed matching."""
    found: dict[SearchRequest, set[int]] = {}
    for each in dict.fromkeys(asked):
        skip, total = 0, 1
        while skip < total:
            result = search(replace(each, sort=Sort.NEWEST, skip=skip, limit=MOST))
            whole = result.hits[:max(0, result.whole - skip)]
            found.setdefault(each, set()).update(hit.mission for hit in whole if hit.mission in new)
            skip, total = skip + MOST, result.whole
    return {question: missions for question, missions in found.items() if missions}


def measure(alertes: int, new: int, count: int, folder: Path) -> dict[str, Any]:
    """Run the bench and return its figures."""
    app = application(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
    with app.app_context():
        upgrade()
        app.test_cli_runner().invoke(args=["reference", "load"])
        with transaction():
            missions = fill(count)
            asked = keep(alertes)
        indexing.rebuild(folder / "index")
        search(SearchRequest())
        chosen = {each.id for each in random.Random(9).sample(missions, new)}
        with transaction():
            last = db.session.scalar(select(func.max(Mission.column_seq))) or 0
            for place, mission in enumerate(sorted(chosen), start=1):
                db.session.execute(update(Mission).where(Mission.id == mission).values(column_seq=last + place))
        db.session.remove()
        search(SearchRequest())
        began = time.perf_counter()
        given = answering(asked, chosen)
        matched = time.perf_counter() - began
        whole, longest = _the_worker(last)
        written = db.session.scalar(select(func.count()).select_from(AlerteMission)) or 0
        began = time.perf_counter()
        wanted = by_searching(asked, chosen)
        searched = time.perf_counter() - began
    equal = {question: {hit.mission for hit in hits} for question, hits in given.items()} == wanted
    return {
        "alertes": alertes, "new": new, "n": count, "equal": equal, "found": sum(map(len, given.values())), "written": written,
        "matching_s": round(matched, 2), "worker_s": round(whole, 2), "longest_job_s": round(longest, 2), "searching_s": round(searched, 2),
        "missions_a_round": MISSIONS, "alertes_a_job": ALERTES,
    }


def _the_worker(after: int) -> tuple[float, float]:
    """Do the round's jobs as the worker does, each in its transaction; return how long all took, and the longest."""
    with transaction():
        through = db.session.scalar(select(func.max(Mission.column_seq))) or 0
        jobs.enqueue("alertes.match_part", {"after": after, "through": through, "last": 0})
    spent: list[float] = []
    while True:
        began = time.perf_counter()
        if not jobs.run_one():
            failed = db.session.scalar(select(jobs.Job.error).where(jobs.Job.error.is_not(None)))
            if failed:
                raise RuntimeError(failed)
            return sum(spent), max(spent)
        spent.append(time.perf_counter() - began)


def main() -> None:
    """Print the figures, on one line of JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alertes", type=int, default=5_000)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(given.alertes, given.new, given.n, Path(folder))
    if given.json:
        print(json.dumps(figures))  # noqa: T201
        return
    print(f"{figures['alertes']} alertes, {figures['new']} missions nouvelles parmi {figures['n']}")  # noqa: T201
    print(f"  comparaison renversée   {figures['matching_s']:6.2f} s   (par les tâches, écritures comprises : {figures['worker_s']:.2f} s,")  # noqa: T201
    print(f"                                       la plus longue tient la base {figures['longest_job_s']:.2f} s)")  # noqa: T201
    print(f"  une recherche par alerte {figures['searching_s']:5.2f} s")  # noqa: T201
    print(f"  mêmes réponses : {'oui' if figures['equal'] else 'NON'} ({figures['found']} trouvées, {figures['written']} écrites)")  # noqa: T201


if __name__ == "__main__":
    main()
