"""What time does: searches without result are added up each hour, due quarters are written, the public file follows each week."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic
from benevolat.search import unmet

from . import services


def fold_searches(_payload: dict[str, Any]) -> None:
    """Add up the searches that found nothing."""
    unmet.fold()


def close_quarters(_payload: dict[str, Any]) -> None:
    """Write the figures of what is due."""
    services.close_quarters()


def write_public(_payload: dict[str, Any]) -> None:
    """Write the file of the public figures."""
    services.write_public_file()


HANDLERS: dict[str, Handler] = {
    "reporting.searches": fold_searches, "reporting.quarters": close_quarters, "reporting.public": write_public,
}
PERIODIC = (
    Periodic("reporting.searches", timedelta(hours=1)), Periodic("reporting.quarters", timedelta(days=1)),
    Periodic("reporting.public", timedelta(days=7)),
)
