"""Views: inviting a person by their e-mail or number, and one's own invitations that nobody accepted yet."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field, StringField
from wtforms.validators import DataRequired, Length

from benevolat.accompagnement.models import LinkInvitation
from benevolat.accompagnement.permissions import visible_link_invitations
from benevolat.accompagnement.queries import referent_record, sent_invitations
from benevolat.accompagnement.services import cancel_invitation, invite_person
from benevolat.accounts import services as accounts
from benevolat.core.db import db
from benevolat.web import limits
from benevolat.web.forms import Form, act
from benevolat.web.guard import REFERENT, access, found
from benevolat.web.identity import as_typed

from . import blueprint


class InviteForm(Form):
    """How the person is reached; their name is not asked."""

    contact = StringField(
        _l("E-mail ou téléphone portable de la personne"), [DataRequired(), Length(max=320)],
        description=_l("Rien d’autre n’est gardé, et cela est effacé au bout de 30 jours."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    reached: accounts.Contact

    def validate_contact(self, field: Field) -> None:
        """Read the address or the number."""
        self.reached = as_typed(accounts.read_contact, field)


@blueprint.route("/inviter", methods=["GET", "POST"])
@access(REFERENT)
def invite() -> Any:
    """Invite somebody; the answer is the same whether they have an account, a référent, or neither."""
    form = InviteForm()
    if form.validate_on_submit():
        limits.check("invite", f"agent:{current_user.public_id}")
        answer = act(lambda: invite_person(form.reached, by=current_user), then=lambda _r: url_for("referent.invite"), form=form,
                     said=_("L’invitation est partie. Si la personne l’accepte, vous la verrez dans votre liste."))
        if answer is not None:
            return answer
    return render_template("referent/invite.html", form=form, invitations=sent_invitations(current_user),
                           record=referent_record(current_user)), 400 if form.errors else 200


@blueprint.post("/invitations/<public_id>/reprendre")
@access(REFERENT)
def cancel_invitation_sent(public_id: str) -> Any:
    """Take back an invitation."""
    invitation = found(db.session.scalar(visible_link_invitations(current_user).where(LinkInvitation.public_id == public_id)))
    return act(lambda: cancel_invitation(invitation, by=current_user), then=lambda _r: url_for("referent.invite"),
               said=_("L’invitation est effacée."))
