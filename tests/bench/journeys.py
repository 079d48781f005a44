"""What a question costs around the engine: a whole page, the memory of a process, a change seen from another one."""

import time
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from flask import Flask

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core.db import db, transaction
from benevolat.missions.models import Mission, Publication
from benevolat.missions.services import touch
from benevolat.search.french import stem
from benevolat.web.public import results
from tests.bench.facts import Shared
from tests.bench.fts5 import Fts5
from tests.bench.reader import Reader
from tests.support.corpus import WORDS

PAGES = 60
EDITS = 60
COMMON = stem("jardin")


def pages(app: Flask, count: int) -> dict[str, Any]:
    """Return how long the list takes, and the same page when search and rows are given in advance."""
    client = app.test_client()
    whole: list[float] = []
    fixed: list[float] = []
    for turn in range(PAGES):
        address = f"/missions?q={WORDS[turn % len(WORDS)]}&lieu={('Voiron', 'Grenoble', '', 'Vizille')[turn % 4]}"
        kept: dict[str, Any] = {}
        with patch.object(results, "search", _keeping(kept, "search", results.search)), \
                patch.object(results, "rows", _keeping(kept, "rows", results.rows)):
            assert client.get(address).status_code == 200
        whole.append(_spent(client, address))
        with patch.object(results, "search", lambda *_a, kept=kept, **_k: kept["search"]), \
                patch.object(results, "rows", lambda *_a, kept=kept, **_k: kept["rows"]):
            fixed.append(_spent(client, address))
    return {"page_ms": [round(median(whole), 2), round(median(fixed), 2)], "page_ratio": round(median(fixed) / median(whole), 3)}


def _keeping(kept: dict[str, Any], name: str, call: Any) -> Any:
    def kept_call(*args: Any, **named: Any) -> Any:
        kept[name] = call(*args, **named)
        return kept[name]
    return kept_call


def _spent(client: Any, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def memory(other: Reader) -> float:
    """Return the megabytes that a process takes once it has answered every word."""
    return float([other.ask(word) for word in ("", *WORDS)][-1]["mb"])


def edits(other: Reader, shared: Shared, folder: Path) -> dict[str, Any]:
    """Change missions here and ask there at once, ours and FTS5 in turn; return the time of the first answer, which holds the change.

    A common word is timed; that the change was there is checked by a word that only it has.
    """
    path = folder / "rival.sqlite3"
    rival = Fts5(shared, path)
    mine: list[float] = []
    theirs: list[float] = []
    chosen = sa.select(Mission.id).join(Mission.association).where(
        Mission.publication == Publication.PUBLISHED, Mission.recruiting, Association.state == AssociationState.VERIFIED
    )
    keys = db.session.scalars(chosen.limit(EDITS + 5)).all()
    assert other.ask(COMMON, path)["total"]
    assert other.ask(COMMON)["total"]
    for turn, key in enumerate(keys):
        word = f"zyx{turn}"
        with transaction():
            mission = db.session.get_one(Mission, key)
            mission.title, mission.recruiting, mission.ends_on = f"Jardin {word}", True, None
            mission.kind = type(mission.kind).REGULAR
            touch(mission, text=True)
        seen = other.ask(COMMON)
        assert other.ask(word)["total"] == 1
        rival.base.execute("BEGIN IMMEDIATE")
        rival.base.execute("UPDATE t SET title = ? WHERE rowid = ?", (f"jardin {word}", key))
        rival.base.execute("UPDATE f SET until = 9e15 WHERE id = ?", (key,))
        rival.base.execute("COMMIT")
        answer = other.ask(COMMON, path)
        assert other.ask(word, path)["total"] == 1
        if turn >= 5:
            mine.append(seen["ms"])
            theirs.append(answer["ms"])
    rival.close()
    p95 = [sorted(each)[int(0.95 * len(each))] for each in (mine, theirs)]
    return {"edit_seen_ms": [round(each, 2) for each in p95], "edit_seen_ratio": round(p95[0] / p95[1], 2)}
