"""What alertes do by themselves: compare what changed every two minutes, tell the news at each one's hour, ask after a silence."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic

from . import services


def match(_payload: dict[str, Any]) -> None:
    """Begin comparing the missions that changed."""
    services.plan_matching()


def match_part(payload: dict[str, Any]) -> None:
    """Compare them with some of the alertes."""
    services.continue_matching(after=payload["after"], through=payload["through"], last=payload["last"])


def letters(_payload: dict[str, Any]) -> None:
    """Write a job for each alerte whose hour has come."""
    services.plan_letters()


def tell(payload: dict[str, Any]) -> None:
    """Tell the news of one alerte."""
    services.tell_news(payload["alerte"])


def ask(_payload: dict[str, Any]) -> None:
    """Ask whether silent alertes still serve."""
    services.ask_or_pause()


HANDLERS: dict[str, Handler] = {
    "alertes.match": match, "alertes.match_part": match_part, "alertes.letters": letters, "alertes.tell": tell, "alertes.ask": ask,
}
PERIODIC = (
    Periodic("alertes.match", timedelta(minutes=2)), Periodic("alertes.letters", timedelta(minutes=10)),
    Periodic("alertes.ask", timedelta(days=1)),
)
