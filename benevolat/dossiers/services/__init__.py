"""Acts on files: reading and confirming one, accepting the invitation that came of it, taking validated lines away."""

from .answering import accept_invitation, confirm_line, refuse_line
from .bringing import check_columns, confirm_columns, drop_import, keep_lines, remember_titles, write_import
from .taking import take_lines

__all__ = [
    "accept_invitation", "check_columns", "confirm_columns", "confirm_line", "drop_import", "keep_lines", "refuse_line",
    "remember_titles", "take_lines", "write_import",
]
