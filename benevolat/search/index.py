"""The text index on disk: everything that knows Whoosh. Derived from SQL, thrown away and made again whenever anything is wrong.

Whoosh 2.7.4's traps are kept in here: a fresh reader each time and never a refresh, a lock with a timeout, no positions, no float columns;
its files are pickles, so the folder is the application's alone (0700) and is never restored from elsewhere.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, formats, writing
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import LockError
from whoosh.reading import IndexReader
from whoosh.system import pack_uint

from .files import Files, seal_of
from .french import VERSION

FORMAT = 3
"""Changes whenever what is written per mission does."""
NAME = f"missions{FORMAT}v{VERSION}"
LOCK_TIMEOUT = 10.0
CACHE_BYTES = 16 * 1024 * 1024
ONCE = pack_uint(1)
PAUSE = threading.Event()

Rows = NDArray[np.signedinteger[Any]]
Weights = NDArray[np.float32]


class IndexUnavailable(Exception):
    """There is no index, or it cannot be read; SQL answers meanwhile."""


class Stems(fields.FieldType):  # type: ignore[misc]
    """A field given as {stem: weight}, kept without positions: the weights are ours, nothing is analysed again."""

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.analyzer = self.vector = self.column_type = None
        self.scorable = self.stored = self.unique = self.spelling = False

    def index(self, value: dict[str, float], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give each stem as Whoosh writes it."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, ONCE


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, with long blocks left uncompressed, and without the lengths that it would ask the disk for at each posting."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=4_096, compression=0)


def _schema() -> fields.Schema:
    number = columns.NumericColumn("q")
    return fields.Schema(
        mission=fields.NUMERIC(int, bits=64, unique=True, sortable=True, shift_step=0), seq=fields.COLUMN(number),
        length=fields.COLUMN(number), text=Stems(),
    )


def _decode(matcher: Any) -> tuple[Rows, Weights]:
    """Return the documents and weights of a posting list, block by block: three times as fast as asking for one after the other."""
    documents, weights = [], []
    while True:
        matcher._read_data()
        deltas, said = matcher._data[0], matcher._data[1]
        documents.append(np.cumsum(np.array(deltas, dtype=np.int64)))
        weights.append(np.array(said, np.float32) if isinstance(said, tuple) else np.full(len(deltas), said or 1.0, np.float32))
        if matcher._lastblock:
            return np.concatenate(documents), np.concatenate(weights)
        matcher._goto(matcher._nextoffset)


def _column(leaf: Any, name: str) -> Rows:
    """Return a column of numbers in one piece; Whoosh leaves out the zeros at its end, and turns over the sign of a field's own."""
    reader = leaf.column_reader(name, translate=False)
    found = np.zeros(leaf.doc_count_all(), dtype=np.int64)
    count = min(reader._count, len(found))
    found[:count] = np.frombuffer(reader._dbfile.get(reader._basepos, reader._fixedlen * count), dtype=f">i{reader._fixedlen}")
    return found ^ np.iinfo(np.int64).min if name == "mission" else found


class Snapshot:
    """The index as it was at one moment: which mission each document is, its `seq` and its length, and posting lists on demand."""

    def __init__(self, reader: IndexReader, folder: Path) -> None:
        self.reader, self.leaves, self.format = reader, tuple(reader.leaf_readers()), formats.Frequency()
        self.seals = {path: seal_of(path) for path in map(str, folder.glob(f"{NAME}_*.seg"))}
        self._lock = threading.Lock()
        self._postings: OrderedDict[str, tuple[Rows, Weights]] = OrderedDict()
        self._bytes = 0
        count = reader.doc_count_all()
        self.missions: Rows = np.full(count, -1, dtype=np.int64)
        self.seqs: Rows = np.full(count, -1, dtype=np.int64)
        self.lengths: Weights = np.zeros(count, dtype=np.float32)
        for leaf, start in self.leaves:
            end = start + leaf.doc_count_all()
            for target, name in ((self.missions, "mission"), (self.seqs, "seq"), (self.lengths, "length")):
                target[start:end] = _column(leaf, name)
            if leaf.has_deletions():
                gone = [start + each for each in range(end - start) if leaf.is_deleted(each)]
                self.missions[gone] = self.seqs[gone] = -1

    def postings(self, term: str) -> tuple[Rows, Weights]:
        """Return the documents that hold a stem and its weights, from memory when it was asked before."""
        with self._lock:
            kept = self._postings.get(term)
            if kept is not None:
                self._postings.move_to_end(term)
                return kept
        found = self._read(term)
        with self._lock:
            self._postings[term] = found
            self._bytes += found[0].nbytes + found[1].nbytes + 200
            while self._bytes > CACHE_BYTES and len(self._postings) > 1:
                _term, old = self._postings.popitem(last=False)
                self._bytes -= old[0].nbytes + old[1].nbytes + 200
        return found

    def _read(self, term: str) -> tuple[Rows, Weights]:
        parts: list[tuple[Rows, Weights]] = [(np.empty(0, np.int32), np.empty(0, np.float32))]
        if any(seal_of(path) not in (None, seal) for path, seal in self.seals.items()):
            raise IndexUnavailable("written over while it was open")
        try:
            for leaf, start in self.leaves:
                if ("text", term) in leaf:
                    documents, weights = _decode(leaf._terms.matcher("text", term.encode(), self.format))
                    parts.append(((documents + start).astype(np.int32), weights))
        except Exception as failure:  # a damaged file fails in any way it likes
            raise IndexUnavailable(str(failure)) from failure
        return np.concatenate([rows for rows, _weights in parts]), np.concatenate([weights for _rows, weights in parts])

    def terms(self) -> list[str]:
        """Return every stem the index holds."""
        try:
            return [each.decode() for each in self.reader.lexicon("text")]
        except Exception as failure:
            raise IndexUnavailable(str(failure)) from failure

    def forget(self) -> None:
        """Empty the cache of posting lists."""
        with self._lock:
            self._postings.clear()
            self._bytes = 0

    def close(self) -> None:
        """Give the files back."""
        self.reader.close()

    def beginning(self, prefix: str, most: int) -> list[str]:
        """Return at most `most` stems that begin this way."""
        found: list[str] = []
        try:
            for term in self.reader.expand_prefix("text", prefix):
                found.append(term.decode())
                if len(found) >= most:
                    break
        except Exception as failure:
            raise IndexUnavailable(str(failure)) from failure
        return found


def _contents(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"_{NAME}_*.toc"))


def touched(folder: str) -> int:
    """Return when something last appeared in or left the folder, which costs a microsecond; 0 when there is none."""
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def stamp(folder: Path) -> int:
    """Return a number that changes whenever the index does; 0 when there is none."""
    try:
        return max((each.stat().st_mtime_ns for each in _contents(folder)), default=0)
    except OSError:  # replaced between the listing and the look
        return -2


def discard(folder: Path) -> None:
    """Take a damaged index out of the way, so that the indexer makes a new one."""
    for each in _contents(folder):
        each.unlink(missing_ok=True)


def open_snapshot(folder: Path) -> Snapshot:
    """Open the index as it is now; raises IndexUnavailable when it is missing, damaged or of another version.

    Tried three times: a commit may take its files away while they are being opened.
    """
    last: Exception | None = None
    for _turn in range(3):
        try:
            return Snapshot(Files(str(folder)).open_index(indexname=NAME).reader(), folder)
        except Exception as failure:
            last = failure
            PAUSE.wait(0.02)
    raise IndexUnavailable(str(last)) from last


def _writer(folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    files = Files(str(folder))
    try:
        return files.open_index(indexname=NAME).writer(timeout=LOCK_TIMEOUT, codec=Codec())
    except LockError:
        raise
    except Exception:  # missing or damaged: begin a new one
        return files.create_index(_schema(), indexname=NAME).writer(timeout=LOCK_TIMEOUT, codec=Codec())


def write(folder: Path, documents: Iterable[tuple[int, int, dict[str, float]]], gone: Iterable[int] = (), *, anew: bool = False) -> int:
    """Write documents (mission, seq, stems) and take away those that are gone, as one commit; return how many were written.

    With `anew` they replace everything: readers keep the old index until the commit.
    """
    writer = _writer(folder)
    count = 0
    try:
        for mission in gone:
            writer.delete_by_term("mission", mission)
        for mission, seq, stems in documents:
            document = {"mission": mission, "seq": seq, "length": round(sum(stems.values())), "text": stems}
            (writer.add_document if anew else writer.update_document)(**document)
            count += 1
    except BaseException:
        writer.cancel()
        raise
    if anew:
        writer.commit(mergetype=writing.CLEAR)
    else:
        writer.commit()
    return count
