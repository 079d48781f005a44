"""Saying that something is wrong: anybody may, with or without an account; several reports of one thing make one item."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accounts.models import User
from benevolat.accounts.services import read_email
from benevolat.core import clock, entropy
from benevolat.core.db import db

from ..errors import ReasonNeeded, TooLong, WordsNeeded
from ..models import LONGEST, Reason, Report, Signalement, State
from ..queries.targets import Target
from ..workflow import WORKFLOW


def report(target: Target, *, reason: Reason | None, words: str = "", email: str | None = None, user: User | None = None) -> Report:
    """Write what somebody says of a thing they can see; `email` or `user` is where they wish an answer, or nothing.

    Raises ReasonNeeded, WordsNeeded, TooLong, UnreadableEmail.
    """
    if reason is None or reason not in target.reasons:
        raise ReasonNeeded(field="reason")
    said = words.strip()
    if reason is Reason.OTHER and not said:
        raise WordsNeeded(field="words")
    if len(said.replace("\r\n", "\n")) > LONGEST:
        raise TooLong(field="words")
    address = read_email(email) if email and email.strip() else None
    item = _open_item(target)
    item.danger = item.danger or reason is Reason.DANGER
    row = Report(
        signalement=item, reason=reason, words=said or None, email=address, user_id=user.id if user is not None else None, at=clock.now()
    )
    db.session.add(row)
    db.session.flush()
    return row


def _open_item(target: Target) -> Signalement:
    """Return the item that is open for a thing, or open one: two reports of the same moment make one item."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Signalement).values(
        public_id=entropy.public_id(), kind=target.kind, target=target.key, title=target.title, evidence=target.evidence,
        territoire_code=target.territoire_code, mission_id=target.mission_id, association_id=target.association_id,
        temoignage_id=target.temoignage_id, message_id=target.message_id, candidature_id=target.candidature_id, state=State.RECEIVED,
        danger=False, received_at=clock.now(),
    )
    made = db.session.scalar(insert.on_conflict_do_nothing(
        index_elements=["kind", "target"], index_where=sa.text("state IN ('received', 'in_hand')")
    ).returning(Signalement.id))
    item = db.session.scalars(
        sa.select(Signalement).where(
            Signalement.kind == target.kind, Signalement.target == target.key, Signalement.state.in_((State.RECEIVED, State.IN_HAND))
        )
    ).one()
    if made is not None:
        WORKFLOW.begin(item, by=_Nobody)
    return item


class _Nobody:
    """The actor of a report's birth: who reported stands nowhere in a log."""

    id = None
