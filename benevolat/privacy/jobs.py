"""What goes by itself: once a day what is too old, once an hour what left for the last time, and files overwritten when it was asked."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import services
from .services.retention import ERASE
from .services.sinking import JOB, note_asked


def retention(_payload: dict[str, Any]) -> None:
    """Do what is due of every line, then have the files overwritten."""
    services.retain()
    services.ask_sink()


def erase_unused(payload: dict[str, Any]) -> None:
    """Erase one account whose time is over."""
    services.erase_unused(payload["user"])


def sink(_payload: dict[str, Any]) -> None:
    """Have the worker overwrite what was erased, once this job's own transaction is over."""
    note_asked()


HANDLERS: dict[str, Handler] = {"privacy.retention": retention, ERASE: erase_unused, JOB: sink}
PERIODIC = (Periodic("privacy.retention", timedelta(days=1)),)
