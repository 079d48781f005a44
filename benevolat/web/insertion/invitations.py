"""Views: who invites a person, and the person's yes or no; a no writes nothing."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement import services
from benevolat.accompagnement.errors import InvitationGone
from benevolat.accompagnement.models import LinkInvitation
from benevolat.accompagnement.permissions import received_link_invitations
from benevolat.accompagnement.queries import current_link
from benevolat.contrats.services import freedom_text
from benevolat.core.db import db
from benevolat.dossiers.services import accept_invitation as accept
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PERSON, access, require

from . import blueprint


def _received(public_id: str) -> LinkInvitation:
    """Return an invitation to this account's address or number; say what may have become of any other."""
    invitation = db.session.scalar(received_link_invitations(current_user).where(LinkInvitation.public_id == public_id))
    if invitation is None:
        raise InvitationGone()
    return invitation


@blueprint.get("/mon-contrat/invitations/<public_id>")
@access(PERSON)
def invitation(public_id: str) -> str:
    """Show who invites, and what accepting means."""
    return render_template("insertion/invitation.html", invitation=_received(public_id), link=current_link(current_user),
                           freedom=freedom_text()[0])


@blueprint.post("/mon-contrat/invitations/<public_id>/accepter")
@access(PERSON)
def accept_invitation(public_id: str) -> Any:
    """Begin the link."""
    require(ActionForm().validate())
    return act(lambda: accept(_received(public_id), by=current_user), then=lambda _r: url_for("insertion.overview"),
               said=_("C’est fait. Cette personne vous accompagne aussi sur ce site. Vous pouvez l’arrêter quand vous voulez."))


@blueprint.post("/mon-contrat/invitations/<public_id>/refuser")
@access(PERSON)
def decline_invitation(public_id: str) -> Any:
    """Say no: nothing is kept."""
    require(ActionForm().validate())
    return act(lambda: services.decline_invitation(_received(public_id), by=current_user), then=lambda _r: url_for("insertion.overview"),
               said=_("D’accord. Votre réponse n’est gardée nulle part, et la personne qui vous invite n’en sait rien."))
