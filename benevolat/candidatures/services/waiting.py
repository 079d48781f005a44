"""The waiting list, which moves by itself: the one rule of who is served when a place is free, and what each side may say of it.

An offer keeps the place: it is taken, by the same conditional UPDATE as an acceptance, the moment it is offered. So nobody overbooks,
nobody passes in between, and a yes before its end is never too late. Order: the moment of joining the list (`decided_at`), nothing else.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Creneau, Mission
from benevolat.missions.services import free_place, take_place

from .. import mails, queries
from ..errors import OfferOver
from ..models import Candidature, OfferState, PlaceOffer, State, WaitingRule
from ..permissions import can_choose_waiting_rule, can_withdraw_candidature
from ..workflow import WORKFLOW
from .deciding import lock, lock_place
from .links import link_path, make_link, write_to_answerers

OFFER_LASTS = timedelta(hours=48)
LINK_OUTLIVES = timedelta(days=7)
"""For so long after the end of an offer its link still says what became of it."""
LAST_CALL = timedelta(hours=2)
"""Nothing is offered by itself so shortly before a créneau: nobody would read it in time."""


def choose_rule(mission: Mission, *, automatic: bool, by: User) -> None:
    """Say whether the list of a mission moves by itself, a yes of the person then counting as the association's. Raises NotAllowed."""
    if not can_choose_waiting_rule(by, mission):
        raise NotAllowed()
    lock(mission)
    rule = db.session.get(WaitingRule, mission.id)
    if rule is None:
        rule = WaitingRule(mission_id=mission.id)
        db.session.add(rule)
    rule.automatic, rule.chosen_at, rule.chosen_by_id = automatic, clock.now(), by.id
    if automatic:
        db.session.execute(sa.delete(PlaceOffer).where(
            PlaceOffer.state == OfferState.SUGGESTED,
            PlaceOffer.candidature_id.in_(sa.select(Candidature.id).where(Candidature.mission_id == mission.id)),
        ))
    db.session.flush()
    for creneau in queries.creneaux_waited_for(mission):
        move_list(mission, creneau)


def move_list(mission: Mission, creneau: Creneau | None = None) -> None:
    """Serve who has waited longest, as many as there are free places; the rule of the list, and the only one.

    When the association chose so, each gets an offer that keeps the place; else the association is told who is first, once.
    """
    lock(creneau if creneau is not None else mission)
    if not queries.still_moves(mission, creneau, LAST_CALL):
        return
    alone = queries.moves_alone(mission)
    left = queries.places_left(mission, creneau)
    if left is not None:
        for candidature in queries.next_in_line(mission, creneau, limit=left, alone=alone):
            if not alone:
                _suggest(candidature)
            elif take_place(mission, creneau):
                _offer(candidature)


def term_of(creneau: Creneau | None) -> datetime:
    """Return when an offer made now ends: in 48 hours, or half-way to the créneau when that is sooner."""
    now = clock.now()
    if creneau is None:
        return now + OFFER_LASTS
    return min(now + OFFER_LASTS, now + (creneau.starts_at - now) / 2)


def _offer(candidature: Candidature) -> None:
    offer = _write(candidature, OfferState.OPEN, ends_at=term_of(candidature.creneau))
    token = make_link(candidature, candidature.user, expires_at=offer.ends_at + LINK_OUTLIVES)
    notify(candidature.user, mails.offered(candidature, offer, link_path(token)))


def _suggest(candidature: Candidature) -> None:
    _write(candidature, OfferState.SUGGESTED)
    write_to_answerers(candidature, lambda path: mails.suggested(candidature, path))


def note_suggested(candidature: Candidature) -> None:
    """Note that the association knows who waits while a place is free: it has just chosen so, no letter tells it again."""
    _write(candidature, OfferState.SUGGESTED)


def _write(candidature: Candidature, state: OfferState, ends_at: datetime | None = None) -> PlaceOffer:
    offer = PlaceOffer(
        public_id=entropy.public_id(), candidature=candidature, state=state, made_at=clock.now(), ends_at=ends_at or clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    return offer


def settle(candidature: Candidature, state: OfferState) -> bool:
    """Close the open offer of a candidature in one conditional UPDATE; tell whether there was one, whose place is then kept."""
    return db.session.execute(
        sa.update(PlaceOffer).where(PlaceOffer.candidature_id == candidature.id, PlaceOffer.state == OfferState.OPEN)
        .values(state=state, ended_at=clock.now()).returning(PlaceOffer.id).execution_options(synchronize_session="fetch")
    ).first() is not None


def leave(candidature: Candidature) -> None:
    """Give back the place that an offer kept for a candidature which is over, and let the list move."""
    lock_place(candidature)
    if settle(candidature, OfferState.CLOSED):
        free_place(candidature.mission, candidature.creneau)
    move_list(candidature.mission, candidature.creneau)


def take_offer(candidature: Candidature, *, by: User) -> Candidature:
    """Say yes to the place that is kept: the association consented beforehand, and both sides are told.

    Raises OfferOver once the time is past or the place is no more, NotAllowed.
    """
    if not can_withdraw_candidature(by, candidature):
        raise NotAllowed()
    lock(candidature)
    lock_place(candidature)
    offer = queries.open_offer(candidature)
    if offer is None or offer.ends_at <= clock.now() or candidature.state is not State.WAITLISTED:
        raise OfferOver()
    if candidature.creneau is not None and candidature.creneau.starts_at <= clock.now():
        raise OfferOver()
    candidature.decided_at = clock.now()
    WORKFLOW.apply(candidature, "take_offer", by=by)
    settle(candidature, OfferState.ACCEPTED)
    notify(candidature.user, mails.accepted(candidature, queries.welcome_of(candidature.mission)))
    notify_members(candidature.mission.association, mails.offer_taken(candidature), right=Right.CANDIDATES)
    return candidature


def lapse_offer(offer: PlaceOffer) -> None:
    """End an offer that nobody answered: the next one is served; the person keeps a way back to the end of the list, and is told."""
    candidature = offer.candidature
    lock(candidature)
    lock_place(candidature)
    db.session.refresh(offer)
    if offer.state is not OfferState.OPEN or offer.ends_at > clock.now():
        return
    settle(candidature, OfferState.LAPSED)
    free_place(candidature.mission, candidature.creneau)
    notify(candidature.user, mails.offer_lapsed(candidature))
    move_list(candidature.mission, candidature.creneau)


def rejoin_list(candidature: Candidature, *, by: User) -> None:
    """Wait again, at the end of the list, after an offer that one did not answer. Raises OfferOver, NotAllowed."""
    if not can_withdraw_candidature(by, candidature):
        raise NotAllowed()
    lock(candidature)
    if not queries.missed_offer(candidature):
        raise OfferOver()
    candidature.decided_at = clock.now()
    db.session.flush()
    move_list(candidature.mission, candidature.creneau)
