"""What time does above the RSA line: an annexe ends with its months, a proposition that nobody signed fades after thirty days."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import Annexe, AnnexeState
from .queries import LIVING, was_signed_before
from .services import end_annexe, fade_annexe

FADES_AFTER = timedelta(days=30)


def end_annexes(_payload: dict[str, Any]) -> None:
    """End the annexes whose months are over, one whose amendment nobody signed like the others."""
    for annexe in db.session.scalars(sa.select(Annexe).where(Annexe.state.in_((*LIVING, AnnexeState.PROPOSED)))).all():
        if annexe.last_day < clock.today() and (annexe.state in LIVING or was_signed_before(annexe)):
            end_annexe(annexe)


def fade_propositions(_payload: dict[str, Any]) -> None:
    """Erase the propositions that nobody signed within thirty days."""
    old = sa.select(Annexe).where(
        Annexe.state == AnnexeState.PROPOSED, Annexe.signed_by_person_at.is_(None), Annexe.proposed_at < clock.now() - FADES_AFTER
    )
    for annexe in db.session.scalars(old).all():
        if not was_signed_before(annexe):
            fade_annexe(annexe)


HANDLERS: dict[str, Handler] = {"contrats.end": end_annexes, "contrats.fade": fade_propositions}
PERIODIC = (Periodic("contrats.end", timedelta(days=1)), Periodic("contrats.fade", timedelta(days=1)))
