"""Acts that follow an invitation: the person accepts, then their référent says whether it is the person of the file."""

import sqlalchemy as sa

from benevolat.accompagnement import services as accompagnement
from benevolat.accompagnement.models import Accompagnement, LinkInvitation
from benevolat.accompagnement.permissions import is_invited
from benevolat.accompagnement.queries import current_link
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.contrats.models import Contrat
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..models import ImportedContact, ImportedLine
from ..permissions import can_check_line
from ..queries import line_of


def accept_invitation(invitation: LinkInvitation, *, by: User) -> Accompagnement:
    """Begin the link, or go on with it when the référent who invites is the person's own; what waited with it waits for that référent.

    Raises InvitationGone, or HasReferent when the person has another référent.
    """
    line = line_of(invitation)
    link = current_link(by)
    own = line is not None and link is not None and link.referent_id == invitation.referent_id and is_invited(by, invitation)
    if line is not None:
        # before the invitation goes, and its line with it; undone with the rest when accepting is refused
        db.session.execute(sa.update(ImportedLine).where(ImportedLine.id == line.id)
                           .values(invitation_id=None, user_id=by.id, accepted_at=clock.now()))
    if own and link is not None:
        db.session.delete(invitation)
        db.session.flush()
        return link
    begun = accompagnement.accept_invitation(invitation, by=by)
    db.session.flush()
    return begun


def confirm_line(line: ImportedLine, *, by: User) -> Contrat:
    """Say that whoever accepted is the person of the file: its line becomes the reference of their contract. Raises NotAllowed."""
    person = _checked(line, by)
    contrat = Contrat(public_id=entropy.public_id(), user_id=person.id, type_code=line.type_code, reference=line.reference,
                      starts_on=line.starts_on, ends_on=line.ends_on, path_kind=line.path_kind)
    db.session.add(contrat)
    db.session.flush()
    db.session.add(ImportedContact(contrat_id=contrat.id, contacts=line.contacts))
    db.session.delete(line)
    record_act("dossiers.confirm", person, by=by)
    return contrat


def refuse_line(line: ImportedLine, *, by: User) -> None:
    """Say that it is somebody else: the line is erased, nothing of the file was shown to them. Raises NotAllowed."""
    person = _checked(line, by)
    db.session.delete(line)
    record_act("dossiers.refuse", person, by=by)


def _checked(line: ImportedLine, by: User) -> User:
    if not can_check_line(by, line) or line.user is None:
        raise NotAllowed()
    return line.user
