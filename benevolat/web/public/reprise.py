"""Views: the alerte of the former site that its owner is asked about; opening the page keeps nothing, a button does."""

from typing import Any

from flask import render_template

from benevolat.accounts.contacts import Contact
from benevolat.accounts.services import find_person
from benevolat.alertes import services
from benevolat.alertes.mails import page_of
from benevolat.alertes.models import Alerte
from benevolat.alertes.services.keeping import Kept
from benevolat.exchange.services import Invitation, read_invitation
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PUBLIC, access, found

from . import blueprint
from .alertes import kept_of


@blueprint.get("/alertes/reprise/<token>")
@access(PUBLIC)
def former_alerte(token: str) -> Any:
    """Show the search, and ask whether to keep it."""
    invitation = read_invitation(token)
    if invitation is None:
        return render_template("public/reprise-alerte.html", invitation=None), 410
    kept, parts = kept_of(invitation.query)
    return render_template("public/reprise-alerte.html", invitation=invitation, token=token, kept=kept, parts=parts, form=ActionForm())


@blueprint.post("/alertes/reprise/<token>")
@access(PUBLIC)
def keep_former_alerte(token: str) -> Any:
    """Keep the search for whom the letter went to: having it proves the address."""
    invitation: Invitation = found(read_invitation(token))
    kept, _parts = kept_of(invitation.query)
    return act(lambda: _keep(invitation, kept), then=lambda alerte: page_of(alerte) if alerte else f"/alertes/reprise/{token}")


def _keep(invitation: Invitation, kept: Kept) -> Alerte:
    contact = Contact(email=invitation.email)
    user = find_person(contact)
    if user is not None and user.is_active and user.email_confirmed_at is not None:
        return services.keep_search(kept, user=user)
    return services.keep_search(kept, contact=contact)
