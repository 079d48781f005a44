"""Acts of privacy: erasing an account, erasing again after a backup, and what goes by itself with time."""

from .erasing import ERASED_NAME, erase_account, erase_again
from .retention import LINES, Line, erase_unused, notice_unused, retain
from .sinking import ask_sink, read_tombstones, sink, sink_asked, tombstones_path

__all__ = [
    "ERASED_NAME", "LINES", "Line", "ask_sink", "erase_account", "erase_again", "erase_unused", "notice_unused", "read_tombstones",
    "retain", "sink", "sink_asked", "tombstones_path",
]
