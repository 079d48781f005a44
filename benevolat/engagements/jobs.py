"""What moves by itself: dates that come, the reminder of a closing, the word to a volunteer whose association is silent."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import queries, services


def move_by_dates(_payload: dict[str, Any]) -> None:
    """Start and end the engagements whose hour has come."""
    for each in queries.to_advance():
        services.advance(each)


def remind_closings(_payload: dict[str, Any]) -> None:
    """Remind each association once, a week after the end."""
    for each in queries.closings_to_remind():
        services.remind_closing(each)


def tell_silences(_payload: dict[str, Any]) -> None:
    """Tell each volunteer once what can be done after thirty days of silence."""
    for each in queries.silent_associations():
        services.tell_silence(each)


HANDLERS: dict[str, Handler] = {
    "engagements.move_by_dates": move_by_dates,
    "engagements.remind_closings": remind_closings,
    "engagements.tell_silences": tell_silences,
}
PERIODIC = (
    Periodic("engagements.move_by_dates", timedelta(minutes=5)),
    Periodic("engagements.remind_closings", timedelta(hours=6)),
    Periodic("engagements.tell_silences", timedelta(hours=6)),
)
