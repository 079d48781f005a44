"""Acts around an invitation: sent to an address or a number, accepted by whoever holds it, else erased whatever became of it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.contacts import Contact
from benevolat.accounts.models import User
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import queue_mail, queue_mails
from benevolat.core.sms import queue_sms

from ..errors import AlreadyInvited, HasReferent, InvitationGone, NotAReferent
from ..mails import to_read
from ..models import Accompagnement, LinkInvitation, Referent
from ..permissions import INVITATION_LIFE, can_begin_accompagnement, follows, is_invited, visible_link_invitations
from ..queries import current_link, referent_record


def invite_person(contact: Contact, *, by: User) -> LinkInvitation:
    """Invite whoever holds an address or a number; the letter is that of any message, and leaves whether there is an account or not.

    Nothing is looked up, so that an invitation never tells who has an account or a référent.
    Raises NotAllowed, NotAReferent, or AlreadyInvited (at « contact ») when the référent's own invitation is still open.
    """
    if not can_begin_accompagnement(by):
        raise NotAllowed()
    record = referent_record(by)
    if record is None:
        raise NotAReferent()
    same = LinkInvitation.email == contact.email if contact.email else LinkInvitation.phone == contact.phone
    if db.session.scalar(visible_link_invitations(by).where(same)) is not None:
        raise AlreadyInvited(field="contact")
    # one that is past its thirty days and that no job erased yet gives its place
    db.session.execute(sa.delete(LinkInvitation).where(LinkInvitation.referent_id == record.id, same))
    invitation = LinkInvitation(
        referent_id=record.id, email=contact.email, phone=contact.phone, sent_at=clock.now(), public_id=entropy.public_id()
    )
    db.session.add(invitation)
    if contact.email:
        queue_mail(contact.email, to_read())
    else:
        queue_sms(contact.value, to_read().sms)
    journal.record("accompagnement.invite", actor_id=by.id)
    db.session.flush()
    return invitation


def invite_people(pairs: Sequence[tuple[Referent, Contact]], *, by: User) -> list[LinkInvitation]:
    """Invite many at once, each for a référent, by few statements and with one line in the journal.

    Who has an open invitation of that référent keeps it and gets no second letter; nothing is looked up. A référent invites for
    themselves, a pilote for the référents they follow. Raises NotAllowed.
    """
    referents = {each.id: each for each, _contact in pairs}
    for each in referents.values():
        if not ((each.user_id == by.id and can_begin_accompagnement(by)) or follows(by, each)):
            raise NotAllowed()
    theirs = LinkInvitation.referent_id.in_(referents)
    # those past their thirty days that no job erased yet give their place
    db.session.execute(sa.delete(LinkInvitation).where(theirs, LinkInvitation.sent_at <= clock.now() - INVITATION_LIFE))
    known = {(each.referent_id, each.email or each.phone): each for each in db.session.scalars(sa.select(LinkInvitation).where(theirs))}
    wanted = {(referent.id, contact.value): contact for referent, contact in pairs}
    rows: list[dict[str, Any]] = [{"referent_id": referent_id, "email": contact.email, "phone": contact.phone, "sent_at": clock.now(),
             "public_id": entropy.public_id()} for (referent_id, value), contact in wanted.items() if (referent_id, value) not in known]
    if rows:
        known.update({(each.referent_id, each.email or each.phone): each
                      for each in db.session.scalars(sa.insert(LinkInvitation).returning(LinkInvitation), rows)})
        queue_mails([row["email"] for row in rows if row["email"]], to_read())
        for number in (row["phone"] for row in rows if row["phone"]):
            queue_sms(number, to_read().sms)
        journal.record("accompagnement.invite", actor_id=by.id)
    db.session.flush()
    return [known[referent.id, contact.value] for referent, contact in pairs]


def cancel_invitation(invitation: LinkInvitation, *, by: User) -> None:
    """Take back one's own invitation, sent to a wrong address perhaps. Raises NotAllowed."""
    if db.session.scalar(visible_link_invitations(by).where(LinkInvitation.id == invitation.id)) is None:
        raise NotAllowed()
    db.session.delete(invitation)


def accept_invitation(invitation: LinkInvitation, *, by: User) -> Accompagnement:
    """Begin today the link to the référent who invited, and erase the invitation.

    Raises InvitationGone unless `by` holds the address or number it went to and it is open; HasReferent when the person has one already.
    """
    if not is_invited(by, invitation):
        raise InvitationGone()
    if current_link(by) is not None:
        raise HasReferent()
    begun = Accompagnement(referent_id=invitation.referent_id, user_id=by.id, starts_on=clock.today(), public_id=entropy.public_id())
    db.session.add(begun)
    db.session.delete(invitation)
    db.session.flush()
    journal.record("accompagnement.accept", actor_id=by.id, subject_id=by.id)
    return begun


def decline_invitation(invitation: LinkInvitation, *, by: User) -> None:
    """Say no: nothing is written, so that a « no », a silence and a letter never read are one and the same. Raises InvitationGone."""
    if not is_invited(by, invitation):
        raise InvitationGone()
