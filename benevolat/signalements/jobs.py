"""What reports leave to the worker: forgetting in time."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import services


def forget(_payload: dict[str, Any]) -> None:
    """Erase what has reached its age."""
    services.forget()


HANDLERS: dict[str, Handler] = {"signalements.forget": forget}
PERIODIC = (Periodic("signalements.forget", timedelta(days=1)),)
