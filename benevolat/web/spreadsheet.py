"""Figures as a file that a spreadsheet opens."""

from collections.abc import Iterable, Sequence

from flask import Response

from benevolat.core.table import write_table


def csv_answer(rows: Iterable[Sequence[str]], name: str) -> Response:
    """Return rows as a file to keep, never cached."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(write_table(rows), mimetype="text/csv", headers=headers)
