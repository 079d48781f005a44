"""The state of the search in one process: columns, overlay and index, brought up to date at the start of each question."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy.engine import Connection, Engine

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.settings import config

from . import fallback, index, reading, scoring, texts
from .columns import FOR_EVER, Columns
from .corpus import Corpus
from .directory import Directory
from .evaluation import Found, evaluate
from .facts import Rows, rows_of
from .families import Families, families, with_added
from .french import stem
from .models import entries
from .moment import Moment
from .overlay import Overlay
from .question import Question, Token, question
from .reading import Position
from .request import SearchRequest, SearchResult
from .selection import Standing
from .vocabulary import Vocabulary
from .watch import Watch

OVERLAY_MOST = 2_000
"""Changed texts kept in memory; above that words are answered by SQL until the indexer has folded them."""
COUNTED_EVERY = 1.0
"""Seconds between two counts of the public missions, which notice what was written or deleted without the counters."""
MOST_STALE = 500
"""Missions whose next slot has begun, read again at once."""
FEW = 20
"""Rows written are few when they are less than a twentieth of all: what was worked out over the others is kept."""


class SearchState:
    """Columns, overlay and index of one process. One lock: an answer takes about a millisecond and must see one state."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.pid = engine, folder, os.getpid()
        self.lock = threading.RLock()
        self.watch = Watch(engine)
        self.columns, self.overlay = Columns(), Overlay()
        self.position: Position | None = None
        self.counted_at, self.uncounted = 0.0, True
        self.hidden: NDArray[np.int64] = np.empty(0, np.int64)
        self.stale_at = FOR_EVER
        self.complete, self.unsure = True, False
        self.snapshot: index.Snapshot | None = None
        self.document_rows: NDArray[np.int64] = np.empty(0, np.int64)
        self.watched, self.touched, self.stamp = str(folder), -1, -1
        self.opened: tuple[int, index.Snapshot | None] | None = None
        self.opening: threading.Thread | None = None
        self.directory = Directory(engine)
        self.standing: Standing | None = None
        self.moment: Moment | None = None
        self.corpus: Corpus | None = None
        self.vocabulary = Vocabulary()
        self.spelt: index.Snapshot | None = None
        self.written: dict[str, str] = {}
        self.known = families()

    @property
    def live(self) -> NDArray[np.bool_]:
        """Rows that anybody may find: published, by a verified association."""
        return np.asarray(self.columns["live"])

    def answer(self, request: SearchRequest) -> SearchResult:
        """Return the answer to a question, over what is committed now."""
        with self.lock:
            moment = self.refresh()
            asked, match = self.matching(request)
            found = evaluate(self._standing(moment), match, request, moment)
        corrected = tuple((typed, self._written(term, found)) for typed, term in match.corrected) if match is not None else ()
        return SearchResult(
            found.hits, found.total, found.whole, found.facets, found.sort, asked.typed, corrected, asked.ignored
        )

    def _written(self, term: str, found: Found) -> str:
        """Return a stem as people write it: from the families, else from the first mission that was found by it; remembered."""
        known = self.known.spoken.get(term) or self.written.get(term)
        if known is None and found.hits:
            with self.engine.connect() as connection:
                known = self.written[term] = texts.written(connection, found.hits[0].mission, term)
        return known or term

    def matching(self, request: SearchRequest) -> tuple[Question, scoring.Match | None]:
        """Return a question as it was read, and what its words hold over everything (None without words).

        Under the lock, once `refresh` was called.
        """
        asked = question(request.words, request.without, self.known)
        if request.exact:
            asked = replace(asked, exact=True)
        return asked, self._match(asked) if asked else None

    def held_with(self, text: str, known: Families) -> tuple[set[int], tuple[str, ...]]:
        """Return the open rows that would hold all the words of a text, were these the families, and the words read otherwise than typed.

        Under the lock, once `refresh` was called.
        """
        asked = question(text, known=known)
        if not asked.words:
            return set(), ()
        match = self._match(asked, known)
        held = np.setdiff1d(match.rows[match.held >= match.asked], match.excluded)
        read = tuple(self.known.spoken.get(term, term) for _typed, term in match.corrected)
        return set(np.intersect1d(held, rows_of(self._standing(Moment(clock.now())).open)).tolist()), read

    def open_by_association(self) -> dict[int, int]:
        """Return how many missions of each association can be found now."""
        with self.lock:
            self.refresh()
            open_now = rows_of(self._standing(Moment(clock.now())).open)
            hosts, counts = np.unique(self.columns["association"][open_now], return_counts=True)
        return dict(zip(hosts.tolist(), counts.tolist(), strict=True))

    def named(self, words: list[str], communes: set[str] | None) -> list[int]:
        """Return the verified associations whose folded name holds every word, in these communes, by name."""
        with self.lock:
            return self.directory.find(words, communes, COUNTED_EVERY)

    def _standing(self, moment: Moment) -> Standing:
        if self.standing is None or not self.standing.holds(moment):
            self.standing = Standing(self.columns, moment)
        return self.standing

    def letters_wrong(self, word: str) -> int | None:
        """Return how many letters a folded word is from the nearest word of the missions: 0 when it is one, None when none is near."""
        token = Token(word, stem(word))
        with self.lock:
            self.refresh()
            if not self.complete or scoring.is_known(token, self._corpus()):
                return 0
            return min((cost // 2 for cost, _term in self._corpus().near(token.stem)), default=None)

    def _match(self, asked: Question, known: Families | None = None) -> scoring.Match:
        if self.complete:
            try:
                return scoring.match(asked, self._corpus() if known is None or known is self.known else self._made(known))
            except index.IndexUnavailable:
                index.discard(self.folder)
                self._use(None)
                with self.engine.connect() as connection:
                    self._read_texts(connection, np.arange(self.columns.count))
                return self._match(asked, known)
        with self.engine.connect() as connection:
            found, barred = fallback.matching(connection, asked.words), fallback.matching(connection, asked.refused)
        return scoring.match_in_sql(asked, found, barred, self.columns)

    def _corpus(self) -> Corpus:
        if self.snapshot is not self.spelt:
            self.vocabulary, self.spelt = Vocabulary(), self.snapshot
        if self.corpus is None:
            self.corpus = self._made(self.known)
        return self.corpus

    def _made(self, known: Families) -> Corpus:
        return Corpus(self.columns, self.overlay, self.snapshot, self.document_rows, self.vocabulary, known)

    # What moved in SQL

    def refresh(self) -> Moment:
        """Take in what was committed since the last question, and return the moment; under the lock."""
        adopted = self._follow_index()
        moved = self.watch.moved()
        self.uncounted |= moved
        moment = self._now()
        now = moment.now
        if not moved and not adopted and self.position is not None and self.stale_at > now and not self._count_is_due(now):
            return moment
        self.unsure |= adopted
        try:
            with self.engine.connect() as connection:
                self._take_in(connection, now)
        except BaseException:  # what was read so far may be half of it
            self.standing, self.corpus, self.unsure = None, None, True
            raise
        return moment

    def _now(self) -> Moment:
        """Return this moment; the day and its beginning are worked out once a day."""
        at, last = clock.now(), self.moment
        second = at.timestamp()
        if last is None or not last.midnight <= second < last.tomorrow:
            last = self.moment = Moment(at)
        return last.later(second)

    def _take_in(self, connection: Connection, now: float) -> None:
        at = reading.position(connection)
        self._learn(connection, at)
        written = self._hide(connection, at, self._read_columns(connection, at, now))
        unsure = self.unsure or self.position is None or not self.complete
        self._read_texts(connection, np.arange(self.columns.count) if unsure else written)
        self._follow(written, now, texts=not unsure)
        self.position, self.unsure = at, False

    def _follow(self, written: Rows, now: float, *, texts: bool) -> None:
        """Bring what was worked out over the columns in line with the few rows that were written; forget it when they are many."""
        few = len(written) * FEW <= self.columns.count
        if self.standing is not None and not (few and self.standing.follow(written, now)):
            self.standing = None
        if self.corpus is not None and few and texts:
            self.corpus.follow(written)
        else:
            self.corpus = None

    def _learn(self, connection: Connection, at: Position) -> None:
        """Take in the families of words that modérateurs added, when they moved; what was read with the former ones is forgotten."""
        if self.position is None or at.families != self.position.families:
            self.known = with_added(entries(*ways) for ways in reading.families_added(connection))
            self.corpus, self.written = None, {}

    def _count_is_due(self, now: float) -> bool:
        return self.uncounted and abs(now - self.counted_at) >= COUNTED_EVERY

    def _read_columns(self, connection: Connection, at: Position, now: float) -> Rows:
        """Read what changed and return its rows; everything the first time, or when SQL says that the database is another one."""
        last = self.position
        if last is None or at.columns < last.columns or at.texts < last.texts:
            return self._read_everything(connection)
        written: list[int] = []
        if at.columns > last.columns or at.texts > last.texts:
            written += reading.read_changed(connection, last, self.columns)
        if self.stale_at <= now:
            passed = self.columns["mission"][self.columns["stale_at"] <= now][:MOST_STALE]
            written += reading.read_these(connection, passed.tolist(), self.columns)
        if written:
            self.stale_at = float(self.columns["stale_at"].min())
        if self._count_is_due(now):
            self.counted_at, self.uncounted = now, False
            if int(np.count_nonzero(self.columns["published"])) != reading.count_public(connection):
                return self._read_everything(connection)
        return np.array(written, dtype=np.int64)

    def _read_everything(self, connection: Connection) -> Rows:
        self.columns, self.overlay, self.position = Columns(), Overlay(), None
        self.standing = self.corpus = None
        self.counted_at, self.uncounted = clock.now().timestamp(), False
        reading.read_public(connection, self.columns)
        self.stale_at = float(self.columns["stale_at"].min(initial=FOR_EVER))
        self._use(self.snapshot)
        return np.arange(self.columns.count)

    def _hide(self, connection: Connection, at: Position, written: Rows) -> Rows:
        """Mark which rows anybody may find: those written, or all of them when the verified associations are others; return the rows."""
        last, columns = self.position, self.columns
        if last is None or (at.verified, at.verified_sum) != (last.verified, last.verified_sum):
            self.hidden = np.array(reading.hidden_associations(connection), dtype=np.int64)
            written = np.arange(columns.count)
        columns["live"][written] = columns["published"][written] & ~np.isin(columns["association"][written], self.hidden)
        columns.facts.settle()
        return written

    # Texts

    def _read_texts(self, connection: Connection, rows: Rows) -> None:
        """Bring into the overlay the public texts of rows that the index does not hold as they are, and forget those it does."""
        columns = self.columns
        text, indexed, kept, published = (columns[name][rows] for name in ("text_seq", "indexed_seq", "overlay_seq", "published"))
        for old in rows[(kept >= 0) & ((indexed == text) | ~published)].tolist():
            self.overlay.drop(old)
            columns["overlay_seq"][old] = -1
        missing = rows[published & (indexed != text) & (kept != text)]
        self.complete = len(missing) + len(self.overlay) <= OVERLAY_MOST
        if not self.complete:
            return
        for mission, seq, stems in texts.read(connection, columns["mission"][missing].tolist()):
            row = columns.row_of[mission]
            self.overlay.put(row, stems)
            columns["overlay_seq"][row], columns["length"][row] = seq, sum(stems.values())

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
        self.corpus = None
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
        """Give back what is open: the index's files and the connection that watches the database."""
        self.settle()
        with self.lock:
            self._follow_index()
            self._use(None)
            self.watch.close()
            self.directory.close()

    def forget(self) -> None:
        """Empty every cache of words (benches)."""
        self.corpus = None
        if self.snapshot is not None:
            self.snapshot.forget()

    def settle(self) -> None:
        """Wait for an index being opened in the background (tests and benches)."""
        if self.opening is not None:
            self.opening.join(30)


_MAKING = threading.Lock()
"""Two threads that ask the first questions make one state, not two."""


def state() -> SearchState:
    """Return the search of this process; a forked one makes its own."""
    kept: SearchState | None = current_app.extensions.get("search")
    if kept is None or kept.pid != os.getpid():
        with _MAKING:
            kept = current_app.extensions.get("search")
            if kept is None or kept.pid != os.getpid():
                kept = current_app.extensions["search"] = SearchState(db.engine, Path(config("INDEX_DIR")))
    return kept
