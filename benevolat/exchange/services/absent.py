"""Missions that left a partner's file: withdrawn one by one by the worker, unless so many are gone that the file itself is doubtful."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import ngettext

from benevolat.core.db import db
from benevolat.core.jobs import enqueue
from benevolat.missions.models import Mission, Publication

from ..errors import DoubtfulFile

ALIVE = (Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED)
FEW = 10
"""So many may leave at once whatever the size of the file."""


def withdraw_absent(publisher: str, present: Collection[str], *, read_at: datetime, sure: bool = False) -> int:
    """Ask the worker to withdraw a partner's missions whose number is not in its file any more; return how many.

    `read_at` is when the file began to be read: a mission written since is not gone. A file cut short must not empty the site: when
    more than half of the partner's missions would leave, and more than ten, it raises DoubtfulFile unless `sure`.
    """
    rows = db.session.execute(
        sa.select(Mission.id, Mission.client_id).where(Mission.publisher == publisher, Mission.publication.in_(ALIVE)).order_by(Mission.id)
    ).all()
    gone = [mission for mission, number in rows if number not in present]
    if not sure and len(gone) > FEW and 2 * len(gone) > len(rows):
        raise DoubtfulFile(ngettext(
            "%(num)d mission n’est plus dans le fichier\u00a0: c’est beaucoup, rien n’a été retiré.",
            "%(num)d missions ne sont plus dans le fichier\u00a0: c’est beaucoup, rien n’a été retiré.", len(gone),
        ))
    for each in gone:
        enqueue("coordination.withdraw_gone", {"mission": each, "read_at": read_at.isoformat()}, key=f"gone:{each}:{read_at.isoformat()}")
    return len(gone)
