"""What time does to the words of référents."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import services


def erase(_payload: dict[str, Any]) -> None:
    """Erase those sent a year ago."""
    services.erase_old()


HANDLERS: dict[str, Handler] = {"paroles.erase": erase}
PERIODIC = (Periodic("paroles.erase", timedelta(days=1)),)
