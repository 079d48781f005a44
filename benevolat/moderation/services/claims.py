"""Two modérateurs are never on the same item: a claim of fifteen minutes, taken by one atomic statement and checked where one writes."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import HeldByAnother
from ..models import HELD, Claim, Noun
from ..permissions import can_moderate

Result = TypeVar("Result")


def take(noun: Noun, object_id: int, *, by: User) -> None:
    """Take an item for fifteen minutes, or renew one's own claim. Raises NotAllowed, HeldByAnother."""
    if not can_moderate(by):
        raise NotAllowed()
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    now = clock.now()
    insert = dialect.insert(Claim).values(noun=noun, object_id=object_id, user_id=by.id, until=now + HELD)
    taken = db.session.scalar(insert.on_conflict_do_update(
        index_elements=["noun", "object_id"], set_={"user_id": by.id, "until": now + HELD},
        where=sa.or_(Claim.user_id == by.id, Claim.until <= now),
    ).returning(Claim.user_id))
    if taken is None:
        held = db.session.get(Claim, (noun, object_id), populate_existing=True)
        raise HeldByAnother.told(held.user.full_name if held else "", held.until if held else now)


def release(noun: Noun, object_id: int, *, by: User) -> None:
    """Leave an item to others; one that somebody else holds stays theirs."""
    db.session.execute(sa.delete(Claim).where(Claim.noun == noun, Claim.object_id == object_id, Claim.user_id == by.id))


def under_claim(noun: Noun, obj: Any, perform: Callable[[], Result], *, by: User) -> Result:
    """Do an act on an item that nobody else holds, then leave it: the claim is taken in the act's own transaction.

    The item is locked and read again under the claim: whoever held it until now may have decided. Raises HeldByAnother, and whatever
    the act raises.
    """
    object_id: int = obj.id
    take(noun, object_id, by=by)
    if db.session.scalar(sa.select(type(obj).id).where(type(obj).id == object_id).with_for_update()) is not None:
        db.session.refresh(obj)
    result = perform()
    release(noun, object_id, by=by)
    return result
