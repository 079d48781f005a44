"""Closing the page after a closing: answers raise counters that name nobody, and one undated row says that the page was closed."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import BilanState, Engagement
from benevolat.territoire.models import Commune

from ..errors import UnknownAnswer
from ..models import AnswerCount, Suite
from ..permissions import can_close_suite
from ..questions import quarter_of, questions

NOWHERE = "isere"


def close_suite(engagement: Engagement, answers: Mapping[str, str], *, by: User) -> None:
    """Close the page after a closing, whatever was answered, once for all; sent again it counts nothing.

    Every counter of the place and quarter is written, raised or not, so that the age of no row in the database tells what was
    answered, nor whether anything was. Raises NotAllowed, Conflict when the bilan is not agreed on, or UnknownAnswer.
    """
    if not can_close_suite(by, engagement):
        raise NotAllowed()
    if engagement.bilan is None or engagement.bilan.state is not BilanState.AGREED:
        raise Conflict()
    offered = {each.key: each.answers for each in questions()}
    if any(answer not in offered.get(key, {}) for key, answer in answers.items()):
        raise UnknownAnswer()
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    closing = dialect.insert(Suite).values(engagement_id=engagement.id).on_conflict_do_nothing().returning(Suite.engagement_id)
    if db.session.scalar(closing) is None:
        return
    quarter, territoire = quarter_of(clock.today()), _territoire(engagement)
    rows = [
        {"quarter": quarter, "territoire_code": territoire, "question": key, "answer": answer, "value": int(answers.get(key) == answer)}
        for key, listed in offered.items() for answer in listed
    ]
    insert = dialect.insert(AnswerCount).values(rows)
    db.session.execute(insert.on_conflict_do_update(
        index_elements=["quarter", "territoire_code", "question", "answer"], set_={"value": AnswerCount.value + insert.excluded.value}
    ))


def _territoire(engagement: Engagement) -> str:
    """Return the territory of what was done: the mission's commune, else the association's; never the person's."""
    mission = engagement.candidature.mission if engagement.candidature is not None else None
    host = engagement.association
    code = (mission.commune_code if mission is not None else None) or (host.commune_code if host is not None else None)
    found = db.session.scalar(sa.select(Commune.territoire_code).where(Commune.code == code)) if code else None
    return found or NOWHERE
