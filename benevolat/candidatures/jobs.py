"""What candidatures do by themselves: remind after a week of silence and the day before a créneau, move the waiting lists."""

from datetime import datetime, time, timedelta
from typing import Any

from benevolat.accounts.services import notify
from benevolat.associations.models import Association, Right
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic, enqueue
from benevolat.missions.models import Creneau, Mission

from . import mails, queries, services
from .models import PlaceOffer

EVE_BEGINS = time(17)
EVE_ENDS = time(21)


def plan_reminders(_payload: dict[str, Any]) -> None:
    """Write one job for each association that leaves somebody waiting, and one for each créneau of tomorrow."""
    day = clock.today().isoformat()
    for association_id in queries.unanswered_associations():
        enqueue("candidatures.remind_unanswered", {"association": association_id}, key=f"unanswered:{association_id}:{day}")
    evening = datetime.combine(clock.today(), EVE_BEGINS, clock.PARIS)
    for creneau in queries.creneaux_of_tomorrow():
        enqueue("candidatures.remind_tomorrow", {"creneau": creneau.id}, run_at=evening,
                key=f"tomorrow:{creneau.public_id}:{creneau.starts_at.isoformat()}")


def remind_unanswered(payload: dict[str, Any]) -> None:
    """Remind one association, in one letter, of everybody who waits; each candidature is reminded once."""
    association = db.session.get(Association, payload["association"])
    waiting = queries.unanswered_of(payload["association"])
    if association is None or not waiting:
        return
    for candidature in waiting:
        candidature.reminded_at = clock.now()
    notify_members(association, mails.unanswered(waiting), right=Right.CANDIDATES)


def remind_tomorrow(payload: dict[str, Any]) -> None:
    """Remind both sides of tomorrow's créneau, in the evening before; later than 21:00 nobody is disturbed."""
    creneau = db.session.get(Creneau, payload["creneau"])
    now = clock.local(clock.now())
    if creneau is None or creneau.cancelled or not EVE_BEGINS <= now.time() < EVE_ENDS:
        return
    if clock.local(creneau.starts_at).date() != now.date() + timedelta(days=1):
        return
    expected = queries.accepted_at(creneau)
    for candidature in expected:
        notify(candidature.user, mails.tomorrow_for_volunteer(candidature))
    if expected:
        letter = mails.tomorrow_for_association(creneau, [each.user.first_name for each in expected])
        notify_members(creneau.mission.association, letter, right=Right.CANDIDATES)


def plan_lists(_payload: dict[str, Any]) -> None:
    """Write one job for each offer whose time is past, and one for each list where a place is free: one that fails holds no other back."""
    moment = clock.now().isoformat(timespec="minutes")
    for offer_id in queries.offers_over():
        enqueue("candidatures.lapse_offer", {"offer": offer_id}, key=f"lapse:{offer_id}:{moment}")
    for mission_id, creneau_id in queries.lists_to_move(services.LAST_CALL):
        enqueue("candidatures.move_list", {"mission": mission_id, "creneau": creneau_id}, key=f"list:{mission_id}:{creneau_id}:{moment}")


def lapse_offer(payload: dict[str, Any]) -> None:
    """End one offer that nobody answered."""
    offer = db.session.get(PlaceOffer, payload["offer"])
    if offer is not None:
        services.lapse_offer(offer)


def move_list(payload: dict[str, Any]) -> None:
    """Serve who waits first in one list."""
    mission = db.session.get(Mission, payload["mission"])
    creneau = db.session.get(Creneau, payload["creneau"]) if payload["creneau"] is not None else None
    if mission is not None and (creneau is not None or payload["creneau"] is None):
        services.move_list(mission, creneau)


def open_old_doors(_payload: dict[str, Any]) -> None:
    """Open the doors that were closed for too long."""
    services.open_old_doors()


HANDLERS: dict[str, Handler] = {
    "candidatures.plan_reminders": plan_reminders, "candidatures.remind_unanswered": remind_unanswered,
    "candidatures.remind_tomorrow": remind_tomorrow, "candidatures.plan_lists": plan_lists, "candidatures.lapse_offer": lapse_offer,
    "candidatures.move_list": move_list, "candidatures.open_old_doors": open_old_doors,
}
PERIODIC = (
    Periodic("candidatures.plan_reminders", timedelta(minutes=30)), Periodic("candidatures.plan_lists", timedelta(minutes=5)),
    Periodic("candidatures.open_old_doors", timedelta(hours=24)),
)
