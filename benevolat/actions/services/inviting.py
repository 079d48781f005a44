"""The act of a référent who invites: the person's answer changes nothing of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accompagnement.errors import NobodyChosen
from benevolat.accompagnement.mails import to_read
from benevolat.accompagnement.permissions import accompanies
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import NotOpen
from ..models import Action, ActionInvitation
from ..permissions import INVITATION_LIFE, can_invite_to_action


def invite_people(action: Action, people: Sequence[User], *, by: User) -> None:
    """Invite some of the people a référent accompanies, all or none; the letter is that of any message.

    One who is invited already, by this référent or the one before, is not told twice; nothing says what they answered.
    Raises NotAllowed, NotOpen or NobodyChosen.
    """
    if not people:
        raise NobodyChosen(field="people")
    if not action.can_be_joined:
        raise NotOpen()
    if not can_invite_to_action(by, action) or not all(accompanies(by, each) for each in people):
        raise NotAllowed()
    record = referent_record(by)
    for person in people:
        if _add(action, person, record.id if record is not None else None):
            notify(person, to_read())
            record_act("action.invite", person, by=by)


def _add(action: Action, person: User, referent_id: int | None) -> bool:
    """Write an invitation unless one is open; one past its thirty days, which no job erased yet, gives its place."""
    same = (ActionInvitation.action_id == action.id, ActionInvitation.user_id == person.id)
    db.session.execute(sa.delete(ActionInvitation).where(*same, ActionInvitation.sent_at <= clock.now() - INVITATION_LIFE))
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(ActionInvitation).values(action_id=action.id, user_id=person.id, referent_id=referent_id, sent_at=clock.now())
    return db.session.scalar(added.on_conflict_do_nothing().returning(ActionInvitation.id)) is not None
