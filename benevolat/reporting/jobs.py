"""What time does: searches without result are added up each hour, due quarters are written, the public file follows each week."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic, enqueue
from benevolat.search import unmet

from . import services
from .models import Series
from .series import read_quarter


def fold_searches(_payload: dict[str, Any]) -> None:
    """Add up the searches that found nothing."""
    unmet.fold()


def plan(_payload: dict[str, Any]) -> None:
    """Plan the writing of what is due, a series and a quarter at a time: none holds the database for long."""
    for series, quarter in services.due():
        enqueue("reporting.close", {"series": series.value, "quarter": quarter.code}, key=f"reporting.close:{series}:{quarter.code}")


def close(payload: dict[str, Any]) -> None:
    """Write the figures of a series for a quarter."""
    series = next(each for each in Series if each == payload["series"])
    services.close(series, read_quarter(payload["quarter"]))


def write_public(_payload: dict[str, Any]) -> None:
    """Keep the public figures, for every host to copy."""
    services.keep_public_figures()


def copy_public(_payload: dict[str, Any]) -> None:
    """Write this host's file of the public figures."""
    services.copy_public_figures()


HANDLERS: dict[str, Handler] = {
    "reporting.searches": fold_searches, "reporting.quarters": plan, "reporting.close": close,
    "reporting.public": write_public, "reporting.copy": copy_public,
}
PERIODIC = (
    Periodic("reporting.quarters", timedelta(days=1)), Periodic("reporting.public", timedelta(days=7)),
)
ON_EACH_HOST = (Periodic("reporting.searches", timedelta(hours=1)), Periodic("reporting.copy", timedelta(minutes=10)))
