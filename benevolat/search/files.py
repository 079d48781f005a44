"""The files of the index as Whoosh opens and writes them: read where they lie instead of copied into memory, each with its sum beside it.

A file whose bytes are not those that were written is never read: whoever opens it is told, and the index is made again from SQL.
"""

import io
import mmap
import os
import threading
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

SEGMENT, CONTENTS, SUM = ".seg", ".toc", ".sum"
PIECE = 1 << 20
SEEN = 64

Seal = tuple[int, int, int]
_seen: OrderedDict[tuple[str, Seal], None] = OrderedDict()
_seen_lock = threading.Lock()


class DamagedFile(Exception):
    """A file of the index is not what was written."""


def seal_of(path: str) -> Seal | None:
    """Return what changes whenever a file is written again; None when it is gone, which takes nothing from who holds it open."""
    try:
        about = os.stat(path)
    except FileNotFoundError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size


def _summed(path: str) -> str:
    total = 0
    with open(path, "rb") as file:  # read, not mapped: what is mapped counts as memory of the process
        while piece := file.read(PIECE):
            total = zlib.crc32(piece, total)
    return f"{total:08x}"


def _write_sum(path: str, of: str) -> None:
    made = Path(f"{path}{SUM}.new")
    made.write_text(_summed(of), encoding="ascii")
    made.replace(f"{path}{SUM}")


def check(path: str) -> None:
    """Raise DamagedFile unless a file is as it was written; read whole the first time, then only when it was touched."""
    seal = seal_of(path)
    if seal is None:
        raise DamagedFile(f"{path} is missing")
    with _seen_lock:
        if (path, seal) in _seen:
            return
    try:
        told = Path(f"{path}{SUM}").read_text(encoding="ascii")
    except (OSError, ValueError) as failure:
        raise DamagedFile(f"{path} has no sum") from failure
    if told != _summed(path):
        raise DamagedFile(f"{path} is not what was written")
    with _seen_lock:
        _seen[path, seal] = None
        while len(_seen) > SEEN:
            _seen.popitem(last=False)


class _Cursor:
    """A place in some bytes, moved by reading."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def read(self, size: int = -1) -> bytes:
        start, end = self.at, len(self.data) if size < 0 else min(self.at + size, len(self.data))
        self.at = max(start, end)
        return bytes(self.data[start:end])

    def readline(self) -> bytes:
        line = io.BytesIO(self.data[self.at:]).readline()
        self.at += len(line)
        return line

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: len(self.data)}[whence]
        return self.at

    def tell(self) -> int:
        return self.at


class _Mapped(StructFile):  # type: ignore[misc]
    """A file, or a part of one, read where it lies."""

    def __init__(self, data: memoryview, name: str | None = None) -> None:
        super().__init__(_Cursor(data), name=name)
        self.data = data

    def get(self, position: int, length: int) -> bytes:
        """Return some bytes."""
        return bytes(self.data[position:position + length])

    def subset(self, offset: int, length: int, name: str | None = None) -> "_Mapped":
        """Return a part as a file of its own."""
        return _Mapped(self.data[offset:offset + length], name or self._name)


class Files(FileStorage):  # type: ignore[misc]
    """A folder of an index."""

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file; one of the index only when it is as it was written."""
        path = self._fpath(name)
        if not name.endswith((SEGMENT, CONTENTS)):
            return super().open_file(name, **options)
        check(path)
        if name.endswith(CONTENTS):
            return super().open_file(name, **options)
        with open(path, "rb") as file:
            return _Mapped(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a file its name; before a new list of contents is seen, everything it lists has its sum."""
        if newname.endswith(CONTENTS):
            folder = Path(self.folder)
            for segment in folder.glob(f"*{SEGMENT}"):
                if not Path(f"{segment}{SUM}").exists():
                    _write_sum(str(segment), str(segment))
            _write_sum(self._fpath(newname), self._fpath(oldname))
            super().rename_file(oldname, newname, safe=safe)
            for old in folder.glob(f"*{CONTENTS}{SUM}"):
                if not old.with_suffix("").exists():
                    old.unlink(missing_ok=True)
            return
        super().rename_file(oldname, newname, safe=safe)
