"""Reads of what surrounds an acceptance: the welcome of a mission, the duty to check honorability, the calendars behind a secret."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.associations.models import Association, Right
from benevolat.associations.permissions import has_right
from benevolat.core import clock, entropy, settings
from benevolat.core.db import db
from benevolat.missions.models import Creneau, Mission

from ..models import CalendarFeed, Candidature, State, Welcome

WATCHED = frozenset({"education", "sante-handicap", "solidarite", "sport"})
"""The domains where one often meets children or fragile people."""
DUTY_KEY = "candidatures.honorability"
DUTY = (
    "Si cette personne est en contact avec des enfants, des personnes âgées ou en situation de handicap, la loi peut vous demander de "
    "vérifier son honorabilité (article L. 133-6 du code de l’action sociale et des familles, article L. 212-9 du code du sport). "
    "Ne gardez pas de copie : il suffit d’avoir vérifié."
)
"""To be confirmed by a lawyer: an administrateur may write another version."""
KEPT_PAST = timedelta(days=30)


def duty_of(mission: Mission) -> str | None:
    """Return the reminder of the duty to check honorability where it may apply, or None; nothing is recorded on the person."""
    return settings.read(DUTY_KEY, DUTY)[0] if mission.domaine_code in WATCHED else None


def welcome_of(mission: Mission) -> Welcome | None:
    """Return how who is accepted is welcomed, or None when the association did not write it."""
    return db.session.get(Welcome, mission.id)


def welcomes_of(missions: Iterable[Mission]) -> dict[int, Welcome]:
    """Return how several missions welcome, by mission."""
    rows = db.session.scalars(sa.select(Welcome).where(Welcome.mission_id.in_({each.id for each in missions})))
    return {each.mission_id: each for each in rows}


def feed_of(user: User, association: Association | None) -> CalendarFeed | None:
    """Return the calendar address a person made, for themself or for an association, or None."""
    of = CalendarFeed.association_id == association.id if association is not None else CalendarFeed.association_id.is_(None)
    return db.session.scalar(sa.select(CalendarFeed).where(CalendarFeed.user_id == user.id, of))


def find_feed(token: str) -> CalendarFeed | None:
    """Return the calendar of this secret, if who made it may still read it; or None."""
    feed = db.session.scalar(
        sa.select(CalendarFeed).where(CalendarFeed.token_hash == entropy.fingerprint(token))
        .options(joinedload(CalendarFeed.user), joinedload(CalendarFeed.association))
    )
    if feed is None or not feed.user.is_active:
        return None
    return feed if feed.association is None or has_right(feed.user, feed.association, Right.CANDIDATES) else None


def expected(feed: CalendarFeed) -> Sequence[Candidature]:
    """Return who is accepted at the créneaux of a calendar, of the last month and to come: the person, or whoever comes."""
    query = (
        sa.select(Candidature).join(Creneau, Creneau.id == Candidature.creneau_id).join(Mission, Mission.id == Candidature.mission_id)
        .where(Candidature.state == State.ACCEPTED, sa.not_(Creneau.cancelled), Creneau.ends_at > clock.now() - KEPT_PAST)
    )
    mine = Candidature.user_id == feed.user_id if feed.association_id is None else Mission.association_id == feed.association_id
    return db.session.scalars(
        query.where(mine).order_by(Creneau.starts_at, Creneau.id, Candidature.id)
        .options(joinedload(Candidature.creneau), joinedload(Candidature.user),
                 joinedload(Candidature.mission).joinedload(Mission.association),
                 joinedload(Candidature.mission).joinedload(Mission.commune))
    ).all()
