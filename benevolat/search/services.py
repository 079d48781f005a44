"""The acts of the room of words: add a family, change it, remove it. Every process follows at its next question."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.missions.services import next_number

from .errors import TooManyFamilies
from .models import WordFamily, entries
from .permissions import can_change_families
from .teaching import Said, check_words

MOST = 500


def add_family(said: Said, *, by: User) -> WordFamily:
    """Teach the search that words mean the same. Raises NotAllowed, TooManyFamilies, UselessWord, KnownWord or NothingNew."""
    _begin(by)
    if (db.session.scalar(sa.select(sa.func.count()).select_from(WordFamily)) or 0) >= MOST:
        raise TooManyFamilies()
    check_words(said)
    family = WordFamily(added_by_id=by.id, added_at=clock.now())
    _write(family, said)
    db.session.add(family)
    db.session.flush()
    return family


def change_family(family: WordFamily, said: Said, *, by: User) -> WordFamily:
    """Write other words in a family. Raises NotAllowed, UselessWord, KnownWord or NothingNew."""
    _begin(by)
    check_words(said, but=family)
    _write(family, said)
    family.changed_by_id, family.changed_at = by.id, clock.now()
    return family


def remove_family(family: WordFamily, *, by: User) -> None:
    """Let the search forget a family. Raises NotAllowed."""
    _begin(by)
    db.session.delete(family)


def _begin(by: User) -> None:
    """Check the right, then take the next number: it tells every process, and keeps a second modérateur waiting for the first."""
    if not can_change_families(by):
        raise NotAllowed()
    next_number("families")


def _write(family: WordFamily, said: Said) -> None:
    family.spoken, family.written, family.official = (", ".join(entries(way)) for way in said.ways.values())
