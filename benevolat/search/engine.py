"""The state of the search in one process: columns, overlay and index, brought up to date at the start of each question."""

import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy.engine import Connection, Engine

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.settings import config
from benevolat.missions.models import Mission, Publication, SearchSequence

from . import columns as column_reading
from . import fallback, index, scoring, texts
from .columns import Columns, midnight
from .corpus import Corpus
from .evaluation import evaluate
from .french import stem
from .overlay import Overlay
from .question import Question, Token, question
from .request import SearchRequest, SearchResult
from .vocabulary import Vocabulary

OVERLAY_MOST = 2_000
"""Changed texts kept in memory; above that words are answered by SQL until the indexer has folded them."""
PUBLIC = sa.and_(Mission.publication == Publication.PUBLISHED, Mission.recruiting)


@dataclass(frozen=True, slots=True)
class Position:
    """Where SQL stands: both counters, how many missions are public, and a figure that changes with the verified associations."""

    columns: int
    texts: int
    public: int
    verified: int
    verified_sum: int


def position(connection: Connection) -> Position:
    """Read where SQL stands, in one query."""
    verified = Association.state == AssociationState.VERIFIED
    counts = [
        sa.select(sa.func.coalesce(sa.func.max(SearchSequence.value), 0)).where(SearchSequence.name == name).scalar_subquery()
        for name in ("columns", "text")
    ]
    row = connection.execute(sa.select(
        *counts, sa.select(sa.func.count()).select_from(Mission).where(PUBLIC).scalar_subquery(),
        sa.select(sa.func.count()).select_from(Association).where(verified).scalar_subquery(),
        sa.select(sa.func.coalesce(sa.func.sum(Association.id), 0)).where(verified).scalar_subquery(),
    )).one()
    return Position(*(int(each) for each in row))


class SearchState:
    """Columns, overlay and index of one process. One lock: an answer takes about a millisecond and must see one state."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.pid = engine, folder, os.getpid()
        self.lock = threading.RLock()
        self.columns, self.overlay = Columns(), Overlay()
        self.position: Position | None = None
        self.version: int | None = None
        self.watch: sqlite3.Connection | None = None
        self.hidden: NDArray[np.int64] = np.empty(0, np.int64)
        self.live: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.complete = True
        self.snapshot: index.Snapshot | None = None
        self.document_rows: NDArray[np.int64] = np.empty(0, np.int64)
        self.vocabulary = Vocabulary()
        self.spelt: index.Snapshot | None = None
        self.watched, self.touched, self.stamp = str(folder), -1, -1
        self.opened: tuple[int, index.Snapshot | None] | None = None
        self.opening: threading.Thread | None = None

    def answer(self, request: SearchRequest) -> SearchResult:
        """Return the answer to a question, over what is committed now."""
        with self.lock:
            self._refresh()
            asked = question(request.words, request.without)
            now = clock.now()
            match = self._match(asked) if asked else None
            found = evaluate(self.columns, self.live, match, request, now=now.timestamp(), midnight=midnight(now))
        corrected = match.corrected if match is not None else ()
        return SearchResult(found.hits, found.total, found.facets, found.sort, asked.typed, found.relaxed, corrected)

    def open_by_association(self) -> dict[int, int]:
        """Return how many missions of each association can be found now."""
        with self.lock:
            self._refresh()
            open_now = self.live & (self.columns["until"] > clock.now().timestamp())
            hosts, counts = np.unique(self.columns["association"][open_now], return_counts=True)
        return {int(host): int(count) for host, count in zip(hosts, counts, strict=True)}

    def letters_wrong(self, word: str) -> int | None:
        """Return how many letters a folded word is from the nearest word of the missions: 0 when it is one, None when none is near."""
        token = Token(word, stem(word))
        with self.lock:
            self._refresh()
            if not self.complete or scoring.is_known(token, self._corpus()):
                return 0
            return min((far for far, _term in self._corpus().near(token.stem)), default=None)

    def _match(self, asked: Question) -> scoring.Match:
        if self.complete:
            try:
                return scoring.match(asked, self._corpus())
            except index.IndexUnavailable:
                index.discard(self.folder)
                self._use(None)
                with self.engine.connect() as connection:
                    self._read_texts(connection)
                return self._match(asked)
        with self.engine.connect() as connection:
            found = fallback.matching(connection, [each.typed for each in asked.words])
            barred = fallback.matching(connection, [each.typed for each in asked.without])
        return scoring.match_in_sql(asked, found, barred, self.columns)

    def _corpus(self) -> Corpus:
        if self.snapshot is not self.spelt:
            self.vocabulary, self.spelt = Vocabulary(), self.snapshot
        return Corpus(self.columns, self.overlay, self.snapshot, self.document_rows, self.live, self.vocabulary)

    # What moved in SQL

    def _refresh(self) -> None:
        adopted = self._follow_index()
        now = clock.now().timestamp()
        stale = np.flatnonzero(self.columns["stale_at"] <= now)
        moved = self._moved()
        if not moved and not len(stale) and not adopted and self.position is not None:
            return
        with self.engine.connect() as connection:
            at = position(connection)
            self._read_columns(connection, at, [int(each) for each in self.columns["mission"][stale]])
            if self.position is None or (at.verified, at.verified_sum) != (self.position.verified, self.position.verified_sum):
                hidden = sa.select(Association.id).where(Association.state != AssociationState.VERIFIED)
                self.hidden = np.array(connection.scalars(hidden).all(), dtype=np.int64)
            self.live = self.columns["published"] & ~np.isin(self.columns["association"], self.hidden)
            self._read_texts(connection)
        self.position = at

    def _moved(self) -> bool:
        """Tell whether anything was committed since the last question: SQLite says so itself, to one connection of its own."""
        if self.engine.dialect.name != "sqlite":
            with self.engine.connect() as connection:
                return self.position != position(connection)
        if self.watch is None:
            self.watch = sqlite3.connect(str(self.engine.url.database), check_same_thread=False, isolation_level=None)
        version = int(self.watch.execute("PRAGMA data_version").fetchone()[0])
        moved, self.version = version != self.version, version
        return moved

    def _read_columns(self, connection: Connection, at: Position, stale: list[int]) -> None:
        """Read what changed; everything when this is the first time, or when the counters say that the database is another one."""
        last = self.position
        if last is None or at.columns < last.columns or at.texts < last.texts:
            self._read_everything(connection)
            return
        if at.columns > last.columns or at.texts > last.texts:
            changed = sa.or_(Mission.column_seq > last.columns, Mission.text_seq > last.texts)
            column_reading.read(connection, changed, self.columns)
        if stale:
            column_reading.read(connection, Mission.id.in_(stale[:500]), self.columns)
        if int(np.count_nonzero(self.columns["published"])) != at.public:
            self._read_everything(connection)

    def _read_everything(self, connection: Connection) -> None:
        self.columns, self.overlay = Columns(), Overlay()
        column_reading.read(connection, PUBLIC, self.columns)
        self._use(self.snapshot)

    # Texts

    def _read_texts(self, connection: Connection) -> None:
        """Bring into the overlay the public texts that the index does not hold as they are, and forget those it does."""
        columns = self.columns
        text, indexed, kept = columns["text_seq"], columns["indexed_seq"], columns["overlay_seq"]
        for old in np.flatnonzero((kept >= 0) & ((indexed == text) | ~columns["published"])):
            self.overlay.drop(int(old))
            kept[old] = -1
        missing = np.flatnonzero(columns["published"] & (indexed != text) & (kept != text))
        self.complete = len(missing) + len(self.overlay) <= OVERLAY_MOST
        if not self.complete:
            return
        for mission, seq, stems in texts.read(connection, (int(each) for each in columns["mission"][missing])):
            row = columns.row_of[mission]
            self.overlay.put(row, stems)
            kept[row], columns["length"][row] = seq, sum(stems.values())

    # The index

    def _follow_index(self) -> bool:
        """Adopt a newer index when one is ready; the first is opened at once, the next ones in the background."""
        touched = index.touched(self.watched)
        if touched == self.touched and self.opening is None and self.opened is None:
            return False
        stamp = index.stamp(self.folder)
        if self.opening is None:
            self.touched = touched
        if stamp != self.stamp and self.opening is None:
            if self.stamp == -1:
                self._open(stamp)
            else:
                self.opening = threading.Thread(target=self._open, args=(stamp,), daemon=True, name="index")
                self.opening.start()
        if self.opened is None:
            return False
        (self.stamp, snapshot), self.opened, self.opening = self.opened, None, None
        self._use(snapshot)
        return True

    def _open(self, stamp: int) -> None:
        snapshot: index.Snapshot | None = None
        if stamp:
            try:
                snapshot = index.open_snapshot(self.folder)
            except index.IndexUnavailable:
                if index.stamp(self.folder) == stamp:
                    index.discard(self.folder)
        self.opened = (stamp, snapshot)

    def _use(self, snapshot: index.Snapshot | None) -> None:
        """Take the rows and lengths of an index; a document counts only where its `seq` is the one SQL holds."""
        if self.snapshot is not None and self.snapshot is not snapshot:
            self.snapshot.close()
        self.snapshot = snapshot
        columns = self.columns
        columns["indexed_seq"][:] = -1
        if snapshot is None:
            self.document_rows = np.empty(0, np.int64)
            return
        self.document_rows = columns.rows(snapshot.missions)
        known = self.document_rows >= 0
        rows, seqs, lengths = self.document_rows[known], snapshot.seqs[known], snapshot.lengths[known]
        columns["indexed_seq"][rows] = seqs
        true = columns["text_seq"][rows] == seqs
        columns["length"][rows[true]] = lengths[true]

    def close(self) -> None:
        """Give back what is open: the index's files and the connection that watches SQLite."""
        self.settle()
        with self.lock:
            self._follow_index()
            self._use(None)
            if self.watch is not None:
                self.watch.close()
                self.watch = None

    def settle(self) -> None:
        """Wait for an index being opened in the background (tests and benches)."""
        if self.opening is not None:
            self.opening.join(30)


def state() -> SearchState:
    """Return the search of this process; a forked one makes its own."""
    kept: Any = current_app.extensions.get("search")
    if kept is None or kept.pid != os.getpid():
        kept = current_app.extensions["search"] = SearchState(db.engine, Path(config("INDEX_DIR")))
    found: SearchState = kept
    return found
