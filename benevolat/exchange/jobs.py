"""The work that exchange does by itself: writing the feed of partners, forgetting whom it asked about the former site's alertes."""

from datetime import timedelta

from benevolat.core.jobs import Handler, Periodic

from .services.invitations import forget_invitations
from .services.publishing import write_feed

HANDLERS: dict[str, Handler] = {
    "exchange.write_feed": lambda _payload: write_feed(), "exchange.forget_invitations": lambda _payload: forget_invitations(),
}
PERIODIC = (Periodic("exchange.write_feed", timedelta(minutes=10)), Periodic("exchange.forget_invitations", timedelta(days=1)))
