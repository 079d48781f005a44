"""The work that exchange does by itself: writing the feed of partners, every ten minutes."""

from datetime import timedelta

from benevolat.core.jobs import Handler, Periodic

from .services.publishing import write_feed

HANDLERS: dict[str, Handler] = {"exchange.write_feed": lambda _payload: write_feed()}
PERIODIC = (Periodic("exchange.write_feed", timedelta(minutes=10)),)
