"""The work that exchange does by itself: the feed of partners, files of the former site by parts, forgetting what has reached its age."""

from datetime import timedelta

from benevolat.core.jobs import Handler, Periodic

from .services.invitations import forget_invitations
from .services.publishing import write_feed
from .services.takeover import advance_later, forget_reprises

HANDLERS: dict[str, Handler] = {
    "exchange.write_feed": lambda _payload: write_feed(), "exchange.forget_invitations": lambda _payload: forget_invitations(),
    "exchange.advance_reprise": lambda payload: advance_later(payload["file"]),
    "exchange.forget_reprises": lambda _payload: forget_reprises(),
}
PERIODIC = (
    Periodic("exchange.forget_invitations", timedelta(days=1)), Periodic("exchange.forget_reprises", timedelta(hours=6)),
)
ON_EACH_HOST = (Periodic("exchange.write_feed", timedelta(minutes=10)),)
