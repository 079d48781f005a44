"""The act of the person who accepts an invitation: what waited with it becomes the reference of their contract."""

from benevolat.accompagnement import services as accompagnement
from benevolat.accompagnement.models import Accompagnement, LinkInvitation
from benevolat.accompagnement.permissions import is_invited
from benevolat.accompagnement.queries import current_link
from benevolat.accounts.models import User
from benevolat.contrats.models import Contrat
from benevolat.core import entropy
from benevolat.core.db import db

from ..models import ImportedContact
from ..queries import line_of


def accept_invitation(invitation: LinkInvitation, *, by: User) -> Accompagnement:
    """Begin the link, or go on with it when the référent who invites is the person's own, and write what waited with the invitation.

    Raises InvitationGone, or HasReferent when the person has another référent.
    """
    line = line_of(invitation)
    link = current_link(by)
    if line is not None and link is not None and link.referent_id == invitation.referent_id and is_invited(by, invitation):
        db.session.delete(invitation)
        begun = link
    else:
        begun = accompagnement.accept_invitation(invitation, by=by)
    if line is not None:
        contrat = Contrat(public_id=entropy.public_id(), user_id=by.id, type_code=line.type_code, reference=line.reference,
                          starts_on=line.starts_on, ends_on=line.ends_on, path_kind=line.path_kind)
        db.session.add(contrat)
        db.session.flush()
        db.session.add(ImportedContact(contrat_id=contrat.id, contacts=line.contacts))
        db.session.expunge(line)
    db.session.flush()
    return begun
