"""Views: how somebody of 16 or 17 asks a parent to agree: a message to them, or a sheet to print and bring."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from benevolat.accounts.services import read_contact
from benevolat.candidatures import queries, services
from benevolat.candidatures.models import Candidature
from benevolat.core.errors import NotFound
from benevolat.web import limits
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint


class ParentForm(Form):
    """Where the parent is reached; nothing when the sheet is chosen."""

    contact = StringField(_l("E-mail ou téléphone de votre parent"), [Length(max=200)], render_kw={"autocomplete": "off"},
                          description=_l("Nous lui envoyons un lien. Nous ne gardons pas son adresse."))


def _candidature(public_id: str) -> Candidature:
    candidature: Candidature = found(queries.find_own_candidature(current_user, public_id))
    if not queries.needs_agreement(candidature):
        raise NotFound()
    return candidature


def _show(candidature: Candidature, form: ParentForm) -> str:
    return render_template("benevole/accord.html", candidature=candidature, form=form, agreement=queries.agreement_of(candidature))


@blueprint.get("/mes-candidatures/<public_id>/accord")
@access(PERSON)
def ask_parent(public_id: str) -> Any:
    """Ask how the parent will agree."""
    return _show(_candidature(public_id), ParentForm())


@blueprint.post("/mes-candidatures/<public_id>/accord")
@access(PERSON)
def ask_parent_now(public_id: str) -> Any:
    """Write to the parent."""
    candidature, form, user = _candidature(public_id), ParentForm(), current_user._get_current_object()
    if form.validate_on_submit():
        limits.check("message", user.public_id)
        answer = act(
            lambda: services.ask_parent(candidature, contact=read_contact(form.contact.data or ""), by=user), form=form,
            then=lambda _done: url_for("benevole.candidature", public_id=public_id), said=_("Le message est parti. Prévenez votre parent."),
        )
        if answer is not None:
            return answer
    return _show(candidature, form)


@blueprint.post("/mes-candidatures/<public_id>/accord/feuille")
@access(PERSON)
def choose_sheet(public_id: str) -> Any:
    """Choose the sheet that one brings on the first day."""
    candidature = _candidature(public_id)
    return act(lambda: services.ask_parent(candidature, contact=None, by=current_user),
               then=lambda _done: url_for("benevole.parent_sheet", public_id=public_id))


@blueprint.get("/mes-candidatures/<public_id>/accord/feuille")
@access(PERSON)
def parent_sheet(public_id: str) -> Any:
    """Show the sheet to print and sign."""
    candidature = _candidature(public_id)
    return render_template("benevole/accord_feuille.html", candidature=candidature, text=queries.agreement_text()[0])
