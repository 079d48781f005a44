"""Who writes, publishes and reads the words of référents."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.models import Referent, Service
from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of
from benevolat.core import clock

from .models import Parole, State

LIFE = timedelta(days=365)
"""How long words are read, after which they are erased: the Conférence meets every year."""


def can_write_parole(user: Any) -> bool:
    """A référent writes, and nobody has to."""
    return has_role(user, Role.REFERENT)


def can_remove_parole(user: Any, parole: Parole) -> bool:
    """Its author takes it back whenever they wish."""
    return can_write_parole(user) and parole.referent is not None and parole.referent.user_id == user.id


def can_moderate_parole(user: Any, parole: Parole) -> bool:
    """A pilote of its territory, and not its author, publishes it or says why not; what is of the Isère, a pilote of everywhere."""
    places = territories_of(user, Role.PILOTE)
    own = parole.referent is not None and parole.referent.user_id == user.id
    return not own and (places is None or parole.territoire_code in places)


def visible_own_paroles(user: Any) -> sa.Select[Parole]:
    """Select what a référent wrote, whatever became of it."""
    mine = sa.select(Referent.id).where(Referent.user_id == user.id)
    return sa.select(Parole).where(Parole.referent_id.in_(mine), sa.literal(can_write_parole(user)), _living())


def visible_moderated_paroles(user: Any) -> sa.Select[Parole]:
    """Select what a pilote reads, on their territories: everything but what they wrote themselves."""
    own = sa.select(Referent.id).where(Referent.user_id == user.id)
    read = sa.select(Parole).where(sa.or_(Parole.referent_id.is_(None), Parole.referent_id.not_in(own)), _living())
    places = territories_of(user, Role.PILOTE)
    return read if places is None else read.where(Parole.territoire_code.in_(places))


def visible_published_paroles(user: Any) -> sa.Select[Parole]:
    """Select what agents above the RSA line read: a pilote and a référent, on their territories and of the whole Isère."""
    read = sa.select(Parole).where(Parole.state == State.PUBLISHED, _living())
    places = territories_of(user, Role.PILOTE)
    if places is None:
        return read
    service = sa.select(Service.territoire_code).join(Referent, Referent.service_id == Service.id).where(
        Referent.user_id == user.id, Service.territoire_code.is_not(None)
    )
    referent = has_role(user, Role.REFERENT)
    return read.where(sa.or_(
        sa.and_(sa.literal(bool(places) or referent), Parole.territoire_code.is_(None)), Parole.territoire_code.in_(places),
        sa.and_(sa.literal(referent), Parole.territoire_code.in_(service)),
    ))


def _living() -> sa.ColumnElement[bool]:
    return Parole.sent_at > clock.now() - LIFE
