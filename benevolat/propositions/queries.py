"""Reads about propositions, for the person and for their référent; and the missions a talk finds, from what is said there alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accompagnement.models import Referent
from benevolat.accounts.models import AgeBand, User
from benevolat.candidatures.queries import active_candidatures
from benevolat.core.db import db
from benevolat.matching.models import Wish, WishItem, WishPart
from benevolat.matching.queries import Proposal, answering
from benevolat.matching.services import Said
from benevolat.missions.models import Mission, Recruitment
from benevolat.missions.queries import WHOLE
from benevolat.search.queries import find_public_mission
from benevolat.territoire.models import Commune

from .models import MOST, Proposition
from .permissions import own_propositions, visible_propositions

WITH_MISSION = (
    joinedload(Proposition.mission).options(*WHOLE), joinedload(Proposition.referent).joinedload(Referent.user),
    joinedload(Proposition.referent).joinedload(Referent.service),
)
WIDER_KM = (25, 50)
"""How far a talk looks when too little is near."""


def propositions_to(person: Any) -> list[Proposition]:
    """Return what was proposed to a person, newest first."""
    statement = own_propositions(person).order_by(Proposition.sent_at.desc(), Proposition.id)
    return list(db.session.scalars(statement.options(*WITH_MISSION)))


def find_proposition(person: Any, public_id: str) -> Proposition | None:
    """Return one of the propositions made to a person, or None."""
    return db.session.scalar(own_propositions(person).where(Proposition.public_id == public_id).options(*WITH_MISSION))


def propositions_of(person: User, *, to: Any) -> list[Proposition]:
    """Return what was proposed to a person and of which nothing was told, as their référent sees it, newest first."""
    statement = visible_propositions(to).where(Proposition.user_id == person.id, Proposition.told_at.is_(None))
    return list(db.session.scalars(statement.order_by(Proposition.sent_at.desc(), Proposition.id).options(*WITH_MISSION)))


def told_to(user: Any, person: User | None = None) -> list[Proposition]:
    """Return what people chose to tell their référent, oldest first: of everybody, or of one person."""
    statement = visible_propositions(user).where(Proposition.told_at.is_not(None))
    if person is not None:
        statement = statement.where(Proposition.user_id == person.id)
    ordered = statement.order_by(Proposition.told_at, Proposition.id)
    return list(db.session.scalars(ordered.options(*WITH_MISSION, joinedload(Proposition.user))))


def room_left(person: User) -> int:
    """Return how many more may be proposed; what was told leaves its place, an answer that was not told changes nothing."""
    standing = own_propositions(person).where(Proposition.told_at.is_(None)).with_only_columns(sa.func.count(Proposition.id))
    return max(0, MOST - (db.session.scalar(standing) or 0))


def is_candidate(person: Any, mission: Mission) -> bool:
    """Tell a person whether they have a living candidature there; nobody else asks."""
    return bool(active_candidatures(person, mission))


def is_closed(mission: Mission) -> bool:
    """Tell whether a mission takes nobody any more, or cannot be seen by anybody."""
    return mission.recruitment is Recruitment.CLOSED or find_public_mission(mission.public_id) is None


def public_missions(public_ids: Sequence[str]) -> list[Mission]:
    """Return the missions that anybody can see under these ids, each once, in their order."""
    found = [find_public_mission(each) for each in dict.fromkeys(public_ids)]
    return [each for each in found if each is not None]


def missions_for(said: Said, *, minor: bool = False, most: int = MOST) -> list[Proposal]:
    """Return the missions that answer what is said in a talk, with their reasons: the best first, then what answers a part of it.

    Nothing of the person is read but whether they are 16 or 17, a rule of each mission: what they applied to, kept or wished would
    otherwise show to their référent by its absence.
    """
    found: dict[int, Proposal] = {}
    for easier in _easier(said):
        for each in answering(_wish(easier), minor=minor, most=most):
            found.setdefault(each.row.id, each)
        if len(found) >= most:
            break
    return list(found.values())[:most]


def _easier(said: Said) -> Iterator[Said]:
    """What is said, then less of it: farther, at any moment, of any kind; so that twenty minutes never end on an empty page."""
    yield said
    for less in (said, replace(said, half_days=0), replace(said, half_days=0, domains=(), company=None)):
        for km in (None, *WIDER_KM[:1]):
            yield replace(less, radius_km=km)
    yield replace(said, half_days=0, domains=(), company=None, radius_km=WIDER_KM[1])


def _wish(said: Said) -> Wish:
    """Return what is said as wishes that no session holds and no row keeps."""
    parts = {WishPart.DOMAIN: said.domains, WishPart.SHOW: said.show, WishPart.LEARN: said.learn}
    wish = Wish(radius_km=said.radius_km, travel=said.travel, half_days=said.half_days, company=said.company)
    wish.commune = db.session.get(Commune, said.commune_code) if said.commune_code else None
    wish.items = [WishItem(part=part, value=value) for part, values in parts.items() for value in values]
    return wish


def is_minor(person: User) -> bool:
    """Tell whether only missions open from 16 are to be shown."""
    return person.age_band is AgeBand.MINOR
