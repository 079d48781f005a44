"""The acts of matching: say what one wishes, take it all back, put a mission aside, see them all again."""

from dataclasses import dataclass

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Mission

from .models import Company, Dismissal, Travel, Wish, WishItem, WishPart
from .permissions import can_say_wishes


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said; every part may be left out."""

    domains: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()
    half_days: int = 0
    commune_code: str | None = None
    radius_km: int | None = None
    travel: Travel | None = None
    company: Company | None = None


def say_wishes(said: Said, *, by: User) -> Wish | None:
    """Keep what a person wishes in place of what they said before; nothing said keeps nothing. Raises NotAllowed."""
    _check(by)
    wish = db.session.get(Wish, by.id)
    if said == Said():
        erase_wishes(by=by)
        return None
    if wish is None:
        wish = Wish(user_id=by.id)
        db.session.add(wish)
    wish.commune_code, wish.radius_km, wish.travel = said.commune_code, said.radius_km, said.travel
    wish.half_days, wish.company, wish.said_at = said.half_days, said.company, clock.now()
    wanted = {WishPart.DOMAIN: said.domains, WishPart.SHOW: said.show, WishPart.LEARN: said.learn}
    known = {(each.part, each.value): each for each in wish.items}
    wish.items = [
        known.get((part, value)) or WishItem(part=part, value=value) for part, values in wanted.items() for value in dict.fromkeys(values)
    ]
    return wish


def erase_wishes(*, by: User) -> None:
    """Erase everything a person said here, the missions put aside included. Raises NotAllowed."""
    _check(by)
    wish = db.session.get(Wish, by.id)
    if wish is not None:
        db.session.delete(wish)
    see_again(by=by)


def dismiss(mission: Mission, *, by: User) -> None:
    """Propose a mission no more; twice changes nothing. Raises NotAllowed."""
    _check(by)
    if db.session.get(Dismissal, (by.id, mission.id)) is None:
        db.session.add(Dismissal(user_id=by.id, mission_id=mission.id, at=clock.now()))


def see_again(*, by: User) -> None:
    """Propose again every mission put aside. Raises NotAllowed."""
    _check(by)
    db.session.execute(sa.delete(Dismissal).where(Dismissal.user_id == by.id))


def _check(by: User) -> None:
    if not can_say_wishes(by):
        raise NotAllowed()
