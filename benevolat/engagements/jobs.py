"""What moves by itself: dates that come, the reminders of a sheet or a closing, the word to a volunteer whose association is silent."""

from datetime import time, timedelta
from typing import Any

from benevolat.core import clock
from benevolat.core.jobs import Handler, Periodic

from . import queries, services, sheets

DAY_BEGINS = time(8)
DAY_ENDS = time(20)


def move_by_dates(_payload: dict[str, Any]) -> None:
    """Start and end the engagements whose hour has come."""
    for each in queries.to_advance():
        services.advance(each)


def remind_closings(_payload: dict[str, Any]) -> None:
    """Remind each association twice, one week and three weeks after the end."""
    for each in queries.closings_to_remind():
        services.remind_closing(each)


def remind_sheets(_payload: dict[str, Any]) -> None:
    """Remind each association, once a sheet, of a créneau over since a day or of the week that passed; at hours that disturb nobody."""
    if DAY_BEGINS <= clock.local(clock.now()).time() < DAY_ENDS:
        services.remind_sheets(sheets.sheets_to_remind())


def tell_silences(_payload: dict[str, Any]) -> None:
    """Tell each volunteer once what can be done after thirty days of silence."""
    for each in queries.silent_associations():
        services.tell_silence(each)


HANDLERS: dict[str, Handler] = {
    "engagements.move_by_dates": move_by_dates,
    "engagements.remind_closings": remind_closings,
    "engagements.remind_sheets": remind_sheets,
    "engagements.tell_silences": tell_silences,
}
PERIODIC = (
    Periodic("engagements.move_by_dates", timedelta(minutes=5)),
    Periodic("engagements.remind_closings", timedelta(hours=6)),
    Periodic("engagements.remind_sheets", timedelta(hours=1)),
    Periodic("engagements.tell_silences", timedelta(hours=6)),
)
