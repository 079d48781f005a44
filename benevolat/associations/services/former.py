"""Associations of the former site: their own contact address receives the link by which somebody takes charge of the page.

Nobody is given an account: whoever opens the link makes their own, and shows that they read the association's mail.
"""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import queue_mail

from .. import mails
from ..models import Association, MemberRole, MembershipInvitation
from ..permissions import can_invite_former
from ..queries import formers_to_invite

CHARGE_LASTS = timedelta(days=60)
AT_ONCE = 300


def invite_formers(*, by: User) -> int:
    """Write to the associations of the former site that nobody took charge of and that are not invited; return to how many.

    One that did not answer is written to a second time, once the first link is over, and then no more. Raises NotAllowed.
    """
    if not can_invite_former(by):
        raise NotAllowed()
    ids = list(db.session.scalars(formers_to_invite().with_only_columns(Association.id).order_by(Association.id).limit(AT_ONCE)))
    rows = db.session.scalars(sa.select(Association).where(Association.id.in_(ids)).order_by(Association.id).with_for_update()).all()
    for each in rows:
        _invite(each)
    if rows:
        journal.record("reprise.invite", actor_id=by.id)
    return len(rows)


def _invite(association: Association) -> None:
    token = entropy.token()
    invitation = MembershipInvitation(
        public_id=entropy.public_id(), association_id=association.id, email=association.email, role=MemberRole.ADMIN,
        token_hash=entropy.fingerprint(token), expires_at=clock.now() + CHARGE_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    queue_mail(invitation.email, mails.take_charge(association, token, invitation.expires_at))
