"""Views: reading the annexe, signing it, saying no without a trace, withdrawing one's agreement in one gesture."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import BooleanField, HiddenField

from benevolat.competences.queries import competences_of
from benevolat.contrats import queries
from benevolat.contrats.models import Annexe
from benevolat.contrats.permissions import own_annexes
from benevolat.contrats.services import consent_text, count_refusal, freedom_text, sign_annexe, withdraw_annexe
from benevolat.contrats.workflow import ANNEXE
from benevolat.core.db import db
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint


class SignatureForm(Form):
    """The person's agreement to what they just read."""

    revision = HiddenField()
    agreed = BooleanField()

    def validate_agreed(self, field: BooleanField) -> None:
        """No box is ticked for the person."""
        from_page = _("Cochez la case si vous êtes d’accord. Sinon, vous pouvez quitter cette page.")
        if not field.data:
            field.errors = [*field.errors, from_page]


def _annexe_or_404(public_id: str) -> Annexe:
    annexe: Annexe = found(db.session.scalar(own_annexes(current_user).where(Annexe.public_id == public_id)))
    return annexe


def _shown(annexe: Annexe, form: SignatureForm) -> str:
    consentement = queries.consentement_of(annexe)
    actions = {row.action for row in ANNEXE.available(annexe, current_user)}
    return render_template(
        "insertion/annexe.html", annexe=annexe, form=form, consentement=consentement, consent=consent_text()[0], freedom=freedom_text()[0],
        competences=competences_of(annexe.competences), avenants=queries.avenants_of(annexe),
        actions=actions - {"sign"} if consentement else actions, amendment=queries.was_signed_before(annexe),
    )


@blueprint.get("/mon-contrat/annexe/<public_id>")
@access(PERSON)
def annexe(public_id: str) -> str:
    """Show the annexe to the person."""
    read = _annexe_or_404(public_id)
    form = SignatureForm()
    form.revision.data = str(read.revision)
    return _shown(read, form)


@blueprint.post("/mon-contrat/annexe/<public_id>/reponse")
@access(PERSON)
def answer(public_id: str) -> Any:
    """Sign what was read, or say no. One address and one way back for both: no log of addresses tells a « no » from a « yes »."""
    read = _annexe_or_404(public_id)
    return _say_no(read) if request.form.get("answer") == "no" else _sign(read)


def _say_no(read: Annexe) -> Any:
    """Nothing is kept about the person, a coarse figure grows, the proposition fades by itself."""
    return act(lambda: count_refusal(read, by=current_user), then=lambda _result: url_for("insertion.overview"),
               said=_("C’est entendu. Votre réponse n’est gardée nulle part avec votre nom. Vous pouvez changer d’avis quand vous voulez."))


def _sign(read: Annexe) -> Any:
    form = SignatureForm()
    if form.validate_on_submit():
        revision = int(form.revision.data) if (form.revision.data or "").isdigit() else 0
        signed = act(lambda: sign_annexe(read, by=current_user, revision=revision), then=lambda _result: url_for("insertion.overview"),
                     said=_("Vous avez signé. Votre référent signe ensuite. Vous pouvez retirer votre accord à tout moment."), form=form)
        if signed is not None:
            return signed
    return _shown(read, form), 400


@blueprint.post("/mon-contrat/annexe/<public_id>/retirer")
@access(PERSON)
def withdraw(public_id: str) -> Any:
    """Withdraw one's agreement in one gesture."""
    read = _annexe_or_404(public_id)
    return act(lambda: withdraw_annexe(read, by=current_user), then=lambda _result: url_for("insertion.annexe", public_id=public_id),
               said=_("Votre accord est retiré. Un avenant le dit, à cette date. Votre référent ne voit plus rien de cette annexe."))
