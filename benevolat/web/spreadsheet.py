"""Figures as a file that a spreadsheet opens: UTF-8 with its mark, semicolons, and no cell that would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would compute instead of showing (full-width signs too)."""


def safe_cell(text: str) -> str:
    """Return a cell that shows what it says: an apostrophe before what would be computed, even after spaces."""
    begins = text.lstrip(" \u00a0")
    return f"'{text}" if text.startswith(RUNS) or begins.startswith(RUNS) else text


def csv_answer(rows: Iterable[Sequence[str]], name: str) -> Response:
    """Return rows as a file to keep, never cached."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([safe_cell(each) for each in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(written.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)
