"""The exchange between the volunteer and the association on a candidature."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from .. import mails, queries
from ..errors import EmptyMessage, MessagesClosed
from ..models import ACTIVE, Candidature, Message
from ..permissions import can_write_message, receives
from .deciding import LONGEST_MESSAGE


def post_message(candidature: Candidature, *, by: User, body: str) -> Message:
    """Write to the other side, who is told; whoever answers has read what came before.

    A person who chose to see the association no more is not told: the message waits, folded, on the candidature. The association reads
    and does the same as ever, so that nothing shows it a door that is the person's alone to close (saying « on ne peut plus écrire »
    would, since nothing else stops a conversation that lives).
    Raises EmptyMessage, MessagesClosed, NotAllowed.
    """
    mine = candidature.user_id == by.id
    if not can_write_message(by, candidature):
        if candidature.state not in ACTIVE and (mine or receives(by, candidature.mission)):
            raise MessagesClosed()
        raise NotAllowed()
    if not body.strip() or len(body) > LONGEST_MESSAGE:
        raise EmptyMessage(field="body")
    mark_messages_read(candidature, by=by)
    message = Message(candidature=candidature, author_id=by.id, from_volunteer=mine, body=body.strip(), at=clock.now())
    db.session.add(message)
    db.session.flush()
    if mine:
        notify_members(candidature.mission.association, mails.message_to_association(message), right=Right.CANDIDATES)
    elif not queries.has_hidden(candidature.user, candidature.mission.association_id):
        notify(candidature.user, mails.message_to_volunteer(message))
    return message


def mark_messages_read(candidature: Candidature, *, by: User) -> None:
    """Note that one side read what the other wrote. Raises NotAllowed."""
    mine = candidature.user_id == by.id
    if not mine and not receives(by, candidature.mission):
        raise NotAllowed()
    db.session.execute(
        sa.update(Message).where(Message.candidature_id == candidature.id, Message.from_volunteer.is_(not mine), Message.read_at.is_(None))
        .values(read_at=clock.now())
    )
