"""Témoignages as the services leave them."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Membership
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.temoignages.models import Accord, Naming, State, Temoignage

from . import keep

WORDS = "J’ai arrosé le jardin tout l’été. J’y ai trouvé une équipe."


def temoignage(of: Engagement, *, state: State = State.PUBLISHED, **values: Any) -> Temoignage:
    """What somebody told of an engagement, with the accord to publish it."""
    row: Temoignage = keep(Temoignage(**{
        "engagement_id": of.id, "state": state, "words": WORDS, "naming": Naming.FIRST_NAME, "shown_name": "Nadia",
        "published_at": clock.now() if state is State.PUBLISHED else None, **values,
    }))
    keep(Accord(temoignage_id=row.id, text="J’accepte.", text_version=0))
    return row


def host_of(of: Engagement) -> User:
    """The member of the association that received somebody, made by the factory of missions."""
    found = db.session.scalars(sa.select(Membership).where(Membership.association_id == of.association_id)).first()
    assert found is not None
    return found.user
