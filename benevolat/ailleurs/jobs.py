"""What moves by itself: a request that nobody answered ends, and an address that served is erased."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import queries, services


def expire_requests(_payload: dict[str, Any]) -> None:
    """End the requests whose time is over; each person is told once."""
    for each in queries.unanswered():
        services.expire_request(each)


def forget_contacts(_payload: dict[str, Any]) -> None:
    """Erase the name and the address of who was asked, sixty days after the request ended."""
    for each in queries.to_forget():
        services.forget_contact(each)


HANDLERS: dict[str, Handler] = {"ailleurs.expire_requests": expire_requests, "ailleurs.forget_contacts": forget_contacts}
PERIODIC = (Periodic("ailleurs.expire_requests", timedelta(hours=1)), Periodic("ailleurs.forget_contacts", timedelta(days=1)))
