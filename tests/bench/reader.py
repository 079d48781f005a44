"""Another process that answers, as a web worker does: `python -m tests.bench.reader DATABASE INDEX [FTS5]`, one line of JSON a question.

It says how long the answer took by its own clock, so that the pipe is not counted, and how much memory it takes.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benevolat.core.settings import ROOT
from benevolat.search import engine
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.support.search_site import application


def resident_mb() -> float:
    """Return the memory that this process takes now."""
    with Path("/proc/self/statm").open(encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1e6


class Reader:
    """The other process, seen from the bench."""

    def __init__(self, folder: Path, address: str) -> None:
        command = [sys.executable, "-m", "tests.bench.reader", str(folder), address]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def ask(self, words: str, fts5: Path | None = None) -> dict[str, Any]:
        """Ask our search, or FTS5 in a file, for words; return total, ms and mb."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"words": words, "fts5": str(fts5) if fts5 else None}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def reader(folder: Path, address: str) -> Iterator[Reader]:
    """Run a reader for the time of a block."""
    made = Reader(folder, address)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


def main() -> None:
    """Answer until the end of the input."""
    folder, address = Path(sys.argv[1]), sys.argv[2]
    rivals: dict[str, sqlite3.Connection] = {}
    with application(folder, address).app_context():
        for line in sys.stdin:
            asked = json.loads(line)
            began = time.perf_counter()
            if asked["fts5"]:
                if asked["fts5"] not in rivals:
                    rivals[asked["fts5"]] = sqlite3.connect(asked["fts5"], isolation_level=None)
                total = _count(rivals[asked["fts5"]], asked["words"])
            else:
                total = search(SearchRequest(asked["words"])).total
            spent = (time.perf_counter() - began) * 1000
            engine.state().settle()
            sys.stdout.write(json.dumps({"total": total, "ms": spent, "mb": resident_mb()}) + "\n")
            sys.stdout.flush()


def _count(base: sqlite3.Connection, stem: str) -> int:
    """Answer as FTS5 does: a page, the total and the counts by domain."""
    source, values = "FROM t JOIN f ON f.id = t.rowid WHERE t MATCH ? AND f.until > ?", (f'"{stem}"', time.time())
    base.execute(f"SELECT f.id {source} ORDER BY bm25(t, 3.0, 2.0, 1.0) LIMIT 20", values).fetchall()
    return sum(row[1] for row in base.execute(f"SELECT f.domain, count(*) {source} GROUP BY 1", values))


if __name__ == "__main__":
    main()
