"""The contact address of an association: proven by a code, unless it is the administrator's own confirmed one."""

from flask import redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import Field, StringField
from wtforms.validators import DataRequired, Length

from benevolat.accounts.models import Purpose
from benevolat.accounts.services import Attempt, Contact, read_email
from benevolat.associations.models import Association
from benevolat.associations.permissions import can_manage_association
from benevolat.associations.services import confirm_contact_email, has_proof_of
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, require
from benevolat.web.identity import CodeForm, as_typed, count_try, send_code

from . import blueprint
from .scope import own_association


class ContactEmailForm(Form):
    """Where volunteers and the Département write to the association."""

    email = StringField(
        _l("Adresse e-mail de contact"), [DataRequired(), Length(max=320)],
        description=_l("Elle est montrée sur la page de l’association. Nous y envoyons un code pour la vérifier."),
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    read = ""

    def validate_email(self, field: Field) -> None:
        """Read the address."""
        self.read = as_typed(read_email, field)


def _managed(public_id: str) -> Association:
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    return association


def _kept(association: Association) -> str | None:
    """Return the address that waits for its code, kept in the person's own session."""
    address: str | None = session.get("contact", {}).get(association.public_id)
    return address


def _next(association: Association) -> str:
    """After the address comes the page, when it is still empty."""
    return url_for("association.dashboard" if association.description else "association.page", public_id=association.public_id)


@blueprint.get("/<public_id>/adresse-de-contact")
@access(PERSON)
def contact_email(public_id: str) -> str:
    """Ask for the contact address."""
    association = _managed(public_id)
    form = ContactEmailForm(data={"email": association.email or current_user.email})
    return render_template("association/contact_email.html", association=association, form=form)


@blueprint.post("/<public_id>/adresse-de-contact")
@access(PERSON)
def write_contact_email(public_id: str) -> Response | str:
    """Keep an address that is proven already, else send a code to it."""
    association, form, answer = _managed(public_id), ContactEmailForm(), None
    if form.validate_on_submit() and has_proof_of(current_user, form.read):
        answer = _confirm(association, form.read, form)
    elif form.validate_on_submit():
        session["contact"] = {association.public_id: form.read}
        answer = send_code(
            Contact(email=form.read), then=url_for("association.contact_code", public_id=public_id), form=form, purpose=Purpose.CONFIRM,
        )
    return answer or render_template("association/contact_email.html", association=association, form=form)


@blueprint.get("/<public_id>/adresse-de-contact/code")
@access(PERSON)
def contact_code(public_id: str) -> Response | str:
    """Ask for the code that was sent."""
    association = _managed(public_id)
    email = _kept(association)
    if email is None:
        return redirect(url_for("association.contact_email", public_id=public_id), 303)
    return render_template("association/contact_code.html", association=association, form=CodeForm(), email=email)


@blueprint.post("/<public_id>/adresse-de-contact/code")
@access(PERSON)
def check_contact_code(public_id: str) -> Response | str:
    """Write the address its code proves."""
    association, form, answer = _managed(public_id), CodeForm(), None
    email = _kept(association)
    if email is None:
        return redirect(url_for("association.contact_email", public_id=public_id), 303)
    if form.validate_on_submit():
        attempt = count_try(Contact(email=email), Purpose.CONFIRM)
        answer = _confirm(association, email, form, attempt=attempt, code=form.code.data)
    return answer or render_template("association/contact_code.html", association=association, form=form, email=email)


def _confirm(association: Association, email: str, form: Form, *, attempt: Attempt | None = None, code: str = "") -> Response | None:
    return act(
        lambda: confirm_contact_email(association, email, by=current_user, attempt=attempt, code=code),
        then=lambda _done: _next(association), said=_("L’adresse de contact est confirmée."), form=form,
    )
