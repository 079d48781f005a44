"""Where and when an association receives: its places, its opening hours by day."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.territoire.models import Commune

from ..errors import LieuExists, OpeningOverlaps, TooManyLieux
from ..models import Association, Lieu, Opening
from ..openings import WEEK
from ..permissions import can_keep_lieux, can_manage_association

MOST_LIEUX = 50
MOST_RANGES = 3
LENGTHS = {"name": 80, "address": 200, "directions": 300}


def add_lieu(
    association: Association, *, by: User, name: str, address: str, commune_code: str, directions: str | None = None,
    wheelchair: bool = False,
) -> Lieu:
    """Name a place where people are received. Raises NotAllowed, InvalidInput, LieuExists, TooManyLieux."""
    if not can_keep_lieux(by, association):
        raise NotAllowed()
    if (db.session.scalar(sa.select(sa.func.count(Lieu.id)).where(Lieu.association_id == association.id)) or 0) >= MOST_LIEUX:
        raise TooManyLieux()
    lieu = Lieu(public_id=entropy.public_id(), association_id=association.id, added_at=clock.now())
    _write(lieu, name=name, address=address, commune_code=commune_code, directions=directions, wheelchair=wheelchair)
    db.session.add(lieu)
    db.session.flush()
    return lieu


def change_lieu(lieu: Lieu, *, by: User, **values: Any) -> None:
    """Write a place anew; the missions already written keep the address they have. Raises like add_lieu."""
    if not can_keep_lieux(by, lieu.association):
        raise NotAllowed()
    _write(lieu, **values)
    db.session.flush()


def _write(lieu: Lieu, *, name: str, address: str, commune_code: str, directions: str | None, wheelchair: bool) -> None:
    texts = {"name": " ".join(name.split()), "address": " ".join(address.split()), "directions": (directions or "").strip()}
    for field, text in texts.items():
        if len(text) > LENGTHS[field] or (field != "directions" and not text):
            raise InvalidInput(field=field)
    if db.session.get(Commune, commune_code) is None:
        raise InvalidInput(field="commune")
    with db.session.no_autoflush:
        if db.session.scalar(sa.select(Lieu.id).where(
            Lieu.association_id == lieu.association_id, Lieu.name == texts["name"], Lieu.public_id != lieu.public_id
        )) is not None:
            raise LieuExists(field="name")
    lieu.name, lieu.address, lieu.directions = texts["name"], texts["address"], texts["directions"] or None
    lieu.commune_code, lieu.wheelchair = commune_code, wheelchair


def remove_lieu(lieu: Lieu, *, by: User) -> None:
    """Forget a place; the missions already written keep the address they have. Raises NotAllowed."""
    if not can_keep_lieux(by, lieu.association):
        raise NotAllowed()
    db.session.delete(lieu)
    db.session.flush()


def open_on(association: Association, days: Collection[int], opens: int, closes: int, *, by: User) -> None:
    """Receive on some days of the week (Monday = 0) between two times, in minutes from midnight.

    Raises NotAllowed, InvalidInput (no day, an end before its beginning), OpeningOverlaps.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    if not days or not set(days) <= set(WEEK):
        raise InvalidInput(field="days")
    if not 0 <= opens < closes <= 24 * 60:
        raise InvalidInput(field="closes")
    db.session.execute(sa.select(Association.id).where(Association.id == association.id).with_for_update())
    known = db.session.scalars(sa.select(Opening).where(Opening.association_id == association.id, Opening.weekday.in_(days))).all()
    for day in days:
        there = [each for each in known if each.weekday == day]
        if len(there) >= MOST_RANGES or any(each.opens < closes and opens < each.closes for each in there):
            raise OpeningOverlaps(field="opens")
    db.session.add_all(Opening(association_id=association.id, weekday=day, opens=opens, closes=closes) for day in sorted(days))
    db.session.flush()


def close_on(association: Association, days: Collection[int], *, by: User) -> None:
    """Forget the hours of some days of the week. Raises NotAllowed."""
    if not can_manage_association(by, association):
        raise NotAllowed()
    db.session.execute(sa.delete(Opening).where(Opening.association_id == association.id, Opening.weekday.in_(days)))
